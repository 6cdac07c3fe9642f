"""The saved views of the order list, named after the next action, and how many orders each holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from core.models import NeedsYou, Store
from orders.models import Order, OrderReturn, OrderReturnLine

Status = Order.Status

#: Still on somebody's desk.
OPEN = (Status.PENDING, Status.CONFIRMED, Status.PROCESSING, Status.READY_FOR_SHIPMENT, Status.UNKNOWN)
#: Can leave the house.
SHIPPABLE = (Status.CONFIRMED, Status.PROCESSING, Status.READY_FOR_SHIPMENT)
#: A return of which nobody knows yet how it ends.
RETURNING = ("requested", "disputed", "unknown")
#: Counts beyond this are not worth their price: 80 ms for a hundred thousand, 15 for these.
MANY = 20_000


def end_of_day(store: Store, now: datetime) -> datetime:
    """The store's midnight."""
    local = now.astimezone(store.zone)
    return datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=store.zone)


def _open(store: Store, now: datetime) -> Q:
    return Q(status__in=OPEN)


def _leaving(store: Store, now: datetime) -> Q:
    return Q(status__in=SHIPPABLE, scheme=Order.Scheme.SELLER, held_at__isnull=True)


def _today(store: Store, now: datetime) -> Q:
    return _leaving(store, now) & Q(ship_by__lt=end_of_day(store, now))


def _late(store: Store, now: datetime) -> Q:
    return _leaving(store, now) & Q(ship_by__lt=now)


def _needs(store: Store, now: datetime) -> Q:
    waiting = NeedsYou.objects.filter(
        Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now),
        store=store,
        subject_type="order",
        settled_at__isnull=True,
    )
    return Q(pk__in=waiting.values("subject_id"))


def _unlinked(store: Store, now: datetime) -> Q:
    return Q(status__in=OPEN, unlinked_lines__gt=0)


def _trouble(store: Store, now: datetime) -> Q:
    return Q(sync_status="error")


def _returns(store: Store, now: datetime) -> Q:
    """Of which something comes back, as long as it asks something of us."""
    undecided = OrderReturnLine.objects.filter(decision="", order_return__came_back=True)
    waiting = OrderReturn.objects.filter(
        Q(status__in=RETURNING)
        | Q(status="accepted", refund_given=False)
        | Q(pk__in=undecided.values("order_return_id"), order__scheme=Order.Scheme.SELLER),
        store=store, order__isnull=False,
    )  # fmt: skip
    return Q(pk__in=waiting.values("order_id"))


def _all(store: Store, now: datetime) -> Q:
    return Q()


VIEWS: Mapping[str, Callable[[Store, datetime], Q]] = {
    "open": _open,
    "today": _today,
    "late": _late,
    "needs": _needs,
    "unlinked": _unlinked,
    "trouble": _trouble,
    "returns": _returns,
    "all": _all,
}
#: Sorted by what is urgent; the others by when they were placed.
URGENT = frozenset(VIEWS) - {"returns", "all"}


def in_view(store: Store, view: str, now: datetime) -> QuerySet[Order]:
    """The orders of a view; archived ones are in none of them."""
    return Order.objects.filter(VIEWS[view](store, now), store=store, archived_at__isnull=True)


def view_counts(store: Store, now: datetime) -> dict[str, int]:
    """How many orders each view holds: one pass over the open ones, four small queries for the rest."""
    desk = ("open", "today", "late", "unlinked")
    counts: dict[str, int] = in_view(store, "open", now).aggregate(
        **{view: Count("pk", filter=VIEWS[view](store, now)) for view in desk}
    )
    for view in ("needs", "trouble", "returns", "all"):
        counts[view] = at_most(in_view(store, view, now))
    return {view: counts[view] for view in VIEWS}


def at_most(rows: QuerySet[Order], most: int = MANY) -> int:
    """An exact count up to `most`, then `most` + 1: counting a million rows is not worth anybody's wait."""
    return rows.order_by()[: most + 1].count()
