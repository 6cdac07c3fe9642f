"""Returns over the wire, both ways of telling them: read with the orders, twice the same, and what they do."""

import pytest

from core.errors import DomainError
from core.models import NeedsYou, Store
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.connectors import marketplace_row
from orders.models import MarketplaceOrder, Order, OrderReturn
from orders.services.answers import answer_cancellation
from orders.services.refund import refund
from sync import executor, runs
from sync.models import Cursor, MarketplaceSyncLog
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import did, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
#: A delivered order there, and words of a return that gives the money back.
SHOPS = {"ozon": ("delivered", "MovingToSeller"), "shopee": ("COMPLETED", "ACCEPTED")}


def told(sandboxes: Sandboxes, code: str) -> set[tuple[str, str, str]]:
    """What the shop says of its returns."""
    rows = sandboxes.state(code, "&products=0")["returns"]
    names = ("id", "order", "status") if code == "ozon" else ("return_sn", "order_sn", "status")
    return {(str(row[names[0]]), str(row[names[1]]), str(row[names[2]])) for row in rows}


def kept() -> set[tuple[str, str, str]]:
    return set(OrderReturn.objects.values_list("remote_id", "order_remote_id", "remote_status"))


def delivered(code: str, *, units: int = 1) -> MarketplaceOrder:
    """An order that was delivered and of which nothing came back yet."""
    rows = MarketplaceOrder.objects.filter(remote_status=SHOPS[code][0], order__status="delivered")
    for row in rows.filter(order__returns__isnull=True).order_by("marketplace_order_id"):
        if sum(item.quantity for item in row.order_items.all()) >= units:
            return row
    raise AssertionError("no such order")


@pytest.mark.parametrize("code", SHOPS)
def test_returns_are_read_with_the_orders_and_the_same_again_is_nothing_new(
    store: Store, sandboxes: Sandboxes, code: str
) -> None:
    sandboxes.fresh(code, products=15, orders=60)
    shop = open_shop(store, sandboxes, code, ready=False)
    run = did(shop, "orders")
    assert told(sandboxes, code)
    assert kept() == told(sandboxes, code)
    assert run.total_records == MarketplaceOrder.objects.count()
    assert OrderReturn.objects.filter(order__isnull=False).exists()
    assert not OrderReturn.objects.filter(status="unknown").exists()
    before = OrderReturn.history.count()
    did(shop, "orders")
    did(shop, "orders", full=True)
    assert OrderReturn.history.count() == before
    assert Cursor.objects.get(connection=shop, stream="returns").position is not None


@pytest.mark.parametrize("code", SHOPS)
def test_part_then_all_of_an_order_comes_back(store: Store, sandboxes: Sandboxes, code: str) -> None:
    sandboxes.fresh(code, products=15, orders=60)
    shop = open_shop(store, sandboxes, code, ready=False)
    did(shop, "orders")
    there = delivered(code, units=2)
    lines = [
        {"sku": item.product_sku, "quantity": 1} for item in there.order_items.all() for _unit in range(item.quantity)
    ]
    wish = {"order": there.marketplace_order_id, "status": SHOPS[code][1]}
    sandboxes.control(code, "return", wish | {"lines": lines[:1]})
    did(shop, "orders")
    order = Order.objects.get(pk=there.order_id)
    assert order.status == "partially_refunded"
    sandboxes.control(code, "return", wish | {"lines": lines[1:]})
    did(shop, "orders")
    order.refresh_from_db()
    refunded = sum(row.refund_amount or 0 for row in order.returns.all())
    whole = code == "ozon" or refunded >= order.total  # of a delivery that the buyer paid Shopee gives nothing back
    assert order.status == ("refunded" if whole else "partially_refunded")
    assert kept() == told(sandboxes, code)


def test_the_goods_are_asked_about_once_they_are_here(store: Store, sandboxes: Sandboxes) -> None:
    sandboxes.fresh("ozon", products=15, orders=60)
    shop = open_shop(store, sandboxes, "ozon", ready=False)
    did(shop, "orders")
    order = delivered("ozon").order
    number = order.marketplace_orders.get().marketplace_order_id
    row = sandboxes.control("ozon", "return", {"order": number})["returns"][0]
    did(shop, "orders")
    assert not NeedsYou.objects.filter(kind="return", subject_id=order.pk).exists()
    sandboxes.control("ozon", "move_return", {"return": row["id"], "status": "ReceivedBySeller"})
    did(shop, "orders")
    assert NeedsYou.objects.filter(kind="return", subject_id=order.pk, settled_at__isnull=True).count() == 1


@pytest.mark.parametrize("fault", ["error500", "torn"])
def test_returns_that_cannot_be_read_now_cost_no_order_and_are_read_next_time(
    store: Store, sandboxes: Sandboxes, fault: str
) -> None:
    shop = open_shop(store, sandboxes, "ozon", ready=False)
    sandboxes.control("ozon", "faults", {"kind": fault, "path": "/v1/returns/list", "times": 20})
    run: MarketplaceSyncLog = did(shop, "orders")
    assert run.status == "completed"
    assert run.total_records == MarketplaceOrder.objects.count() > 0
    assert OrderReturn.objects.count() == 0
    assert any("Returns could not be read" in text for _at, text in run.messages)
    sandboxes.control("ozon", "faults", method="DELETE")
    did(shop, "orders")
    assert kept() == told(sandboxes, "ozon")
    assert not NeedsYou.objects.filter(cause_key__startswith="returns:", settled_at__isnull=True).exists()


