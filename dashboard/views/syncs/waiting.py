"""What waits to be sent to marketplaces, why, and *Try again*."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.keyset import Key, Keyset
from core.tenancy import get_for_store
from dashboard.access import store_of, store_page, writing
from dashboard.views.syncs.tabs import SIZE, places, shared
from fulfillment.models import Shipment, Supply
from inventory.models import MarketplaceProduct, Offer
from marketplaces.models import Connection, OutboundChange
from orders.models import MarketplaceOrder, OrderRefund, OrderReturn
from sync.push import queue

State, Kind = OutboundChange.State, OutboundChange.Kind
OPEN = (State.WAITING, State.RETRY, State.REFUSED, State.PAUSED, State.HELD, State.ACCEPTED)
BY_DUE = Keyset((Key("due_at", datetime.fromisoformat), Key("id", uuid.UUID)))
COLUMNS = (
    "id", "kind", "subject_id", "state", "due_at", "attempts", "error", "error_said", "error_fix", "wanted_at",
    "sent_at", "last_sent", "connection_id", "connection__name", "connection__marketplace__name",
    "connection__marketplace__code",
)  # fmt: skip


@store_page
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What is due first comes first."""
    store = store_of(request)
    context = shared(request, store, "syncs_waiting")
    asked = request.GET.get("state", "")
    rows = OutboundChange.objects.filter(store=store)
    if context["chosen"]:
        rows = rows.filter(connection=context["chosen"])
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    states = [asked] if asked in State.values else list(OPEN)
    page = BY_DUE.page(rows.filter(state__in=states).values(*COLUMNS), size=SIZE, **places(request))
    names = _names(page.rows)
    context |= {
        "page": page,
        "rows": [dict(row) | names.get(row["subject_id"], {"word": "–", "url": ""}) for row in page.rows],
        "filtered": bool(context["chosen"] or asked),
        "states": _states(context["chosen"], asked, counts),
    }
    return render(request, "dashboard/syncs/waiting.html", context)


def _states(shop: Connection | None, asked: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The views by state with their counts."""
    base = {"connection": str(shop.pk)} if shop else {}
    tones = {State.REFUSED: "red", State.HELD: "amber", State.RETRY: "amber", State.PAUSED: "amber"}
    shown = [{"value": "", "word": _("All"), "count": sum(counts.get(state, 0) for state in OPEN), "tone": ""}]
    shown += [
        {"value": state, "word": State(state).label, "count": counts.get(state, 0), "tone": tones.get(state, "")}
        for state in OPEN
    ]
    for view in shown:
        view["url"] = f"?{urlencode(base | ({'state': view['value']} if view['value'] else {}))}"
        view["current"] = view["value"] == asked
        view["tone"] = view["tone"] if view["count"] else ""
    return shown


def _names(rows: Sequence[Any]) -> dict[UUID, dict[str, str]]:
    """What each change is about, in a handful of queries however many rows there are."""
    ids: dict[str, list[UUID]] = {}
    for row in rows:
        ids.setdefault(row["kind"], []).append(row["subject_id"])
    listings = [*ids.get(Kind.STOCK, []), *ids.get(Kind.PRICE, [])]
    found: dict[UUID, dict[str, str]] = {}
    for pk, sku, title in MarketplaceProduct.objects.filter(pk__in=listings).values_list(
        "pk", "marketplace_sku", "title"
    ):
        found[pk] = {"word": title or sku, "sub": sku, "url": ""}
    offers = Offer.objects.filter(pk__in=ids.get(Kind.PRODUCT, []))
    for pk, product, title, sku in offers.values_list(
        "pk", "variant__product_id", "variant__product__title", "variant__sku"
    ):
        found[pk] = {"word": title or sku, "sub": sku, "url": reverse("dashboard:product", args=[product])}
    for pk, order, number in Shipment.objects.filter(
        pk__in=[*ids.get(Kind.SHIPMENT, []), *ids.get(Kind.ARRIVAL, [])]
    ).values_list("pk", "order_id", "order__number"):
        found[pk] = {"word": number, "url": reverse("dashboard:order", args=[order])}
    for pk, name in Supply.objects.filter(pk__in=ids.get(Kind.SUPPLY, [])).values_list("pk", "name"):
        found[pk] = {"word": name, "url": reverse("dashboard:supply", args=[pk])}
    of_postings = (Kind.ACCEPT, Kind.CANCEL, Kind.ANSWER, Kind.DIGITAL)
    postings = MarketplaceOrder.objects.filter(pk__in=[pk for kind in of_postings for pk in ids.get(kind, [])])
    came_back = OrderReturn.objects.filter(pk__in=ids.get(Kind.REFUND, []))
    given_back = OrderRefund.objects.filter(pk__in=ids.get(Kind.MONEY_BACK, []))
    named = ("pk", "order_id", "order__number")
    for pk, order, number in [row for rows in (postings, came_back, given_back) for row in rows.values_list(*named)]:
        found[pk] = {"word": number or "–", "url": reverse("dashboard:order", args=[order]) if order else ""}
    return found


@writing
@require_POST
def try_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Due now, with fresh attempts."""
    change = get_for_store(OutboundChange, store_of(request), pk=pk)
    queue.try_again(change, by=str(request.user))
    messages.success(request, _("It is sent again at once."))
    where = request.POST.get("next", "")
    return redirect(where if where.startswith(("/syncs/", "/fulfilment/supplies/")) else "dashboard:syncs_waiting")
