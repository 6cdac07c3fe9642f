"""Why a number is what it is: each term a SUM over the rows it names, and the way of the number to the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection as database

from inventory.models import MarketplaceProduct, Product, Variant
from inventory.selectors.channels import Channel, channel, sent_total, stock_changes
from inventory.selectors.digital import KeyOffer, key_offers, owed, pool_of
from inventory.selectors.stock import Rule, Told, told
from marketplaces.models import OutboundChange

ON_HAND = """
    SELECT l.id, l.name, sum(c.delta)::bigint, count(*)::int
    FROM inventory_changes c JOIN locations l ON l.id = c.location_id
    WHERE c.variant_id = %(variant)s AND (%(everywhere)s OR c.location_id = ANY(%(places)s::uuid[]))
    GROUP BY l.id, l.name ORDER BY l.name, l.id
"""
RESERVED = """
    SELECT r.order_item_id, '', sum(r.granted)::bigint, count(*)::int FROM reservations r
    WHERE r.variant_id = %(variant)s AND r.granted > 0 AND (%(everywhere)s OR r.location_id = ANY(%(places)s::uuid[]))
    GROUP BY r.order_item_id ORDER BY min(r.created_at), r.order_item_id
"""

#: Of a bundle, place by place: what is free of each part, and how many bundles that would be enough for.
MADE_OF = """
    WITH recipe AS (
        SELECT b.part_id, b.quantity, v.sku FROM bundle_parts b JOIN product_variants v ON v.id = b.part_id
        WHERE b.bundle_id = %(variant)s AND b.deleted_at IS NULL
    ),
    shelves AS (
        SELECT DISTINCT s.location_id FROM stock s JOIN recipe r ON r.part_id = s.variant_id
        WHERE %(everywhere)s OR s.location_id = ANY(%(places)s::uuid[])
    )
    SELECT l.id, l.name, r.part_id, r.sku, r.quantity, coalesce(s.on_hand - s.reserved, 0)
    FROM shelves p JOIN locations l ON l.id = p.location_id CROSS JOIN recipe r
    LEFT JOIN stock s ON s.variant_id = r.part_id AND s.location_id = l.id ORDER BY l.name, l.id, r.sku
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A place, order line, supplier or rule that a term adds up; `rows` ledger or reservation rows are behind it.

    Of a supplier `rows` are the keys that it says it has, `read_at` when, and `why` what keeps some from counting (see
    `KeyOffer`).
    """

    id: UUID | None
    name: str
    amount: int
    rows: int = 0
    why: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """`kind`: on_hand, reserved, parts, keys, supply, owed, held, share, buffer, threshold, override.

    `amount` has its sign: the terms add up to the result.
    `level` is whose rule keeps it: listing, connection or store, of buffer and threshold alone.
    `parts` stands for a bundle instead of the first two: its parts are enough for so many each, and the fewest count.
    `keys`, `supply` and `owed` stand for digital goods: those of the pool, what can be bought, what open orders lack.
    """

    kind: str
    amount: int
    parts: tuple[Part, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """How far the number has come: wanted, sent, accepted, seen live there."""

    channel: Channel
    wanted_at: datetime | None = None
    sent: int | None = None
    sent_by_warehouse: dict[str, int] | None = None
    sent_at: datetime | None = None
    accepted: bool = False
    seen_at: datetime | None = None
    error: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The sum and, for a listing, its trail. `short`: units that open orders still miss."""

    terms: tuple[Term, ...]
    available: int
    short: int
    trail: Trail | None = None


def why(variant: Variant) -> Why:
    """The sum behind what is available in all places, before any shop's rule."""
    terms, short = _terms(variant, places=None)
    return Why(terms, sum(term.amount for term in terms), short)


def why_listing(listing: MarketplaceProduct) -> Why | None:
    """The sum behind what one shop is told, over the places it hears of; None for a listing that is not linked."""
    if listing.variant is None:
        return None
    tell = told([listing.pk]).get(listing.pk)
    change = stock_changes([listing.pk]).get(listing.pk)
    found, short = _terms(listing.variant, places=tell.places if tell else None, listing=listing)
    terms = list(found)
    if tell is not None:
        terms += _rules(tell, sum(term.amount for term in terms), listing)
    return Why(tuple(terms), sum(term.amount for term in terms), short, _trail(listing, tell, change))