def asked_to_cancel(sandboxes: Sandboxes, shop: Connection) -> Order:
    """An order whose buyer wants to cancel, as we know it."""
    sold = sandboxes.control("shopee", "sell", {"quantity": 1})["orders"][0]
    sandboxes.control("shopee", "cancel", {"order": sold["id"], "request": True})
    did(shop, "orders")
    return Order.objects.get(marketplace_orders__marketplace_order_id=sold["id"])


def remote_status(sandboxes: Sandboxes, order: Order) -> str:
    number = order.marketplace_orders.get().marketplace_order_id
    return sandboxes.state("shopee", f"&products=0&order={number}")["orders"][0]["status"]


def catch_up(shop: Connection) -> None:
    """The answers go out, and what they asked to be read is read."""
    did(shop, "fulfillment")
    for waiting in runs.waiting():
        executor.execute(waiting)


@pytest.mark.parametrize(("accept", "there", "here"), [(True, "CANCELLED", "cancelled"), (False, "READY_TO_SHIP", "")])
def test_a_buyers_wish_to_cancel_is_answered_and_the_order_follows_the_marketplace(
    store: Store, sandboxes: Sandboxes, accept: bool, there: str, here: str
) -> None:
    sandboxes.fresh("shopee", orders=0)
    shop = open_shop(store, sandboxes, "shopee")
    order = asked_to_cancel(sandboxes, shop)
    before = order.status
    assert order.cancel_requested
    assert NeedsYou.objects.filter(kind="cancel_asked", settled_at__isnull=True).count() == 1
    answer_cancellation(order=order, accept=accept, actor_label="anna@example.org")
    order.refresh_from_db()
    assert (order.status, remote_status(sandboxes, order)) == (before, "IN_CANCEL")
    catch_up(shop)
    assert remote_status(sandboxes, order) == there
    order.refresh_from_db()
    assert (order.status, order.cancel_requested) == (here or before, False)
    assert not NeedsYou.objects.filter(kind="cancel_asked", settled_at__isnull=True).exists()
    assert OutboundChange.objects.get(kind="answer").state == "synced"


@pytest.mark.parametrize(("accept", "there"), [(True, "cancelled"), (False, "awaiting_packaging")])
def test_a_wish_that_is_told_by_a_list_of_its_own_is_answered_too(
    store: Store, sandboxes: Sandboxes, accept: bool, there: str
) -> None:
    sandboxes.fresh("ozon", products=15, orders=0)
    shop = open_shop(store, sandboxes, "ozon", ready=False)
    number = sandboxes.control("ozon", "sell", {"scheme": "rfbs"})["orders"][0]["id"]
    did(shop, "orders")
    sandboxes.control("ozon", "ask_to_cancel", {"order": number})
    did(shop, "orders")
    order = Order.objects.get(marketplace_orders__marketplace_order_id=number)
    assert order.cancel_requested
    answer_cancellation(order=order, accept=accept, actor_label="anna@example.org")
    Connection.objects.filter(pk=shop.pk).update(fulfilment_out=True)
    catch_up(shop)
    assert order.marketplace_orders.get().remote_status == there
    assert not Order.objects.get(pk=order.pk).cancel_requested
    assert OutboundChange.objects.get(kind="answer").state == "synced"


def test_an_answer_that_comes_too_late_is_no_error(store: Store, sandboxes: Sandboxes) -> None:
    sandboxes.fresh("shopee", orders=0)
    shop = open_shop(store, sandboxes, "shopee")
    order = asked_to_cancel(sandboxes, shop)
    answer_cancellation(order=order, accept=False, actor_label="anna@example.org")
    sandboxes.control(
        "shopee", "move", {"order": order.marketplace_orders.get().marketplace_order_id, "status": "CANCELLED"}
    )
    catch_up(shop)
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert OutboundChange.objects.get(kind="answer").state == "synced"


def test_a_refund_is_given_there_and_comes_back_as_the_order_s_own(store: Store, sandboxes: Sandboxes) -> None:
    sandboxes.fresh("shopee", products=15, orders=60)
    shop = open_shop(store, sandboxes, "shopee", ready=False)
    did(shop, "orders")
    order = delivered("shopee").order
    number = order.marketplace_orders.get().marketplace_order_id
    asked = sandboxes.control("shopee", "return", {"order": number})
    did(shop, "orders")
    order.refresh_from_db()
    assert order.status == "delivered"
    row = refund(order=order, actor_label="anna@example.org")
    assert row.remote_id == asked["return_sn"]
    catch_up(shop)
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.status, row.refund_given) == ("accepted", True)
    assert order.status in ("refunded", "partially_refunded")
    assert order.status_history.filter(to_status=order.status, reason__startswith=f"return {row.remote_id}").exists()
    with pytest.raises(DomainError, match="No return of"):
        refund(order=order)
    with pytest.raises(DomainError, match="was given before"):
        refund(order=order, order_return=row)


def test_what_a_marketplace_has_no_call_for_is_not_taken_from_here_and_it_says_why(
    store: Store, sandboxes: Sandboxes
) -> None:
    sandboxes.fresh("ozon", products=15, orders=60)
    shop = open_shop(store, sandboxes, "ozon", ready=False)
    did(shop, "orders")
    order = delivered("ozon").order
    with pytest.raises(DomainError, match="no call for refunds"):
        refund(order=order)
    Order.objects.filter(pk=order.pk).update(cancel_requested=True)
    Connection.objects.filter(pk=shop.pk).update(marketplace=marketplace_row("uzum"))
    with pytest.raises(DomainError, match="takes no answer"):
        answer_cancellation(order=Order.objects.get(pk=order.pk), accept=True)
