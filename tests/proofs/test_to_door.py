"""Orders that Wildberries' warehouse never sees, over the wire: kept, packed, sent, cancelled, counted once."""

import signal
from collections.abc import Callable
from typing import Any

import pytest

from core.errors import DomainError
from core.models import NeedsYou, Store
from fulfillment.models import Shipment, Supply
from fulfillment.selectors.supplies import may_be_put_in
from fulfillment.services.arrivals import arrived
from fulfillment.services.ship_whole import ship_whole
from fulfillment.services.supplies import open_supply, put_in
from inventory.models import InventoryChange, Reservation, Stock
from inventory.services.opening import take_opening_counts
from marketplaces.models import Connection, OutboundChange
from orders.models import MarketplaceOrder
from orders.services.acceptance import confirm
from sync import executor, runs
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


def sold(sandboxes: Sandboxes, shop: Connection, word: str) -> MarketplaceOrder:
    """Bought and read among the new ones."""
    number = str(sandboxes.control(CODE, "sell", {"quantity": 1, "scheme": word})["orders"][0]["id"])
    did(shop, "orders")
    return MarketplaceOrder.objects.select_related("order").get(marketplace_order_id=number)


def read(shop: Connection, row: MarketplaceOrder) -> None:
    """By number: returns are told once a minute only, and no test waits for them."""
    did(shop, "orders", remote_ids=[row.marketplace_order_id])


def catch_up(shop: Connection) -> None:
    """What is due goes out, and what it asks to be read is read."""
    executor.run_now(runs.start(connection=shop, sync_type="fulfillment", cause="button"))
    for waiting in runs.waiting():
        executor.execute(waiting)


def there(sandboxes: Sandboxes, row: MarketplaceOrder) -> dict[str, Any]:
    rows = sandboxes.state(CODE, "&products=0")["orders"]
    return next(each for each in rows if str(each["id"]) == row.marketplace_order_id)


def shelf(row: MarketplaceOrder) -> tuple[int, int]:
    """On hand and reserved of what was bought."""
    item = row.order_items.get()
    stock = Stock.objects.get(variant=item.variant)
    assert stock.on_hand == sum(InventoryChange.objects.filter(variant=item.variant).values_list("delta", flat=True))
    return stock.on_hand, stock.reserved


@pytest.mark.parametrize(("word", "gone"), [("dbs", "deliver"), ("edbs", "deliver"), ("dbw", "complete")])
def test_it_is_kept_packed_and_sent_and_leaves_the_shelf_once(
    sandboxes: Sandboxes, shop: Connection, word: str, gone: str
) -> None:
    row = sold(sandboxes, shop, word)
    order = row.order
    on_hand, reserved = shelf(row)
    assert (order.status, order.scheme, order.remote_scheme, reserved) == ("pending", "seller", word, 1)
    assert order.ship_by is not None and order.shipping_address["phone"] == "+79871234567, 4321"
    confirm(order=order, actor_label="Nadia")
    catch_up(shop)
    assert there(sandboxes, row)["status"] == "confirm"
    order.refresh_from_db()
    assert order.status == "processing"
    for _again in range(2):
        ship_whole(order=order, carrier="", tracking_number="", request_key="parcel", actor_label="Nadia")
        catch_up(shop)
    assert there(sandboxes, row)["status"] == gone
    assert shelf(row) == (on_hand - 1, 0)
    sandboxes.control(CODE, "move", {"order": row.marketplace_order_id, "status": "receive"})
    read(shop, row)
    order.refresh_from_db()
    assert (order.status, shelf(row)) == ("delivered", (on_hand - 1, 0))


TOLD = [(True, "delivered", "delivered"), (False, "cancelled", "returned")]


def sent(sandboxes: Sandboxes, shop: Connection) -> tuple[MarketplaceOrder, Shipment]:
    """An order that is on its way to the buyer, and its parcel; nobody was told of it yet."""
    row = sold(sandboxes, shop, "dbs")
    confirm(order=row.order, actor_label="Nadia")
    return row, ship_whole(order=row.order, carrier="", tracking_number="", request_key="parcel", actor_label="Nadia")


