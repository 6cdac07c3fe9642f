"""To pack: what to take from which place for everything that leaves today, or for all that could leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from dashboard.access import membership_of, store_of, store_page
from dashboard.context import region_of
from dashboard.views.fulfilment.tabs import shared
from dashboard.views.orders.rows import Shop
from fulfillment.selectors.picking import MOST, Pick, pick_list
from fulfillment.selectors.to_pack import packable


@dataclass(frozen=True, slots=True)
class PickRow:
    """What the template draws."""

    pick: Pick
    shops: Sequence[Shop]
    url: str


@store_page
@require_GET
def packing(request: HttpRequest) -> HttpResponse:
    """In the order of a walk. Without anything for today everything that can be packed is shown."""
    store, now = store_of(request), timezone.now()
    context = shared(store, "fulfilment", now, region_of(membership_of(request)))
    asked = request.GET.get("until", "")
    today = asked != "all" and (asked == "today" or bool(context["load"].pressing))
    found = list(packable(store, now, today=today).select_related("connection__marketplace")[: MOST + 1])
    orders = found[:MOST]
    picks = pick_list(store, orders, language=get_language() or "en")
    until = urlencode({"until": "today" if today else "all"})
    context |= {
        "rows": [_row(pick) for pick in picks],
        "orders": len(orders),
        "more": len(found) > MOST,
        "most": MOST,
        "today": today,
        "has_places": len({pick.place for pick in picks if pick.place}) > 1,
        "print_url": f"{reverse('dashboard:fulfilment_print')}?{until}",
    }
    return render(request, "dashboard/fulfilment/packing.html", context)


def _row(pick: Pick) -> PickRow:
    """Its orders are found by what stands on it."""
    shops = [Shop(code, name) for code, name in pick.channels.items()]
    wanted = urlencode({"view": "open", "q": pick.sku or pick.name[:100]})
    url = f"{reverse('dashboard:orders')}?{wanted}"
    if len(pick.orders) == 1:
        url = reverse("dashboard:order", args=[next(iter(pick.orders))])
    return PickRow(pick, shops, url)
