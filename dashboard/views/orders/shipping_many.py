"""Marking several orders shipped at once: each whole, each with its own number, each with its own answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import Store, User
from dashboard.access import store_of, writing
from fulfillment.services.ship import ship
from orders.models import Order, OrderItem
from orders.selectors.views import SHIPPABLE

MOST = 100


@dataclass(slots=True, kw_only=True)
class Row:
    """An order on the form: what would leave, what was typed, why it was refused."""

    order: Order
    lines: Sequence[OrderItem]
    key: str = field(default_factory=lambda: uuid4().hex)
    tracking: str = ""
    refused: str = ""

    @property
    def units(self) -> int:
        return sum(line.open_quantity for line in self.lines)


@writing
@require_http_methods(["GET", "POST"])
def ship_many(request: HttpRequest) -> HttpResponse:
    """Refused orders stay on the page with their reason; the others left."""
    asked = request.POST if request.method == "POST" else request.GET
    rows = rows_for(store_of(request), asked.getlist("order"))
    carrier = asked.get("carrier", "").strip()[:100]
    if not rows:
        messages.warning(request, _("None of these orders has anything left to ship."))
        return redirect("dashboard:orders")
    if request.method == "POST":
        shipped = _ship_all(request, rows, carrier)
        rows = [row for row in rows if row.refused]
        _tell(request, shipped, len(rows))
        if not rows:
            return redirect("dashboard:orders")
    context = {"rows": rows, "carrier": carrier, "units": sum(row.units for row in rows)}
    return render(request, "dashboard/orders/ship_many.html", context, status=422 if request.method == "POST" else 200)


def rows_for(store: Store, ids: Sequence[str]) -> list[Row]:
    """The ticked orders that have something to ship, nearest deadline first."""
    known = [found for found in map(_uuid, ids[:MOST]) if found]
    orders = Order.objects.filter(
        store=store, pk__in=known, status__in=SHIPPABLE, scheme=Order.Scheme.SELLER, held_at__isnull=True
    )
    ready = orders.select_related("connection__marketplace").prefetch_related("items").order_by("ship_by", "number")
    rows = [Row(order=order, lines=[line for line in order.items.all() if _leaves(line)]) for order in ready]
    return [row for row in rows if row.lines]


def _leaves(line: OrderItem) -> bool:
    return not line.is_digital and line.open_quantity > 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _ship_all(request: HttpRequest, rows: Sequence[Row], carrier: str) -> int:
    """Ship each in its own transaction; one that is refused never stops the rest."""
    assert isinstance(request.user, User)
    shipped = 0
    for row in rows:
        row.tracking = request.POST.get(f"tracking-{row.order.pk}", "").strip()[:100]
        row.key = request.POST.get(f"key-{row.order.pk}", "")[:64] or row.key
        try:
            ship(
                order=row.order,
                takes={line.pk: line.open_quantity for line in row.lines},
                carrier=carrier,
                tracking_number=row.tracking,
                request_key=row.key,
                actor=request.user,
                actor_label=str(request.user),
            )
            shipped += 1
        except DomainError as error:
            row.refused = str(error)
    return shipped


def _tell(request: HttpRequest, shipped: int, refused: int) -> None:
    if refused:
        words = _("Shipped %(n)d of %(all)d. The others are below, each with its reason.")
        messages.warning(request, words % {"n": shipped, "all": shipped + refused})
    else:
        messages.success(request, _("Shipped %(n)d of %(n)d.") % {"n": shipped})
