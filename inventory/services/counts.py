"""Writes many counts at once: stock rows, ledger, first counts, shortages served, and the news of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from core.services.sets import insert_rows, update_rows
from inventory.models import InventoryChange, Stock, Variant
from inventory.services import bundles, reservations
from inventory.services.outbound import mark_stock

LEDGER = (
    "id", "store_id", "variant_id", "location_id", "delta", "on_hand_before", "on_hand_after", "reserved_after"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """So many units are at a place."""

    store_id: UUID
    variant_id: UUID
    location_id: UUID
    on_hand: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What the ledger says about a change. `by_hand`: also a count that changes nothing leaves a row."""

    cause: str
    reason: str = ""
    note: str = ""
    actor: Any = None
    actor_label: str = ""
    run_id: UUID | None = None
    by_hand: bool = False


def lock(counts: Sequence[Count]) -> dict[tuple[UUID, UUID], Stock]:
    """The stock rows of these variants, made where missing, locked until the transaction ends."""
    reservations.make_stock_rows([reservations.Ask(each.variant_id, *_place(each), 0) for each in counts])
    variants = {each.variant_id for each in counts}
    reservations.lock_stock(variants)
    return {(row.variant_id, row.location_id): row for row in Stock.all_objects.filter(variant_id__in=variants)}


def _place(count: Count) -> tuple[UUID, UUID, UUID]:
    return count.store_id, count.variant_id, count.location_id


def write(counts: Sequence[Count], stock: dict[tuple[UUID, UUID], Stock], why: Why) -> set[UUID]:
    """Set on hand at places locked by `lock`; returns the ids of the ledger rows.

    Counts below what is reserved are taken: the newest reservations become shortages. What came in serves the oldest.
    """
    now = timezone.now()
    uncounted = _uncounted({each.variant_id for each in counts})
    rows, ledger, grown = [], [], set()
    for each in counts:
        place = stock[(each.variant_id, each.location_id)]
        delta = each.on_hand - place.on_hand
        if each.on_hand < place.reserved:
            reservations.shrink_to(each.variant_id, each.location_id, each.on_hand)
        if delta or why.by_hand or each.variant_id in uncounted:
            reserved = min(place.reserved, each.on_hand)
            ledger.append((uuid4(), *_place(each), delta, place.on_hand, each.on_hand, reserved))
        if delta:
            rows.append((place.pk, each.on_hand))
        if delta > 0:
            grown.add(each.variant_id)
    update_rows(Stock, ("id", "on_hand"), rows, now=now)
    written = insert_rows(InventoryChange, LEDGER, ledger, constants=_constants(why, now), now=now)
    _settle({row[2] for row in ledger}, uncounted, grown, why, now)
    return written


def _settle(touched: set[UUID], uncounted: set[UUID], grown: set[UUID], why: Why, now: datetime) -> None:
    bundles.refuse_own_stock(touched)
    first = [(variant, now) for variant in touched & uncounted]
    update_rows(
        Variant, ("id", "opening_counted_at"), first, now=now, reason="first count",
        user_id=getattr(why.actor, "pk", None),
    )  # fmt: skip
    bundles.now_counted({variant for variant, _now in first}, now, user_id=getattr(why.actor, "pk", None))
    reservations.regrant(grown)
    reservations.tell_short({variant for variant, _now in first})
    mark_stock(touched)


def _uncounted(variant_ids: Collection[UUID]) -> set[UUID]:
    waiting = Variant.all_objects.filter(pk__in=list(variant_ids), opening_counted_at__isnull=True)
    return set(waiting.values_list("pk", flat=True))


def _constants(why: Why, now: datetime) -> dict[str, Any]:
    return {
        "cause": why.cause, "reason": why.reason[:200], "note": why.note, "actor_id": getattr(why.actor, "pk", None),
        "actor_label": (why.actor_label or str(why.actor or ""))[:150], "run_id": why.run_id, "created_at": now,
        "order_item_id": None, "shipment_id": None,
    }  # fmt: skip
