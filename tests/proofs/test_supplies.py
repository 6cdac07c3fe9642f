"""Supplies at the practice Wildberries, over the wire: several orders filled in, handed over, refused, taken out."""

import signal
from collections.abc import Callable

import pytest

from core.errors import DomainError
from core.models import NeedsYou, Store
from fulfillment.models import Shipment, SuppliedOrder, Supply
from fulfillment.services.ship_whole import ship_whole
from fulfillment.services.supplies import hand_over, open_supply, put_in, take_out
from inventory.models import Reservation
from inventory.services.opening import take_opening_counts
from marketplaces.models import Connection, OutboundChange
from orders.models import MarketplaceOrder, Order
from sync import executor, runs
from sync.push import queue
from tests.proofs.processes import Sandboxes, Worker
from tests.proofs.shops import did, open_shop, place
from tests.proofs.virtual import pass_time

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "wildberries"


@pytest.fixture
def shop(store: Store, sandboxes: Sandboxes) -> Connection:
    sandboxes.fresh(CODE, orders=0)
    sandboxes.control(CODE, "faults", method="DELETE")
    shop = open_shop(store, sandboxes, CODE, ready=False)
    did(shop, "products", create_missing=True)
    take_opening_counts(connection=shop, location=place(store), actor_label="proof")
    return shop


def sold(sandboxes: Sandboxes, shop: Connection, count: int) -> list[MarketplaceOrder]:
    numbers = [str(sandboxes.control(CODE, "sell", {"quantity": 1})["orders"][0]["id"]) for _ in range(count)]
    read(shop, numbers)
    rows = MarketplaceOrder.objects.filter(marketplace_order_id__in=numbers).select_related("order")
    return sorted(rows, key=lambda row: numbers.index(row.marketplace_order_id))


def read(shop: Connection, numbers: list[str]) -> None:
    """By number: returns are told once a minute only, and no test waits for them."""
    did(shop, "orders", remote_ids=numbers)


def catch_up(shop: Connection) -> None:
    """What is due goes out, and what it asks to be read is read."""
    executor.run_now(runs.start(connection=shop, sync_type="fulfillment", cause="button"))
    for waiting in runs.waiting():
        executor.execute(waiting)


def there(sandboxes: Sandboxes) -> dict[str, dict[str, object]]:
    return {str(row["id"]): row for row in sandboxes.state(CODE, "&products=0")["orders"]}


def test_orders_put_in_one_by_one_leave_together(sandboxes: Sandboxes, shop: Connection) -> None:
    first, second, other = sold(sandboxes, shop, 3)
    supply = open_supply(store=shop.store, connection=shop)
    added = put_in(supply=supply, codes=[first.order.number, second.marketplace_order_id])
    assert (added.put, added.refused) == ([first.order.number, second.order.number], {})
    with pytest.raises(DomainError, match="has not heard of 2 orders"):
        hand_over(supply=supply)
    catch_up(shop)
    supply.refresh_from_db()
    assert supply.remote_id.startswith("WB-GI-")
    assert {row.order.status for row in MarketplaceOrder.objects.filter(supplied__supply=supply)} == {"processing"}
    assert there(sandboxes)[other.marketplace_order_id]["supply"] == ""
    hand_over(supply=supply, actor_label="Nadia")
    again = hand_over(supply=supply, actor_label="Nadia")
    assert (again.status, Shipment.objects.count()) == ("leaving", 2)
    assert not OutboundChange.objects.filter(kind="shipment").exists(), "Told before, each would go by itself."
    catch_up(shop)
    supply.refresh_from_db()
    assert supply.status == "gone" and supply.gone_at is not None
    shown = there(sandboxes)
    assert {shown[row.marketplace_order_id]["supply"] for row in (first, second)} == {supply.remote_id}
    assert set(OutboundChange.objects.filter(kind="shipment").values_list("state", flat=True)) == {"synced"}
    read(shop, [first.marketplace_order_id, second.marketplace_order_id])
    ours = Order.objects.filter(pk__in=[first.order_id, second.order_id])
    assert set(ours.values_list("status", flat=True)) == {"shipped"}
    assert not NeedsYou.objects.filter(settled_at__isnull=True).exists()
    assert not Reservation.objects.filter(order_item_id__in=first.order_items.values("pk"), granted__gt=0).exists()


