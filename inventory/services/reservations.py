"""Units held for order lines (laws 2 and 3). Everything here runs inside the caller's transaction.

Every function locks the stock rows of its variants first, sorted, so that two of them wait and never deadlock. A caller
that is going to do several of these steps locks all variants beforehand with `lock_stock`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from core.services.sets import as_json, audit_sql, audit_values, run_bound
from inventory.models import Reservation
from inventory.services.asks import Ask, taken_apart
from inventory.signals import shortages_changed

ALL = 2_147_483_647
ASKED = ("order_item_id", "store_id", "variant_id", "location_id", "quantity", "per_unit", "place")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a line got, of a bundle in units of its parts: `short` is what is not there."""

    granted: int
    short: int


def lock_stock(variant_ids: Collection[UUID]) -> None:
    """Lock every stock row of these variants until the transaction ends, in one fixed order."""
    if variant_ids:
        rows = "SELECT 1 FROM stock WHERE variant_id = ANY(%(variants)s::uuid[])"
        _run(f"{rows} ORDER BY variant_id, location_id FOR UPDATE", {"variants": list(variant_ids)})


def reserve(asks: Sequence[Ask], *, reason: str = "reserved") -> dict[UUID, Grant]:
    """Answer the asks in their order: what is free is granted, the rest is a named shortage. Bundles hold parts."""
    wanted = [ask for ask in _merged(taken_apart(asks)) if ask.quantity > 0]
    if not wanted:
        return {}
    rows = [
        (ask.order_item_id, ask.store_id, ask.variant_id, ask.location_id, ask.quantity, ask.per_unit, place)
        for place, ask in enumerate(wanted)
    ]
    values = {"asks": as_json(rows, ASKED), **audit_values(timezone.now(), reason)}
    make_stock_rows(wanted)
    lock_stock({ask.variant_id for ask in wanted})
    answers: dict[UUID, Grant] = {}
    for item_id, granted, short in run_bound(_reserve_sql(), values):
        before = answers.get(item_id, Grant(0, 0))
        answers[item_id] = Grant(before.granted + granted, before.short + short)
    return answers


def _merged(asks: Sequence[Ask]) -> list[Ask]:
    """One ask per line and place: an upsert may touch a row only once."""
    merged: dict[tuple[UUID, UUID, UUID], Ask] = {}
    for ask in asks:
        key = (ask.order_item_id, ask.variant_id, ask.location_id)
        met = merged.get(key)
        merged[key] = replace(ask, quantity=min(ALL, ask.quantity + met.quantity)) if met else ask
    return list(merged.values())


def make_stock_rows(asks: Sequence[Ask]) -> None:
    """Rows with nothing on hand where there are none; before any lock, so that none is waited for while holding one.

    Of a bundle none are made for itself: hand it the asks that were taken apart.
    """
    if not asks:
        return
    places = {(ask.variant_id, ask.location_id): ask.store_id for ask in asks}
    rows = [(store, variant, location) for (variant, location), store in places.items()]
    _run(MAKE_STOCK, {"places": as_json(rows, ("store_id", "variant_id", "location_id")), "now": timezone.now()})


MAKE_STOCK = """
    INSERT INTO stock (id, created_at, updated_at, store_id, variant_id, location_id, on_hand, reserved)
    SELECT gen_random_uuid(), %(now)s, %(now)s, a.store_id, a.variant_id, a.location_id, 0, 0
    FROM json_to_recordset(%(places)s::json) AS a(store_id uuid, variant_id uuid, location_id uuid)
    WHERE NOT EXISTS (SELECT 1 FROM stock s WHERE s.variant_id = a.variant_id AND s.location_id = a.location_id)
    ORDER BY a.variant_id, a.location_id
    ON CONFLICT (variant_id, location_id) DO NOTHING
"""


