"""The list of listings: what waits for a product with the likeliest beside it, what is linked, what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Store
from dashboard.access import may, store_of, store_page
from dashboard.forms.listings import ListingFilters
from dashboard.views.inventory.listing import Shown, shown
from dashboard.views.listings.evidence import Because, because
from inventory.models import Agreement
from inventory.selectors.disagreements import open_fields
from inventory.selectors.listing_list import VIEWS, Filters, listing_list, ordered, view_counts
from inventory.selectors.product_page import Listed
from inventory.services.listings.candidates import Suggestion, suggestions
from marketplaces.models import Connection
from orders.services.goods import find_certain

SIZE = 25
TONES = {"unlinked": "amber", "disagree": "red", "trouble": "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A listing as the list draws it: with its likeliest product, or with what it is linked to."""

    listed: Listed
    stock: Shown
    suggestion: Suggestion | None = None
    because: Because | None = None
    disagrees: Sequence[Agreement] = ()


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One page of a view; htmx asks for the rows alone."""
    store = store_of(request)
    shops = list(Connection.objects.filter(store=store).exclude(status="disconnected").order_by("name"))
    form = ListingFilters(request.GET, shops)
    filters = form.asked()
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ("all" if filters.q and not view else "unlinked")
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = listing_list(store, view, filters, size=SIZE, **places)
    context: dict[str, Any] = {
        "form": form,
        "view": view,
        "rows": rows_of(store, found.rows, suggest=view == "unlinked", open_too=view == "disagree"),
        "page": found.page,
        "filtered": filters != Filters(),
        "shops": shops,
        "manages": may(request, "manage"),
        "mixed": len({shop.is_sandbox for shop in shops}) == 2,
        "elsewhere": 0,
    }
    if not found.rows and filters.q and view != "all":
        rows, keys = ordered(store, "all", filters)
        context["elsewhere"] = len(keys.page(rows, size=SIZE).rows)
    if request.headers.get("HX-Target") == "rows":
        return render(request, "dashboard/listings/_rows.html", context)
    if context["manages"]:
        context["certain"] = len(find_certain(store))
    return render(request, "dashboard/listings/list.html", context | _counted(store, view))


def rows_of(store: Store, listed: Sequence[Listed], *, suggest: bool, open_too: bool = False) -> list[Row]:
    """All rows of a page; the likeliest products, or the fields in dispute, of all are looked up together."""
    disputed = open_fields([each.listing.pk for each in listed]) if open_too else {}
    found = suggestions(store=store, listings=[each.listing for each in listed], most=1) if suggest else {}
    rows = []
    for each in listed:
        best = next(iter(found.get(each.listing.pk, ())), None)
        rows.append(
            Row(
                listed=each, stock=shown([each.channel])[0], suggestion=best,
                because=because(best.likeness) if best else None, disagrees=disputed.get(each.listing.pk, ()),
            )
        )  # fmt: skip
    return rows


def _counted(store: Store, view: str) -> dict[str, Any]:
    counts = view_counts(store)
    words = {
        "unlinked": _("To link"),
        "disagree": _("Disagree"),
        "linked": _("Linked"),
        "trouble": _("Refused or gone"),
        "all": _("All"),
    }
    views = [
        {
            "url": f"?{urlencode({'view': name})}", "word": words[name], "count": counts[name],
            "tone": TONES.get(name, "") if counts[name] and name != "trouble" else "", "current": name == view,
        }
        for name in VIEWS
    ]  # fmt: skip
    return {"views": views, "counts": counts}