@pytest.mark.parametrize(("taken", "status", "parcel"), TOLD)
def test_what_the_buyer_did_is_told_with_his_code_and_believed_once_it_was_taken(
    sandboxes: Sandboxes, shop: Connection, taken: bool, status: str, parcel: str
) -> None:
    row, shipment = sent(sandboxes, shop)
    with pytest.raises(DomainError, match="not heard yet"):
        arrived(shipment=shipment, taken=taken, code="1")
    catch_up(shop)
    on_hand, _reserved = shelf(row)
    with pytest.raises(DomainError, match="code"):
        arrived(shipment=shipment, taken=taken, code=" ")
    arrived(shipment=shipment, taken=taken, code="wrong", actor_label="Nadia")
    catch_up(shop)
    change = OutboundChange.objects.get(kind="arrival")
    shipment.refresh_from_db()
    assert (change.state, shipment.status, there(sandboxes, row)["status"]) == ("refused", "handed_over", "deliver")
    asked = NeedsYou.objects.filter(cause_key=f"outbound:{change.pk}", settled_at__isnull=True)
    assert asked.exists()
    for _again in range(2):
        arrived(shipment=shipment, taken=taken, code=there(sandboxes, row)["code"], actor_label="Nadia")
        catch_up(shop)
    for each in (change, shipment, row.order):
        each.refresh_from_db()
    assert (change.state, change.progress, change.last_sent) == ("synced", {}, {"taken": taken})
    assert (shipment.status, row.order.status) == (parcel, status)
    assert shelf(row) == (on_hand, 0), "What comes back is counted by whoever has it in his hands."
    assert not asked.exists()


@pytest.mark.parametrize("point", ["push.before_call", "ship.after_call"])
def test_a_worker_that_dies_tells_the_buyers_word_once(
    sandboxes: Sandboxes, shop: Connection, workers: Callable[..., Worker], point: str
) -> None:
    row, shipment = sent(sandboxes, shop)
    catch_up(shop)
    arrived(shipment=shipment, taken=True, code=there(sandboxes, row)["code"])
    dying = workers(die_at=point).ready()
    dying.tell("run", connection=str(shop.pk), kind="fulfillment")
    assert dying.hear() is None, "the worker outlived the point"
    assert dying.end() == -signal.SIGKILL
    again = workers().ready()
    for _minute in range(2):
        pass_time(400)
        assert again.ask("quiet")["quiet"]
    shipment.refresh_from_db()
    row.order.refresh_from_db()
    assert (there(sandboxes, row)["status"], shipment.status, row.order.status) == ("receive", "delivered", "delivered")
    assert OutboundChange.objects.get(kind="arrival").state == "synced"


def test_a_buyer_who_cancels_gives_the_unit_back(sandboxes: Sandboxes, shop: Connection) -> None:
    row = sold(sandboxes, shop, "dbs")
    on_hand, _reserved = shelf(row)
    sandboxes.control(CODE, "cancel", {"order": row.marketplace_order_id})
    read(shop, row)
    row.order.refresh_from_db()
    assert (row.order.status, shelf(row)) == ("cancelled", (on_hand, 0))
    assert not Reservation.objects.filter(variant=row.order_items.get().variant).exclude(granted=0).exists()


def test_what_was_sold_before_anybody_looked_touches_no_stock(sandboxes: Sandboxes, shop: Connection) -> None:
    """Confirmed in the portal between two readings: it comes with its end, when the goods have long left."""
    number = str(sandboxes.control(CODE, "sell", {"quantity": 1, "scheme": "dbs"})["orders"][0]["id"])
    sandboxes.control(CODE, "move", {"order": number, "status": "receive"})
    did(shop, "orders")
    row = MarketplaceOrder.objects.get(marketplace_order_id=number)
    assert (row.order.status, shelf(row)[1]) == ("delivered", 0)


def test_it_lies_in_no_supply(sandboxes: Sandboxes, shop: Connection) -> None:
    row = sold(sandboxes, shop, "dbs")
    supply = open_supply(store=shop.store, connection=shop)
    assert not may_be_put_in(supply).filter(pk=row.pk).exists()
    refused = put_in(supply=supply, codes=[row.marketplace_order_id]).refused
    assert "needs no supply" in refused[row.marketplace_order_id]
    assert Supply.objects.get().orders.count() == 0
