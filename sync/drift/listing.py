"""The differences of a store as its page, its API and its command show them."""

import uuid
from decimal import Decimal

from django.db.models import QuerySet

from core.keyset import Key, Keyset
from core.models import Store
from marketplaces.models import Connection
from sync.models import Drift

DEAREST = Keyset((Key("money", Decimal, descending=True), Key("id", uuid.UUID)))
State = Drift.State
VIEWS: dict[str, tuple[str, ...]] = {
    "open": (State.OPEN,),
    "healing": (State.HEALING,),
    "watched": (State.WATCHED,),
    "over": (State.OVER, State.ACCEPTED),
}


def drifts(
    store: Store, view: str = "open", *, what: str = "", cause: str = "", connection: uuid.UUID | None = None
) -> QuerySet[Drift]:
    """Of one view, in the order of `DEAREST`: what may cost most comes first."""
    rows = Drift.objects.filter(store=store, state__in=VIEWS[view])
    rows = rows.exclude(connection__status=Connection.Status.DISCONNECTED)
    if what:
        rows = rows.filter(what=what)
    if cause:
        rows = rows.filter(cause=cause)
    if connection:
        rows = rows.filter(connection=connection)
    return rows.select_related("connection__marketplace", "listing__variant")
