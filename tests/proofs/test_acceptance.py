"""A marketplace that asks whether an order will be sent: accepted here, told there, packed, and brought to it."""

from core.models import NeedsYou, Store
from fulfillment.services.ship import ship
from inventory.services.opening import take_opening_counts
from marketplaces.models import Connection, OutboundChange
from orders.models import Order
from orders.services import acceptance
from sync import executor, runs
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import did, open_shop, place

CODE = "uzum"


def new_order(sandboxes: Sandboxes, shop: Connection) -> Order:
    """One that somebody has just placed, as we know it."""
    sold = sandboxes.control(CODE, "sell", {"quantity": 1})["orders"][0]
    did(shop, "orders", remote_ids=[sold["id"]])
    return Order.objects.get(marketplace_orders__marketplace_order_id=sold["id"])


def there(sandboxes: Sandboxes, order: Order) -> str:
    """Its status in the marketplace's own words."""
    number = order.marketplace_orders.get().marketplace_order_id
    found = sandboxes.state(CODE, "&products=0")["orders"]
    return str(next(each["status"] for each in found if each["id"] == number))


def catch_up(shop: Connection) -> None:
    """What waits goes out, and what it asked to be read is read."""
    did(shop, "fulfillment")
    for waiting in runs.waiting():
        executor.execute(waiting)


def test_a_new_order_is_accepted_packed_and_put_into_a_delivery_note(store: Store, sandboxes: Sandboxes) -> None:
    sandboxes.fresh(CODE, products=8, orders=0)
    shop = open_shop(store, sandboxes, CODE, ready=False)
    did(shop, "products", create_missing=True)
    take_opening_counts(connection=shop, location=place(store), actor_label="proof")
    order = new_order(sandboxes, shop)
    assert (order.status, order.short_units, order.unlinked_lines) == ("pending", 0, 0)
    acceptance.confirm(order=order, actor_label="anna@example.org")
    did(shop, "orders")  # a reading between our word and its arrival does not take it back
    order.refresh_from_db()
    assert (order.status, there(sandboxes, order)) == ("confirmed", "CREATED")
    catch_up(shop)
    order.refresh_from_db()
    assert (order.status, there(sandboxes, order)) == ("processing", "PACKING")
    assert OutboundChange.objects.get(kind="accept").state == "synced"
    takes = {item.pk: item.open_quantity for item in order.items.all()}
    ship(order=order, takes=takes, carrier="", tracking_number="", request_key="proof")
    catch_up(shop)
    assert there(sandboxes, order) == "PENDING_DELIVERY"
    assert OutboundChange.objects.get(kind="shipment").state == "synced"


def test_an_order_whose_time_is_over_needs_somebody_and_is_cancelled(store: Store, sandboxes: Sandboxes) -> None:
    sandboxes.fresh(CODE, products=8, orders=0)
    shop = open_shop(store, sandboxes, CODE, ready=False)
    order = new_order(sandboxes, shop)
    acceptance.confirm(order=order, actor_label="anna@example.org")
    sandboxes.control(CODE, "clock", {"advance": 25 * 3600})
    entry = executor.run_now(runs.start(connection=shop, sync_type="fulfillment", cause="button", options={}))
    assert entry.status in ("failed", "partially_completed")
    assert OutboundChange.objects.get(kind="accept").state == "refused"
    need = NeedsYou.objects.get(kind="refused", settled_at__isnull=True)
    assert "acceptance" in need.title.lower()
    did(shop, "orders", remote_ids=[order.marketplace_orders.get().marketplace_order_id])
    order.refresh_from_db()
    assert order.status == "cancelled"
