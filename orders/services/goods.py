"""Products and links as a whole: what inventory does, and the parked order lines that follow."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.selectors.listing_list import surest
from inventory.services import product_create
from inventory.services.listings import candidates, create_from, link, undo
from inventory.services.listings.candidates import Suggestion
from marketplaces.models import Connection
from orders.services.relink import relink

#: What a link is decided by; ten thousand rows are read without what the marketplace said in full.
WAITING = (
    "id", "store_id", "connection_id", "marketplace_id", "variant_id", "product_id", "marketplace_product_id",
    "marketplace_sku", "gtin", "title", "language", "price", "currency", "image_url", "status", "linked_by",
)  # fmt: skip


#: So many are looked at in one go: a person is to read the list before saying yes.
MOST_CERTAIN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A listing and what it is linked to; `lines` parked order lines got their product with it."""

    listing: MarketplaceProduct
    variant: Variant | None
    lines: int = 0


@dataclass(slots=True)
class Outcome:
    """What became of several links, one by one."""

    linked: list[Linked] = field(default_factory=list)
    refused: list[tuple[MarketplaceProduct, str]] = field(default_factory=list)


def create_product(*, store: Store, by: str, sku: str, **values: Any) -> Product:
    """As `product_create.create_product`; order lines that waited for this SKU are linked and reserved."""
    with transaction.atomic():
        made = product_create.create_product(store=store, by=by, sku=sku, **values)
        relink(store=store, skus=[sku], actor_label=by)
    return made


def add_variant(*, product: Product, by: str, sku: str, **values: Any) -> Variant:
    """The same for one more variant of a product."""
    with transaction.atomic():
        made = product_create.add_variant(product=product, by=by, sku=sku, **values)
        relink(store=product.store, skus=[made.sku], actor_label=by)
    return made


def link_listing(*, listing: MarketplaceProduct, variant: Variant, by: str, replace: bool = True) -> Linked:
    """A person links a listing. Raises DomainError across stores, and for one that is linked unless it is replaced."""
    with transaction.atomic():
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        if not replace and row.variant_id not in (None, variant.pk):
            raise DomainError(_("Somebody linked this listing meanwhile. Look at it before you link it again."))
        link(listing, variant, by=by)
        lines = relink(store=listing.store, listing=listing, actor_label=by)
    return Linked(listing=listing, variant=variant, lines=lines)


def create_from_listing(*, listing: MarketplaceProduct, by: str) -> Linked:
    """A product made of what the listing says. Raises DomainError where it has no SKU."""
    with transaction.atomic():
        variant = create_from(listing, by=by)
        lines = relink(store=listing.store, listing=listing, actor_label=by)
    return Linked(listing=listing, variant=variant, lines=lines)


def undo_link(*, listing: MarketplaceProduct, by: str) -> Linked:
    """The link is as it was before its last change; order lines that have their product keep it."""
    with transaction.atomic():
        variant = undo.undo_link(listing, by=by)
        lines = relink(store=listing.store, listing=listing, actor_label=by) if variant else 0
    return Linked(listing=listing, variant=variant, lines=lines)


def link_certain(
    *, store: Store, listings: Sequence[MarketplaceProduct], by: str, expected: Mapping[UUID, UUID] | None = None
) -> Outcome:
    """Link each listing that is certain to what it is certain of; one that refuses never stops the rest.

    `expected` is what a person was shown, variant by listing: whatever has changed since is left alone and named.
    """
    found = candidates.certain(store=store, listings=listings)
    outcome = Outcome()
    for listing in listings:
        suggestion = found.get(listing.pk)
        try:
            variant = _still(listing, suggestion.variant if suggestion else None, expected)
            outcome.linked.append(link_listing(listing=listing, variant=variant, by=by))
        except DomainError as refused:
            outcome.refused.append((listing, str(refused)))
    return outcome


def find_certain(store: Store) -> list[tuple[MarketplaceProduct, Suggestion]]:
    """The certain ones among the surest listings, in the order of the list; nothing is written."""
    ids = surest(store, MOST_CERTAIN)
    listings = {row.pk: row for row in waiting_listings(store, ids)} if ids else {}
    found = candidates.certain(store=store, listings=list(listings.values())) if listings else {}
    return [(listings[pk], found[pk]) for pk in ids if pk in found]


def _still(listing: MarketplaceProduct, variant: Variant | None, expected: Mapping[UUID, UUID] | None) -> Variant:
    if MarketplaceProduct.objects.filter(pk=listing.pk, variant__isnull=False).exists():
        raise DomainError(_("Somebody linked it meanwhile."))
    if variant is None:
        raise DomainError(_("It is not certain any more. Look at it by itself."))
    if expected is not None and expected.get(listing.pk) != variant.pk:
        raise DomainError(_("Another product fits better now. Look at it by itself."))
    return variant


def waiting_listings(store: Store, ids: Collection[UUID] | None = None) -> list[MarketplaceProduct]:
    """Listings that wait for a product, up to `candidates.MOST`; with `ids` those of them."""
    rows = MarketplaceProduct.objects.filter(store=store, variant__isnull=True, connection__deleted_at__isnull=True)
    rows = rows.exclude(status=MarketplaceProduct.Status.DELETED).exclude(connection__status="disconnected")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    found = list(rows.only(*WAITING).order_by("id")[: candidates.MOST])
    shops = Connection.objects.select_related("marketplace").in_bulk({row.connection_id for row in found})
    for row in found:
        row.store, row.connection = store, shops[row.connection_id]
    return found
