"""What a stock file says: one line per SKU with what is available, or with what one shop is told."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection as database
from django.utils.translation import gettext as _

from inventory.models import MarketplaceProduct
from inventory.selectors.stock import told
from sync.models import StockFile

COLUMNS = ("sku", "gtin", "quantity")
CHUNK = 5_000
#: Fewer lines than this share of those put last wait for a person; of so few, some may go at any time.
SHRINKS_TO, FEW = 0.5, 4
#: Counted ones alone: what nobody has counted is said of nobody (law 13).
AVAILABLE = """
    SELECT v.sku, v.gtin, CASE
        WHEN v.is_bundle THEN bundle_free(v.id, NULL) WHEN p.kind = 'digital' THEN digital_free(v.id, NULL)
        ELSE greatest(0, (SELECT coalesce(sum(s.on_hand - s.reserved), 0) FROM stock s WHERE s.variant_id = v.id))
    END::bigint
    FROM product_variants v JOIN products p ON p.id = v.product_id
    WHERE v.store_id = %s AND v.opening_counted_at IS NOT NULL AND v.deleted_at IS NULL AND p.deleted_at IS NULL
          AND p.status <> 'archived'
    ORDER BY v.sku
"""

Line = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file as it would be put."""

    content: bytes
    rows: int
    units: int


def render(file: StockFile) -> Rendered:
    """The file as stock is now."""
    text, rows, units = io.StringIO(newline=""), 0, 0
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sku, gtin, quantity in _lines(file):
        writer.writerow((sku, gtin, quantity))
        rows, units = rows + 1, units + quantity
    return Rendered(text.getvalue().encode(), rows, units)


def objection(file: StockFile, made: Rendered, *, anyway: bool) -> str:
    """Why it must not be put over the one before; `anyway`: a person has looked. No line at all is never put."""
    if not made.rows:
        return _("It would have no line: nothing is counted yet.")
    if anyway or file.put_at is None:
        return ""
    if file.rows >= FEW and made.rows < file.rows * SHRINKS_TO:
        return _("Only %(now)d of %(before)d lines are left.") % {"now": made.rows, "before": file.rows}
    if file.units and not made.units:
        return _("Every quantity in it would be 0.")
    return ""


def _lines(file: StockFile) -> Iterable[Line]:
    return _available(file) if file.connection_id is None else _told(file)


def _available(file: StockFile) -> Iterator[Line]:
    with database.cursor() as cursor:
        cursor.execute(AVAILABLE, [file.store_id])
        yield from cursor.fetchall()


def _told(file: StockFile) -> Iterator[Line]:
    """By the rules of stock of the shop: what a rule leaves out is left out."""
    rows = MarketplaceProduct.objects.filter(connection=file.connection_id, variant__isnull=False)
    listings = list(rows.order_by("marketplace_sku", "id").values_list("id", "marketplace_sku", "gtin", "variant__sku"))
    for start in range(0, len(listings), CHUNK):
        part = listings[start : start + CHUNK]
        tells = told([pk for pk, *_rest in part])
        for pk, theirs, gtin, ours in part:
            if pk in tells and tells[pk].by_warehouse:
                yield theirs or ours or "", gtin, tells[pk].total
