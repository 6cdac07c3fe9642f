"""The count sheet: what lies at a place, with a code to scan and a box for the number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Store
from dashboard.formats import moments
from dashboard.formats.numbers import number
from dashboard.formats.region import Region
from dashboard.sheets import letters
from dashboard.sheets.paper import Paper
from inventory.models import Location
from inventory.selectors.to_count import ToCount

NAME, CODE, BOX = 0.0, 270.0, 440.0


def draw_count_sheet(
    paper: Paper, rows: Sequence[ToCount], *, store: Store, place: Location, region: Region, now: datetime
) -> None:
    """By SKU; the number that the book says is not on it, so that somebody really counts."""
    paper.next_page(first=True)
    paper.foot = f"{store.name} · {_('Count sheet')} · {place.name} · {moments.stamp(now, region)}"
    paper.down(20)
    paper.text(0, _("Count sheet: %s") % place.name, 20, bold=True)
    paper.down(18)
    words = ngettext("%(n)s article", "%(n)s articles", len(rows)) % {"n": number(len(rows), region)}
    paper.text(0, f"{words} · {moments.stamp(now, region)} · {_('Counted by')} ______________________", 10, grey=True)
    paper.down(8)
    _head(paper)
    for row in rows:
        _row(paper, row)


def _head(paper: Paper) -> None:
    paper.down(16)
    paper.text(NAME, _("Article"), 9, grey=True)
    paper.text(BOX, _("Counted"), 9, grey=True)
    paper.down(6)
    paper.rule(1)


def _row(paper: Paper, row: ToCount) -> None:
    paper.need(44, lambda: _head(paper))
    name = ", ".join([row.title, *map(str, row.options.values())])
    paper.down(18)
    paper.text(NAME, letters.shortened(row.sku, 11, CODE - NAME - 8), 11, bold=True)
    paper.down(13)
    paper.text(NAME, letters.shortened(name, 9, CODE - NAME - 8), 9)
    paper.code128(CODE, row.gtin or row.sku, height=22, most=BOX - CODE - 16)
    paper.text(BOX, "__________", 12)
    paper.down(8)
    paper.rule()