def _terms(
    variant: Variant, *, places: Sequence[UUID] | None, listing: MarketplaceProduct | None = None
) -> tuple[tuple[Term, ...], int]:
    """The terms before any rule, and the units that open orders miss beyond them."""
    if variant.product.kind == Product.Kind.DIGITAL:
        return _digital(variant, listing)
    values = {"variant": variant.pk, "everywhere": places is None, "places": list(places or ())}
    if variant.is_bundle:
        return (_made_of(values),), _bundle_short(variant.pk)
    on_hand, reserved = _parts(ON_HAND, values, 1), _parts(RESERVED, values, -1)
    return (_term("on_hand", on_hand), _term("reserved", reserved)), _short(variant.pk)


def _digital(variant: Variant, listing: MarketplaceProduct | None) -> tuple[tuple[Term, ...], int]:
    """One supplier counts, the one that has most: a purchase goes to one. Orders take no more than there is."""
    keys, lines = pool_of(variant.pk), owed(variant.pk)
    offers = key_offers(variant.pk, listing.pk if listing else None)
    supply = tuple(_supplier(each, counts=not place) for place, each in enumerate(offers))
    there, lacking = keys + sum(part.amount for part in supply), sum(units for _line, units in lines)
    terms = [Term("keys", keys), _term("supply", supply)]
    if lacking:
        terms.append(Term("owed", -min(there, lacking), tuple(Part(line, "", -units) for line, units in lines)))
    return tuple(terms), max(0, lacking - there)


def _supplier(offer: KeyOffer, *, counts: bool) -> Part:
    units, why_not = (offer.units, offer.why) if counts else (0, offer.why or "other")
    return Part(offer.connection_id, offer.name, units, offer.says, why_not, offer.read_at)


def _made_of(values: dict[str, Any]) -> Term:
    with database.cursor() as cursor:
        cursor.execute(MADE_OF, values)
        rows = cursor.fetchall()
    fewest: dict[UUID, int] = {}
    for place, _name, _part, _sku, each, free in rows:
        fewest[place] = min(free // each, fewest.get(place, free // each))
    parts = tuple(
        Part(part, f"{each} × {sku}" + (f", {name}" if len(fewest) > 1 else ""), free // each, free)
        for _place, name, part, sku, each, free in rows
    )
    return Term("parts", sum(fewest.values()), parts)


def _term(kind: str, parts: tuple[Part, ...]) -> Term:
    return Term(kind, sum(part.amount for part in parts), parts)


def _parts(sql: str, values: dict[str, Any], sign: int) -> tuple[Part, ...]:
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(Part(pk, name, sign * amount, rows) for pk, name, amount, rows in cursor.fetchall())


def _rules(tell: Told, free: int, listing: MarketplaceProduct) -> list[Term]:
    """What the shop's rule takes away, each as much as it really takes: nothing is told below zero."""
    rule: Rule = tell.rule
    shop = listing.connection
    if rule.override is not None:
        return [Term("override", rule.override - free, (Part(listing.pk, "", rule.override - free),))]
    (begin, own), (first, last) = rule.windows(free)
    held, shared = max(0, min(free, rule.held) - (own - begin)), max(0, free - rule.held) - (last - first)
    terms = [Term("held", -held, (Part(shop.pk, shop.name, -held),))] if held else []
    terms += [Term("share", -shared, (Part(shop.pk, shop.name, -shared),))] if shared else []
    free -= held + shared
    kept = min(rule.buffer, free)
    terms += [Term("buffer", -kept, (Part(shop.pk, shop.name, -kept),), rule.buffer_of)] if rule.buffer else []
    left = free - kept
    if 0 < left < rule.threshold:
        terms.append(Term("threshold", -left, (Part(shop.pk, shop.name, -left),), rule.threshold_of))
    return terms


def _short(variant_id: UUID) -> int:
    with database.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(short), 0)::bigint FROM reservations WHERE variant_id = %s", [variant_id])
        row = cursor.fetchone()
        return int(row[0])


def _bundle_short(variant_id: UUID) -> int:
    with database.cursor() as cursor:
        cursor.execute("SELECT bundle_short(%s, NULL)", [variant_id])
        return int(cursor.fetchone()[0])


def _trail(listing: MarketplaceProduct, tell: Told | None, change: OutboundChange | None) -> Trail:
    there = channel(listing, tell, change)
    if change is None:
        return Trail(there)
    return Trail(
        there, wanted_at=change.wanted_at, sent=sent_total(change), sent_by_warehouse=change.last_sent.get("stock"),
        sent_at=change.sent_at, accepted=change.state in (OutboundChange.State.ACCEPTED, OutboundChange.State.SYNCED),
        seen_at=change.seen_at, error=change.error, fix=change.error_fix,
    )  # fmt: skip
