"""Links listings to variants. Only one exact SKU match links by itself; anything weaker waits for a person."""

from collections.abc import Collection
from functools import cache
from uuid import UUID

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.services.sets import audit_sql, audit_values
from inventory.models import MarketplaceProduct, Variant
from inventory.services.outbound import mark_stock
from marketplaces.models import Connection

SAME_SKU = "same SKU"


def link_same_sku(connection: Connection, listing_ids: Collection[UUID]) -> int:
    """Link the unlinked of these listings whose SKU is exactly that of one variant of the store; logged, undoable."""
    if not listing_ids:
        return 0
    with transaction.atomic(), database.cursor() as cursor:
        cursor.execute(
            _link_sql(),
            {"listings": list(listing_ids), "by": SAME_SKU, **audit_values(timezone.now(), f"linked: {SAME_SKU}")},
        )
        linked = [row[0] for row in cursor.fetchall()]
        mark_stock(set(linked), reason="linked")
    return len(linked)


@cache
def _link_sql() -> str:
    audit = audit_sql(MarketplaceProduct, "written", kind="'~'")
    return f"""
    WITH written AS (
        UPDATE marketplace_products l
        SET variant_id = v.id, product_id = v.product_id, linked_at = %(audit_at)s, linked_by = %(by)s,
            updated_at = %(audit_at)s
        FROM product_variants v
        WHERE l.id = ANY(%(listings)s::uuid[]) AND l.variant_id IS NULL AND l.marketplace_sku <> ''
          AND v.store_id = l.store_id AND v.sku = l.marketplace_sku AND v.deleted_at IS NULL
          AND (l.linked_by = '' OR l.linked_by = %(by)s)
        RETURNING l.*
    ), audit AS ({audit})
    SELECT variant_id FROM written
    """


def link(listing: MarketplaceProduct, variant: Variant, *, by: str) -> None:
    """A person links. Raises DomainError across stores. Parked order lines follow in `orders.services.relink`."""
    if variant.store_id != listing.store_id:
        raise DomainError("This product is not in this store.")
    with transaction.atomic():
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        row.variant, row.product_id = variant, variant.product_id
        row.linked_at, row.linked_by = timezone.now(), by[:150]
        row._change_reason = f"linked by {by}"[:100]
        row.save()
        mark_stock([variant.pk], reason="linked")
    listing.refresh_from_db()


def unlink(listing: MarketplaceProduct, *, by: str) -> None:
    """Undo a link. `linked_by` keeps who undid it, so that the same SKU does not link it again by itself."""
    with transaction.atomic():
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        row.variant = row.product = None
        row.linked_at, row.linked_by = None, f"unlinked by {by}"[:150]
        row._change_reason = f"unlinked by {by}"[:100]
        row.save()
    listing.refresh_from_db()
