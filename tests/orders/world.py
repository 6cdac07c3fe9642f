"""A small world for tests: a store, its shop on a marketplace, goods on a shelf, orders as a marketplace tells them."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.models import Store
from inventory.models import InventoryChange, Location, MarketplaceProduct, Product, Reservation, Stock, Variant
from marketplaces.canonical.orders import Address, Buyer, Order, OrderLine
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.models import Connection, Marketplace
from orders.models import Order as OurOrder
from orders.services.intake import Intake, import_orders

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


@dataclass
class World:
    """Everything a test needs at hand."""

    store: Store
    shop: Connection
    place: Location
    variants: dict[str, Variant] = field(default_factory=dict)

    def put(self, sku: str, units: int, *, listed: bool = False) -> Variant:
        """A variant with so many units on the shelf, counted."""
        product = Product.objects.create(store=self.store, title=f"Kettle {sku}")
        variant = Variant.objects.create(store=self.store, product=product, sku=sku, opening_counted_at=NOON)
        Stock.objects.create(store=self.store, variant=variant, location=self.place, on_hand=units)
        if units:
            InventoryChange.objects.create(
                store=self.store, variant=variant, location=self.place, delta=units, on_hand_before=0,
                on_hand_after=units, reserved_after=0, cause="opening", created_at=NOON,
            )  # fmt: skip
        if listed:
            self.offer(variant)
        self.variants[sku] = variant
        return variant

    def offer(self, variant: Variant, shop: Connection | None = None) -> MarketplaceProduct:
        """Offer a variant at the shop."""
        shop = shop or self.shop
        return MarketplaceProduct.objects.create(
            store=self.store, connection=shop, marketplace=shop.marketplace, product=variant.product, variant=variant,
            marketplace_product_id=f"p-{variant.sku}", marketplace_sku=variant.sku, status="active", last_sync_at=NOON,
        )  # fmt: skip

    def stock(self, sku: str) -> tuple[int, int]:
        """On hand and reserved."""
        row = Stock.objects.get(variant=self.variants[sku])
        return row.on_hand, row.reserved

    def held(self, sku: str) -> list[tuple[int, int, int]]:
        """Asked, granted and short of every open reservation, oldest first."""
        rows = Reservation.objects.filter(variant=self.variants[sku], asked__gt=0).order_by("created_at", "id")
        return [(row.asked, row.granted, row.short) for row in rows]

    def take_in(self, *orders: Order, seen_at: datetime = NOON, cause: str = "poll", shop: Any = None) -> Intake:
        """Import a page."""
        return import_orders(connection=shop or self.shop, orders=orders, seen_at=seen_at, cause=cause)

    def ours(self, remote_id: str) -> OurOrder:
        """Our order of a remote one."""
        return OurOrder.objects.get(marketplace_orders__marketplace_order_id=remote_id, store=self.store)


def make_world(slug: str = "teahouse") -> World:
    """A store with one place and one shop that sends stock."""
    number = next(_numbers)
    store = Store.objects.create(slug=f"{slug}-{number}", name="Teahouse")
    marketplace, _made = Marketplace.objects.get_or_create(code="bazaar", defaults={"name": "Bazaar"})
    shop = Connection.objects.create(
        store=store, marketplace=marketplace, name="Bazaar shop", remote_account_id=f"a-{number}", stock_out=True
    )
    place = Location.objects.create(store=store, name="Main", code="main", is_default=True)
    return World(store, shop, place)


def line(sku: str, quantity: int = 1, price: str = "10.00", remote_id: str = "", **more: Any) -> OrderLine:
    """A line of an order."""
    return OrderLine(
        remote_id=remote_id or f"l-{sku}", title=f"Kettle {sku}", quantity=quantity, unit_price=Decimal(price), sku=sku,
        **more,
    )  # fmt: skip


def told(remote_id: str, *lines: OrderLine, status: OrderStatus = OrderStatus.CONFIRMED, **more: Any) -> Order:
    """An order as a marketplace tells it."""
    later = more.pop("later", 0)
    total = sum((each.unit_price * each.quantity for each in lines), Decimal(0))
    values: dict[str, Any] = {
        "remote_id": remote_id, "number": remote_id, "status": status, "remote_status": status.upper(),
        "currency": "EUR", "placed_at": NOON - timedelta(hours=2), "lines": lines, "scheme": Scheme.SELLER,
        "updated_at": NOON - timedelta(hours=1) + timedelta(seconds=later), "total": total,
        "raw": {"id": remote_id, "status": status.upper(), "lines": [each.sku for each in lines]},
        "buyer": Buyer(remote_id=f"b-{remote_id}", name="Anna Weber", email="anna@example.org"),
        "shipping_address": Address(name="Anna Weber", line1="Rue du Fort 3", city="Luxembourg", country="LU"),
    }  # fmt: skip
    return Order(**(values | more))


def ledger_adds_up(variant: UUID | Variant) -> bool:
    """Law 2: on hand is the sum of the ledger, reserved the sum of what is granted."""
    stock = Stock.objects.get(variant=variant)
    changes = InventoryChange.objects.filter(variant=variant)
    granted = sum(Reservation.objects.filter(variant=variant).values_list("granted", flat=True))
    return stock.on_hand == sum(changes.values_list("delta", flat=True)) and stock.reserved == granted


def now() -> datetime:
    """The machine's time."""
    return timezone.now()
