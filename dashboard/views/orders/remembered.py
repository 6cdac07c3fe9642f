"""What the order list remembers of a member: the view it was left in, and ticks while its pages are turned.

Both stand in the session: they are one browser's, and reading a list writes nothing of the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.models import Store
from dashboard.access import store_of, writing
from dashboard.views.orders.asked import Asked, asked_by
from dashboard.views.orders.chosen import MOST_TICKED, chosen, find_uuid
from marketplaces.models import Connection

LEFT, TICKS = "orders_left", "orders_ticked"
#: The list opens so unless it was left otherwise.
PLAIN = "view=open"
#: In the address: the ticks of the session belong to these rows.
KEPT = "kept"


def left_as(request: HttpRequest, store: Store) -> str:
    """Where a bare address leads: to the view this member left, if that was another one."""
    if request.GET or request.headers.get("HX-Request"):
        return ""
    query = str(request.session.get(LEFT, {}).get(str(store.pk), ""))
    return f"{reverse('dashboard:orders')}?{query}&left=1" if query else ""


def remember(request: HttpRequest, store: Store, asked: Asked) -> None:
    """How the list is left now. What was searched for is not kept: tomorrow it would only hide orders."""
    if asked.filters.q:
        return
    left = dict(request.session.get(LEFT, {}))
    before, query = left.get(str(store.pk), PLAIN), asked.query
    if before != query:
        left[str(store.pk)] = query
        request.session[LEFT] = {place: kept for place, kept in left.items() if kept != PLAIN}


@writing
@require_POST
def turn(request: HttpRequest) -> HttpResponse:
    """To another page of the view, the ticks in hand; or the same one without those of other pages."""
    store = store_of(request)
    meant = chosen(request.POST, store, timezone.now())
    shops = list(Connection.objects.filter(store=store).select_related("marketplace"))
    asked = asked_by(QueryDict(request.POST.get("query", "")), shops)
    if len(request.POST.getlist("order")) > MOST_TICKED:
        words = _("At most %(most)d orders are kept ticked. Act on these first, or on the whole view.")
        messages.warning(request, words % {"most": MOST_TICKED})
    request.session[TICKS] = {
        "store": str(store.pk), "query": asked.query, "all": meant.asked is not None,
        "ids": [] if request.POST.get("untick") else [str(pk) for pk in meant.ids],
    }  # fmt: skip
    to = parse_qs(request.POST.get("to", "").removeprefix("?"))
    place = [(name, to[name][0]) for name in ("after", "before") if name in to]
    return redirect(f"{asked.url}&{urlencode([*place, ('ticked', KEPT)])}")


def kept_ticks(request: HttpRequest, store: Store, asked: Asked) -> tuple[Sequence[UUID], bool]:
    """The ticks that came along to this page, and whether the whole view is meant."""
    kept = request.session.get(TICKS, {}) if request.GET.get("ticked") == KEPT else {}
    if kept.get("store") != str(store.pk) or kept.get("query") != asked.query:
        return (), False
    return [pk for pk in map(find_uuid, kept["ids"]) if pk], bool(kept["all"])


def forget_ticks(request: HttpRequest) -> None:
    """They have served: something was done to them."""
    request.session.pop(TICKS, None)
