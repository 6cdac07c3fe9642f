"""Drift: what listings show otherwise than told, the dearest first, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.models import Store
from dashboard.access import may, needing, store_of
from marketplaces.models import Connection
from sync.drift.deciding import decide
from sync.drift.listing import DEAREST, VIEWS, drifts
from sync.models import Drift

SIZE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A difference as the list draws it: its two sides as amounts or counts where they are such."""

    drift: Drift
    theirs: str | int | Decimal
    ours: str | int | Decimal

    @property
    def each(self) -> Decimal | None:
        """What is at risk per unit, where it is more than one."""
        return self.drift.money / self.drift.units if self.drift.units > 1 else None


@needing("see_money")
@require_safe
def drift(request: HttpRequest) -> HttpResponse:
    """One page of a view."""
    store = store_of(request)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "open"
    asked = _asked(request, store)
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = DEAREST.page(drifts(store, view, **asked["filters"]), size=SIZE, **places)
    counts = {name: drifts(store, name).order_by().count() for name in VIEWS if name != "over"}
    context: dict[str, Any] = {
        **asked, "view": view, "page": page, "rows": [_row(row) for row in page.rows], "views": _views(view, counts),
        "waiting": counts["open"], "decides": may(request, "manage") and view in ("open", "watched"), "acts": _acts(),
    }  # fmt: skip
    return render(request, "dashboard/listings/drift.html", context)


def _row(drift: Drift) -> Row:
    if drift.what == Drift.What.PRICE:
        return Row(drift, Decimal(drift.theirs), Decimal(drift.ours))
    if drift.what == Drift.What.STOCK:
        return Row(drift, int(drift.theirs), int(drift.ours))
    return Row(drift, drift.theirs, drift.ours)


def _asked(request: HttpRequest, store: Store) -> dict[str, Any]:
    """What cannot be read is left out: addresses are typed by hand."""
    shops = list(Connection.objects.filter(store=store).exclude(status="disconnected").order_by("name"))
    shop = next((row for row in shops if str(row.pk) == request.GET.get("connection")), None)
    what = request.GET.get("what", "")
    what = what if what in Drift.What.values else ""
    cause = request.GET.get("cause", "")
    cause = cause if cause in Drift.Cause.values else ""
    return {
        "filters": {"what": what, "cause": cause, "connection": shop.pk if shop else None},
        "shops": shops, "shop": shop, "what": what, "whats": Drift.What.choices, "cause": cause,
        "filtered": bool(what or shop or cause), "causes": Drift.Cause.choices,
    }  # fmt: skip


def _views(current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    words = {"open": _("To decide"), "healing": _("Being told again"), "watched": _("Watched"), "over": _("Over")}
    return [
        {
            "url": f"?{urlencode({'view': name})}", "word": words[name], "count": counts.get(name),
            "tone": "red" if name == "open" and counts["open"] else "", "current": name == current,
        }
        for name in VIEWS
    ]  # fmt: skip


def _acts() -> list[dict[str, Any]]:
    return [
        {"value": "heal", "word": _("Tell again"), "icon": "send", "primary": True},
        {"value": "accept", "word": _("Accept theirs"), "icon": "check"},
        {"value": "watch", "word": _("Keep watching"), "icon": "eye"},
    ]


@needing("manage")
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do what was chosen with those that were ticked."""
    ids = []
    for each in request.POST.getlist("drift"):
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    try:
        done, left = decide(store=store_of(request), ids=ids, act=request.POST.get("do", ""), by=str(request.user))
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("dashboard:drift")
    if not ids:
        messages.error(request, _("Tick the listings first."))
    elif done:
        messages.success(request, ngettext("%(n)d listing is done.", "%(n)d listings are done.", done) % {"n": done})
    for stays in left:
        messages.error(request, str(stays))
    return redirect("dashboard:drift")
