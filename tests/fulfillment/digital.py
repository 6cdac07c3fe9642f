"""A store that sells keys on two channels: some are in its pool, the others can be bought at suppliers."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.models import Store
from fulfillment.models import SupplierBalance, SupplierOrder
from fulfillment.services.keys import files, pool
from inventory.models import Location, MarketplaceProduct, Product, Variant
from inventory.selectors.stock import told
from inventory.services import digital
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.registry import connectors
from marketplaces.models import Connection, Marketplace, OutboundChange
from marketplaces.services.abilities import BUYS
from orders.models import Order, OrderItem
from orders.services.intake import import_orders
from tests.orders.world import line
from tests.orders.world import told as order_told

SUPPLIER = next(kind.code for kind in connectors() if Capability.PURCHASE in kind.capabilities)
_numbers = itertools.count(1)


@dataclass
class Keys:
    """Everything a test needs at hand."""

    store: Store
    shops: list[Connection]
    supplier: Connection
    variant: Variant

    def load(self, *keys: str, ends: Any = None, variant: Variant | None = None) -> None:
        """Own keys."""
        mine = variant or self.variant
        ending = f",{ends.isoformat()}" if ends else ""
        text = "\n".join(["sku,key,expires", *(f"{mine.sku},{key}{ending or ','}" for key in keys)])
        loaded = pool.load(store=self.store, rows=files.read(text.encode(), zone=self.store.zone), by="Anna")
        assert not loaded.refused, loaded.refused

    def offer(self, units: int, *, price: str = "5.00", supplier: Connection | None = None, **more: Any) -> Any:
        """What a supplier has of it, as read just now."""
        there = supplier or self.supplier
        number = next(_numbers)
        values: dict[str, Any] = {
            "marketplace_product_id": f"cw-{number}", "marketplace_sku": f"cw-{number}", "status": "active",
            "stock": units, "price": Decimal(price), "currency": "EUR", "last_sync_at": timezone.now(),
            "stock_is_theirs": True,
        }  # fmt: skip
        return MarketplaceProduct.objects.create(
            store=self.store, connection=there, marketplace=there.marketplace, product=self.variant.product,
            variant=self.variant, **(values | more),
        )  # fmt: skip

    def sold_at(self, shop: int = 0) -> MarketplaceProduct:
        """The listing of a channel."""
        return MarketplaceProduct.objects.get(connection=self.shops[shop], variant=self.variant)

    def told(self, shop: int = 0) -> int:
        """What a channel should show."""
        listing = self.sold_at(shop)
        return told([listing.pk])[listing.pk].total

    def marks(self, shop: int = 0) -> int:
        """How often a channel's number was said to be stale."""
        rows = OutboundChange.objects.filter(kind="stock", subject_id=self.sold_at(shop).pk)
        return sum(rows.values_list("wanted_version", flat=True))

    def order(self, quantity: int = 1, *, shop: int = 0, number: str = "", **more: Any) -> OrderItem:
        """An order of a channel."""
        number = number or f"O-{next(_numbers)}"
        told_order = order_told(number, line(self.variant.sku, quantity, "20.00"), **more)
        import_orders(connection=self.shops[shop], orders=[told_order], seen_at=timezone.now(), cause="poll")
        return OrderItem.objects.get(order__channel_order_id=number, order__store=self.store)

    def purchase(self, item: OrderItem, state: str, *, minutes_ago: float = 0, **more: Any) -> SupplierOrder:
        """One that was sent to the supplier."""
        sent = timezone.now() - timedelta(minutes=minutes_ago)
        there = MarketplaceProduct.objects.filter(connection=self.supplier).get()
        values: dict[str, Any] = {
            "reference": f"r-{next(_numbers)}", "remote_product_id": there.marketplace_product_id, "unit_cost": 5,
            "quantity": item.quantity, "currency": "EUR", "asked_at": sent, "sent_at": sent, "state": state,
        }  # fmt: skip
        row = SupplierOrder.objects.create(
            store=self.store, connection=self.supplier, order_item=item, **(values | more)
        )  # fmt: skip
        digital.mark_stock([self.variant.pk])
        return row

    def balance(self, amount: str, *, minutes_ago: float = 0) -> None:
        """What can be spent."""
        now = timezone.now()
        SupplierBalance.objects.update_or_create(
            connection=self.supplier,
            defaults={
                "store": self.store, "to_spend": Decimal(amount), "currency": "EUR", "next_read_at": now,
                "read_at": now - timedelta(minutes=minutes_ago),
            },
        )  # fmt: skip
        digital.money_read(self.supplier)

    def read(self, *, minutes_ago: float, supplier: Connection | None = None) -> None:
        """When the supplier's list was read last."""
        at = timezone.now() - timedelta(minutes=minutes_ago)
        Connection.objects.filter(pk=(supplier or self.supplier).pk).update(products_read_at=at)

    def another_supplier(self, *, buys: bool = True) -> Connection:
        """A second account."""
        return _supplier(self.store, f"Supplier {next(_numbers)}", buys=buys)


def make_keys(channels: int = 2, *, store: Store | None = None) -> Keys:
    """Two channels that are told stock, a supplier that may be bought from, and a product that is nowhere yet."""
    number = next(_numbers)
    if store is None:
        store = Store.objects.create(slug=f"keys-{number}", name="Key shop", currency="EUR", languages=["en"])
        Location.objects.create(store=store, name="Main", code="main", is_default=True)
    product = Product.objects.create(store=store, title="Star Cup", kind=Product.Kind.DIGITAL)
    variant = Variant.objects.create(
        store=store, product=product, sku=f"CUP-{number}", price=Decimal(20), currency="EUR"
    )
    marketplace, _made = Marketplace.objects.get_or_create(code="bazaar", defaults={"name": "Bazaar"})
    shops = []
    for place in range(channels):
        shop = Connection.objects.create(
            store=store, marketplace=marketplace, name=f"Shop {place + 1}", remote_account_id=f"s-{number}-{place}",
            stock_out=True, currency="EUR",
        )  # fmt: skip
        MarketplaceProduct.objects.create(
            store=store, connection=shop, marketplace=marketplace, product=product, variant=variant, currency="EUR",
            marketplace_product_id="p", marketplace_sku=variant.sku, status="active", price=Decimal(20),
            last_sync_at=timezone.now(),
        )  # fmt: skip
        shops.append(shop)
    return Keys(store, shops, _supplier(store, "Wholesale", buys=True), variant)


def _supplier(store: Store, name: str, *, buys: bool) -> Connection:
    marketplace, _made = Marketplace.objects.get_or_create(code=SUPPLIER, defaults={"name": "Wholesale"})
    return Connection.objects.create(
        store=store, marketplace=marketplace, name=name, remote_account_id=f"w-{next(_numbers)}", currency="EUR",
        settings={BUYS: "on"} if buys else {}, products_read_at=timezone.now(),
    )  # fmt: skip


def order_of(item: OrderItem) -> Order:
    """As it stands now."""
    return Order.objects.get(pk=item.order_id)
