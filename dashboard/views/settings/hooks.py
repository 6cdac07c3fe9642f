"""The addresses marketplaces push to: copy, test, and when something came last. They are as good as keys."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from core.models import Store
from core.tenancy import get_for_store
from dashboard.access import needing, store_of
from dashboard.views.settings.tabs import drawn
from marketplaces.framework import registry
from marketplaces.models import Connection
from sync.hook_probe import address_of, probe
from sync.models import MarketplaceWebhook, WebhookTally

managers = needing("see_addresses")


@managers
@require_GET
def hooks(request: HttpRequest) -> HttpResponse:
    """Shop by shop."""
    return drawn(request, "settings_hooks", "hooks", {"rows": _rows(store_of(request))})


@managers
@require_POST
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Post a harmless word to ourselves and say whether it arrived."""
    rows = Connection.objects.select_related("marketplace").exclude(status=Connection.Status.DISCONNECTED)
    shop = get_for_store(rows, store_of(request), pk=pk)
    probed = probe(shop)
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/settings/_probed.html", {"probed": probed})
    context = {"rows": _rows(store_of(request)), "probed": probed, "probed_shop": shop.pk}
    return drawn(request, "settings_hooks", "hooks", context)


def _rows(store: Store) -> list[dict[str, Any]]:
    shops = list(
        Connection.objects.filter(store=store)
        .exclude(status=Connection.Status.DISCONNECTED)
        .select_related("marketplace")
        .order_by("marketplace__name", "name")
    )
    last = dict(
        MarketplaceWebhook.objects.filter(connection__in=shops)
        .values_list("connection")
        .annotate(at=Max("received_at"))
    )
    refused = dict(
        WebhookTally.objects.filter(connection__in=shops).values_list("connection").annotate(at=Max("last_at"))
    )
    return [
        {"shop": shop, "url": address_of(shop), "last": last.get(shop.pk), "refused": refused.get(shop.pk)}
        for shop in shops
        if registry.connector_class(shop.marketplace.code).webhooks is not None
    ]