@cache
def _reserve_sql() -> str:
    """An ask gets what the asks before it left: prefix sums. A microsecond apart: they keep their turn."""
    return f"""
    WITH asks AS (
        SELECT * FROM json_to_recordset(%(asks)s::json) AS a(
            order_item_id uuid, store_id uuid, variant_id uuid, location_id uuid, quantity int, per_unit int, place int)
    ),
    answered AS (
        SELECT a.*, greatest(0, least(a.quantity, s.on_hand - s.reserved - (
            sum(a.quantity) OVER (PARTITION BY a.variant_id, a.location_id ORDER BY a.place) - a.quantity)))::int
            AS granted
        FROM asks a JOIN stock s ON s.variant_id = a.variant_id AND s.location_id = a.location_id
    ),
    held AS (
        UPDATE stock s SET reserved = s.reserved + t.granted, updated_at = %(audit_at)s::timestamptz
        FROM (SELECT variant_id, location_id, sum(granted)::int AS granted FROM answered
              GROUP BY variant_id, location_id HAVING sum(granted) > 0) t
        WHERE s.variant_id = t.variant_id AND s.location_id = t.location_id AND s.on_hand - s.reserved >= t.granted
    ),
    written AS (
        INSERT INTO reservations AS r (id, created_at, updated_at, store_id, variant_id, location_id, order_item_id,
                                       asked, granted, short, consumed, per_unit)
        SELECT gen_random_uuid(), %(audit_at)s::timestamptz + place * interval '1 microsecond',
               %(audit_at)s::timestamptz, store_id, variant_id, location_id, order_item_id, quantity, granted,
               quantity - granted, 0, per_unit
        FROM answered ORDER BY place
        ON CONFLICT (order_item_id, variant_id, location_id) DO UPDATE SET
            asked = r.asked + excluded.asked, granted = r.granted + excluded.granted,
            short = r.short + excluded.short, per_unit = excluded.per_unit, updated_at = excluded.updated_at
        RETURNING r.*, (r.xmax = 0) AS fresh
    ),
    audit AS ({audit_sql(Reservation, "written", kind="CASE WHEN written.fresh THEN '+' ELSE '~' END")})
    SELECT order_item_id, granted, quantity - granted FROM answered
    """


def release(quantities: Mapping[UUID, int] | Collection[UUID], *, reason: str = "released") -> set[UUID]:
    """Give units of these lines back (all of them where no quantity is given), shortages first; of bundles all parts.

    What became free serves the oldest shortages at once. Returns the variants whose free units changed.
    """
    if not quantities:
        return set()
    wanted = dict(quantities) if isinstance(quantities, Mapping) else dict.fromkeys(quantities, ALL)
    values = {"items": list(wanted), "quantities": list(wanted.values()), **audit_values(timezone.now(), reason)}
    lock_stock(_variants_of(wanted))
    freed = {row[0] for row in _run(_release_sql(), values)}
    regrant(freed)
    return freed


def _variants_of(order_item_ids: Collection[UUID]) -> set[UUID]:
    sql = "SELECT DISTINCT variant_id FROM reservations WHERE order_item_id = ANY(%(items)s::uuid[]) AND asked > 0"
    return {row[0] for row in _run(sql, {"items": list(order_item_ids)})}


@cache
def _release_sql() -> str:
    return f"""
    WITH wanted AS (SELECT * FROM unnest(%(items)s::uuid[], %(quantities)s::int[]) AS w(order_item_id, quantity)),
    falling AS (
        SELECT r.id, r.variant_id, r.location_id, r.short, least(r.asked, greatest(0, w.quantity::bigint * r.per_unit
            - (sum(r.asked) OVER (PARTITION BY r.order_item_id, r.variant_id ORDER BY r.short DESC, r.id) - r.asked)
            ))::int AS falls
        FROM reservations r JOIN wanted w ON w.order_item_id = r.order_item_id WHERE r.asked > 0
    ),
    written AS (
        UPDATE reservations r SET asked = r.asked - f.falls, short = r.short - least(f.short, f.falls),
            granted = r.granted - (f.falls - least(f.short, f.falls)), updated_at = %(audit_at)s
        FROM falling f WHERE f.id = r.id AND f.falls > 0 RETURNING r.*
    ),
    audit AS ({audit_sql(Reservation, "written", kind="'~'")})
    UPDATE stock s SET reserved = s.reserved - t.freed, updated_at = %(audit_at)s
    FROM (SELECT variant_id, location_id, sum(falls - least(short, falls))::int AS freed FROM falling
          GROUP BY variant_id, location_id HAVING sum(falls - least(short, falls)) > 0) t
    WHERE s.variant_id = t.variant_id AND s.location_id = t.location_id
    RETURNING s.variant_id
    """


