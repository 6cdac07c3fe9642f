"""Which listing and variant a line means, and from which place it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from inventory.models import ConnectionLocation, Location
from marketplaces.canonical.orders import Order, OrderLine
from marketplaces.models import Connection


@dataclass(frozen=True, slots=True)
class Link:
    """What a line is linked to; without a variant it is parked."""

    listing_id: UUID | None = None
    variant_id: UUID | None = None
    product_id: UUID | None = None
    is_digital: bool = False
    title: str = ""


@dataclass(slots=True)
class Links:
    """Answers for all lines of a page: by their product id, else by their SKU there, else by our SKU."""

    by_product: dict[tuple[str, str], Link] = field(default_factory=dict)
    by_remote_sku: dict[str, Link] = field(default_factory=dict)
    by_sku: dict[str, Link] = field(default_factory=dict)
    places: dict[str, UUID] = field(default_factory=dict)
    default_place: UUID | None = None

    def of(self, line: OrderLine) -> Link:
        """The first that is known."""
        if line.remote_product_id:
            found = self.by_product.get((line.remote_product_id, line.remote_variant_id))
            if found is not None:
                return found
        return self.by_remote_sku.get(line.sku) or self.by_sku.get(line.sku) or Link()

    def place_of(self, warehouse_remote_id: str) -> UUID:
        """The place mapped to their warehouse, else the default one."""
        place = self.places.get(warehouse_remote_id) or self.default_place
        assert place is not None
        return place


LISTINGS = """
    SELECT l.marketplace_product_id, l.marketplace_variant_id, l.marketplace_sku, l.id, l.variant_id, v.product_id,
           coalesce(p.kind = 'digital', false), coalesce(nullif(l.title, ''), p.title, '')
    FROM marketplace_products l
    LEFT JOIN product_variants v ON v.id = l.variant_id LEFT JOIN products p ON p.id = v.product_id
    WHERE l.connection_id = %(connection)s AND l.deleted_at IS NULL
      AND l.{name} = ANY(%(names)s)
    ORDER BY (l.status = 'deleted') DESC, l.variant_id IS NOT NULL, l.created_at DESC
"""
VARIANTS = """
    SELECT v.sku, v.id, v.product_id, p.kind = 'digital', p.title
    FROM product_variants v JOIN products p ON p.id = v.product_id
    WHERE v.store_id = %(store)s AND v.sku = ANY(%(skus)s) AND v.deleted_at IS NULL
"""


def links_for(shop: Connection, orders: Iterable[Order]) -> Links:
    """Look all lines of a page up at once."""
    lines = [line for order in orders for line in order.lines]
    links = Links()
    products = {line.remote_product_id for line in lines}
    for product, variant, _sku, link in _listings(shop, "marketplace_product_id", products):
        links.by_product[product, variant] = link
    skus = {line.sku for line in lines if (line.remote_product_id, line.remote_variant_id) not in links.by_product}
    for _product, _variant, sku, link in _listings(shop, "marketplace_sku", skus):
        links.by_remote_sku[sku] = link
    missing = [sku for sku in skus if sku and sku not in links.by_remote_sku]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(VARIANTS, {"store": shop.store_id, "skus": missing})
            links.by_sku = {sku: Link(None, *rest) for sku, *rest in cursor.fetchall()}
    _find_places(shop, links)
    return links


def _listings(shop: Connection, name: str, wanted: set[str]) -> list[tuple[str, str, str, Link]]:
    """The shop's listings with one of these ids or SKUs; the best comes last. One column at a time has its index."""
    names = list(wanted - {""})
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LISTINGS.format(name=name), {"connection": shop.pk, "names": names})
        return [(product, variant, sku, Link(*rest)) for product, variant, sku, *rest in cursor.fetchall()]


def places_for(shop: Connection) -> Links:
    """Only the places: for lines whose links are known."""
    links = Links()
    _find_places(shop, links)
    return links


def _find_places(shop: Connection, links: Links) -> None:
    mapped = ConnectionLocation.objects.filter(connection=shop, location__isnull=False)
    links.places = {remote: place for remote, place in mapped.values_list("remote_id", "location_id") if place}
    links.default_place = default_place(shop.store_id)


def default_place(store_id: UUID) -> UUID:
    """The store's default location; a store without any gets its first one."""
    found = Location.objects.filter(store_id=store_id, is_default=True).values_list("pk", flat=True).first()
    if found:
        return found
    made, _created = Location.all_objects.get_or_create(
        store_id=store_id, is_default=True, defaults={"name": "Main", "code": "main"}
    )
    return made.pk
