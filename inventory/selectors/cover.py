"""How many days the free units last at the speed at which they were shipped lately (F98)."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL

from core.models import Store

#: The speed is that of four weeks; of what was counted for the first time later than that, since then. A week is the
#: least: three units sold within an hour of the first count are no seventy a day.
WINDOW = 28
LEAST = 7
#: What lasts longer is not worth a more exact word.
LONGEST = 9_999

#: Of variant `v`, which must have been counted; NULL where nothing left lately. Units that came back are not taken off.
_DAYS = f"""
    (SELECT least({LONGEST}, floor(greatest(0, {{free}}) * least({WINDOW}, greatest({LEAST},
        floor(extract(epoch FROM now() - v.opening_counted_at) / 86400))) / -sum(i.delta)))::int
     FROM inventory_changes i
     WHERE i.variant_id = v.id AND i.cause = 'shipped' AND i.created_at >= now() - interval '{WINDOW} days'{{here}}
     HAVING sum(i.delta) < 0)
"""
_FREE = "(SELECT coalesce(sum(s.on_hand - s.reserved), 0) FROM stock s WHERE s.variant_id = v.id{here})"
#: What is sold is looked for first: of a large catalogue that is the smaller part.
_LASTING = f"""
    SELECT v.id FROM (
        SELECT DISTINCT i.variant_id FROM inventory_changes i WHERE i.store_id = %s AND i.cause = 'shipped'
            AND i.created_at >= now() - interval '{WINDOW} days'
    ) sold JOIN product_variants v ON v.id = sold.variant_id AND v.opening_counted_at IS NOT NULL
    WHERE {{days}} <= %s
"""


def days_sql(free: str, *, here: str = "") -> str:
    """An SQL expression of the days that `free` units of the variant `v` last."""
    return _DAYS.format(free=free, here=here)


def covers(variant_ids: Collection[UUID], location: UUID | None = None) -> dict[UUID, int]:
    """Whole days by variant, everywhere or at one place; none for what was never counted or has not sold lately."""
    if not variant_ids:
        return {}
    days, places = _days_of(location)
    sql = (
        f"SELECT v.id, {days} FROM product_variants v WHERE v.id = ANY(%s::uuid[]) AND v.opening_counted_at IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*places, list(variant_ids)])
        return {variant: found for variant, found in cursor.fetchall() if found is not None}


def lasting(store: Store, days: int, location: UUID | None = None) -> RawSQL:
    """The ids of what lasts so many days or fewer, for `pk__in`."""
    found, places = _days_of(location)
    return RawSQL(_LASTING.format(days=found), (store.pk, *places, days))


def _days_of(location: UUID | None) -> tuple[str, list[UUID]]:
    stock = _FREE.format(here=" AND s.location_id = %s" if location else "")
    sql = days_sql(stock, here=" AND i.location_id = %s" if location else "")
    return sql, [location, location] if location else []