def regrant(variant_ids: Collection[UUID]) -> set[UUID]:
    """Serve the oldest open shortages with what is free; call it after every increase. Returns the lines served."""
    if not variant_ids:
        return set()
    lock_stock(variant_ids)
    values = {"variants": list(variant_ids), **audit_values(timezone.now(), "stock came in")}
    served = {row[0] for row in _run(_regrant_sql(), values)}
    if served:
        shortages_changed.send(sender=Reservation, order_item_ids=served)
    return served


def tell_short(variant_ids: Collection[UUID]) -> None:
    """After a first count: what is still missing of these is sure only now (law 13), so their orders hear of it."""
    if variant_ids:
        rows = Reservation.all_objects.filter(variant_id__in=list(variant_ids), short__gt=0)
        if missing := set(rows.values_list("order_item_id", flat=True)):
            shortages_changed.send(sender=Reservation, order_item_ids=missing)


@cache
def _regrant_sql() -> str:
    return f"""
    WITH serving AS (
        SELECT r.id, r.variant_id, r.location_id, greatest(0, least(r.short, s.on_hand - s.reserved - (
            sum(r.short) OVER (PARTITION BY r.variant_id, r.location_id ORDER BY r.created_at, r.id) - r.short)))::int
            AS gets
        FROM reservations r JOIN stock s ON s.variant_id = r.variant_id AND s.location_id = r.location_id
        WHERE r.variant_id = ANY(%(variants)s::uuid[]) AND r.short > 0
    ),
    held AS (
        UPDATE stock s SET reserved = s.reserved + t.gets, updated_at = %(audit_at)s
        FROM (SELECT variant_id, location_id, sum(gets)::int AS gets FROM serving
              GROUP BY variant_id, location_id HAVING sum(gets) > 0) t
        WHERE s.variant_id = t.variant_id AND s.location_id = t.location_id AND s.on_hand - s.reserved >= t.gets
    ),
    written AS (
        UPDATE reservations r SET granted = r.granted + v.gets, short = r.short - v.gets, updated_at = %(audit_at)s
        FROM serving v WHERE v.id = r.id AND v.gets > 0 RETURNING r.*
    ),
    audit AS ({audit_sql(Reservation, "written", kind="'~'")})
    SELECT order_item_id FROM written
    """


def shrink_to(variant_id: UUID, location_id: UUID, on_hand: int) -> set[UUID]:
    """Before a recount below the reserved sum: the newest reservations become shortages. Returns their lines."""
    lock_stock([variant_id])
    values = {"variant": variant_id, "location": location_id, "on_hand": on_hand}
    hit = {row[0] for row in _run(_shrink_sql(), {**values, **audit_values(timezone.now(), "counted fewer")})}
    if hit:
        shortages_changed.send(sender=Reservation, order_item_ids=hit)
    return hit


@cache
def _shrink_sql() -> str:
    return f"""
    WITH place AS (
        SELECT s.id, greatest(0, s.reserved - %(on_hand)s) AS excess FROM stock s
        WHERE s.variant_id = %(variant)s AND s.location_id = %(location)s
    ),
    losing AS (
        SELECT r.id, least(r.granted, greatest(0, p.excess - (
            sum(r.granted) OVER (ORDER BY r.created_at DESC, r.id DESC) - r.granted)))::int AS loses
        FROM reservations r CROSS JOIN place p
        WHERE r.variant_id = %(variant)s AND r.location_id = %(location)s AND r.granted > 0
    ),
    fewer AS (
        UPDATE stock s SET reserved = s.reserved - p.excess, updated_at = %(audit_at)s
        FROM place p WHERE p.id = s.id AND p.excess > 0
    ),
    written AS (
        UPDATE reservations r SET granted = r.granted - l.loses, short = r.short + l.loses, updated_at = %(audit_at)s
        FROM losing l WHERE l.id = r.id AND l.loses > 0 RETURNING r.*
    ),
    audit AS ({audit_sql(Reservation, "written", kind="'~'")})
    SELECT order_item_id FROM written
    """


def _run(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []
