"""The sentence under the title: the worst first, with a number, money and a time in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou
from dashboard.formats import moments
from dashboard.formats.money import money
from dashboard.formats.region import Region
from orders.selectors.lanes import LATE, NEXT, SOON, TODAY, Lane, past_midnight


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said strongly, and what follows."""

    first: str
    rest: str


#: More currencies than this are folded behind the first one.
MOST_CURRENCIES = 2


def sentence(
    lanes: Mapping[str, Lane],
    waiting: int,
    worst: NeedsYou | None,
    now: datetime,
    region: Region,
    *,
    sees_money: bool,
    own: str,
) -> Sentence:
    """Late ones, then those of today, then the next deadline; after that what waits for a person.

    `own` is the store's currency: of what is worth many, it is named first.
    """
    today = lanes[SOON].orders + lanes[TODAY].orders
    night = past_midnight(now, region.zone)
    asked = own if sees_money else None
    first = _late(lanes[LATE], now, region, asked) or _today(lanes, night, region, asked)
    parts = [_also_today(today, night) if lanes[LATE].orders else "", _next(lanes, now, region)]
    parts.append(_waiting(waiting, worst, region, sees_money))
    return Sentence(first, " ".join(part for part in parts if part))  # fmt: skip


def shown(worth: Mapping[str, Decimal], region: Region, own: str) -> Sequence[str]:
    """One currency beside another, never added; the store's own first."""
    order = sorted(worth, key=lambda currency: currency != own)
    return [money(worth[currency], currency, region) for currency in order]


def amounts(worth: Mapping[str, Decimal], region: Region, own: str) -> str:
    """ "€74.00 and ฿1,200.00"; of many "€74.00 and 4 other currencies"."""
    first, *others = shown(worth, region, own) or [""]
    if not others:
        return first
    if len(others) < MOST_CURRENCIES:
        return _("%(some)s and %(last)s") % {"some": first, "last": others[0]}
    return _("%(some)s and %(n)d other currencies") % {"some": first, "n": len(others)}


def _late(lane: Lane, now: datetime, region: Region, own: str | None) -> str:
    if not lane.orders or lane.first_due is None:
        return ""
    words = ngettext("%(n)d order is late by %(span)s", "%(n)d orders are late, the first by %(span)s", lane.orders)
    text = words % {"n": lane.orders, "span": moments.span(now - lane.first_due)}
    return _worth(text, lane.money, region, own)


def _today(lanes: Mapping[str, Lane], night: bool, region: Region, own: str | None) -> str:
    count = lanes[SOON].orders + lanes[TODAY].orders
    if not count:
        return _("Nothing has to leave in the next 4 hours.") if night else _("Nothing more has to leave today.")
    worth: dict[str, Decimal] = {}
    for name in (SOON, TODAY):
        for currency, amount in lanes[name].money.items():
            worth[currency] = worth.get(currency, Decimal(0)) + amount
    words = ngettext("%(n)d order leaves today", "%(n)d orders leave today", count)
    if night:
        words = ngettext("%(n)d order leaves in the next 4 hours", "%(n)d orders leave in the next 4 hours", count)
    return _worth(words % {"n": count}, worth, region, own)


def _worth(text: str, worth: Mapping[str, Decimal], region: Region, own: str | None) -> str:
    if own is None or not worth:
        return f"{text}."
    return _("%(text)s, worth %(money)s.") % {"text": text, "money": amounts(worth, region, own)}


def _also_today(count: int, night: bool) -> str:
    if not count:
        return _("Nothing else has to leave in the next 4 hours.") if night else _("Nothing else has to leave today.")
    words = ngettext("%(n)d more leaves today.", "%(n)d more leave today.", count)
    if night:
        words = ngettext("%(n)d more leaves in the next 4 hours.", "%(n)d more leave in the next 4 hours.", count)
    return words % {"n": count}


def _next(lanes: Mapping[str, Lane], now: datetime, region: Region) -> str:
    """When the next deadline is."""
    due = next((due for name in (SOON, TODAY, NEXT) if (due := lanes[name].first_due)), None)
    if due is None:
        return ""
    words = {"when": moments.at(due, now, region, within=True), "span": moments.span(due - now)}
    if due - now <= moments.SOON:
        return _("The next is due %(when)s, in %(span)s.") % words
    return _("The next is due %(when)s.") % words


def _waiting(count: int, worst: NeedsYou | None, region: Region, sees_money: bool) -> str:
    if not count or worst is None:
        return _("Nothing waits for you.")
    words = ngettext("%(n)d thing waits for you", "%(n)d things wait for you", count) % {"n": count}
    told = {"words": words, "title": worst.title}
    if worst.money is None or not sees_money:
        return _("%(words)s, first of all “%(title)s”.") % told
    told["money"] = money(worst.money, worst.currency, region)
    return _("%(words)s; the costliest is “%(title)s”, %(money)s.") % told
