"""Sends what waits for some listings now: a person asked, so refused ones are tried again too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from core.models import Store, User
from marketplaces.models import Connection, OutboundChange
from sync.asking import ask
from sync.models import SyncType
from sync.push import queue

Kind = OutboundChange.Kind
State = OutboundChange.State
RUNS = {Kind.STOCK: SyncType.INVENTORY, Kind.PRICE: SyncType.PRICES}


@dataclass(slots=True)
class Sent:
    """How many changes go out, and those that do not, each with a sentence."""

    going: int = 0
    left: list[tuple[OutboundChange, str]] = field(default_factory=list)


def waiting_for(*, store: Store, listing_ids: Collection[UUID]) -> list[OutboundChange]:
    """The stock and prices of these listings that their shops have not been told, or refused."""
    behind = Q(wanted_version__gt=F("sent_version")) | Q(state__in=[State.REFUSED, State.RETRY, State.HELD])
    rows = OutboundChange.objects.filter(
        behind, store=store, subject_id__in=list(listing_ids), kind__in=list(RUNS), connection__deleted_at__isnull=True
    )
    return list(rows.select_related("connection__marketplace").order_by("connection__name", "kind", "subject_id"))


def send_now(*, store: Store, listing_ids: Collection[UUID], by: str, user: User | None = None) -> Sent:
    """Wake what waits for these listings. What a person must decide first is left, with the reason."""
    sent = Sent()
    rows = waiting_for(store=store, listing_ids=listing_ids)
    places: set[tuple[UUID, str]] = set()
    for row in rows:
        if why := why_not(row):
            sent.left.append((row, why))
            continue
        if row.state in (State.REFUSED, State.RETRY):
            queue.try_again(row, by=by)
        places.add((row.connection_id, row.kind))
        sent.going += 1
    _start(rows, places, user)
    return sent


def why_not(change: OutboundChange) -> str:
    """Why this change cannot go out now; empty if it can."""
    shop = change.connection
    switched = shop.stock_out if change.kind == Kind.STOCK else shop.price_out
    if change.state == State.HELD:
        return _("It is held back: check the count, then let the numbers of %(shop)s go.") % {"shop": shop.name}
    if not switched:
        return _("Sending is switched off at %(shop)s.") % {"shop": shop.name}
    if not shop.is_working:
        return _("%(shop)s is stopped or paused: %(why)s") % {
            "shop": shop.name, "why": shop.status_reason or shop.get_status_display(),
        }  # fmt: skip
    return ""


def _start(rows: Sequence[OutboundChange], places: set[tuple[UUID, str]], user: User | None) -> None:
    shops: dict[UUID, Connection] = {row.connection_id: row.connection for row in rows}
    for connection_id, kind in sorted(places, key=str):
        ask(connection=shops[connection_id], sync_type=RUNS[Kind(kind)], by=user)
