"""Orders of one buyer in one parcel: which could go so, which do, and sending them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.keyset import Key, Keyset
from core.models import User
from core.tenancy import get_for_store
from dashboard.access import membership_of, require, store_of, store_page, writing
from dashboard.context import region_of
from dashboard.formats.addresses import address_lines
from dashboard.views.fulfilment.tabs import shared
from dashboard.views.orders.chosen import find_uuid
from fulfillment.models import JointParcel
from fulfillment.selectors.together import joint_parcels, suggestions
from fulfillment.services import together
from orders.models import Order

SIZE = 25
NEWEST = Keyset((Key("created_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What is packed together and waits, then the buyers of whom several orders wait."""
    store = store_of(request)
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = NEWEST.page(joint_parcels(store, state="packed"), size=SIZE, **places)
    found = suggestions(store)
    context: dict[str, Any] = {
        **shared(store, "fulfilment_together", timezone.now(), region_of(membership_of(request))),
        "page": page,
        "rows": [{"parcel": parcel, "orders": [row.order for row in parcel.orders.all()]} for parcel in page.rows],
        "found": found[:SIZE],
        "more": max(0, len(found) - SIZE),
    }
    return render(request, "dashboard/fulfilment/together.html", context)


@writing
@require_POST
def pack(request: HttpRequest) -> HttpResponse:
    """Join the orders that were named, from this page, an order's own, or the order list."""
    ids = [found for found in map(find_uuid, request.POST.getlist("order")[: together.MOST + 1]) if found]
    return packed(request, ids)


def packed(request: HttpRequest, ids: list[UUID]) -> HttpResponse:
    """To the joint parcel, or back with the sentence why not."""
    try:
        parcel = together.pack_together(store=store_of(request), orders=ids, actor_label=str(request.user))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("dashboard:fulfilment_together")
    messages.success(request, _("They are packed together now: one slip, one parcel."))
    return redirect("dashboard:fulfilment_joint", parcel.pk)


@store_page
@require_http_methods(["GET", "POST"])
def joint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What lies in one parcel; sent with one number, or with one of its own for each channel."""
    store = store_of(request)
    parcel = get_for_store(joint_parcels(store), store, pk=pk)
    error = ""
    if request.method == "POST":
        require(request, "write")
        try:
            return _shipped(request, parcel)
        except DomainError as refused:
            error = str(refused)
    rows = [_row(request, row.order) for row in parcel.orders.all()]
    orders = [row["order"] for row in rows]
    context = {
        "parcel": parcel,
        "rows": rows,
        "first": orders[0] if orders else None,
        "address": address_lines(orders[0].shipping_address, region_of(membership_of(request))) if orders else [],
        "open": parcel.shipped_at is None and parcel.parted_at is None,
        "carrier": request.POST.get("carrier", parcel.carrier)[:100],
        "tracking": request.POST.get("tracking_number", parcel.tracking_number)[:100],
        "error": error,
    }
    return render(request, "dashboard/fulfilment/joint.html", context, status=422 if error else 200)


def _row(request: HttpRequest, order: Order) -> dict[str, Any]:
    lines = [line for line in order.items.all() if not line.is_digital]
    return {
        "order": order,
        "lines": [line for line in lines if line.open_quantity] or lines,
        "number": request.POST.get(f"tracking-{order.pk}", "")[:100],
    }


def _shipped(request: HttpRequest, parcel: JointParcel) -> HttpResponse:
    numbers = {row.order_id: _typed(request, f"tracking-{row.order_id}") for row in parcel.orders.all()}
    sent = together.ship_together(
        parcel=parcel, carrier=_typed(request, "carrier"), tracking_number=_typed(request, "tracking_number"),
        numbers=numbers, actor=request.user if isinstance(request.user, User) else None,
        actor_label=str(request.user),
    )  # fmt: skip
    orders = len({shipment.order_id for shipment in sent})
    words = ngettext(
        "%(n)d order left in one parcel. Its channel is told.",
        "%(n)d orders left in one parcel. Each channel is told.",
        orders,
    )
    messages.success(request, words % {"n": orders})
    return redirect("dashboard:fulfilment_together")


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:100]


@writing
@require_POST
def take_out(request: HttpRequest, pk: UUID, order: UUID) -> HttpResponse:
    """Let one order travel alone again."""
    store = store_of(request)
    parcel, row = get_for_store(JointParcel, store, pk=pk), get_for_store(Order, store, pk=order)
    try:
        left = together.take_out(parcel=parcel, order=row, actor_label=str(request.user))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("dashboard:fulfilment_joint", pk)
    messages.success(request, _("%s travels alone again.") % row.number)
    if left.parted_at is not None:
        return redirect("dashboard:fulfilment_together")
    return redirect("dashboard:fulfilment_joint", pk)


@writing
@require_POST
def part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let each of them travel alone again."""
    parcel = get_for_store(JointParcel, store_of(request), pk=pk)
    try:
        together.part(parcel=parcel, actor_label=str(request.user))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Each of these orders travels alone again."))
    return redirect("dashboard:fulfilment_together")
