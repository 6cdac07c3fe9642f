"""The reckoning at the end of a proof: what the hub holds against what the marketplace holds, and against itself."""

from collections import Counter
from typing import Any

from django.db.models import Sum

from fulfillment.models import Shipment
from inventory.models import InventoryChange, MarketplaceProduct, Reservation, Stock
from inventory.selectors.held import units_held
from inventory.selectors.stock import told
from marketplaces.models import Connection, OutboundChange
from orders.models import MarketplaceOrder, Order, OrderItem
from orders.state import OPEN
from sync.doctor.books import rows_astray
from tests.proofs.processes import Sandboxes


def books_balance(store_id: Any) -> None:
    """Laws 2, 3 and 12: ledger, reservations and open lines add up, and nothing leads to another store."""
    assert stores_agree() > 20
    for row in Stock.objects.filter(store_id=store_id):
        here = {"variant_id": row.variant_id, "location_id": row.location_id}
        ledger = InventoryChange.objects.filter(**here).aggregate(units=Sum("delta"))["units"] or 0
        granted = Reservation.objects.filter(**here).aggregate(units=Sum("granted"))["units"] or 0
        assert row.on_hand == ledger, f"{here}: on hand {row.on_hand}, ledger {ledger}"
        assert 0 <= row.reserved <= row.on_hand and row.reserved == granted, f"{here}: {row.reserved} of {granted}"
    for item in OrderItem.objects.filter(order__store_id=store_id).select_related("order", "marketplace_order"):
        asked = units_held([item.pk]).get(item.pk, 0)
        assert asked == _should_hold(item), f"{item.order.channel_order_id} {item.product_sku}: holds {asked}"


def stores_agree() -> int:
    """Law 12 at the bottom: no row points to a row of another store. Returns how many ways there are to do so."""
    ways = rows_astray()
    assert not any(ways.values()), {way: count for way, count in ways.items() if count}
    return len(ways)


def _should_hold(item: OrderItem) -> int:
    there = item.marketplace_order
    physical = item.variant_id is not None and not item.is_digital and item.order.scheme == Order.Scheme.SELLER
    if not physical or item.order.status not in OPEN or (there is not None and there.status not in OPEN):
        return 0
    return item.open_quantity


def orders_agree(shop: Connection, sandboxes: Sandboxes) -> None:
    """Every order of theirs is one of ours, in the same state, with the same units."""
    theirs = {row["id"]: row for row in sandboxes.state(shop.marketplace.code, "&products=0")["orders"]}
    ours = list(MarketplaceOrder.objects.filter(connection=shop))
    numbers = Counter(row.marketplace_order_id for row in ours)
    assert set(numbers) == set(theirs), (
        f"only there {set(theirs) - set(numbers)}, only here {set(numbers) - set(theirs)}"
    )
    assert set(numbers.values()) <= {1}
    for row in ours:
        there = theirs[row.marketplace_order_id]
        assert row.remote_status == there["status"], f"{row}: {row.remote_status}, there {there['status']}"
        units = Counter[str]()
        for line in row.items.all():
            units[line.marketplace_sku] += line.quantity
        wanted = Counter[str]()
        for line in there["lines"]:
            wanted[line["sku"]] += line["quantity"]
        assert units == wanted, f"{row}: {units}, there {wanted}"


def stock_agrees(shop: Connection, sandboxes: Sandboxes) -> int:
    """Each listing shows there what we would tell it; returns how many were compared."""
    theirs = {
        (str(row["id"]), row["sku"]): row["stock"]
        for row in sandboxes.state(shop.marketplace.code, "&orders=0")["products"]
    }
    compared = 0
    listings = list(MarketplaceProduct.objects.filter(connection=shop, variant__isnull=False))
    for listing_id, tell in told([row.pk for row in listings]).items():
        row = next(each for each in listings if each.pk == listing_id)
        shelves = theirs[row.marketplace_product_id, row.marketplace_sku]
        for warehouse, units in tell.by_warehouse.items():
            shelf = shelves.get(warehouse) or (next(iter(shelves.values())) if not warehouse else {"available": 0})
            assert shelf["available"] == units, (
                f"{row.marketplace_sku} at {warehouse}: {shelf}, to tell {units}; {_story(row)}"
            )
            compared += 1
    assert compared, "nothing was compared"
    return compared


def _story(row: MarketplaceProduct) -> str:
    """How the queue stands with this listing, and its last changes: what a difference is explained by."""
    queued = OutboundChange.objects.filter(kind=OutboundChange.Kind.STOCK, subject_id=row.pk).values()
    ledger = InventoryChange.objects.filter(variant=row.variant_id).order_by("-created_at").values("reason", "delta")
    holds = Reservation.objects.filter(variant=row.variant_id).values("order_item_id", "asked", "granted", "consumed")
    return f"queue {list(queued)}, ledger {list(ledger[:8])}, reservations {list(holds)}"


#: Where an order stands once its parcel was handed over.
HANDED_OVER = {"awaiting_deliver", "delivering", "delivered", "PROCESSED", "SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED"}


def shipments_agree(shop: Connection, sandboxes: Sandboxes) -> int:
    """Each parcel told is packed there, and once: nothing was split off by telling it again. Returns how many."""
    theirs = {row["id"]: row for row in sandboxes.state(shop.marketplace.code, "&products=0")["orders"]}
    told = OutboundChange.objects.filter(connection=shop, kind="shipment", state="synced").values_list("subject_id")
    parcels = list(Shipment.objects.filter(pk__in=told).select_related("marketplace_order"))
    for shipment in parcels:
        number = shipment.marketplace_order.marketplace_order_id
        there = theirs[number]
        assert there["status"] in HANDED_OVER, f"{number} is {there['status']} there"
        parts = [
            row for row in theirs.values() if row.get("order_number", row["id"]) == there.get("order_number", number)
        ]
        assert len(parts) == 1 and len(there.get("packages", [0])) == 1, f"{number} is {len(parts)} parcels there"
    return len(parcels)
