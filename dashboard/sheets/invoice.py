"""An invoice or a credit note on paper: only what its row says, so that it looks the same in ten years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _

from dashboard.formats.addresses import address_lines
from dashboard.formats.money import money
from dashboard.formats.numbers import number
from dashboard.formats.region import Region
from dashboard.sheets import letters
from dashboard.sheets.paper import Paper
from orders.models import Invoice

#: Where the columns end, in points before the right margin.
UNITS, NET, TAX = 250.0, 165.0, 85.0


def draw_invoice(paper: Paper, row: Invoice, *, region: Region) -> None:
    """On pages of its own."""
    paper.next_page(first=True)
    paper.foot = f"{row.seller['legal_name']} · {row.number}"
    _seller(paper, row.seller)
    _buyer(paper, row, region)
    _facts(paper, row, region)
    _head(paper)
    for line in row.lines:
        paper.need(40, lambda: _head(paper))
        _line(paper, line, row.currency, region)
    _sums(paper, row, region)
    _note(paper, row.seller.get("note", ""))


def _seller(paper: Paper, seller: Mapping[str, str]) -> None:
    paper.down(14)
    paper.text(0, letters.shortened(seller["legal_name"], 12, paper.room), 12, bold=True)
    known = [*seller["address"].splitlines(), seller.get("registration", "")]
    known.append(_("VAT ID %s") % seller["vat_id"] if seller.get("vat_id") else "")
    _each(paper, (line for line in known if line), 9, 12)
    paper.down(10)
    paper.rule()


def _buyer(paper: Paper, row: Invoice, region: Region) -> None:
    paper.down(20)
    paper.text(0, _("To"), 9, grey=True)
    paper.down(2)
    name = row.buyer["name"] or _("The marketplace does not name the buyer")
    _each(paper, [name, *address_lines(row.buyer["address"], region)], 11, 15)


def _facts(paper: Paper, row: Invoice, region: Region) -> None:
    paper.down(34)
    title = _("Invoice %s") if row.kind == Invoice.Kind.INVOICE else _("Credit note %s")
    paper.text(0, title % row.number, 20, bold=True)
    said = [
        _("Date: %s") % _day(row.issued_on, region), _("Order: %s") % row.order.number,
        _("Supplied on: %s") % _day(row.supplied_on, region),
    ]  # fmt: skip
    if row.corrects:
        words = {"number": row.corrects.number, "day": _day(row.corrects.issued_on, region)}
        said.append(_("Takes back invoice %(number)s of %(day)s") % words)
    if row.reason:
        said.append(_("Reason: %s") % row.reason)
    paper.down(4)
    for fact in said:
        _each(paper, letters.wrapped(fact, 10, paper.room, most=3), 10, 14)
    paper.down(8)


def _head(paper: Paper) -> None:
    paper.down(16)
    paper.text(0, _("Item"), 9, grey=True)
    for until, word in ((UNITS, _("Units")), (NET, _("Net")), (TAX, _("Tax")), (0.0, _("Total"))):
        paper.right(word, 9, grey=True, until=until)
    paper.down(6)
    paper.rule(1)


def _line(paper: Paper, line: Mapping[str, Any], currency: str, region: Region) -> None:
    rows = letters.wrapped(line["name"], 10, paper.room - UNITS - 50, most=4)
    paper.down(16)
    paper.right(number(line["quantity"], region), 10, until=UNITS)
    for until, name in ((NET, "net"), (TAX, "tax"), (0.0, "total")):
        paper.right(money(Decimal(line[name]), currency, region), 10, until=until)
    for place, row in enumerate(rows):
        paper.down(13 if place else 0)
        paper.text(0, row, 10)
    room = paper.room - UNITS - 50
    known = [line.get("sku", ""), _rate(Decimal(line["tax"]), Decimal(line["net"]))]
    paper.down(12)
    paper.text(0, letters.shortened(" · ".join(part for part in known if part), 8, room), 8, grey=True)
    paper.down(7)
    paper.rule()


def _rate(tax: Decimal, net: Decimal) -> str:
    """As the amounts say it; nothing where no tax was told."""
    if not tax or not net:
        return ""
    rate = (100 * tax / net).quantize(Decimal("0.1")).normalize()
    return _("VAT %s%%") % f"{rate:f}"


def _sums(paper: Paper, row: Invoice, region: Region) -> None:
    paper.need(70)
    for word, amount, bold in ((_("Net"), row.net, False), (_("Tax"), row.tax, False), (_("Total"), row.total, True)):
        paper.down(17)
        paper.right(word, 11, bold=bold, until=TAX + 20)
        paper.right(money(amount, row.currency, region), 11, bold=bold)


def _note(paper: Paper, note: str) -> None:
    rows = [row for line in note.splitlines() for row in letters.wrapped(line, 9, paper.room, most=6) or [""]]
    paper.need(30 + 12 * len(rows))
    paper.down(18)
    _each(paper, rows, 9, 12)


def _each(paper: Paper, lines: Iterable[str], size: float, step: float) -> None:
    for line in lines:
        paper.down(step)
        paper.text(0, letters.shortened(line, size, paper.room), size)


def _day(day: Any, region: Region) -> str:
    return format_date(day, "medium", locale=region.numbers)
