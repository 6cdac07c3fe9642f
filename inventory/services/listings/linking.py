"""Links listings to variants. Only one exact SKU match links by itself; anything weaker waits for a person."""

from collections.abc import Collection, Mapping
from functools import cache
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.services.sets import audit_sql, audit_values, audited, run_bound
from inventory.models import MarketplaceProduct, Variant
from inventory.services.agreements.compare import compare
from inventory.services.digital import supply_read
from inventory.services.listings.ranking import rank_listings
from inventory.services.listings.refusing import take_back_refusal
from inventory.services.outbound import mark_stock
from marketplaces.models import Connection
from marketplaces.services.abilities import supplies

SAME_SKU = "same SKU"


def link_same_sku(connection: Connection, listing_ids: Collection[UUID]) -> int:
    """Link the unlinked of these listings whose SKU is exactly that of one variant of the store; logged, undoable."""
    waiting = MarketplaceProduct.all_objects.filter(
        pk__in=list(listing_ids), connection=connection, variant__isnull=True, linked_by__in=["", SAME_SKU]
    )
    return link_waiting(connection, dict(waiting.values_list("pk", "marketplace_sku")))


def link_waiting(connection: Connection, skus: Mapping[UUID, str]) -> int:
    """The same for listings known to be unlinked, by the SKU of each."""
    found = _same_sku(connection, {listing: sku for listing, sku in skus.items() if sku})
    if not found:
        return 0
    values = {
        "listings": [listing for listing, _variant, _product in found],
        "variants": [variant for _listing, variant, _product in found],
        "products": [product for _listing, _variant, product in found],
        "by": SAME_SKU,
        **audit_values(timezone.now(), f"linked: {SAME_SKU}"),
    }
    with transaction.atomic():
        linked = [variant for (variant,) in run_bound(_link_sql(), values)]
        mark_stock(set(linked), reason="linked")
        supply_read(connection, values["listings"], reason="linked")
    return len(linked)


def _same_sku(connection: Connection, skus: Mapping[UUID, str]) -> list[tuple[UUID, UUID, UUID]]:
    """Listing, variant, product. A look-up by key: as one join, its plan depends on how old the statistics are."""
    if not skus:
        return []
    rows = run_bound(VARIANTS, {"store": connection.store_id, "skus": list(set(skus.values()))})
    variants = {sku: (variant, product) for sku, variant, product in rows}
    return [(listing, *variants[sku]) for listing, sku in skus.items() if sku in variants]


VARIANTS = """
    SELECT sku, id, product_id FROM product_variants
    WHERE store_id = %(store)s AND sku = ANY(%(skus)s::text[]) AND deleted_at IS NULL
"""


@cache
def _link_sql() -> str:
    audit = audit_sql(MarketplaceProduct, "written", kind="'~'")
    return f"""
    WITH found AS MATERIALIZED (
        SELECT * FROM unnest(%(listings)s::uuid[], %(variants)s::uuid[], %(products)s::uuid[])
        AS f(id, variant, product)
    ),
    written AS (
        UPDATE marketplace_products l
        SET variant_id = f.variant, product_id = f.product, linked_at = %(audit_at)s::timestamptz,
            linked_by = %(by)s::text, updated_at = %(audit_at)s::timestamptz
        FROM found f WHERE l.id = f.id AND l.variant_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM refused_matches r
            WHERE r.listing_id = l.id AND r.variant_id = f.variant AND r.deleted_at IS NULL)
        RETURNING {audited(MarketplaceProduct, "l.")}
    ), audit AS ({audit})
    SELECT variant_id FROM written
    """


def link(listing: MarketplaceProduct, variant: Variant, *, by: str) -> None:
    """A person links. Raises DomainError across stores. Parked order lines follow in `orders.services.relink`."""
    if variant.store_id != listing.store_id:
        raise DomainError("This product is not in this store.")
    with transaction.atomic():
        take_back_refusal(listing=listing, variant=variant, by=by)
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        before = row.variant_id
        row.variant, row.product_id = variant, variant.product_id
        row.linked_at, row.linked_by = timezone.now(), by[:150]
        row._change_reason = f"linked by {by}"[:100]
        row.save()
        mark_stock([variant.pk, *_supplied(row, before)], reason="linked")
        supply_read(row.connection, [row.pk], reason="linked")
        compare(store=row.store, listing_ids=[row.pk])
    listing.refresh_from_db()


def unlink(listing: MarketplaceProduct, *, by: str) -> None:
    """Undo a link. `linked_by` keeps who undid it, so that the same SKU does not link it again by itself."""
    with transaction.atomic():
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        before = row.variant_id
        row.variant = row.product = None
        row.linked_at, row.linked_by = None, f"unlinked by {by}"[:150]
        row._change_reason = f"unlinked by {by}"[:100]
        row.save()
        rank_listings([row])
        mark_stock(_supplied(row, before), reason="unlinked")
    listing.refresh_from_db()


def _supplied(listing: MarketplaceProduct, before: UUID | None) -> list[UUID]:
    """What could be bought by this listing until now."""
    return [before] if before is not None and supplies(listing.connection) else []
