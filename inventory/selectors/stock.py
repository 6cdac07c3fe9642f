"""How many each listing is told (law 2: buffer, threshold and override only shape what a channel hears)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import connection

#: Whose rule it is, the nearest first.
Level = Literal["listing", "connection", "store"]

#: A listing's places in order; each place once, so that the same units are never told twice. A shop whose warehouses
#: are all unmapped hears of the default place through its first one. Keys lie nowhere: the first warehouse has them.
TOLD = """
WITH wanted AS (
    SELECT l.id, l.store_id, l.connection_id, l.variant_id, l.stock_override, v.is_bundle,
           p.kind = 'digital' AS is_digital,
           coalesce(l.stock_buffer, rule.safety_stock, ours.buffer, 0) AS buffer,
           coalesce(l.stock_threshold, rule.out_of_stock_threshold, ours.threshold, 0) AS threshold,
           CASE WHEN l.stock_buffer IS NOT NULL THEN 'listing' WHEN rule.safety_stock IS NOT NULL THEN 'connection'
                ELSE 'store' END AS buffer_of,
           CASE WHEN l.stock_threshold IS NOT NULL THEN 'listing'
                WHEN rule.out_of_stock_threshold IS NOT NULL THEN 'connection' ELSE 'store' END AS threshold_of,
           coalesce(rule.send_zero, true) AS send_zero, coalesce(rule.is_enabled, true) AS enabled,
           coalesce(rule.share_percent, 100) AS share, coalesce(rule.priority, 100) AS priority
    FROM marketplace_products l
    JOIN product_variants v ON v.id = l.variant_id AND v.opening_counted_at IS NOT NULL AND v.deleted_at IS NULL
    JOIN products p ON p.id = v.product_id
    LEFT JOIN inventory_sync_configs rule ON rule.connection_id = l.connection_id AND rule.deleted_at IS NULL
    LEFT JOIN store_stock_rules ours ON ours.store_id = l.store_id AND ours.deleted_at IS NULL
    WHERE l.id = ANY(%(listings)s::uuid[]) AND l.deleted_at IS NULL AND l.status <> 'deleted' AND NOT l.stock_is_theirs
),
shops AS (SELECT DISTINCT connection_id, store_id FROM wanted),
houses AS (
    SELECT h.connection_id, h.remote_id, h.location_id FROM connection_locations h
    JOIN shops s ON s.connection_id = h.connection_id WHERE h.is_active AND h.deleted_at IS NULL
),
places AS (
    SELECT connection_id, remote_id, location_id,
           row_number() OVER (PARTITION BY connection_id, location_id ORDER BY remote_id) = 1 AS once,
           row_number() OVER (PARTITION BY connection_id ORDER BY remote_id) = 1 AS begins
    FROM houses WHERE location_id IS NOT NULL
    UNION ALL
    SELECT s.connection_id, coalesce(first.remote_id, ''), d.id, true, true
    FROM shops s JOIN locations d ON d.store_id = s.store_id AND d.is_default
    LEFT JOIN LATERAL (SELECT min(remote_id) AS remote_id FROM houses h WHERE h.connection_id = s.connection_id) first
        ON true
    WHERE NOT EXISTS (SELECT 1 FROM houses h WHERE h.connection_id = s.connection_id AND h.location_id IS NOT NULL)
      AND (first.remote_id IS NOT NULL OR NOT EXISTS (
          SELECT 1 FROM connection_locations h WHERE h.connection_id = s.connection_id AND h.deleted_at IS NULL))
)
SELECT w.id, w.buffer, w.threshold, w.send_zero, w.enabled, w.stock_override, w.share,
       CASE WHEN w.share < 100 THEN (
           SELECT coalesce(sum(r.share_percent), 0)::int FROM inventory_sync_configs r
           WHERE r.store_id = w.store_id AND r.share_percent < 100 AND r.is_enabled AND r.deleted_at IS NULL
             AND (r.priority, r.connection_id) < (w.priority, w.connection_id) AND EXISTS (
               SELECT 1 FROM marketplace_products o JOIN marketplace_connections c ON c.id = o.connection_id
               WHERE o.variant_id = w.variant_id AND o.connection_id = r.connection_id AND o.deleted_at IS NULL
                 AND o.status <> 'deleted' AND NOT o.stock_is_theirs AND c.deleted_at IS NULL AND c.stock_out
                 AND c.status <> 'disconnected')
       ) ELSE 0 END,
       coalesce(held.own, 0), coalesce(held.before, 0), coalesce(held.altogether, 0),
       w.buffer_of, w.threshold_of, p.remote_id,
       CASE WHEN p.once THEN p.location_id END, CASE WHEN w.is_digital THEN
           CASE WHEN p.begins THEN digital_free(w.variant_id, w.id) ELSE 0 END WHEN p.once THEN coalesce(
           CASE WHEN w.is_bundle THEN bundle_free(w.variant_id, p.location_id) ELSE s.on_hand - s.reserved END, 0
       ) ELSE 0 END
