"""What a shop may sell, SKU by SKU: as the push tells it, for whoever asks instead."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from core.keyset import Key, Keyset
from inventory.models import BundlePart, MarketplaceProduct, Stock
from inventory.selectors.stock import told
from marketplaces.models import Connection, OutboundChange

BY_SKU = Keyset((Key("marketplace_sku", str), Key("id", UUID)))
PAGE = 100
FIELDS = ("id", "marketplace_sku", "variant_id", "variant__opening_counted_at")


def page(
    connection: Connection, *, skus: Sequence[str] | None, cursor: str
) -> tuple[Sequence[tuple[str, int, datetime]], str]:
    """(SKU, units, since when), and the next cursor. Raises ValueError for a cursor that is none.

    What has no opening count or is left out by the shop's rule is left out here (law 13): nothing is known of it.
    """
    if cursor and not BY_SKU.can_read(cursor):
        raise ValueError("no cursor of ours")
    found = BY_SKU.page(_listings(connection, skus), after=cursor, size=PAGE, fields=FIELDS)
    units = told([row["id"] for row in found.rows])
    changed, marked = _changed({row["variant_id"] for row in found.rows}), _marked([row["id"] for row in found.rows])
    rows = [
        (
            row["marketplace_sku"],
            units[row["id"]].total,
            marked.get(row["id"]) or changed.get(row["variant_id"]) or _counted(row),
        )
        for row in found.rows
        if row["id"] in units and units[row["id"]].by_warehouse
    ]
    return rows, found.next


def _listings(connection: Connection, skus: Sequence[str] | None) -> QuerySet[MarketplaceProduct]:
    rows = MarketplaceProduct.objects.filter(
        store_id=connection.store_id, connection=connection, variant__opening_counted_at__isnull=False
    ).exclude(status=MarketplaceProduct.Status.DELETED)
    return rows if skus is None else rows.filter(marketplace_sku__in=skus)


def _changed(variants: Collection[UUID]) -> dict[UUID, datetime]:
    """When the number of each last changed: of a bundle with its parts, or with what it is made of."""
    rows = Stock.objects.filter(variant__in=variants).order_by().values_list("variant_id")
    found = dict(rows.annotate(at=Max("updated_at")))
    parts = BundlePart.objects.filter(bundle__in=variants).order_by().values_list("bundle_id")
    for bundle, moved, made in parts.annotate(moved=Max("part__stock__updated_at"), made=Max("updated_at")):
        found[bundle] = max(at for at in (found.get(bundle), moved, made) if at)
    return found


def _marked(listing_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Keys have no shelf: when anything last happened to their number."""
    rows = OutboundChange.objects.filter(kind=OutboundChange.Kind.STOCK, subject_id__in=listing_ids)
    rows = rows.filter(subject_id__in=MarketplaceProduct.objects.filter(variant__product__kind="digital").values("pk"))
    return dict(rows.values_list("subject_id", "wanted_at"))


def _counted(row: dict[str, datetime]) -> datetime:
    return row["variant__opening_counted_at"]
