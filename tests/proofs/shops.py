"""Connected shops for proofs: products read, made and counted, stock switched on."""

from typing import Any

from django.conf import settings

from core.models import Store
from fulfillment.models import Shipment
from fulfillment.services.ship import ship
from inventory.models import Location, MarketplaceProduct
from inventory.services.locations import default_location
from inventory.services.opening import take_opening_counts
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from orders.models import MarketplaceOrder
from sync import executor, runs
from sync.models import MarketplaceSyncLog
from sync.switches import switch
from tests.proofs.processes import Sandboxes


def open_shop(store: Store, sandboxes: Sandboxes, code: str, *, ready: bool = True) -> Connection:
    """Connect; `ready`: products read and counted, orders read, stock told from now on."""
    address = f"{sandboxes.url}/{code}"
    settings.SANDBOX_URL = sandboxes.url  # a practice shop: its pushes come from this machine
    keys = sandboxes.control(code, "credentials", method="GET")
    tested = try_values(code, keys, base_url=address, allow_private=True)
    assert tested.passed, tested
    shop = connect(store=store, code=code, name=f"{code} shop", tested=tested, base_url=address, allow_private=True)
    if ready:
        make_ready(shop)
    return Connection.objects.select_related("marketplace", "store").get(pk=shop.pk)


def make_ready(shop: Connection) -> None:
    """The first round of a new shop."""
    did(shop, "products", create_missing=True)
    did(shop, "orders")
    take_opening_counts(connection=shop, location=place(shop.store), actor_label="proof")
    shop.refresh_from_db()
    switch(shop, "stock_out", on=True, by="proof")
    did(shop, "inventory")


def place(store: Store) -> Location:
    return default_location(store)


def did(shop: Connection, kind: str, **options: Any) -> MarketplaceSyncLog:
    """One run in this process, which must go through."""
    entry = executor.run_now(runs.start(connection=shop, sync_type=kind, cause="button", options=options))
    assert entry.status in ("completed", "partially_completed"), (entry.error_message, entry.error_said)
    return entry


def listing(shop: Connection, sku: str) -> MarketplaceProduct:
    return MarketplaceProduct.objects.select_related("variant").get(connection=shop, marketplace_sku=sku)


def ship_one(shop: Connection) -> Shipment:
    """Mark an order of the shop shipped that can be shipped whole."""
    ready = {"ozon": "awaiting_packaging", "shopee": "READY_TO_SHIP"}[shop.marketplace.code]
    told = MarketplaceOrder.objects.filter(
        connection=shop, remote_status=ready, order__scheme="seller", order__unlinked_lines=0, order__short_units=0
    ).exclude(order__remote_scheme__iexact="rfbs")
    for there in told.select_related("order").order_by("marketplace_order_id"):
        takes = {item.pk: item.open_quantity for item in there.order_items.all()}
        if all(takes.values()):
            return ship(
                order=there.order, takes=takes, carrier="DHL", tracking_number="JD0146", request_key=f"proof {there.pk}"
            )
    raise AssertionError("no order can be shipped")


def best_stocked(sandboxes: Sandboxes, code: str) -> str:
    """The article of which a shop shows most."""
    free = {
        row["sku"]: max(shelf["available"] for shelf in row["stock"].values())
        for row in sandboxes.state(code, "&orders=0")["products"]
        if row["stock"]
    }
    return max(sorted(free), key=lambda sku: free[sku])
