"""A comparison of two figures in words: "8% more", "none before"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboard.formats.numbers import number, percent
from dashboard.formats.region import Region

#: From here on a percentage is only a large number.
MANY_TIMES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure moved: its words, its tone and its glyph."""

    words: str
    tone: str
    icon: str


def change(now: Decimal | int, before: Decimal | int, region: Region) -> Change:
    """Against the period before. From nothing there is no percentage."""
    if before == now:
        return Change(_("as before") if now else _("none before either"), "grey", "minus")
    if before <= 0:
        return Change(_("none before") if not before else _("below nought before"), "grey", "info-circle")
    if now >= before * MANY_TIMES:
        words = _("%(n)s times as much") % {"n": number(round(Decimal(now) / Decimal(before)), region)}
        return Change(words, "green", "trending-up")
    share = Decimal(now - before) / Decimal(before)
    words = _("%(share)s more") if share > 0 else _("%(share)s less")
    tone, icon = ("green", "trending-up") if share > 0 else ("grey", "chevron-down")
    return Change(words % {"share": percent(abs(share), region)}, tone, icon)
