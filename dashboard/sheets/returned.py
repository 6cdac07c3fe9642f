"""The sheet for whoever opens a parcel that came back: what should be in it, and boxes for what each unit is."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.models import Store
from dashboard.formats import moments
from dashboard.formats.numbers import number
from dashboard.formats.region import Region
from dashboard.sheets import letters
from dashboard.sheets.paper import Paper
from orders.models import OrderReturn, OrderReturnLine

SELL, HURT, LOST = 330.0, 400.0, 465.0


def draw_return(paper: Paper, row: OrderReturn, *, store: Store, region: Region, now: datetime) -> None:
    """No price and no name of a buyer: goods are looked at, not people."""
    number_of = row.order.number if row.order else row.order_remote_id
    paper.next_page(first=True)
    paper.foot = f"{store.name} · {number_of} · {moments.stamp(now, region)}"
    paper.down(16)
    paper.text(0, letters.shortened(store.name, 11, 300), 11)
    paper.down(30)
    paper.text(0, _("Return of %s") % number_of, 20, bold=True)
    paper.y += 2
    paper.code128(paper.room - 190, number_of, height=30, module=1.1, most=190, right=True)
    paper.down(22)
    place = f"{row.connection.marketplace.name} · {row.connection.name} · {row.remote_id}"
    paper.text(0, letters.shortened(place, 10, paper.room), 10, grey=True)
    for said in (row.reason, row.buyer_note):
        for line in letters.wrapped(said, 10, paper.room, most=4) if said else ():
            paper.down(14)
            paper.text(0, line, 10)
    paper.down(14)
    paper.rule(1)
    _head(paper)
    for each in row.lines.all():
        paper.need(60, lambda: _head(paper))
        _line(paper, each, region)


def _head(paper: Paper) -> None:
    paper.down(16)
    for x, word in ((0.0, _("Item")), (SELL, _("To sell again")), (HURT, _("Damaged")), (LOST, _("Lost"))):
        paper.text(x, letters.shortened(word, 8, 62 if x else 300), 8, grey=True)
    paper.down(6)
    paper.rule()


def _line(paper: Paper, line: OrderReturnLine, region: Region) -> None:
    """The boxes hold what was decided, or nothing yet."""
    item = line.order_item
    name = item.product_name if item else line.title or line.sku
    rows = letters.wrapped(f"{number(line.quantity, region)} × {name}", 11, SELL - 20, most=3)
    paper.down(18)
    decided = (line.put_back_quantity, line.damaged_quantity, line.lost_quantity)
    for x, units in zip((SELL, HURT, LOST), decided, strict=True):
        paper.box(x, 16)
        if line.decision and units:
            paper.text(x + 22, number(units, region), 11, bold=True)
    for place, row in enumerate(rows):
        paper.down(14 if place else 0)
        paper.text(0, row, 11)
    paper.down(13)
    paper.text(0, letters.shortened((item.product_sku if item else line.sku) or "–", 9, 300), 9, grey=True)
    if line.condition:
        paper.down(12)
        paper.text(0, letters.shortened(line.condition, 9, paper.room), 9)
    paper.down(9)
    paper.rule()
