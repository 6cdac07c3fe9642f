"""Many changes of stock at once, each with its own answer: what cannot be is refused and the rest is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from inventory.models import InventoryChange, Location, Stock, Variant
from inventory.services import counts
from inventory.services.counts import Count, Why
from inventory.services.stock import check_count, check_delta, check_place

Cause = InventoryChange.Cause
Place = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Units more or less (`delta`), or how many were counted; one of the two."""

    variant: Variant
    location: Location
    delta: int | None = None
    counted: int | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The ledger row that was written, or the refusal."""

    change: InventoryChange | None = None
    refused: DomainError | None = None


def change_many(*, store: Store, rows: Sequence[Wanted], actor: Any = None, actor_label: str = "") -> list[Done]:
    """One answer per row, in their order. Rows of one place follow one another, as if they had come one by one.

    One transaction: whoever reads sees all of what was written or nothing of it.
    """
    done: list[Done | None] = [None] * len(rows)
    prefetch_related_objects([row.variant for row in rows], "product")
    with transaction.atomic():
        for place, row in enumerate(rows):
            done[place] = _refused_unseen(store, row)
        waiting = [place for place, answer in enumerate(done) if answer is None]
        stock = counts.lock([_count(rows[place], 0) for place in waiting]) if waiting else {}
        while waiting:
            waiting = _wave(rows, waiting, stock, done, actor, actor_label)
    return [answer or Done() for answer in done]


def _refused_unseen(store: Store, row: Wanted) -> Done | None:
    """What needs no look at the shelf."""
    try:
        check_place(store, row.variant, row.location)
        if (row.delta is None) == (row.counted is None):
            raise DomainError(_("Enter either how many came in or went out, or how many were counted."), field="delta")
        if row.counted is not None:
            check_count(row.counted)
        if row.delta == 0:
            raise DomainError(_("Nothing would change. Enter how many came in or went out."), field="delta")
    except DomainError as refused:
        return Done(refused=refused)
    return None


def _wave(
    rows: Sequence[Wanted], waiting: Sequence[int], stock: dict[Place, Stock], done: list[Done | None], actor: Any,
    actor_label: str,
) -> list[int]:  # fmt: skip
    """Write the rows that share the first one's reason, one per place; returns what still waits."""
    why, taken, later = _why(rows[waiting[0]], actor, actor_label), {}, []
    touched: set[Place] = set()
    for place in waiting:
        row = rows[place]
        at = (row.variant.pk, row.location.pk)
        if at in touched or _why(row, actor, actor_label) != why:
            later.append(place)
            touched.add(at)  # whatever else is asked of this place comes after it
            continue
        touched.add(at)
        try:
            taken[place] = _count(row, _after(stock[at], row))
        except DomainError as refused:
            done[place] = Done(refused=refused)
    _write(taken, stock, why, done)
    return later


def _write(taken: Mapping[int, Count], stock: dict[Place, Stock], why: Why, done: list[Done | None]) -> None:
    if not taken:
        return
    written = counts.write(list(taken.values()), stock, why)
    changes = {(row.variant_id, row.location_id): row for row in InventoryChange.objects.filter(pk__in=written)}
    for place, each in taken.items():
        done[place] = Done(change=changes[(each.variant_id, each.location_id)])
    # What came in serves orders that wait at other places of the same goods, too.
    for row in Stock.all_objects.filter(variant_id__in={each.variant_id for each in taken.values()}):
        stock[(row.variant_id, row.location_id)] = row


def _after(place: Stock, row: Wanted) -> int:
    if row.counted is not None:
        return row.counted
    assert row.delta is not None
    check_delta(place, row.delta)
    return place.on_hand + row.delta


def _count(row: Wanted, on_hand: int) -> Count:
    return Count(row.variant.store_id, row.variant.pk, row.location.pk, on_hand)


def _why(row: Wanted, actor: Any, actor_label: str) -> Why:
    cause = Cause.RECOUNT if row.counted is not None else Cause.ADJUSTED
    return Why(
        cause=cause, reason=row.reason, note=row.note, actor=actor, actor_label=actor_label,
        by_hand=row.counted is not None,
    )  # fmt: skip