def test_what_is_cancelled_there_is_named_and_the_others_are_in(sandboxes: Sandboxes, shop: Connection) -> None:
    good, gone = sold(sandboxes, shop, 2)
    supply = open_supply(store=shop.store, connection=shop, name="Morning")
    sandboxes.control(CODE, "cancel", {"order": gone.marketplace_order_id})
    put_in(supply=supply, orders=[good.pk, gone.pk])
    catch_up(shop)
    rows = {row.marketplace_order_id: row for row in SuppliedOrder.objects.filter(supply=supply)}
    assert rows[good.pk].put_at and "cancelled" in rows[gone.pk].refused
    need = NeedsYou.objects.get(cause_key=f"supply:{supply.pk}", settled_at__isnull=True)
    assert need.title == f"{shop.name} did not take 1 order into the supply Morning"
    with pytest.raises(DomainError, match="was not taken into the supply"):
        hand_over(supply=supply)
    take_out(supply=supply, orders=[gone.pk])
    catch_up(shop)
    assert list(SuppliedOrder.objects.filter(supply=supply).values_list("marketplace_order", flat=True)) == [good.pk]
    assert not NeedsYou.objects.filter(cause_key=f"supply:{supply.pk}", settled_at__isnull=True).exists()
    hand_over(supply=supply)
    catch_up(shop)
    supply.refresh_from_db()
    assert supply.status == "gone"


def test_what_was_taken_out_stays_behind_there_too(sandboxes: Sandboxes, shop: Connection) -> None:
    goes, stays = sold(sandboxes, shop, 2)
    supply = open_supply(store=shop.store, connection=shop)
    put_in(supply=supply, orders=[goes.pk, stays.pk])
    catch_up(shop)
    assert take_out(supply=supply, orders=[stays.pk]) == 1
    with pytest.raises(DomainError, match="has not heard of 1 order of"):
        hand_over(supply=supply)
    catch_up(shop)
    hand_over(supply=supply)
    catch_up(shop)
    read(shop, [goes.marketplace_order_id, stays.marketplace_order_id])
    stays.order.refresh_from_db()
    goes.order.refresh_from_db()
    assert (goes.order.status, stays.order.status) == ("shipped", "processing")


def test_a_supply_that_is_gone_there_is_made_anew(sandboxes: Sandboxes, shop: Connection) -> None:
    first, second = sold(sandboxes, shop, 2)
    supply = open_supply(store=shop.store, connection=shop)
    put_in(supply=supply, orders=[first.pk])
    catch_up(shop)
    Supply.objects.filter(pk=supply.pk).update(remote_id="WB-GI-1")
    put_in(supply=supply, orders=[second.pk])
    catch_up(shop)
    supply.refresh_from_db()
    assert supply.remote_id not in ("", "WB-GI-1")
    assert SuppliedOrder.objects.filter(supply=supply, put_at__isnull=False).count() == 2


@pytest.mark.parametrize("point", ["push.after_claim", "push.before_call", "ship.after_call"])
def test_a_worker_that_dies_leaves_one_supply(
    sandboxes: Sandboxes, shop: Connection, workers: Callable[..., Worker], point: str
) -> None:
    first, second = sold(sandboxes, shop, 2)
    supply = open_supply(store=shop.store, connection=shop)
    put_in(supply=supply, orders=[first.pk, second.pk])
    dying = workers(die_at=point).ready()
    dying.tell("run", connection=str(shop.pk), kind="fulfillment")
    assert dying.hear() is None, "the worker outlived the point"
    assert dying.end() == -signal.SIGKILL
    again = workers().ready()
    for _minute in range(2):
        pass_time(400)
        assert again.ask("quiet")["quiet"]
    assert SuppliedOrder.objects.filter(supply=supply, put_at__isnull=False).count() == 2
    shown = there(sandboxes)
    assert len({shown[row.marketplace_order_id]["supply"] for row in (first, second)}) == 1
    hand_over(supply=supply)
    catch_up(shop)
    supply.refresh_from_db()
    assert supply.status == "gone"


def test_an_order_that_is_shipped_by_itself_leaves_the_supply(sandboxes: Sandboxes, shop: Connection) -> None:
    alone, other = sold(sandboxes, shop, 2)
    supply = open_supply(store=shop.store, connection=shop)
    put_in(supply=supply, orders=[alone.pk, other.pk])
    catch_up(shop)
    ship_whole(order=Order.objects.get(pk=alone.order_id), carrier="", tracking_number="", request_key="alone")
    catch_up(shop)
    shown = there(sandboxes)
    assert shown[alone.marketplace_order_id]["supply"] != shown[other.marketplace_order_id]["supply"]
    hand_over(supply=supply)
    catch_up(shop)
    supply.refresh_from_db()
    assert supply.status == "gone"


def test_a_refused_supply_leaves_when_somebody_tries_again(sandboxes: Sandboxes, shop: Connection) -> None:
    first, late = sold(sandboxes, shop, 2)
    supply = open_supply(store=shop.store, connection=shop)
    put_in(supply=supply, orders=[first.pk, late.pk])
    catch_up(shop)
    sandboxes.control(CODE, "cancel", {"order": late.marketplace_order_id})
    hand_over(supply=supply)
    catch_up(shop)
    read(shop, [late.marketplace_order_id])
    change = OutboundChange.objects.get(kind="supply")
    if change.state == "refused":
        queue.try_again(change, by="Nadia")
        catch_up(shop)
    supply.refresh_from_db()
    assert supply.status == "gone"
