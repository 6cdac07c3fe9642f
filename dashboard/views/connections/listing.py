"""All shops of the store as cards, worst first, and the table of what marketplaces can do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dashboard.access import store_of, store_page
from dashboard.views.connections.capabilities import table
from dashboard.views.connections.cards import cards_of
from marketplaces.models import Connection


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The page; disconnected shops come last, since their orders and history stay."""
    cards = cards_of(store_of(request), timezone.now())
    live = [card for card in cards if card.shop.status != Connection.Status.DISCONNECTED]
    context = {
        "cards": cards,
        "live": live,
        "marketplaces": len({card.shop.marketplace_id for card in live}),
        "stopped": [card for card in live if card.shop.status == Connection.Status.STOPPED],
        "ending": [card for card in live if card.mood.rank in (1, 3)],
        "troubled": [card for card in live if card.mood.rank == 2],
        "table": table(),
    }
    return render(request, "dashboard/connections/list.html", context)
