"""The sales of the last days as a chart, with its sentence and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.models import Store
from core.period import Period, last_days
from dashboard.changes import MANY_TIMES, change
from dashboard.charts import Mark, Series, stacked
from dashboard.formats.days import day_month, day_of_week, day_range, whole_day
from dashboard.formats.money import money, short_money
from dashboard.formats.region import Region
from dashboard.sales_whys import Reckoning
from orders.selectors.sales import sales
from orders.selectors.sums import Block, Sums
from orders.selectors.volume import is_long

DAYS = (14, 30, 90)
#: More orders than these come after the page, which people open many times a day.
QUICK = 10_000
NET, FEES = 1, 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the table; Analytics explains each of its figures."""

    day: str
    url: str
    sums: Sums


def asked_days(text: str) -> int:
    """Fourteen days unless thirty or ninety are asked for."""
    return int(text) if text in {str(days) for days in DAYS} else DAYS[0]


def sales_card(store: Store, days: int, now: datetime, region: Region, *, at_once: bool) -> dict[str, Any]:
    """What the card draws; of very many orders nothing yet, unless it was asked for alone."""
    period = last_days(days, now.astimezone(store.zone).date(), store.zone)
    choices = [{"days": each, "current": each == days} for each in DAYS]
    frame = {"days": days, "choices": choices}
    if not at_once and is_long(store, period, QUICK):
        return frame | {"later": True}
    found = sales(store, period, most=1)
    if not found.blocks:
        return frame | {"nothing": True}
    block, *others = found.blocks
    return frame | {
        "currency": block.currency,
        "sentence": _sentence(block, others, period, region),
        "chart": _chart(block, period, region),
        "bars": [
            Bar(day_month(day, region), _alone(day, period), sums)
            for day, sums in zip(period.slots(), block.bars, strict=True)
        ],
        "total": block.sums,
        "why": Reckoning(region=region, currency=block.currency, period=period).row(
            "why-days", _("All these days"), block.sums, block.sums, block.left),
    }  # fmt: skip


def _alone(day: date, period: Period) -> str:
    """Analytics of one bar."""
    last = min(day + timedelta(days=period.step - 1), period.last)
    asked = {"range": "custom", "since": day.isoformat(), "until": last.isoformat()}
    return f"{reverse('dashboard:analytics')}?{urlencode(asked)}"


def _sentence(block: Block, others: Sequence[Block], period: Period, region: Region) -> str:
    """How much, against the days before, and the best day; other currencies are named, never added."""
    told: Mapping[str, Any] = {
        "money": _sales_of(block.sums, block, region),
        "n": period.length,
        "change": change(block.sums.sales, block.before.sales, region).words,
    }
    parts = [_("%(money)s in %(n)d days, %(change)s than in the %(n)d before.") % told]
    told_apart = block.before.sales != block.sums.sales < MANY_TIMES * block.before.sales
    if block.before.sales <= 0 or not told_apart:
        parts = [_("%(money)s in %(n)d days; in the %(n)d before: %(before)s.") % {
            **told, "before": _sales_of(block.before, block, region)}]  # fmt: skip
    best = max(zip(block.bars, period.slots(), strict=True), key=lambda bar: bar[0].sales)
    if best[0].sales > 0:
        words = _("Best day: %(day)s, %(money)s.")
        parts.append(words % {"day": whole_day(best[1], region), "money": _sales_of(best[0], block, region)})
    if others:
        named = ", ".join(_sales_of(each.sums, each, region) for each in others)
        parts.append(_("Beside it, in other currencies: %(money)s.") % {"money": named})
    return " ".join(parts)


def _chart(block: Block, period: Period, region: Region) -> SafeString:
    words = _("Sales per day, net and fees, %(range)s. The table below has every figure.")
    label = day_of_week if period.length <= DAYS[0] else day_month
    net, fees = _("net"), _("fees")
    marks = [
        Mark(label(day, region), f"{whole_day(day, region)}: {net} {_m(bar.net, bar.is_estimated, block, region)}, "
             f"{fees} {_m(bar.fees, bar.estimated, block, region)}")
        for day, bar in zip(period.slots(), block.bars, strict=True)
    ]  # fmt: skip
    return stacked(
        [
            Series(_("Net"), [bar.net for bar in block.bars], NET),
            Series(_("Fees"), [bar.fees for bar in block.bars], FEES),
        ],
        marks,
        label=words % {"range": day_range(period.first, period.last, region)},
        tick=lambda value: short_money(value, block.currency, region),
    )


def _m(amount: Decimal, estimated: object, block: Block, region: Region) -> str:
    return money(amount, block.currency, region, estimated=bool(estimated))


def _sales_of(sums: Sums, block: Block, region: Region) -> str:
    return _m(sums.sales, sums.estimated_refunds, block, region)
