"""What marketplaces pushed to us, and the addresses they push to."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.keyset import Key, Keyset
from core.tenancy import get_for_store
from dashboard.access import may, membership_of, sees_money, store_of, store_page, writing
from dashboard.views.connections.page import hook_of
from dashboard.views.syncs.tabs import SIZE, places, shared
from marketplaces.framework import registry
from marketplaces.models import Connection
from sync import webhooks as service
from sync.models import MarketplaceWebhook, WebhookTally

NEWEST = Keyset((Key("received_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))
COLUMNS = (
    "id", "received_at", "kind", "topic", "remote_ids", "status", "duplicates", "error", "processed_at", "body",
    "connection__name", "connection__marketplace__name", "connection__marketplace__code",
)  # fmt: skip


@store_page
@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    """Newest first; refused ones leave only their number."""
    store = store_of(request)
    context = shared(request, store, "syncs_webhooks")
    rows = MarketplaceWebhook.objects.filter(store=store)
    tallies = WebhookTally.objects.filter(connection__store=store, day=timezone.now().date())
    if context["chosen"]:
        rows, tallies = rows.filter(connection=context["chosen"]), tallies.filter(connection=context["chosen"])
    live = [shop for shop in context["shops"] if shop.status != Connection.Status.DISCONNECTED]
    if not may(request, "manage"):
        live = []  # where pushes are not signed, the address is the proof: who has it can send some
    addresses = [(shop, hook_of(shop, registry.connector_class(shop.marketplace.code))) for shop in live]
    context |= {
        "page": (page := NEWEST.page(rows.values(*COLUMNS), size=SIZE, **places(request))),
        "rows": page.rows if sees_money(membership_of(request)) else [{**row, "body": ""} for row in page.rows],
        "addresses": [(shop, address) for shop, address in addresses if address],
        "tallies": list(tallies.order_by().values("reason").annotate(n=Sum("count")).order_by("reason")),
    }
    return render(request, "dashboard/syncs/webhooks.html", context)


@writing
@require_POST
def replay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Run the poll of a message again: harmless by design."""
    service.replay(get_for_store(MarketplaceWebhook, store_of(request), pk=pk))
    messages.success(request, _("What it named is read again within seconds."))
    return redirect("dashboard:syncs_webhooks")
