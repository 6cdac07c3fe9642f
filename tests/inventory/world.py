"""The small world of the inventory tests: a store, a place, a shop, and goods counted or not."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from core.models import Store
from inventory.models import InventoryChange, Location, MarketplaceProduct, Product, Reservation, Stock, Variant
from inventory.services import reservations
from inventory.services.reservations import Ask
from inventory.services.stock import recount
from marketplaces.models import Connection, Marketplace, OutboundChange

_numbers = count(1)


@dataclass
class World:
    """Everything a test needs at hand."""

    store: Store
    shop: Connection
    place: Location

    def variant(self, sku: str, units: int | None = None, **more: Any) -> Variant:
        """A variant; counted when units are given."""
        product = Product.objects.create(store=self.store, title=f"Teapot {sku}")
        made = Variant.objects.create(store=self.store, product=product, sku=sku, **more)
        if units is not None:
            recount(store=self.store, variant=made, location=self.place, counted=units)
            made.refresh_from_db()
        return made

    def listing(self, variant: Variant | None, *, shop: Connection | None = None, **more: Any) -> MarketplaceProduct:
        """What a shop offers; linked when a variant is given."""
        shop = shop or self.shop
        sku = variant.sku if variant else f"sku-{next(_numbers)}"
        values: dict[str, Any] = {
            "product": variant.product if variant else None, "variant": variant, "marketplace_product_id": f"p-{sku}",
            "marketplace_sku": sku, "status": "active", "last_sync_at": timezone.now(), "currency": "EUR",
        }  # fmt: skip
        values |= {"store": self.store, "connection": shop, "marketplace": shop.marketplace}
        return MarketplaceProduct.objects.create(**(values | more))

    def another_shop(self, **more: Any) -> Connection:
        """A second connection of the store."""
        number = next(_numbers)
        return Connection.objects.create(
            store=self.store, marketplace=self.shop.marketplace, name=f"Shop {number}", stock_out=True,
            remote_account_id=f"b-{number}", **more,
        )  # fmt: skip

    def another_place(self, code: str) -> Location:
        """A second location of the store."""
        return Location.objects.create(store=self.store, name=code.title(), code=code)

    def reserve(self, variant: Variant, quantity: int, *, place: Location | None = None) -> Any:
        """An order line asks for units; returns the line's id."""
        line = uuid4()
        with transaction.atomic():
            reservations.reserve([Ask(line, self.store.pk, variant.pk, (place or self.place).pk, quantity)])
        return line


def make_world() -> World:
    """A store with one place and one shop that sends stock."""
    number = next(_numbers)
    store = Store.objects.create(slug=f"pots-{number}", name="Pots")
    marketplace, _made = Marketplace.objects.get_or_create(code="bazaar", defaults={"name": "Bazaar"})
    shop = Connection.objects.create(
        store=store, marketplace=marketplace, name="Bazaar shop", remote_account_id=f"a-{number}", stock_out=True,
        currency="EUR",
    )  # fmt: skip
    place = Location.objects.create(store=store, name="Main", code="main", is_default=True)
    return World(store, shop, place)


def levels(variant: Variant, place: Location | None = None) -> tuple[int, int]:
    """On hand and reserved, everywhere or at one place."""
    rows = Stock.objects.filter(variant=variant)
    rows = rows.filter(location=place) if place else rows
    return sum(row.on_hand for row in rows), sum(row.reserved for row in rows)


def conserved(variant: Variant) -> bool:
    """Law 2: on hand is the sum of the ledger, reserved the sum of what is granted, per place."""
    for row in Stock.objects.filter(variant=variant):
        here = {"variant": variant, "location": row.location_id}
        ledger = sum(InventoryChange.objects.filter(**here).values_list("delta", flat=True))
        granted = sum(Reservation.objects.filter(**here).values_list("granted", flat=True))
        if (row.on_hand, row.reserved) != (ledger, granted) or not 0 <= row.reserved <= row.on_hand:
            return False
    return True


def wanted(listing: MarketplaceProduct, kind: str = "stock") -> int:
    """How often this listing was marked stale."""
    return sum(OutboundChange.objects.filter(subject_id=listing.pk, kind=kind).values_list("wanted_version", flat=True))
