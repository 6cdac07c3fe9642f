"""Sales as Analytics draws them: four figures, a chart, and a table whose foot is the sum of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from babel import Locale
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboard.changes import Change, change
from dashboard.charts import MOST_SERIES, Mark, Series, stacked
from dashboard.formats.days import day_month, day_range, whole_day
from dashboard.formats.money import short_money
from dashboard.formats.numbers import number
from dashboard.formats.region import Region
from dashboard.sales_whys import Reckoning, share_of
from dashboard.views.orders.rows import Shop
from dashboard.why import Why
from orders.selectors.sums import OTHERS, REST, Block, By, Left, Row, Sales, Sums, together
from orders.selectors.terms import NONE

#: A table is for reading: the rest stands in one row, and the file of orders has everything.
MOST_ROWS = 25
GREY = 5
FILTERS = {"marketplace": "channel", "connection": "of_shop", "product": "product", "country": "country"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with what is said beneath it."""

    word: str
    value: str
    why: Why
    note: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row of the table. `why` explains all its numbers; a row of rests has none of its own orders to show."""

    row: Row
    name: str
    shop: Shop | None
    why: Why
    share: Decimal | None

    @property
    def placed(self) -> int:
        """Counted or left out: what shares of cancelled orders are taken of."""
        return self.row.sums.orders + sum(some.orders for some in self.row.left.values())

    @property
    def cancelled_share(self) -> Decimal | None:
        return share_of(self.row.left.get("cancelled", Left()).orders, self.placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A block of one currency."""

    currency: str
    sums: Sums
    figures: Sequence[Figure]
    keys: Sequence[Series]
    chart: SafeString
    rows: Sequence[Shown]
    foot: Why
    notes: Sequence[str]


def drawn(found: Sales, region: Region) -> list[Drawn]:
    """Every block, the store's currency first."""
    return [_block(found, block, at, region) for at, block in enumerate(found.blocks)]


def _block(found: Sales, block: Block, at: int, region: Region) -> Drawn:
    reckoning = Reckoning(region=region, currency=block.currency, period=found.period)
    series = series_of(block.rows, found.by, region)
    return Drawn(
        currency=block.currency,
        sums=block.sums,
        figures=_figures(found, block, reckoning, f"why-{at}"),
        keys=series,
        chart=_chart(found, series, block.currency, region),
        rows=[_row(found, block, row, reckoning, f"why-{at}-{n}") for n, row in enumerate(block.rows)],
        foot=reckoning.row(f"why-{at}-all", _("All"), block.sums, block.sums, block.left),
        notes=[*reckoning.refund_notes(block.sums), *reckoning.untold(block.sums)],
    )


def name_of(row: Row, by: By, region: Region) -> str:
    """What a row is called."""
    if row.key == OTHERS:
        return _("All others (%(n)s)") % {"n": number(row.merged, region)}
    if row.key == REST:
        return _("Shipping, discounts and rounding")
    if by == "country":
        return country_name(row.key, region) if row.key else _("No country told")
    if row.key in ("", NONE):
        return _("Not linked to a product") if by == "product" else _("A removed shop")
    return row.name or row.key.title()


def country_name(code: str, region: Region) -> str:
    """A country in the reader's language; what is no code stays as the marketplace wrote it."""
    return Locale.parse(str(region.dates)).territories.get(code, code)


def series_of(rows: Sequence[Row], by: By, region: Region) -> list[Series]:
    """Net by bar: five colours at most, the last of them for all others where there are more."""
    named = rows if len(rows) <= MOST_SERIES else rows[: MOST_SERIES - 1]
    found = [
        Series(name_of(row, by, region), [bar.net for bar in row.bars], tone, _guesses(row))
        for tone, row in enumerate(named, start=1)
    ]
    if len(named) < len(rows):
        others = together(rows[len(named) :])
        found.append(Series(_("All others"), [bar.net for bar in others.bars], GREY, _guesses(others)))
    return found


def _guesses(row: Row) -> list[bool]:
    return [bar.is_estimated for bar in row.bars]


