"""What open orders miss units of: on shelves, of bundles by their parts, of digital goods by what can be had."""

from uuid import UUID

from django.db.models.expressions import RawSQL

from core.models import Store

#: What is missing is looked for first, for it is little: line by line, whatever the catalogue holds.
_LACKING = """
    SELECT r.variant_id FROM reservations r WHERE r.store_id = %s AND r.short > 0{here}
    UNION
    SELECT i.variant_id FROM reservations r JOIN order_items i ON i.id = r.order_item_id
    WHERE r.store_id = %s AND r.short > 0 AND i.variant_id IS NOT NULL{here}
    UNION
    SELECT owed.variant_id FROM (SELECT DISTINCT d.variant_id FROM key_debts d WHERE d.store_id = %s) owed
    WHERE digital_short(owed.variant_id, NULL) > 0
"""


def lacking(store: Store, location: UUID | None = None) -> RawSQL:
    """The ids of variants that open lines miss units of, everywhere or at one place, for `pk__in`."""
    places = [location] if location else []
    sql = _LACKING.format(here=" AND r.location_id = %s" if location else "")
    return RawSQL(sql, (store.pk, *places, store.pk, *places, store.pk))
