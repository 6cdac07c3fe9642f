"""Analytics as the marketplaces count: their own figures by product beside the orders that came in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dashboard.access import membership_of, needing, store_of
from dashboard.context import region_of
from dashboard.formats.days import day_range
from dashboard.formats.numbers import MISSING, signed
from dashboard.formats.region import Region
from dashboard.views.analytics.page import asked_well, frame_of, range_of
from marketplaces.services.abilities import figure_tellers
from orders.selectors.theirs import Compared, Shop, their_figures

#: Of each shop; a program reads all of them.
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One listing: what buyers did, each number with its heading, and the difference in words."""

    row: Compared
    looked: Sequence[tuple[str, int | Decimal | None]]
    difference: str
    differs: bool


@needing("see_money")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """One card for each shop whose marketplace told figures of these days."""
    store = store_of(request)
    form = range_of(request, store)
    context = frame_of(request, form)
    if not asked_well(form):
        return render(request, "dashboard/analytics/theirs.html", context, status=422)
    region = region_of(membership_of(request))
    context["tellers"] = figure_tellers()
    context["shops"] = [_card(shop, region) for shop in their_figures(store, form.period)]
    return render(request, "dashboard/analytics/theirs.html", context)


def _card(shop: Shop, region: Region) -> dict[str, Any]:
    heads = {name: word for name, word in _heads().items() if any(row.told[name] is not None for row in shop.rows)}
    return {
        "connection": shop.connection,
        "days": day_range(shop.first, shop.last, region),
        "zone": shop.zone.replace("_", " "),
        "heads": heads.values(),
        "silent": [word.lower() for name, word in _heads().items() if name not in heads],
        "rows": [_shown(row, heads, region) for row in shop.rows[:MOST_ROWS]],
        "more": max(0, len(shop.rows) - MOST_ROWS),
    }


def _heads() -> dict[str, str]:
    """Beside orders; a column that no row fills is not drawn."""
    return {
        "views": _("Views"), "sessions": _("Sessions"), "cart_adds": _("Into basket"),
        "cancelled_units": _("Cancelled"), "returned_units": _("Returned"),
    }  # fmt: skip


def _shown(row: Compared, heads: Mapping[str, str], region: Region) -> Shown:
    found = row.unit_difference
    looked = [(word, row.told[name]) for name, word in heads.items()]
    return Shown(row, looked, MISSING if found is None else signed(found, region), bool(found))
