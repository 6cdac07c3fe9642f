"""What a person decides about differences: tell again, accept theirs, keep watching."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from core.errors import DomainError
from core.models import Store
from inventory.models import Location
from inventory.models.agreement import Field
from inventory.selectors.disagreements import held_fields
from inventory.selectors.stock import told
from inventory.services.overrides import set_overrides
from inventory.services.stock import adjust
from marketplaces.models import Connection
from sync.drift import radar
from sync.models import Drift

State, What = Drift.State, Drift.What
ACTS = ("heal", "accept", "watch")
ALREADY = lazy("It is over, being told again, or was decided by somebody else just now.")
#: What somebody can still decide about.
UNDECIDED = (State.OPEN, State.WATCHED)


@dataclass(frozen=True, slots=True)
class Left:
    """A difference that stays as it is, and why."""

    drift: Drift
    why: str

    def __str__(self) -> str:
        return f"{self.drift.listing.marketplace_sku or self.drift.listing.title}: {self.why}"


def decide(*, store: Store, ids: Collection[UUID], act: str, by: str) -> tuple[int, list[Left]]:
    """Do this with each that still waits; how many, and those that were left. DomainError for no act."""
    if act not in ACTS:
        raise DomainError(_("Choose to tell again, to accept theirs or to keep watching."), field="do")
    done, left = 0, list[Left]()
    with transaction.atomic():
        rows = Drift.objects.select_for_update(of=("self",)).filter(store=store, pk__in=list(ids), state__in=UNDECIDED)
        waiting = list(rows.select_related("listing__variant", "connection", "store").order_by("pk"))
        for row in waiting:
            try:
                with transaction.atomic():
                    _one(row, act, by)
                done += 1
            except DomainError as refused:
                left.append(Left(row, str(refused)))
        for connection in Connection.objects.filter(store=store, pk__in={row.connection_id for row in waiting}):
            radar.tell(connection)
    return done, left


def _one(row: Drift, act: str, by: str) -> None:
    if act == "watch":
        _settle(row, State.WATCHED, by)
        return
    if row.what == What.STATUS:
        if act == "accept":
            raise DomainError(_("Unlink it, or tell it no stock: then it is not missed there."))
        if why := radar.why_not_back(row):
            raise DomainError(why)
    if row.what == What.PRICE and held_fields([row.listing_id], Field.PRICE):
        raise DomainError(_("Both sides changed this price. Settle it under Listings, Disagree."))
    if act == "heal":
        radar.heal([row], by=by)
        return
    if row.what == What.PRICE:
        set_overrides(listing=row.listing, by=by, price=Decimal(row.theirs))
    else:
        _count(row, by)
    _settle(row, State.ACCEPTED, by)


def _count(row: Drift, by: str) -> None:
    """Theirs is right and ours is not: the units are booked on the shelf, with their row in the ledger."""
    tell, variant = told([row.listing_id]).get(row.listing_id), row.listing.variant
    if tell is None or variant is None or tell.rule.override is not None or len(tell.places) != 1:
        raise DomainError(_("It is told of several places, or has a number of its own. Count it at its place."))
    if str(tell.total) != row.ours:
        raise DomainError(_("Our number has changed since. Look again after the next reading."))
    place = Location.objects.get(store_id=row.store_id, pk=tell.places[0])
    adjust(
        store=row.store, variant=variant, location=place, delta=int(row.theirs) - int(row.ours),
        reason=_("taken from %(shop)s") % {"shop": row.connection.name}, actor_label=by,
    )  # fmt: skip


def _settle(row: Drift, state: str, by: str) -> None:
    now = timezone.now()
    over = now if state == State.ACCEPTED else None
    Drift.objects.filter(pk=row.pk).update(state=state, decided_by=by[:150], over_at=over, updated_at=now)
