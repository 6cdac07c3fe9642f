"""Reserved units that leave the shelf with a parcel, or change lines when an order is split."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.services.sets import insert_rows, update_rows
from inventory.models import InventoryChange, Reservation, Stock, Variant
from inventory.services.asks import Ask
from inventory.services.reservations import lock_stock, release, reserve

LEDGER = (
    "id", "store_id", "variant_id", "location_id", "delta", "on_hand_before", "on_hand_after", "reserved_after",
    "order_item_id", "shipment_id",
)  # fmt: skip
FRESH = (
    "id",
    "store_id",
    "variant_id",
    "location_id",
    "order_item_id",
    "asked",
    "granted",
    "short",
    "per_unit",
    "created_at",
)
HELD = ("id", "asked", "granted", "short", "consumed", "per_unit")


@dataclass(frozen=True, slots=True)
class Take:
    """Units of a line that leave with a shipment: of a bundle all its parts."""

    shipment_id: UUID
    order_item_id: UUID
    quantity: int


@dataclass(slots=True)
class Shelf:
    """The locked rows that a departure works on, and the ledger rows it leaves."""

    held: dict[UUID, list[Reservation]]
    stock: dict[tuple[UUID, UUID], Stock]
    ledger: list[tuple[Any, ...]]


def consume(
    shipment_id: UUID, takes: Sequence[tuple[UUID, int]], *, actor: Any = None, actor_label: str = "", reason: str = ""
) -> set[UUID]:
    """On hand and reserved fall together; a short unit may leave only if it is there after all.

    Returns the variants whose free units changed. Raises DomainError when a line's units are not on the shelf.
    """
    moves = [Take(shipment_id, item_id, quantity) for item_id, quantity in takes]
    return depart(moves, actor=actor, actor_label=actor_label, reason=reason, strict=True)


def depart(
    takes: Sequence[Take], *, actor: Any = None, actor_label: str = "", reason: str = "", strict: bool
) -> set[UUID]:
    """`consume` for many parcels at once; not strict is for what a marketplace tells us has already left."""
    shelf = _load([take.order_item_id for take in takes])
    changed: set[UUID] = set()
    for take in takes:
        changed |= _take(shelf, take, strict=strict)
    now = timezone.now()
    _write(shelf, now, reason="shipped", user_id=getattr(actor, "pk", None))
    constants = {
        "cause": InventoryChange.Cause.SHIPPED, "reason": reason[:200], "note": "",
        "actor_id": getattr(actor, "pk", None), "actor_label": actor_label[:150], "run_id": None, "created_at": now,
    }  # fmt: skip
    insert_rows(InventoryChange, LEDGER, shelf.ledger, constants=constants, now=now)
    return changed


def lose(quantities: Mapping[UUID, int], *, reason: str, actor_label: str = "") -> set[UUID]:
    """Units that are held for these lines and will never be sold leave the shelf, with the ledger row that says so.

    What was short is only wished no more. Returns the variants that lost something.
    """
    if not quantities:
        return set()
    shelf = _load(list(quantities))
    for item_id, units in quantities.items():
        for rows in _by_part(shelf, item_id):
            left = units * rows[0].per_unit
            for row in rows:
                left -= _lose_from(shelf, item_id, row, left)
    now = timezone.now()
    _write(shelf, now, reason="lost")
    constants = {
        "cause": InventoryChange.Cause.ADJUSTED, "reason": reason[:200], "note": "", "actor_id": None,
        "actor_label": actor_label[:150], "run_id": None, "created_at": now,
    }  # fmt: skip
    insert_rows(InventoryChange, LEDGER, shelf.ledger, constants=constants, now=now)
    return {row[2] for row in shelf.ledger}


def _lose_from(shelf: Shelf, item_id: UUID, row: Reservation, units: int) -> int:
    place = shelf.stock[(row.variant_id, row.location_id)]
    falls = min(units, row.asked)
    granted = min(falls, row.granted)
    before = place.on_hand
    place.on_hand, place.reserved = before - granted, place.reserved - granted
    row.asked, row.granted, row.short = row.asked - falls, row.granted - granted, row.short - (falls - granted)
    if granted:
        shelf.ledger.append(
            (uuid4(), row.store_id, row.variant_id, row.location_id, -granted, before, place.on_hand, place.reserved,
             item_id, None)
        )  # fmt: skip
    return falls


def _load(order_item_ids: Sequence[UUID]) -> Shelf:
    open_ones = Reservation.all_objects.filter(order_item_id__in=list(order_item_ids))
    variants = set(open_ones.values_list("variant_id", flat=True))
    lock_stock(variants)
    held: dict[UUID, list[Reservation]] = defaultdict(list)
    for row in open_ones.order_by("order_item_id", "created_at", "id"):
        held[row.order_item_id].append(row)
    stock = {(row.variant_id, row.location_id): row for row in Stock.all_objects.filter(variant_id__in=variants)}
    return Shelf(held, stock, [])


def _take(shelf: Shelf, take: Take, *, strict: bool) -> set[UUID]:
    parts, changed = _by_part(shelf, take.order_item_id), set()
    missing = bool(shelf.held.get(take.order_item_id)) and not parts
    for rows in parts:
        left = take.quantity * rows[0].per_unit
        for row in rows:
            if left:
                left, touched = _take_from(shelf, take, row, left, strict=strict)
                changed |= {row.variant_id} if touched else set()
        missing |= left > 0
    if missing and strict:
        raise DomainError(_("This line has no more units to ship. Reload the page to see what is left."))
    return changed


def _by_part(shelf: Shelf, item_id: UUID) -> list[list[Reservation]]:
    """What a line still holds, a list per part: one for plain goods, all of whose places count together."""
    parts: dict[UUID, list[Reservation]] = {}
    for row in shelf.held.get(item_id, []):
        if row.asked:
            parts.setdefault(row.variant_id, []).append(row)
    return list(parts.values())


def _take_from(shelf: Shelf, take: Take, row: Reservation, left: int, *, strict: bool) -> tuple[int, bool]:
    """Granted units first; then short ones, as far as the shelf holds something that nobody else was promised."""
    place = shelf.stock[(row.variant_id, row.location_id)]
    falls = min(left, row.asked)
    granted = min(falls, row.granted)
    short = falls - granted
    there = min(short, place.on_hand - place.reserved)
    if there < short and strict:
        raise _not_there(row, falls, granted + there)
    before = place.on_hand
    place.on_hand -= granted + there
    place.reserved -= granted
    row.asked -= falls
    row.granted -= granted
    row.short -= short
    row.consumed += granted + there
    if granted + there:
        shelf.ledger.append(
            (uuid4(), row.store_id, row.variant_id, row.location_id, place.on_hand - before, before, place.on_hand,
             place.reserved, take.order_item_id, take.shipment_id)
        )  # fmt: skip
    return left - falls, there > 0


def _not_there(row: Reservation, wanted: int, there: int) -> DomainError:
    sku = Variant.all_objects.values_list("sku", flat=True).get(pk=row.variant_id)
    words = ngettext(
        "Only %(there)s of %(wanted)s × %(sku)s is on the shelf. Ship what is there, or count the stock first.",
        "Only %(there)s of %(wanted)s × %(sku)s are on the shelf. Ship what is there, or count the stock first.",
        there,
    )
    return DomainError(words % {"there": there, "wanted": wanted, "sku": sku})


def _write(shelf: Shelf, now: datetime, *, reason: str, user_id: UUID | None = None) -> None:
    places = [(row.id, row.on_hand, row.reserved) for row in shelf.stock.values()]
    update_rows(Stock, ("id", "on_hand", "reserved"), places, now=now)
    rows = [tuple(getattr(row, name) for name in HELD) for held in shelf.held.values() for row in held]
    update_rows(Reservation, HELD, rows, now=now, reason=reason, user_id=user_id)


def move(from_item: UUID, to_item: UUID, quantity: int) -> int:
    """Carry reserved units over to another line; no unit is ever free in between. Says how many were carried."""
    return move_all([(from_item, to_item, quantity)])[0]


def move_all(moves: Sequence[tuple[UUID, UUID, int]]) -> list[int]:
    """`move` for many lines at once, in their order; granted units go first, then shortages.

    Where a bundle was made of something else when the other line was taken in, its units are given back and asked for.
    """
    if not moves:
        return []
    shelf = _load([item_id for source, target, _quantity in moves for item_id in (source, target)])
    known = {row.id for rows in shelf.held.values() for row in rows}
    exchanges: list[tuple[UUID, list[Ask], int]] = []
    carried = []
    for source, target, quantity in moves:
        if _are_alike(shelf, source, target):
            carried.append(_carry(shelf, source, target, quantity))
        else:
            units = min(quantity, _units(shelf, source))
            exchanges.append((source, _asks(shelf, target, units), units))
            carried.append(units)
    now = timezone.now()
    fresh = [row for rows in shelf.held.values() for row in rows if row.id not in known]
    insert_rows(
        Reservation, FRESH, [tuple(getattr(row, name) for name in FRESH) for row in fresh],
        constants={"updated_at": now, "consumed": 0, "deleted_at": None}, now=now, reason="split",
    )  # fmt: skip
    _write(shelf, now, reason="split")
    for source, asks, units in exchanges:
        release({source: units}, reason="split")
        reserve(asks, reason="split")
    return carried


def _recipe(shelf: Shelf, item_id: UUID) -> dict[UUID, int]:
    return {rows[0].variant_id: rows[0].per_unit for rows in _by_part(shelf, item_id)}


def _are_alike(shelf: Shelf, source: UUID, target: UUID) -> bool:
    into = _recipe(shelf, target)
    return not into or into == _recipe(shelf, source)


def _units(shelf: Shelf, item_id: UUID) -> int:
    """Units of the line that are still held: of a bundle each part says the same."""
    return max((sum(row.asked for row in rows) // rows[0].per_unit for rows in _by_part(shelf, item_id)), default=0)


def _asks(shelf: Shelf, item_id: UUID, units: int) -> list[Ask]:
    """Units of a line as it was taken in."""
    return [
        Ask(item_id, row.store_id, row.variant_id, row.location_id, units * row.per_unit, row.per_unit)
        for row in (rows[0] for rows in _by_part(shelf, item_id))
    ]


def _carry(shelf: Shelf, source: UUID, target: UUID, quantity: int) -> int:
    held = _units(shelf, source)
    for rows in _by_part(shelf, source):
        left = quantity * rows[0].per_unit
        for row in rows:
            left -= _carry_from(shelf, row, target, left)
    return min(quantity, held)


def _carry_from(shelf: Shelf, row: Reservation, target: UUID, most: int) -> int:
    units = min(most, row.asked)
    if units:
        granted = min(units, row.granted)
        into = _row_like(shelf, row, target)
        for name, amount in (("asked", units), ("granted", granted), ("short", units - granted)):
            setattr(row, name, getattr(row, name) - amount)
            setattr(into, name, getattr(into, name) + amount)
    return units


def _row_like(shelf: Shelf, row: Reservation, target: UUID) -> Reservation:
    """The target's reservation at the same place; made with the age of the first, so that it keeps its turn."""
    for known in shelf.held[target]:
        if (known.variant_id, known.location_id) == (row.variant_id, row.location_id):
            known.per_unit = row.per_unit
            return known
    fresh = Reservation(
        store_id=row.store_id, variant_id=row.variant_id, location_id=row.location_id, order_item_id=target, asked=0,
        granted=0, short=0, consumed=0, per_unit=row.per_unit, created_at=row.created_at,
    )  # fmt: skip
    shelf.held[target].append(fresh)
    return fresh