def _chart(found: Sales, series: Sequence[Series], currency: str, region: Region) -> SafeString:
    words = _("Net per day, %(range)s, in %(currency)s. The table below has the totals.")
    if found.period.step > 1:
        words = _("Net per week, %(range)s, in %(currency)s. The table below has the totals.")
    days = day_range(found.period.first, found.period.last, region)
    return stacked(
        series,
        _marks(found, series, currency, region),
        label=words % {"range": days, "currency": currency},
        tick=lambda value: short_money(value, currency, region),
        width=1080,
        height=230,
    )


def _marks(found: Sales, series: Sequence[Series], currency: str, region: Region) -> list[Mark]:
    reckoning = Reckoning(region=region, currency=currency, period=found.period)
    marks = []
    for at, day in enumerate(found.period.slots()):
        parts = [
            f"{each.name} {reckoning.money(each.values[at], estimated=each.is_guess(at))}"
            for each in series
            if each.values[at]
        ]
        guess = any(each.is_guess(at) for each in series)
        total = reckoning.money(sum((each.values[at] for each in series), Decimal(0)), estimated=guess)
        name = whole_day(day, region)
        if found.period.step > 1:
            name = _("Week from %(day)s") % {"day": name}
        title = f"{name}: {total}" + (f". {', '.join(parts)}" if len(parts) > 1 else "")
        marks.append(Mark(day_month(day, region), title))
    return marks


def _figures(found: Sales, block: Block, reckoning: Reckoning, id: str) -> list[Figure]:
    now, before, against, region = block.sums, block.before, found.before, reckoning.region
    return [
        Figure(
            word=_("Orders"),
            value=number(now.orders, region),
            why=reckoning.orders(f"{id}-orders", now, block.left, before, against),
            note=change(now.orders, before.orders, region),
        ),
        Figure(
            word=_("Sales"),
            value=reckoning.sales_of(now),
            why=reckoning.sales(f"{id}-sales", now, before, against),
            note=change(now.sales, before.sales, region),
        ),
        Figure(
            word=_("Fees"),
            value=reckoning.fees_of(now),
            why=reckoning.fees(f"{id}-fees", now, before, against),
            note=_fee_note(now, before, reckoning),
        ),
        Figure(
            word=_("Net"),
            value=reckoning.net_of(now),
            why=reckoning.net(f"{id}-net", now, before, against),
            note=_net_note(now, before, reckoning),
        ),
    ]


def _fee_note(now: Sums, before: Sums, reckoning: Reckoning) -> Change:
    if now.fees_told is None:
        return Change(_("not told yet"), "grey", "hourglass")
    if now.fee_share is None:
        return Change(_("nothing sold"), "grey", "minus")
    shares: dict[str, Any] = {"now": reckoning.share_of(now), "was": reckoning.share_of(before)}
    if before.fee_share is None:
        return Change(_("%(now)s of sales") % shares, "grey", "info-circle")
    dearer = now.fee_share > before.fee_share
    return Change(
        _("%(now)s of sales, was %(was)s") % shares, "amber" if dearer else "grey", "trending-up" if dearer else "minus"
    )


def _net_note(now: Sums, before: Sums, reckoning: Reckoning) -> Change:
    if now.estimated:
        words = _("%(money)s of fees estimated") % {"money": reckoning.money(now.estimated_fees)}
        return Change(words, "grey", "info-circle")
    if now.untold:
        words = _("%(n)s orders still without fees") % {"n": number(now.untold, reckoning.region)}
        return Change(words, "grey", "hourglass")
    return change(now.net, before.net, reckoning.region)


def _row(found: Sales, block: Block, row: Row, reckoning: Reckoning, id: str) -> Shown:
    name = name_of(row, found.by, reckoning.region)
    rest = row.key in (OTHERS, REST)
    own = {} if rest else {FILTERS[found.by]: row.key or NONE}
    shop = Shop(row.code, row.marketplace) if row.code else None
    return Shown(
        row=row,
        name=name,
        shop=shop,
        why=replace(reckoning, group=own, linked=not rest).row(id, name, row.sums, block.sums, row.left),
        share=share_of(row.sums.net, block.sums.net),
    )
