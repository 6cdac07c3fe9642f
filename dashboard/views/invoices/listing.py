"""The list of invoices and credit notes, each as PDF, and all of a period as a file for accounting."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.keyset import Key, Keyset
from core.models import Store
from core.tenancy import get_for_store
from dashboard.access import needing, store_of
from dashboard.csv_file import csv_file
from dashboard.formats.region import Region
from inventory.selectors.texts import languages_of
from orders.models import Invoice
from orders.selectors.invoices import invoices

SIZE = 25
NEWEST = Keyset((Key("issued_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))


@needing("see_money")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Newest first, narrowed to a kind and to days."""
    store = store_of(request)
    asked = _asked(request)
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = NEWEST.page(invoices(store, **asked), size=SIZE, **places)
    context: dict[str, Any] = {
        "page": page,
        "rows": page.rows,
        "asked": {name: str(value) for name, value in asked.items()},
        "filtered": bool(asked),
        "kinds": [("", _("Both kinds")), *Invoice.Kind.choices],
    }
    return render(request, "dashboard/invoices/list.html", context)


@needing("see_money")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """One line a document, oldest first: sums of any column over any lines are right, for credit notes are negative."""
    asked = _asked(request)
    name = "-".join(["invoices", *(str(asked[edge]) for edge in ("since", "until") if edge in asked)])
    return csv_file(_lines(invoices(store_of(request), **asked).order_by("issued_at", "id")), name)


@needing("see_money")
@require_GET
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document, in the store's language."""
    store = store_of(request)
    row = get_for_store(invoices(store), store, pk=pk)
    answer = HttpResponse(paper_of(row, store), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{_plain(row.number)}.pdf"'
    return answer


def paper_of(row: Invoice, store: Store) -> bytes:
    """Its PDF."""
    from dashboard.sheets.invoice import draw_invoice
    from dashboard.sheets.paper import Paper  # reportlab is read with the first sheet

    language = languages_of(store)[0]
    paper = Paper(row.number, row.seller["legal_name"])
    with translation.override(language):
        draw_invoice(paper, row, region=Region(locale=store.locale, zone=store.zone, language=language))
    return paper.finished()


def _plain(number: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in number)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What cannot be a kind or a day is none."""
    found: dict[str, Any] = {}
    if request.GET.get("kind") in Invoice.Kind.values:
        found["kind"] = request.GET["kind"]
    for edge in ("since", "until"):
        if day := _day(request.GET.get(edge, "")):
            found[edge] = day
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _lines(rows: QuerySet[Invoice]) -> Iterator[Sequence[Any]]:
    yield [
        _("Number"), _("Kind"), _("Date"), _("Supplied on"), _("Order"), _("Marketplace"), _("Connection"),
        _("Number there"), _("Buyer"), _("Country"), _("Currency"), _("Net"), _("Tax"), _("Total"), _("Takes back"),
        _("Reason"),
    ]  # fmt: skip
    for row in rows.iterator(chunk_size=1000):
        shop = row.order.connection
        yield [
            row.number, row.get_kind_display(), row.issued_on.isoformat(), row.supplied_on.isoformat(),
            row.order.number, shop.marketplace.name if shop else row.order.channel, shop.name if shop else "",
            row.order.channel_order_id, row.buyer["name"], (row.buyer["address"] or {}).get("country", ""),
            row.currency, row.net, row.tax, row.total, row.corrects.number if row.corrects else "", row.reason,
        ]  # fmt: skip