FROM wanted w LEFT JOIN LATERAL (
    SELECT sum(h.left) FILTER (WHERE h.connection_id = w.connection_id)::int AS own,
           sum(h.left) FILTER (WHERE (h.created_at, h.id) < (mine.created_at, mine.id))::int AS before,
           sum(h.left)::int AS altogether
    FROM promotion_holds h LEFT JOIN promotion_holds mine ON mine.variant_id = w.variant_id
        AND mine.connection_id = w.connection_id AND mine.ended_at IS NULL AND mine.deleted_at IS NULL
    WHERE h.variant_id = w.variant_id AND h.ended_at IS NULL AND h.until > now() AND h.deleted_at IS NULL
) held ON true
LEFT JOIN places p ON p.connection_id = w.connection_id
LEFT JOIN stock s ON s.variant_id = w.variant_id AND s.location_id = p.location_id
ORDER BY w.id, p.remote_id
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a shop is told about stock.

    `share` percent of what is held for nobody, behind `share_before` of shops that come first; of what is held for
    promotions `held_own` are this shop's, `held_before` were promised before them, `held` are all together. The nearest
    that says a buffer or threshold speaks: `buffer_of` and `threshold_of` name it.
    """

    buffer: int = 0
    threshold: int = 0
    send_zero: bool = True
    enabled: bool = True
    override: int | None = None
    share: int = 100
    share_before: int = 0
    held_own: int = 0
    held_before: int = 0
    held: int = 0
    buffer_of: Level = "store"
    threshold_of: Level = "store"

    def windows(self, free: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Which of the units 0 … free are this shop's: those held for it, and its part of those held for nobody.

        No unit is in the windows of two shops that share: rounded up at each border, so that the last ones go to who
        comes first.
        """
        own = min(free, self.held_before), min(free, self.held_before + self.held_own)
        begin = min(free, self.held)
        pool = free - begin
        first, last = self.share_before, min(100, self.share_before + self.share)
        return own, (begin + _up(pool * min(100, first)), begin + _up(pool * last))


def _up(hundredths: int) -> int:
    return -(-hundredths // 100)


@dataclass(frozen=True, slots=True)
class Told:
    """What a listing is told, by warehouse. Empty: a rule leaves it out. `free` is on hand minus reserved there,
    of digital goods the keys that are there or can be bought minus those owed.

    `places` are the locations it hears of.
    """

    by_warehouse: dict[str, int]
    free: int
    rule: Rule
    places: tuple[UUID, ...] = ()

    @property
    def total(self) -> int:
        """All warehouses together."""
        return sum(self.by_warehouse.values())


def told(listing_ids: Collection[UUID]) -> dict[UUID, Told]:
    """What these listings should show, in one query; none for what is unlinked, uncounted, deleted or theirs."""
    if not listing_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(TOLD, {"listings": list(listing_ids)})
        rows = cursor.fetchall()
    answers: dict[UUID, list[tuple[Any, ...]]] = {}
    for listing, *row in rows:
        answers.setdefault(listing, []).append(tuple(row))
    return {listing: _told(found) for listing, found in answers.items()}


def _told(rows: Sequence[tuple[Any, ...]]) -> Told:
    rule = Rule(*rows[0][:12])
    free = {warehouse: units for *_rule, warehouse, _place, units in rows if warehouse is not None}
    places = tuple(place for *_rule, place, _units in rows if place is not None)
    return Told(shape(free, rule), sum(free.values()), rule, places)


def shape(free: dict[str, int], rule: Rule) -> dict[str, int]:
    """What is told of what is free: of the shop's part the buffer is kept back once, from the first places on.

    Never below zero; nothing at all where zero is not to be sent.
    """
    if not rule.enabled or not free:
        return {}
    if rule.override is not None:
        first = next(iter(free))
        return {warehouse: rule.override if warehouse == first else 0 for warehouse in free}
    left, shaped = rule.buffer, {}
    for warehouse, units in _within(free, rule).items():
        kept = min(left, units)
        shaped[warehouse] = units - kept
        left -= kept
    total = sum(shaped.values())
    if total < rule.threshold:
        shaped, total = dict.fromkeys(shaped, 0), 0
    return {} if total == 0 and not rule.send_zero else shaped


def _within(free: dict[str, int], rule: Rule) -> dict[str, int]:
    """What lies in the shop's windows, the units of all places counted through in their order."""
    if rule.share == 100 and not rule.held:
        return free
    windows, found, at = rule.windows(sum(free.values())), {}, 0
    for warehouse, units in free.items():
        found[warehouse] = sum(max(0, min(at + units, end) - max(at, begin)) for begin, end in windows)
        at += units
    return found
