"""A comparison of two figures in words: "8% more", "none before"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboard.formats.numbers import percent
from dashboard.formats.region import Region


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
    share = Decimal(now - before) / Decimal(before)
    words = _("%(share)s more") if share > 0 else _("%(share)s less")
    tone, icon = ("green", "trending-up") if share > 0 else ("grey", "chevron-down")
    return Change(words % {"share": percent(abs(share), region)}, tone, icon)
