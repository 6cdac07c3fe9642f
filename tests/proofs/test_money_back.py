"""Money that a seller gives back, over the wire: once, whatever happens to the answer or to us."""

import signal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from core.errors import DomainError
from core.models import NeedsYou, Store
from marketplaces.models import Connection, OutboundChange
from orders.models import Order, OrderRefund
from orders.services.money_back import Part, ask_again, give_back, left_of
from sync import executor, runs
from sync.push import queue
from tests.proofs.processes import Sandboxes, Worker
from tests.proofs.shops import did, open_shop
from tests.proofs.virtual import pass_time

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "ebay"
CALL = "/sell/fulfillment/v1/order/"


@pytest.fixture
def shop(store: Store, sandboxes: Sandboxes) -> Connection:
    sandboxes.fresh(CODE, orders=0)
    sandboxes.control(CODE, "faults", method="DELETE")
    return open_shop(store, sandboxes, CODE)


def sold(sandboxes: Sandboxes, shop: Connection, *, sent: bool = True) -> Order:
    number = str(sandboxes.control(CODE, "sell", {"quantity": 2})["orders"][0]["id"])
    if sent:
        sandboxes.control(CODE, "move", {"order": number, "status": "FULFILLED"})
    did(shop, "orders")
    return Order.objects.get(channel_order_id=number)


def refunds_there(sandboxes: Sandboxes, order: Order) -> list[dict[str, Any]]:
    (there,) = [row for row in sandboxes.state(CODE, "&products=0")["orders"] if row["id"] == order.channel_order_id]
    return list(there["refunds"])


def asked(order: Order, *, amount: str = "1.50", key: str = "k1") -> OrderRefund:
    item = order.items.get()
    return give_back(
        order=order, request_key=key, reason="OTHER_ADJUSTMENT", reason_title="Another adjustment",
        parts=[Part(item=item.pk, amount=Decimal(amount))], actor_label="Anna",
    )  # fmt: skip


def catch_up(shop: Connection) -> None:
    """What is due goes out, and what it asks to be read is read."""
    executor.run_now(runs.start(connection=shop, sync_type="fulfillment", cause="button"))
    for waiting in runs.waiting():
        executor.execute(waiting)


def test_a_part_goes_back_and_the_order_follows(sandboxes: Sandboxes, shop: Connection) -> None:
    order = sold(sandboxes, shop)
    refund = asked(order)
    assert asked(order).pk == refund.pk, "The same press again is the same refund."
    with pytest.raises(DomainError, match="on its way"):
        asked(order, key="k2")
    catch_up(shop)
    refund.refresh_from_db()
    order.refresh_from_db()
    assert (refund.status, order.refunded_amount) == ("taken", Decimal("1.50"))
    (there,) = refunds_there(sandboxes, order)
    assert (there["id"], there["amount"]) == (refund.remote_id, "1.5")
    sandboxes.control(CODE, "clock", {"advance": 30})
    pass_time(60)
    catch_up(shop)
    refund.refresh_from_db()
    order.refresh_from_db()
    assert (refund.status, refund.remote_status) == ("given", "REFUNDED")
    assert (order.status, order.refunded_amount) == ("partially_refunded", Decimal("1.50"))
    assert left_of(order).total == order.total - Decimal("1.50")
    assert OutboundChange.objects.get(kind="money_back").state == "synced"


@pytest.mark.parametrize(("when", "given"), [("after", 1), ("before", 0)])
def test_a_lost_answer_never_gives_it_twice(sandboxes: Sandboxes, shop: Connection, when: str, given: int) -> None:
    order = sold(sandboxes, shop)
    refund = asked(order)
    path = f"{CALL}{order.channel_order_id}/issue_refund"
    sandboxes.control(CODE, "faults", {"kind": "error500", "path": path, "times": 1, "when": when})
    catch_up(shop)
    assert len(refunds_there(sandboxes, order)) == given
    assert OutboundChange.objects.get(kind="money_back").state == "retry"
    for _try in range(4):
        pass_time(200)
        catch_up(shop)
    refund.refresh_from_db()
    (there,) = refunds_there(sandboxes, order)
    assert refund.status in ("taken", "given") and refund.remote_id == there["id"]


