"""Marking units shipped and parcels delivered; the dialog of the order page and this page are one form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.models import User
from core.tenancy import get_for_store
from dashboard.access import store_of, writing
from dashboard.forms.arrival import ArrivalForm
from dashboard.forms.ship import ShipForm
from dashboard.forms.tracking import TrackingForm
from dashboard.views.orders.page import context_of, drawn
from dashboard.views.orders.parcel_words import takes_boxes
from dashboard.views.products.edit import apply
from fulfillment.models import Shipment
from fulfillment.selectors.order_page import OrderPage, order_page
from fulfillment.services import ship as parcels
from fulfillment.services.arrivals import OVER, arrived, is_told
from fulfillment.services.tracking import track


@writing
@require_http_methods(["GET", "POST"])
def ship(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is in this parcel? A refused one comes back with everything that was typed."""
    found = order_page(store_of(request), pk)
    typed = request.POST if request.method == "POST" else None
    form = ShipForm.of(found, typed, boxed=takes_boxes(found.order))
    if "more" in request.POST and form.may_add:
        context = context_of(request, found) | {"form": form.with_one_more()}
        return render(request, "dashboard/orders/ship.html", context)
    if request.method == "POST" and form.is_valid() and (shipment := _shipped(request, found, form)):
        units = sum(form.takes().values())
        words = ngettext("%(n)d unit left in parcel %(k)d.", "%(n)d units left in parcel %(k)d.", units)
        messages.success(request, words % {"n": units, "k": shipment.number})
        return redirect("dashboard:order", pk)
    context = context_of(request, found) | {"form": form}
    return render(request, "dashboard/orders/ship.html", context, status=422 if form.errors else 200)


def _shipped(request: HttpRequest, found: OrderPage, form: ShipForm) -> Shipment | None:
    """The parcel, or nothing and a sentence on the form."""
    assert isinstance(request.user, User)
    try:
        return parcels.ship(
            order=found.order,
            takes=form.takes(),
            boxes=form.packed(),
            carrier=form.cleaned_data["carrier"],
            tracking_number=form.cleaned_data["tracking_number"],
            request_key=form.cleaned_data["request_key"],
            actor=request.user,
            actor_label=str(request.user),
        )
    except DomainError as error:
        form.add_error(form.field_of(error.field), str(error))
        return None


@writing
@require_POST
def delivered(request: HttpRequest, pk: UUID, parcel: UUID) -> HttpResponse:
    """The buyer has it, or refused it."""
    shipment = get_for_store(Shipment, store_of(request), pk=parcel, order=pk)
    form = ArrivalForm(request.POST, parcel=parcel)
    if not form.is_valid() or not _told(request, shipment, form):
        return drawn(request, pk, wrong=form)
    waits = is_told(shipment) and shipment.status not in OVER
    words = _("The channel is told about parcel %(k)d.") if waits else _("Parcel %(k)d is marked delivered.")
    messages.success(request, words % {"k": shipment.number})
    return redirect("dashboard:order", pk)


def _told(request: HttpRequest, shipment: Shipment, form: ArrivalForm) -> bool:
    """Or a sentence, at the code where it is about that."""
    assert isinstance(request.user, User)
    code, by = form.cleaned_data["code"], request.user
    try:
        arrived(shipment=shipment, taken="refused" not in request.POST, code=code, actor=by, actor_label=str(by))
    except DomainError as error:
        form.add_error(error.field or None, str(error))
        return False
    return True


@writing
@require_POST
def tracking(request: HttpRequest, pk: UUID, parcel: UUID) -> HttpResponse:
    """Its number came later, or was wrong; the fields as they were shown come along, so that nobody is overwritten."""
    shipment = get_for_store(Shipment, store_of(request), pk=parcel, order=pk)
    form = TrackingForm(request.POST, parcel=parcel)
    by = str(request.user)

    def keep(expected: dict[str, Any] | None) -> None:
        told = {name: form.cleaned_data[name] for name in form.KINDS}
        track(shipment=shipment, **told, actor_label=by, expected=expected)

    if not form.is_valid() or not apply(form, shipment, keep):
        return drawn(request, pk, wrong=form)
    messages.success(request, _("The tracking number of parcel %(k)d is kept.") % {"k": shipment.number})
    return redirect("dashboard:order", pk)
