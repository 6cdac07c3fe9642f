"""Says aloud what a shop's measures show: one open cause per shop, settled by itself once all are within their limits.

A shop that signed out or does not answer was told of as that; what follows from it is not told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.models import NeedsYou, Store
from core.services import needs_you
from marketplaces.models import Connection
from sync.accounts import cause_key, unanswered_key
from sync.health import Measure, ShopHealth, health_of


class Told(NamedTuple):
    """What is late, and what waiting costs."""

    said: str
    cost: str


def tell_all(now: datetime) -> None:
    """Look at the shops of every store that has one which works, or one that was told of."""
    working = Connection.objects.filter(status=Connection.Status.ACTIVE).values("store")
    for store in Store.objects.filter(Q(pk__in=working) | Q(pk__in=_open().values("store"))):
        tell(store, now)


def tell(store: Store, now: datetime) -> None:
    """Raise what is beyond its limit at each shop that works, settle what is within again or works no more."""
    over = {need.cause_key for need in _open().filter(store=store)}
    for shop in health_of(store, now):
        if _speaks(shop.connection) and (found := list(_beyond(shop))):
            _raise(shop.connection, found)
            over.discard(_key(shop.connection))
    for key in over:
        needs_you.settle_cause(store=store, cause_key=key, how=_("It is in time again, or paused"), by="system")


def _open() -> QuerySet[NeedsYou]:
    return NeedsYou.objects.filter(kind=NeedsYou.Kind.LATE, settled_at__isnull=True)


def _speaks(shop: Connection) -> bool:
    told = (cause_key(shop), unanswered_key(shop))
    return shop.status == Connection.Status.ACTIVE and not any(
        needs_you.is_open(store=shop.store, cause_key=key) for key in told
    )


def _beyond(shop: ShopHealth) -> Iterable[Told]:
    if shop.order_import_lag.alert:
        said = _("Orders were last read %(was)s ago; %(most)s at most.") % _times(shop.order_import_lag)
        yield Told(said, _("New orders are not seen, and other shops may sell the same goods again."))
    if shop.inventory_sync_lag.alert:
        said = _("Stock was last sent %(was)s ago; %(most)s at most.") % _times(shop.inventory_sync_lag)
        yield Told(said, _("It may sell what is not there any more."))
    if shop.fulfilment_queue.alert:
        words = {"n": round(shop.fulfilment_queue.value or 0), "most": round(shop.fulfilment_queue.limit)}
        said = _("%(n)d shipments and cancellations wait to be sent; %(most)d at most.") % words
        yield Told(said, _("Parcels that are on their way look late there."))
    if shop.error_rate.alert and shop.last_error:  # what went wrong yesterday and goes well again needs nobody
        words = {"failed": shop.failed_runs, "runs": shop.runs}
        said = _("%(failed)d of %(runs)d syncs of the last day failed, the last one too.") % words
        yield Told(f"{said} {shop.last_error}", _("What changed there or here may not have arrived."))
    if shop.key_success_rate.alert:
        said = _("Of the keys bought in the last day only %(share)d %% came; at least %(least)d %% should.") % {
            "share": int((shop.key_success_rate.value or 0) * 100), "least": round(shop.key_success_rate.limit * 100),
        }  # fmt: skip
        yield Told(said, _("Buyers wait for their keys."))


def _times(measure: Measure) -> dict[str, str]:
    return {"was": _minutes(measure.value or 0), "most": _minutes(measure.limit)}


def _minutes(seconds: float) -> str:
    if seconds >= timedelta(hours=2).total_seconds():
        return _("%(n)d hours") % {"n": seconds // 3600}
    return _("%(n)d minutes") % {"n": seconds // 60}


def _raise(shop: Connection, found: list[Told]) -> None:
    needs_you.raise_cause(
        store=shop.store,
        kind=NeedsYou.Kind.LATE,
        cause_key=_key(shop),
        title=_("%(shop)s is behind") % {"shop": shop.name},
        said=" ".join(told.said for told in found),
        cost=" ".join(told.cost for told in found),
        fix=_("Look at the runs of this shop under Syncs. If none was made lately, the workers do not run."),
        subject_type="connection",
        subject_id=shop.pk,
    )


def _key(shop: Connection) -> str:
    return f"late:{shop.pk}"
