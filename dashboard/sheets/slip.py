"""The packing slip: one order a sheet, for the parcel. It names no price and no phone number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Store
from dashboard.formats import moments
from dashboard.formats.addresses import address_lines
from dashboard.formats.numbers import number
from dashboard.formats.region import Region
from dashboard.sheets import letters
from dashboard.sheets.paper import Paper
from fulfillment.selectors.slips import Slip, SlipLine

UNITS_AT = 470.0


def draw_slips(paper: Paper, slips: Sequence[Slip], *, store: Store, region: Region, now: datetime) -> None:
    """Each on a page of its own, long ones on several."""
    for slip in slips:
        paper.next_page(first=True)
        paper.foot = f"{store.name} · {slip.order.number} · {moments.stamp(now, region)}"
        _head(paper, slip, store)
        _to(paper, slip, region)
        _lines(paper, slip, region)
        _note(paper, slip)


def _head(paper: Paper, slip: Slip, store: Store) -> None:
    paper.down(16)
    paper.text(0, letters.shortened(store.name, 11, 300), 11)
    paper.down(30)
    paper.text(0, slip.order.number, 26, bold=True)
    paper.y += 4
    paper.code128(paper.room - 190, slip.order.number, height=34, module=1.1, most=190, right=True)
    paper.down(26)
    shop = slip.order.connection
    place = f"{shop.marketplace.name} · {shop.name}" if shop else slip.order.channel.title()
    paper.text(0, letters.shortened(f"{place} · {slip.remote}", 10, paper.room), 10, grey=True)
    paper.down(14)
    if slip.others:
        _company(paper, slip)
    paper.rule(1)


def _company(paper: Paper, slip: Slip) -> None:
    """Whoever packs must not miss that more orders belong into this parcel."""
    words = _("Packed together with %s") % ", ".join(other.order.number for other in slip.others)
    for row in letters.wrapped(words, 12, paper.room, bold=True, most=3):
        paper.text(0, row, 12, bold=True)
        paper.down(16)


def _to(paper: Paper, slip: Slip, region: Region) -> None:
    """Where it goes, beside the number that the marketplace's own scanners know."""
    order = slip.order
    paper.down(20)
    top = paper.y
    paper.text(0, _("To"), 9, grey=True)
    paper.down(17)
    for line in letters.wrapped(order.customer_name or _("The marketplace does not name the buyer"), 13, 380, most=2):
        paper.text(0, line, 13, bold=True)
        paper.down(17)
    for part in address_lines(order.shipping_address, region):
        for line in letters.wrapped(part, 11, 380, most=3):
            paper.text(0, line, 11)
            paper.down(15)
    if order.shipping_method:
        paper.text(0, letters.shortened(order.shipping_method, 10, 380), 10, grey=True)
        paper.down(15)
    below, paper.y = paper.y, top + 8
    paper.qr(paper.room - 84, slip.remote[:200], side=84)
    paper.y = min(below, top - 84)
    paper.down(10)


def _lines(paper: Paper, slip: Slip, region: Region) -> None:
    for part in (slip, *slip.others):
        if slip.others:
            _whose(paper, part)
        _line_head(paper)
        for line in part.lines:
            paper.need(34, lambda: _line_head(paper))
            _line(paper, line, region)
    paper.need(24)
    paper.down(18)
    words = ngettext("%(n)s unit in all", "%(n)s units in all", slip.units) % {"n": number(slip.units, region)}
    paper.right(words, 11, bold=True)


def _whose(paper: Paper, slip: Slip) -> None:
    paper.need(90)
    paper.down(26)
    paper.text(0, f"{slip.order.number} · {slip.remote}", 11, bold=True)
    paper.y -= 8
    paper.code128(paper.room - 150, slip.order.number, height=24, most=150, right=True)
    paper.y += 4


def _line_head(paper: Paper) -> None:
    paper.down(14)
    paper.text(0, _("Item"), 9, grey=True)
    paper.right(_("Units"), 9, grey=True)
    paper.down(6)
    paper.rule()


def _line(paper: Paper, line: SlipLine, region: Region) -> None:
    rows = letters.wrapped(line.name, 11, UNITS_AT - 20, most=3)
    paper.down(17)
    paper.right(number(line.units, region), 13, bold=True)
    for place, row in enumerate(rows):
        paper.down(14 if place else 0)
        paper.text(0, row, 11)
    paper.down(13)
    known = [line.sku, f"{_('GTIN')} {line.gtin}" if line.gtin else ""]
    paper.text(0, letters.shortened(" · ".join(part for part in known if part), 9, UNITS_AT), 9, grey=True)
    paper.down(7)
    paper.rule()


def _note(paper: Paper, slip: Slip) -> None:
    said = " · ".join(part.order.buyer_note for part in (slip, *slip.others) if part.order.buyer_note)
    if not said:
        return
    lines = letters.wrapped(said, 10, paper.room, most=12)
    paper.need(30 + 14 * len(lines))
    paper.down(24)
    paper.text(0, _("Buyer asks:"), 9, grey=True)
    for line in lines:
        paper.down(14)
        paper.text(0, line, 10)
