"""Marking several orders shipped at once: each whole, each with its own number, each with its own answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.models import Store, User
from core.tenancy import get_for_store
from dashboard.access import store_of, writing
from dashboard.views.orders.bulk import answer
from dashboard.views.orders.chosen import find_uuid
from dashboard.views.orders.outcome import sentence
from fulfillment.services.ship_whole import open_lines
from orders.models import BulkAct, Order, OrderItem
from orders.selectors.views import SHIPPABLE
from sync.asking import ask_on_orders

MOST = 100


@dataclass(slots=True, kw_only=True)
class Row:
    """An order on the form: what would leave, what was typed, why it was refused."""

    order: Order
    lines: Sequence[OrderItem]
    tracking: str = ""
    refused: str = ""

    @property
    def units(self) -> int:
        return sum(line.open_quantity for line in self.lines)


@writing
@require_http_methods(["GET", "POST"])
def ship_many(request: HttpRequest) -> HttpResponse:
    """Ask for the numbers, then ship; refused ones come back to this form with their reason and what was typed."""
    store = store_of(request)
    if request.method == "POST":
        return _ship(request, store)
    before = _before(request, store)
    rows = _rows_again(store, before) if before else rows_for(store, request.GET.getlist("order"))
    if not rows:
        messages.warning(request, _("None of these orders has anything left to ship."))
        return redirect("dashboard:orders")
    context = {
        "rows": rows,
        "carrier": before.options.get("carrier", "") if before else request.GET.get("carrier", "")[:100],
        "units": sum(row.units for row in rows),
        "key": uuid4().hex,
        "sentence": sentence(before) if before else "",
        "left_out": [] if before else _left_out(store, request.GET.getlist("order"), rows),
    }
    return render(request, "dashboard/orders/ship_many.html", context)


def _ship(request: HttpRequest, store: Store) -> HttpResponse:
    """Pressing twice is one act: the form carries its key."""
    key = request.POST.get("key", "")[:64]
    done = BulkAct.objects.filter(store=store, request_key=key).first() if key else None
    if done is None:
        ids = [row.order.pk for row in rows_for(store, request.POST.getlist("order"), held=True)]
        if not ids:
            messages.warning(request, _("None of these orders has anything left to ship."))
            return redirect("dashboard:orders")
        done = ask_on_orders(
            store=store, by=request.user if isinstance(request.user, User) else None, kind="ship", order_ids=ids,
            request_key=key, options=_typed(request, ids),
        )  # fmt: skip
    if done.status == BulkAct.Status.COMPLETED and done.refused:
        return redirect(f"{reverse('dashboard:orders_ship')}?act={done.pk}")
    return answer(request, done, reverse("dashboard:orders"))


def _typed(request: HttpRequest, ids: Sequence[UUID]) -> dict[str, Any]:
    tracking = {str(pk): request.POST.get(f"tracking-{pk}", "").strip()[:100] for pk in ids}
    return {"carrier": request.POST.get("carrier", "").strip()[:100], "tracking": tracking}


def _before(request: HttpRequest, store: Store) -> BulkAct | None:
    """The act whose refused orders are to be mended."""
    pk = find_uuid(request.GET.get("act", ""))
    return get_for_store(BulkAct, store, pk=pk, kind="ship") if pk else None


def _rows_again(store: Store, before: BulkAct) -> list[Row]:
    """What was refused, with its reason and what was typed for it."""
    reasons = {row["order"]: row["reason"] for row in before.refused}
    rows = rows_for(store, list(reasons), held=True)
    for row in rows:
        row.tracking = before.options.get("tracking", {}).get(str(row.order.pk), "")
        row.refused = reasons.get(str(row.order.pk), "")
    return rows


def _left_out(store: Store, ids: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Numbers of ticked orders that cannot be shipped: closed, held, pending, or not ours to send."""
    known = {found for found in map(find_uuid, ids[:MOST]) if found} - {row.order.pk for row in rows}
    return list(Order.objects.filter(store=store, pk__in=known).order_by("number").values_list("number", flat=True))


def rows_for(store: Store, ids: Sequence[str], *, held: bool = False) -> list[Row]:
    """The ticked orders that have something to ship, nearest deadline first; held ones only where they are wanted."""
    known = [found for found in map(find_uuid, ids[:MOST]) if found]
    orders = Order.objects.filter(store=store, pk__in=known, status__in=SHIPPABLE, scheme=Order.Scheme.SELLER)
    orders = orders if held else orders.filter(held_at__isnull=True)
    ready = orders.select_related("connection__marketplace").prefetch_related("items").order_by("ship_by", "number")
    rows = [Row(order=order, lines=open_lines(order)) for order in ready]
    return [row for row in rows if row.lines]
