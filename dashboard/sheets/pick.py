"""The pick list: what to take, place by place, with a box to tick and a code to scan."""

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
from fulfillment.selectors.picking import Pick

PLACE, NAME, PIECES, CODE = 20.0, 100.0, 312.0, 340.0


def draw_pick_list(
    paper: Paper, picks: Sequence[Pick], *, store: Store, orders: int, region: Region, now: datetime
) -> None:
    """One list for all orders together."""
    paper.next_page(first=True)
    paper.foot = f"{store.name} · {_('Pick list')} · {moments.stamp(now, region)}"
    paper.down(20)
    paper.text(0, _("Pick list"), 20, bold=True)
    paper.down(18)
    pieces = sum(pick.pieces for pick in picks)
    words = ngettext("%(n)s piece", "%(n)s pieces", pieces) % {"n": number(pieces, region)}
    of = ngettext("for %(n)s order", "for %(n)s orders", orders) % {"n": number(orders, region)}
    paper.text(0, f"{words} {of} · {moments.stamp(now, region)}", 10, grey=True)
    paper.down(8)
    _head(paper)
    for pick in picks:
        _pick(paper, pick, region, now)


def _head(paper: Paper) -> None:
    paper.down(16)
    for x, word in ((PLACE, _("Place")), (NAME, _("Take"))):
        paper.text(x, word, 9, grey=True)
    paper.right(_("Pieces"), 9, grey=True, until=paper.room - PIECES)
    paper.down(6)
    paper.rule(1)


def _pick(paper: Paper, pick: Pick, region: Region, now: datetime) -> None:
    name = f"{pick.name} · {pick.options}" if pick.options else pick.name
    rows = letters.wrapped(name, 10, PIECES - NAME - 44, most=3)
    numbers = letters.wrapped(", ".join(pick.orders.values()), 8, PIECES - NAME, most=2)
    paper.need(34 + 13 * len(rows) + 10 * len(numbers), lambda: _head(paper))
    paper.down(18)
    paper.box(0, 11)
    paper.text(PLACE, letters.shortened(pick.place or "–", 10, NAME - PLACE - 6), 10, bold=True)
    paper.right(number(pick.pieces, region), 15, bold=True, until=paper.room - PIECES)
    top = paper.y
    for place, row in enumerate(rows):
        paper.down(13 if place else 0)
        paper.text(NAME, row, 10)
    paper.down(12)
    paper.text(NAME, letters.shortened(_known(pick), 8, PIECES - NAME), 8, grey=True)
    for row in numbers:
        paper.down(10)
        paper.text(NAME, row, 8, grey=True)
    below, paper.y = paper.y, top - 16
    paper.code128(CODE, pick.gtin or pick.sku, height=24, most=paper.room - CODE)
    paper.y = min(below, top - 26)
    if pick.due is not None:
        paper.text(CODE + 8, moments.deadline(pick.due, now, region).words, 8, grey=True)
    paper.down(8)
    paper.rule()


def _known(pick: Pick) -> str:
    remarks = [
        pick.sku, pick.gtin, _("not linked: find it by its name") if not pick.linked else "",
        _("never counted") if pick.uncounted else "",
    ]  # fmt: skip
    return " · ".join(part for part in remarks if part)