@pytest.mark.parametrize("point", ["push.after_claim", "push.before_call", "refund.after_call", "refund.settled"])
def test_killed_anywhere_it_is_given_once(
    sandboxes: Sandboxes, shop: Connection, workers: Callable[..., Worker], point: str
) -> None:
    order = sold(sandboxes, shop)
    refund = asked(order)
    dying = workers(die_at=point).ready()
    dying.tell("run", connection=str(shop.pk), kind="fulfillment")
    assert dying.hear() is None, "the worker outlived the point"
    assert dying.end() == -signal.SIGKILL
    again = workers().ready()
    for _minute in range(6):
        pass_time(400)
        sandboxes.control(CODE, "clock", {"advance": 10})
        assert again.ask("quiet")["quiet"]
    refund.refresh_from_db()
    (there,) = refunds_there(sandboxes, order)
    assert (refund.status, refund.remote_id) == ("given", there["id"])


def test_a_refused_one_takes_nothing_off_and_can_be_tried_again(sandboxes: Sandboxes, shop: Connection) -> None:
    order = sold(sandboxes, shop)
    sandboxes.control(CODE, "move", {"order": order.channel_order_id, "status": "FULLY_REFUNDED"})  # unknown to us yet
    refund = asked(order)
    catch_up(shop)
    refund.refresh_from_db()
    assert refund.status == "refused"
    assert NeedsYou.objects.get(kind="refused", settled_at__isnull=True).title.startswith("ebay shop did not give")
    change = OutboundChange.objects.get(kind="money_back")
    assert (change.state, order.refunded_amount) == ("refused", 0)
    queue.try_again(change, by="Anna")
    catch_up(shop)
    assert len(refunds_there(sandboxes, order)) == 1
    refund.refresh_from_db()
    assert refund.status == "refused"


def test_tried_again_it_must_still_fit_into_what_is_left(sandboxes: Sandboxes, shop: Connection) -> None:
    order = sold(sandboxes, shop)
    refund = asked(order)
    OrderRefund.objects.filter(pk=refund.pk).update(status="refused", amount=order.total)
    Order.objects.filter(pk=order.pk).update(refunded_amount=Decimal("0.01"))
    refund.refresh_from_db()
    with pytest.raises(DomainError, match="Less is left"):
        ask_again(refund)


def test_somebody_elses_refund_meanwhile_is_not_taken_for_ours(sandboxes: Sandboxes, shop: Connection) -> None:
    """The answer was lost before it was taken, and a refund of another line or none of ours is there."""
    order = sold(sandboxes, shop)
    refund = asked(order)
    path = f"{CALL}{order.channel_order_id}/issue_refund"
    sandboxes.control(CODE, "faults", {"kind": "error500", "path": path, "times": 1, "when": "before"})
    catch_up(shop)
    item = order.items.get()
    type(item).objects.filter(pk=item.pk).update(remote_line_id="another line")
    sandboxes.control(CODE, "move", {"order": order.channel_order_id, "status": "PARTIALLY_REFUNDED"})
    pass_time(200)
    catch_up(shop)
    refund.refresh_from_db()
    assert refund.status == "refused"
    assert "Another refund" in OutboundChange.objects.get(kind="money_back").error
    assert len(refunds_there(sandboxes, order)) == 1


@pytest.mark.parametrize(
    ("part", "shipping", "words"),
    [
        ({"amount": Decimal("999999")}, "0", "at most"), ({"amount": Decimal(0)}, "0", "Choose what"),
        ({"quantity": 3}, "0", "has 2 units"), ({"amount": Decimal(1)}, "999", "for shipping"),
        ({"amount": Decimal(-1)}, "0", "more than nothing"), ({}, "0", "Choose what"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_back_is_said(
    sandboxes: Sandboxes, shop: Connection, part: dict[str, Any], shipping: str, words: str
) -> None:
    order = sold(sandboxes, shop)
    with pytest.raises(DomainError, match=words):
        give_back(
            order=order, request_key="k", reason="OTHER_ADJUSTMENT", shipping=Decimal(shipping),
            parts=[Part(item=order.items.get().pk, **part)],
        )  # fmt: skip
    assert not OrderRefund.objects.exists()


def test_units_are_given_back_at_what_they_cost(sandboxes: Sandboxes, shop: Connection) -> None:
    order = sold(sandboxes, shop)
    item = order.items.get()
    refund = give_back(
        order=order, request_key="k", reason="SELLER_FOUND_ISSUE", parts=[Part(item=item.pk, quantity=1)]
    )
    paid = item.subtotal - item.discount_amount + item.tax_amount
    assert refund.amount == (paid / 2).quantize(Decimal("0.01"))
