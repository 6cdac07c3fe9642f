"""What is to leave the house, in four lanes by deadline, and what each lane is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from django.db.models import Case, CharField, Count, Min, Q, Sum, Value, When

from core.models import Store
from core.period import midnight
from orders.models import Order
from orders.selectors.views import SHIPPABLE, end_of_day

LATE, SOON, TODAY, NEXT = LANES = ("late", "soon", "rest", "next")
HOURS = timedelta(hours=4)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Lane:
    """How many orders must leave in it, what they are worth by currency, and when the first of them is due."""

    name: str
    orders: int = 0
    money: Mapping[str, Decimal] = field(default_factory=dict)
    first_due: datetime | None = None


def leaving() -> Q:
    """Can leave, is ours to send, and nobody holds it."""
    return Q(status__in=SHIPPABLE, scheme=Order.Scheme.SELLER, held_at__isnull=True, archived_at__isnull=True)


def next_working_day(store: Store, now: datetime) -> date:
    """The next day from Monday to Friday; holidays are not known here."""
    day = now.astimezone(store.zone).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def in_lane(name: str, store: Store, now: datetime) -> Q:
    """The orders of one lane; no order is in two. The last one takes in the days off before that working day."""
    tonight = end_of_day(store, now)
    soon, far = now + HOURS, _far(store, now)
    night = max(soon, tonight)
    since, until = {LATE: (None, now), SOON: (now, soon), TODAY: (soon, tonight), NEXT: (night, far)}[name]
    return leaving() & Q(ship_by__lt=until) & (Q(ship_by__gte=since) if since else Q())


def past_midnight(now: datetime, zone: tzinfo) -> bool:
    """Late in the evening the next hours reach into the next day: what is due in them does not all leave today."""
    return (now + HOURS).astimezone(zone).date() > now.astimezone(zone).date()


def _far(store: Store, now: datetime) -> datetime:
    """When the next working day is over."""
    return midnight(next_working_day(store, now) + timedelta(days=1), store.zone)


def lanes(store: Store, now: datetime) -> dict[str, Lane]:
    """All four, in one pass over what is due by then."""
    whens = [When(in_lane(name, store, now), then=Value(name)) for name in LANES]
    rows = (
        Order.objects.filter(leaving(), store=store, ship_by__lt=_far(store, now))
        .annotate(lane=Case(*whens, output_field=CharField()))
        .order_by()
        .values("lane", "currency")
        .annotate(n=Count("pk"), worth=Sum("total"), first=Min("ship_by"))
    )
    found: dict[str, Lane] = {name: Lane(name) for name in LANES}
    for row in sorted(rows, key=lambda each: -each["n"]):
        lane = found[row["lane"]]
        firsts = [moment for moment in (lane.first_due, row["first"]) if moment]
        money = {**lane.money, row["currency"]: row["worth"]}
        found[lane.name] = Lane(lane.name, lane.orders + row["n"], money, min(firsts))
    return found


def to_ship(store: Store) -> int:
    """How many are to be sent at all, those without a deadline among them."""
    return Order.objects.filter(leaving(), store=store).order_by().count()
