"""The ledger of a product: every change of on hand with its cause and who made it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.models import Store
from core.tenancy import get_for_store
from dashboard.access import store_of, store_page
from dashboard.views.inventory.lines import orders_of
from dashboard.views.keys.moves import moves
from inventory.models import InventoryChange, Location, Product, Stock, Variant
from inventory.selectors.ledger import ledger as ledger_page


@store_page
@require_GET
def ledger(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Newest first, by cause and place. Digital goods lie on no shelf: what moved their keys stands here instead."""
    store = store_of(request)
    variant = get_for_store(Variant.objects.select_related("product"), store, pk=pk)
    if variant.product.kind == Product.Kind.DIGITAL:
        return moves(request, store, variant)
    places = list(Location.objects.filter(store=store).order_by("name"))
    cause = request.GET.get("cause", "")
    cause = cause if cause in InventoryChange.Cause.values else ""
    place = next((row for row in places if str(row.pk) == request.GET.get("location")), None)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = ledger_page(variant, cause=cause, location=place, after=after, before=before)
    levels = list(Stock.objects.filter(variant=variant).select_related("location").order_by("location__name"))
    context = {
        "variant": variant,
        "page": page,
        "rows": _rows(store, page.rows),
        "causes": InventoryChange.Cause.choices,
        "cause": cause,
        "places": places,
        "place": place,
        "levels": levels,
        "on_hand": sum(level.on_hand for level in levels),
        "filtered": bool(cause or place),
    }
    return render(request, "dashboard/inventory/ledger.html", context)


def _rows(store: Store, rows: Any) -> list[dict[str, Any]]:
    """Rows with their words and the way to what caused them: one query for the orders."""
    words = dict(InventoryChange.Cause.choices)
    orders = orders_of(store, [row["order_item_id"] for row in rows if row["order_item_id"]])
    return [{**row, "what": words[row["cause"]], "order": orders.get(row["order_item_id"])} for row in rows]
