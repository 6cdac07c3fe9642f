"""The four figures of the day, each with the sum that made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Store
from core.period import Period
from dashboard.changes import Change, change
from dashboard.formats.days import weekday
from dashboard.formats.numbers import number, percent
from dashboard.formats.region import Region
from dashboard.sales_whys import Reckoning
from dashboard.views.today.seen import seen_why
from dashboard.views.today.sentence import MOST_CURRENCIES
from dashboard.why import Line, Why
from inventory.selectors.seen import Seen
from orders.selectors.lanes import LATE, SOON, TODAY, Lane, past_midnight
from orders.selectors.sales import totals
from orders.selectors.standing import practice_shops
from orders.selectors.sums import Block, Left, Sums

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the page: one value, or one for each currency, each then with a sum of its own.

    `why` explains the only value and the note; of several currencies it has them all.
    """

    word: str
    values: Sequence[tuple[str, Why]]
    why: Why
    note: Change

    @property
    def shown(self) -> Sequence[tuple[str, Why]]:
        """The store's own currency, and the other one where there is just one."""
        return self.values if len(self.values) <= MOST_CURRENCIES else self.values[:1]

    @property
    def folded(self) -> Sequence[tuple[str, Why]]:
        """What stands behind their count."""
        return self.values[len(self.shown) :]

    @property
    def whys(self) -> Sequence[Why]:
        """Every sum that something here opens, once."""
        return list({why.id: why for _value, why in [*self.values, ("", self.why)]}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Today so far beside the same weekday a week ago until the same time."""

    store: Store
    now: datetime
    period: Period
    today: Mapping[str, Block]
    before: Mapping[str, Block]

    @classmethod
    def so_far(cls, store: Store, now: datetime) -> Day:
        """Two statements over the orders of two days."""
        date = now.astimezone(store.zone).date()
        period, earlier = Period(date, date, store.zone), Period(date - WEEK, date - WEEK, store.zone)
        until = (now.astimezone(store.zone) - WEEK).replace(fold=0)  # the same time on the clock, also across a change
        practice = practice_shops(store)
        return cls(
            store=store,
            now=now,
            period=period,
            today=totals(store, period, practice),
            before=totals(store, earlier, practice, until=until),
        )

    def currencies(self) -> list[str]:
        """The store's own first, then by orders; only those something was sold in, or the store's own."""
        found = [currency for currency, block in self.today.items() if block.sums.orders]
        found.sort(key=lambda currency: (currency != self.store.currency, -self.today[currency].sums.orders))
        return found or [self.store.currency]

    def of(self, currency: str) -> Block:
        """One currency's figures."""
        return self.today.get(currency, Block(currency=currency))

    def earlier(self, currency: str) -> Block:
        """The same a week ago."""
        return self.before.get(currency, Block(currency=currency))


def with_money(day: Day, seen: Mapping[UUID, Seen], differ: int, region: Region) -> list[Figure]:
    """For everybody who sees money."""
    return [_orders(day, region), _sales(day, region), _net(day, region), _seen(seen, differ, region)]


def without_money(
    day: Day, lanes: Mapping[str, Lane], waiting: int, seen: Mapping[UUID, Seen], differ: int, region: Region
) -> list[Figure]:
    """For a packer: what is to be done instead of what it brings."""
    leaving = _leaving(lanes, past_midnight(day.now, day.store.zone), region)
    return [_orders(day, region), leaving, _waiting(waiting, region), _seen(seen, differ, region)]


def _orders(day: Day, region: Region) -> Figure:
    """Orders of all currencies can be added."""
    now, before = _count(day.today), _count(day.before)
    left: dict[str, Left] = {}
    for block in day.today.values():
        for name, some in block.left.items():
            left[name] = left.get(name, Left()) + some
    reckoning = Reckoning(region=region, currency="", period=day.period)
    why = reckoning.orders("why-orders", Sums(orders=now), left, Sums(orders=before), _week_ago(day))
    last = why.lines[-1]
    words = _("%(day)s a week ago, until the same time") % {"day": weekday(day.period.first - WEEK, region)}
    why = replace(why, lines=[*why.lines[:-1], replace(last, word=words)])
    return Figure(
        word=_("Orders today"),
        values=[(number(now, region), why)],
        why=why,
        note=_beside(day, now, before, region),
    )


def _beside(day: Day, now: int, before: int, region: Region) -> Change:
    """In orders, not in percent: of three orders one is no trend."""
    about = {"day": weekday(day.period.first, region), "n": number(abs(now - before), region)}
    about["time"] = f"{day.now.astimezone(day.store.zone):%H:%M}"
    if now == before:
        return Change(_("as many as last %(day)s by %(time)s") % about, "grey", "minus")
    if now > before:
        return Change(_("%(n)s more than last %(day)s by %(time)s") % about, "green", "trending-up")
    return Change(_("%(n)s fewer than last %(day)s by %(time)s") % about, "grey", "info-circle")


def _sales(day: Day, region: Region) -> Figure:
    currencies = day.currencies()
    about = [_("What buyers were to pay for orders placed today, as the marketplace told it. Nothing is converted.")]
    words = _("%(day)s a week ago, until the same time") % {"day": weekday(day.period.first - WEEK, region)}
    whole = Why("why-sales", _("How sales are counted"), about=about)
    values = []
    for currency in currencies:
        reckoning = Reckoning(region=region, currency=currency, period=day.period)
        sums = day.of(currency).sums
        lines = [*reckoning.sales_lines(sums), Line("clock", words, reckoning.sales_of(day.earlier(currency).sums))]
        values.append((reckoning.sales_of(sums), _of_one(whole, currency, lines)))
    return Figure(
        word=_("Sales today"),
        values=_by_itself(whole, values),
        why=_together(whole, values),
        note=change(day.of(currencies[0]).sums.sales, day.earlier(currencies[0]).sums.sales, region),
    )


def _net(day: Day, region: Region) -> Figure:
    currencies = day.currencies()
    total = sum((day.of(currency).sums for currency in currencies), Sums())
    about = Reckoning(region=region, currency="", period=day.period).untold(total)
    whole = Why("why-net", _("How net is counted"), about=about)
    values = []
    for currency in currencies:
        sums = day.of(currency).sums
        reckoning = Reckoning(region=region, currency=currency, period=day.period)
        one = _of_one(whole, currency, [*reckoning.fee_lines(sums), *reckoning.net_lines(sums)])
        values.append((reckoning.net_of(sums), replace(one, about=reckoning.untold(sums))))
    return Figure(
        word=_("Net after fees"),
        values=_by_itself(whole, values),
        why=_together(whole, values),
        note=_fee_note(day.of(currencies[0]).sums, total, region),
    )


def _of_one(whole: Why, currency: str, lines: Sequence[Line]) -> Why:
    """The same sum of one currency alone."""
    return replace(whole, id=f"{whole.id}-{currency}", lines=lines)


def _together(whole: Why, values: Sequence[tuple[str, Why]]) -> Why:
    """The sums of all currencies, one after the other."""
    return replace(whole, lines=[line for _value, why in values for line in why.lines])


def _by_itself(whole: Why, values: Sequence[tuple[str, Why]]) -> Sequence[tuple[str, Why]]:
    """Of an only currency both are one."""
    return values if len(values) > 1 else [(value, _together(whole, values)) for value, _why in values]


def _fee_note(sums: Sums, total: Sums, region: Region) -> Change:
    parts = []
    if sums.fee_share is not None:
        parts.append(_("%(share)s fees") % {"share": percent(sums.fee_share, region, estimated=sums.is_estimated)})
    if total.estimated:
        words = ngettext("%(n)s order estimated", "%(n)s orders estimated", total.estimated)
        parts.append(words % {"n": number(total.estimated, region)})
    if total.untold:
        words = ngettext("%(n)s order still without fees", "%(n)s orders still without fees", total.untold)
        parts.append(words % {"n": number(total.untold, region)})
    return Change(", ".join(parts) or _("nothing sold yet"), "grey", "info-circle")


def _leaving(lanes: Mapping[str, Lane], night: bool, region: Region) -> Figure:
    words = {LATE: _("Late"), SOON: _("Next 4 hours"), TODAY: _("Rest of today")}
    count = sum(lanes[name].orders for name in words)
    base = reverse("dashboard:orders")
    lines = [
        Line("clock", word, number(lanes[name].orders, region), url=f"{base}?view=open&term={name}")
        for name, word in words.items()
    ]
    title = _("Leaves within 4 hours") if night else _("Leaves today")
    done = Line("check", title, number(count, region), result=True)
    about = [_("What can leave, is ours to send and is not held, by its deadline.")]
    late = lanes[LATE].orders
    note = Change(_("none is late"), "green", "check")
    if late:
        note = Change(ngettext("%(n)d is late", "%(n)d are late", late) % {"n": late}, "red", "flame")
    asked = _("What leaves within 4 hours") if night else _("What leaves today")
    why = Why("why-leaving", asked, [*lines, done], about)
    return Figure(word=title, values=[(number(count, region), why)], why=why, note=note)


def _waiting(waiting: int, region: Region) -> Figure:
    url = reverse("dashboard:needs_you")
    line = Line("inbox", _("Open and not put off"), number(waiting, region), url=url, result=True)
    why = Why(
        "why-waiting", _("What waits for you"), [line], [_("Only what a person can settle, once for each cause.")]
    )
    note = Change(_("costliest first"), "grey", "inbox") if waiting else Change(_("nothing waits"), "green", "check")
    return Figure(word=_("Waits for you"), values=[(number(waiting, region), why)], why=why, note=note)


def _seen(seen: Mapping[UUID, Seen], differ: int, region: Region) -> Figure:
    """How much of what was told is seen there as told."""
    found = sum(seen.values(), Seen())
    why = seen_why("why-seen", found, region, differ=differ)
    return Figure(
        word=_("Stock seen right"),
        values=[(percent(found.share, region), why)],
        why=why,
        note=_seen_note(found, differ, region),
    )


def _seen_note(found: Seen, differ: int, region: Region) -> Change:
    if not found.told:
        return Change(_("no stock was told yet"), "grey", "minus")
    if differ:
        words = ngettext("%(n)s of %(all)s listings differs", "%(n)s of %(all)s listings differ", differ)
        return Change(words % {"n": number(differ, region), "all": number(found.told, region)}, "red", "arrows-diff")
    if found.refused:
        words = ngettext("%(n)s of %(all)s listings refused", "%(n)s of %(all)s listings refused", found.refused)
        about = {"n": number(found.refused, region), "all": number(found.told, region)}
        return Change(words % about, "red", "alert-circle")
    late = found.told - found.right
    if late:
        return Change(_("%(n)s not seen yet") % {"n": number(late, region)}, "grey", "hourglass")
    words = ngettext("%(n)s listing shows what we told", "%(n)s listings show what we told", found.told)
    return Change(words % {"n": number(found.told, region)}, "green", "check")


def _count(blocks: Mapping[str, Block]) -> int:
    return sum(block.sums.orders for block in blocks.values())


def _week_ago(day: Day) -> Period:
    return Period(day.period.first - WEEK, day.period.first - WEEK, day.store.zone)
