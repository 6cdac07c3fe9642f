"""The order list: views, filters, search, pages, and what may be done to several orders at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Membership, Store
from dashboard.access import membership_of, store_of, store_page
from dashboard.context import region_of
from dashboard.forms.orders import OrderFilters
from dashboard.views.orders.asked import Asked, asked_for, view_words
from dashboard.views.orders.rows import rows_of
from dashboard.views.orders.syncing import line_of
from marketplaces.models import Connection
from orders.selectors.order_list import Filters, order_list
from orders.selectors.views import VIEWS, view_counts

SIZE = 25
#: A shop that has not been read for so long is named above the list: orders may be missing.
STALE = timedelta(hours=1)
TONES = {"today": "amber", "late": "red", "needs": "amber", "trouble": "red"}


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One page of a view; htmx asks for the rows alone."""
    store, now = store_of(request), timezone.now()
    shops = list(Connection.objects.filter(store=store).select_related("marketplace").order_by("name"))
    asked = asked_for(request, shops)
    form, view, filters = asked.form, asked.view, asked.filters
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = order_list(store, view, filters, now=now, size=SIZE, **places)
    context = {
        "form": form,
        "view": view,
        "chips": _chips(request, form),
        "rows": rows_of(found, now, region_of(membership_of(request)), asked.query),
        "page": found.page,
        "filtered": filters != Filters(),
        "shops": shops,
        "stale": _stale(shops, now),
        "acts": _acts(membership_of(request)),
    }
    if context["filtered"] and not context["rows"]:
        context |= _elsewhere(store, asked, now)
    if request.headers.get("HX-Target") == "rows":
        return render(request, "dashboard/orders/_rows.html", context)
    return render(request, "dashboard/orders/list.html", context | _counted(store, view, now) | line_of(store))


def _counted(store: Store, view: str, now: datetime) -> dict[str, Any]:
    counts = view_counts(store, now)
    words = view_words()
    views = [
        {
            "url": f"?{urlencode({'view': name})}",
            "word": words[name],
            "count": counts[name],
            "tone": TONES.get(name, "") if counts[name] else "",
            "current": name == view,
        }
        for name in VIEWS
    ]
    return {"views": views, "counts": counts, "in_view": counts[view]}


def _elsewhere(store: Store, asked: Asked, now: datetime) -> dict[str, Any]:
    """Where filters without a match in this view do match: how many of all orders, a page of them at most."""
    if asked.view == "all":
        return {"here": asked.word}
    page = order_list(store, "all", asked.filters, now=now, size=SIZE).page
    return {"here": asked.word, "matches": len(page.rows), "more_match": bool(page.next)}


def _chips(request: HttpRequest, form: OrderFilters) -> list[dict[str, str]]:
    """The active filters, each with the address that drops it."""
    words = form.words()
    for name, word in (("since", _("Placed since %(day)s")), ("until", _("Placed until %(day)s"))):
        if form.cleaned_data.get(name):
            words[name] = word % {"day": form.cleaned_data[name].isoformat()}
    return [{"words": word, "url": _without(request, name)} for name, word in words.items()]


def _without(request: HttpRequest, *names: str) -> str:
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in {*names, "after", "before"} and value
    ]
    return f"{reverse('dashboard:orders')}?{urlencode(kept)}"


def _stale(shops: Sequence[Connection], now: datetime) -> list[Connection]:
    """Shops that should be read and were not, lately."""
    return [
        shop
        for shop in shops
        if shop.orders_in
        and shop.status in (Connection.Status.ACTIVE, Connection.Status.STOPPED)
        and (shop.status == Connection.Status.STOPPED or (shop.orders_read_at and now - shop.orders_read_at > STALE))
    ]


def _acts(membership: Membership | None) -> list[dict[str, Any]]:
    """What may be done to the ticked orders."""
    if membership is None or not membership.can_write:
        return []
    return [
        {"value": "ship", "word": _("Mark shipped…"), "icon": "truck-delivery", "primary": True},
        {"value": "retry", "word": _("Try sync again"), "icon": "refresh"},
        {"value": "hold", "word": _("Hold"), "icon": "player-pause"},
    ]
