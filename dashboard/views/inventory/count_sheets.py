"""Counting on paper: a sheet to print, a file to fill in, and what the counts would change before they do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import DomainError
from core.models import Store
from dashboard.access import membership_of, store_of, writing
from dashboard.context import region_of
from dashboard.csv_file import csv_file
from dashboard.forms.count_sheets import CountsForm, SheetForm
from inventory.models import Location
from inventory.selectors.to_count import MOST, ToCount, to_count
from inventory.services import count_sheets
from inventory.services.count_sheets import Agreed, Sheet
from inventory.services.locations import default_location

SALT = "counts"
#: What was looked at longer ago is looked at again.
FRESH = 24 * 3600
SHOWN = 200


@writing
@require_http_methods(["GET", "POST"])
def counts(request: HttpRequest) -> HttpResponse:
    """Print a sheet, or bring one back: first what it would change, then, by its ticket, the change."""
    store = store_of(request)
    if request.method == "POST" and "ticket" in request.POST:
        return _written(request, store)
    form = CountsForm(request.POST, request.FILES) if request.method == "POST" else CountsForm()
    context: dict[str, Any] = {"form": form, "sheet_form": SheetForm(None, _places(store)), "most": MOST}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = count_sheets.read(store, file.read(count_sheets.LARGEST_FILE + 1))
        except DomainError as refused:
            form.add_error("file", str(refused))
        else:
            context |= {"sheet": sheet, "shown": sheet.differing[:SHOWN], "name": file.name}
            context["ticket"] = _ticket(store, sheet, file.name) if sheet.rows else ""
    return render(request, "dashboard/inventory/counts.html", context, status=422 if form.errors else 200)


@writing
@require_GET
def pdf(request: HttpRequest) -> HttpResponse:
    """The sheet on paper."""
    from dashboard.sheets.count import draw_count_sheet  # reportlab is read with the first sheet
    from dashboard.sheets.paper import Paper

    store, now = store_of(request), timezone.now()
    place, rows = _asked(request, store)
    paper = Paper(_("Count sheet"), store.name)
    region = region_of(membership_of(request))
    draw_count_sheet(paper, rows, store=store, place=place, region=region, now=now)
    answer = HttpResponse(paper.finished(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="count-{now.astimezone(store.zone):%Y-%m-%d-%H%M}.pdf"'
    return answer


@writing
@require_GET
def blank(request: HttpRequest) -> HttpResponse:
    """The same as a file with an empty column to fill in."""
    place, rows = _asked(request, store_of(request))
    lines = [(row.sku, row.title, row.gtin, place.code, "") for row in rows]
    return csv_file([("sku", "title", "gtin", "place", "counted"), *lines], "count-sheet")


def _places(store: Store) -> list[Location]:
    default_location(store)
    return list(Location.objects.filter(store=store).order_by("-is_default", "name"))


def _asked(request: HttpRequest, store: Store) -> tuple[Location, list[ToCount]]:
    """What cannot be read is left out: then it is the first place, and all that the book has there."""
    places = _places(store)
    form = SheetForm(request.GET, places)
    if not form.is_valid():
        return places[0], list(to_count(store, "all", places[0], only_there=True))
    place = form.places[form.cleaned_data["location"]]
    there = form.cleaned_data["goods"] == "there"
    return place, list(to_count(store, form.view, place, only_there=there))


def _ticket(store: Store, sheet: Sheet, name: str) -> str:
    rows = [(row.variant.pk.hex, row.location.pk.hex, row.counted, row.book) for row in sheet.rows]
    return signing.dumps({"store": store.pk.hex, "name": name[:80], "rows": rows}, salt=SALT, compress=True)


def _written(request: HttpRequest, store: Store) -> HttpResponse:
    try:
        told = signing.loads(request.POST["ticket"], salt=SALT, max_age=FRESH)
    except signing.BadSignature:
        told = {}
    if told.get("store") != store.pk.hex:
        messages.error(request, _("These counts were looked at too long ago. Choose the file again."))
        return redirect("dashboard:counts")
    rows = [Agreed(UUID(variant), UUID(place), counted, book) for variant, place, counted, book in told["rows"]]
    reason = _("Count sheet %s") % told["name"]
    done = count_sheets.write(store, rows, reason=reason, actor=request.user, actor_label=str(request.user))
    words = ngettext("%(n)d count is written.", "%(n)d counts are written.", done.written)
    messages.success(request, words % {"n": done.written})
    for sku, why in done.refused[:5]:
        messages.warning(request, f"{sku}: {why}")
    if len(done.refused) > 5:
        more = len(done.refused) - 5
        words = ngettext("%(n)d more was not written.", "%(n)d more were not written.", more)
        messages.warning(request, words % {"n": more})
    return redirect("dashboard:inventory")
