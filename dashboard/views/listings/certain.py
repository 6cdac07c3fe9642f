"""Linking all certain ones in one go: first the list of what would be linked to what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.models import Store
from dashboard.access import managing, store_of
from dashboard.views.listings.evidence import because
from orders.services.goods import MOST_CERTAIN, find_certain, link_certain, waiting_listings


@managing
@require_http_methods(["GET", "POST"])
def certain(request: HttpRequest) -> HttpResponse:
    """Ticked ones are linked, each as it was shown; the answer is per listing."""
    store = store_of(request)
    if request.method == "POST":
        _link(request, store)
        return redirect("dashboard:listings")
    rows: list[dict[str, Any]] = [
        {"listing": listing, "suggestion": each, "because": because(each.likeness)}
        for listing, each in find_certain(store)
    ]
    if not rows:
        messages.info(request, _("Nothing is certain just now. What waits is linked one by one."))
        return redirect("dashboard:listings")
    return render(request, "dashboard/listings/certain.html", {"rows": rows, "more": len(rows) == MOST_CERTAIN})


def _link(request: HttpRequest, store: Store) -> None:
    expected = dict(filter(None, map(_pair, request.POST.getlist("link")[:MOST_CERTAIN])))
    listings = waiting_listings(store, list(expected)) if expected else []
    outcome = link_certain(store=store, listings=listings, by=str(request.user), expected=expected)
    lines = sum(each.lines for each in outcome.linked)
    gone = len(expected) - len(outcome.linked)
    words = ngettext("%(n)d listing is linked.", "%(n)d listings are linked.", len(outcome.linked))
    text = words % {"n": len(outcome.linked)}
    if lines:
        follow = ngettext(
            "%(n)d parked order line got its product.", "%(n)d parked order lines got their product.", lines
        )
        text += " " + follow % {"n": lines}
    if gone:
        first = outcome.refused[0][1] if outcome.refused else _("Somebody linked them meanwhile.")
        text += " " + ngettext("%(n)d was not: %(why)s", "%(n)d were not; the first: %(why)s", gone) % {
            "n": gone, "why": first,
        }  # fmt: skip
    (messages.warning if gone or not outcome.linked else messages.success)(request, text)


def _pair(text: str) -> tuple[UUID, UUID] | None:
    """A row of the list as it comes back: listing, variant."""
    listing, _bar, variant = text.partition("|")
    try:
        return UUID(listing), UUID(variant)
    except ValueError:
        return None
