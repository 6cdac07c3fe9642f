"""Changes of how many there are: by a difference, or by a count. Each leaves its row in the ledger (law 2)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.models import Store
from inventory.models import InventoryChange, Location, Stock, Variant
from inventory.services import bundles, counts
from inventory.services.counts import Count, Why

Cause = InventoryChange.Cause
#: More than any shelf holds, and far below what the column holds.
LARGEST = 1_000_000_000


def adjust(
    *,
    store: Store,
    variant: Variant,
    location: Location,
    delta: int,
    reason: str,
    actor: Any = None,
    actor_label: str = "",
    note: str = "",
    cause: str = Cause.ADJUSTED,
    run_id: UUID | None = None,
) -> InventoryChange:
    """Add or take units. Raises DomainError rather than go below zero or below what is reserved."""
    check_place(store, variant, location)
    if not delta:
        raise DomainError(_("Nothing would change. Enter how many came in or went out."), field="delta")
    why = Why(cause=cause, reason=reason, note=note, actor=actor, actor_label=actor_label, run_id=run_id)
    with transaction.atomic():
        count = Count(store.pk, variant.pk, location.pk, 0)
        rows = counts.lock([count])
        place = rows[(variant.pk, location.pk)]
        check_delta(place, delta)
        found = counts.write([Count(store.pk, variant.pk, location.pk, place.on_hand + delta)], rows, why)
    return InventoryChange.objects.get(pk=found.pop())


def recount(
    *,
    store: Store,
    variant: Variant,
    location: Location,
    counted: int,
    reason: str = "",
    actor: Any = None,
    actor_label: str = "",
    note: str = "",
    cause: str = Cause.RECOUNT,
    run_id: UUID | None = None,
) -> InventoryChange:
    """Somebody counted. Fewer than reserved is accepted: the newest reservations become shortages."""
    check_place(store, variant, location)
    check_count(counted)
    why = Why(
        cause=cause, reason=reason, note=note, actor=actor, actor_label=actor_label, run_id=run_id, by_hand=True
    )  # fmt: skip
    with transaction.atomic():
        count = Count(store.pk, variant.pk, location.pk, counted)
        found = counts.write([count], counts.lock([count]), why)
    return InventoryChange.objects.get(pk=found.pop())


def check_place(store: Store, variant: Variant, location: Location) -> None:
    """Raise DomainError for goods or a place of another store."""
    if variant.store_id != store.pk or location.store_id != store.pk:
        raise DomainError(_("This product or place is not in this store."))
    bundles.check_own_stock(variant)


def check_count(counted: int) -> None:
    """Raise DomainError for a number that nobody can have counted."""
    if counted < 0:
        raise DomainError(_("A count cannot be below zero. Enter how many are there."), field="counted")
    if counted > LARGEST:
        raise DomainError(_("This is more than can be kept. Enter how many are there."), field="counted")


def check_delta(place: Stock, delta: int) -> None:
    """Sentences for what the constraints of the table refuse."""
    after = place.on_hand + delta
    words = {"there": place.on_hand, "taking": -delta, "left": after, "reserved": place.reserved}
    if after < 0:
        sentence = ngettext(
            "Only %(there)s is there; taking %(taking)s would leave −%(missing)s.",
            "Only %(there)s are there; taking %(taking)s would leave −%(missing)s.",
            place.on_hand,
        )
        raise DomainError(sentence % (words | {"missing": -after}), field="delta")
    if delta < 0 and after < place.reserved:
        sentence = _(
            "%(reserved)s of the %(there)s are reserved for orders; taking %(taking)s would leave %(left)s. If they "
            "are really gone, enter a count instead: the newest orders then become short."
        )
        raise DomainError(sentence % words, field="delta")
    if after > LARGEST:
        raise DomainError(_("This is more than can be kept. Enter how many came in."), field="delta")
