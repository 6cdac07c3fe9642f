"""The order list: views, filters, search, pages, and what may be done to several orders at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from core.keyset import Page
from core.models import Membership, Store, User
from dashboard.access import membership_of, store_of, store_page
from dashboard.context import region_of
from dashboard.forms.orders import OrderFilters
from dashboard.views.orders.asked import Asked, asked_for, view_words
from dashboard.views.orders.chosen import find_uuid
from dashboard.views.orders.keeping import kept_tabs
from dashboard.views.orders.remembered import kept_ticks, left_as, remember
from dashboard.views.orders.rows import rows_of
from dashboard.views.orders.syncing import line_of
from marketplaces.models import Connection
from orders.models import BulkAct
from orders.selectors.narrowing import More
from orders.selectors.order_list import Filters, filtered, order_list
from orders.selectors.views import VIEWS, at_most, view_counts
from orders.services.views_kept import HIDEABLE, hidden_columns
from sync.bulk import MOST

SIZE = 25
#: A shop that has not been read for so long is named above the list: orders may be missing.
STALE = timedelta(hours=1)
TONES = {"today": "amber", "late": "red", "needs": "amber", "trouble": "red"}


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One page of a view; htmx asks for the rows alone."""
    store, now = store_of(request), timezone.now()
    if left := left_as(request, store):
        return redirect(left)
    shops = list(Connection.objects.filter(store=store).select_related("marketplace").order_by("name"))
    asked = asked_for(request, shops)
    form, view, filters = asked.form, asked.view, asked.filters
    remember(request, store, asked)
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = order_list(store, view, filters, now=now, size=SIZE, **places)
    every = _every(asked, store, found.page, now)
    context = {
        "form": form,
        "asked": asked,
        "hidden": hidden_columns(store=store, user=_me(request)),
        "every": every,
        "counted": isinstance(every, int),
        "too_many": isinstance(every, int) and every > MOST,
        "view": view,
        "chips": _chips(request, form),
        "rows": rows_of(found, now, region_of(membership_of(request)), asked.query),
        "page": found.page,
        "filtered": filters != Filters(),
        "shops": shops,
        "stale": _stale(shops, now),
        "acts": _acts(membership_of(request)),
        "menu": _menu(membership_of(request)),
    }
    context["columns"] = _columns(context)
    context |= _in_hand(request, store, asked, found.page.rows)
    if context["filtered"] and not context["rows"]:
        context |= _elsewhere(store, asked, now)
    if request.headers.get("HX-Target") == "rows":
        return render(request, "dashboard/orders/_rows.html", context)
    return render(
        request, "dashboard/orders/list.html", context | _counted(request, asked, shops, now) | line_of(store)
    )


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the page is behind a sign-in
    return request.user


def _counted(request: HttpRequest, asked: Asked, shops: Sequence[Connection], now: datetime) -> dict[str, Any]:
    """The views of the house with their counts, then those that members keep."""
    store, words = store_of(request), view_words()
    counts = view_counts(store, now)
    kept = kept_tabs(store, _me(request), asked, shops, now)
    here = next((tab for tab in kept if tab["current"]), None)
    views = [
        {
            "url": f"?{urlencode({'view': name})}",
            "word": words[name],
            "count": counts[name],
            "tone": TONES.get(name, "") if counts[name] else "",
            "current": name == asked.view and here is None,
        }
        for name in VIEWS
    ]
    return {"views": [*views, *kept], "counts": counts, "in_view": counts[asked.view], "kept_here": here}


def _ticked(request: HttpRequest, store: Store) -> set[UUID]:
    """The orders that an act has refused stay ticked."""
    act = find_uuid(request.GET.get("ticked", ""))
    if act is None:
        return set()
    refused = BulkAct.objects.filter(store=store, pk=act).values_list("refused", flat=True).first()
    return {UUID(row["order"]) for row in refused or []}


def _in_hand(request: HttpRequest, store: Store, asked: Asked, rows: Sequence[Any]) -> dict[str, Any]:
    """What is ticked on this page, and what came along from others."""
    kept, whole = kept_ticks(request, store, asked)
    here = {row["id"] for row in rows}
    beyond = [pk for pk in kept if pk not in here]
    return {"ticked": _ticked(request, store) | set(kept), "beyond": beyond, "whole": whole}


def _every(asked: Asked, store: Store, page: Page, now: datetime) -> int | str:
    """How many orders the whole view holds where that is more than a page; counted to one more than an act takes.

    What is searched for or filtered by something rare is not counted here: it may cost a walk through all orders, and
    the page that asks whether all are meant counts them anyway.
    """
    if not (page.next or page.earlier):
        return 0
    filters = asked.filters
    if filters.q or filters.term or filters.more != More():
        return f"{len(page.rows)}+"
    return at_most(filtered(store, asked.view, filters, now), MOST)


def _columns(context: dict[str, Any]) -> dict[str, bool]:
    """Which of the columns that may be hidden are drawn."""
    return {name: name not in context["hidden"] for name in HIDEABLE}


def _elsewhere(store: Store, asked: Asked, now: datetime) -> dict[str, Any]:
    """Where filters without a match in this view do match: how many of all orders, a page of them at most."""
    if asked.view == "all":
        return {"here": asked.word} | _in_archive(store, asked, now)
    page = order_list(store, "all", asked.filters, now=now, size=SIZE).page
    return {"here": asked.word, "matches": len(page.rows), "more_match": bool(page.next)}


def _in_archive(store: Store, asked: Asked, now: datetime) -> dict[str, Any]:
    """Whether it is among the archived ones: what is searched for by its number is found wherever it is."""
    more = asked.filters.more
    if more.archived or not asked.filters.q:
        return {}
    archived = replace(asked.filters, more=replace(more, archived="only"))
    return {"archived": order_list(store, "all", archived, now=now, size=SIZE).page.rows}


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
        if name not in {*names, "after", "before", "ticked", "left"} and value
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
    """What may be done to the ticked orders; those without a place in the bar are in its menu."""
    if membership is None or not membership.can_write:
        return []
    return [
        {"value": "ship", "word": _("Mark shipped…"), "icon": "truck-delivery", "primary": True},
        {"value": "slips", "word": _("Print slips"), "icon": "printer"},
        {"value": "pick", "word": _("Pick list"), "icon": "barcode"},
        {"value": "retry", "word": _("Try sync again"), "icon": "refresh"},
        {"value": "hold", "word": _("Hold"), "icon": "player-pause"},
    ]


_INVOICE = {"value": "invoice", "word": lazy("Issue invoices…"), "icon": "receipt"}


def _menu(membership: Membership | None) -> list[dict[str, Any]]:
    """The rarer acts; what hurts to do by mistake asks first."""
    if membership is None or not membership.can_write:
        return []
    return [
        {"value": "tag", "word": _("Add a tag…"), "icon": "tags"},
        {"value": "untag", "word": _("Take a tag off…"), "icon": "x"},
        {"value": "together", "word": _("Pack together"), "icon": "package"},
        {"value": "release", "word": _("Release from hold"), "icon": "circle-check"},
        {"value": "confirm", "word": _("Confirm…"), "icon": "circle-dot"},
        {"value": "archive", "word": _("Archive…"), "icon": "box"},
        {"value": "bring_back", "word": _("Bring back from the archive…"), "icon": "arrow-back-up"},
        *([_INVOICE] if membership.can_manage else []),
        {"value": "csv", "word": _("Export as CSV"), "icon": "file-type-csv", "stays": True},
    ]
