"""What an endpoint was sent: each event with its tries and answers, and the button that sends it again."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.keyset import Key, Keyset
from core.tenancy import get_for_store
from dashboard.access import needing, store_of
from dashboard.views.syncs.tabs import SIZE, places
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.news.feed import KINDS
from sync.outgoing import endpoints as service

NEWEST = Keyset((Key("created_at", datetime.fromisoformat, descending=True), Key("pk", uuid.UUID, descending=True)))
State = WebhookDelivery.State


@needing("manage_connections")
@require_POST
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Once more under its own id, delivered or not."""
    rows = WebhookDelivery.objects.filter(endpoint__deleted_at__isnull=True)
    delivery = get_for_store(rows, store_of(request), pk=pk)
    try:
        tell_sent(request, service.send_again([delivery]))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("dashboard:settings_endpoint", delivery.endpoint_id)


def tell_sent(request: HttpRequest, count: int) -> None:
    """The sentence after sending again."""
    if not count:
        messages.success(request, _("Nothing was given up: there is nothing to send again."))
        return
    words = ngettext("%(n)d event is sent again within seconds.", "%(n)d events are sent again within seconds.", count)
    messages.success(request, words % {"n": count})


def log_of(request: HttpRequest, endpoint: WebhookEndpoint) -> dict[str, Any]:
    """A page of the log in the state that is asked for, newest first, and how many there are of each."""
    everything = WebhookDelivery.objects.filter(store=endpoint.store_id, endpoint=endpoint)
    counts = dict(everything.values_list("state").annotate(n=Count("pk")).order_by())
    asked = request.GET.get("state", "")
    wanted = asked if asked in State.values else ""
    page = NEWEST.page(everything.filter(state=wanted) if wanted else everything, size=SIZE, **places(request))
    return {
        "page": page,
        "rows": [_drawn(row) for row in page.rows],
        "wanted": wanted,
        "given_up": counts.get(State.GIVEN_UP, 0),
        "views": _views(endpoint, counts, wanted),
    }


def _drawn(delivery: WebhookDelivery) -> dict[str, Any]:
    """A row of the log; its last try first."""
    tries = [{**each, "at": datetime.fromisoformat(each["at"])} for each in reversed(delivery.tries)]
    about = KINDS.get(delivery.kind, _("A test"))
    return {"delivery": delivery, "state": look_of(delivery), "about": about, "tries": tries}


def look_of(delivery: WebhookDelivery) -> str:
    """Its state in the table `dashboard.status`: what was tried and waits is tried again."""
    return "retry" if delivery.state == State.WAITING and delivery.attempts else delivery.state


def _views(endpoint: WebhookEndpoint, counts: dict[str, int], wanted: str) -> list[dict[str, Any]]:
    there = reverse("dashboard:settings_endpoint", args=[endpoint.pk])
    words = {"": _("All"), State.WAITING: _("Waiting"), State.DELIVERED: _("Arrived"), State.GIVEN_UP: _("Given up")}
    return [
        {
            "url": f"{there}?state={state}" if state else there, "word": word, "current": state == wanted,
            "count": counts.get(state, 0) if state else None,
            "tone": "red" if state == State.GIVEN_UP and counts.get(state) else "",
        }
        for state, word in words.items()
    ]  # fmt: skip
