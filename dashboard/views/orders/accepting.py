"""Accepting an order whose marketplace asks whether it will be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import store_of, writing
from fulfillment.selectors.order_page import OrderPage
from marketplaces.models import OutboundChange
from marketplaces.services.abilities import able
from orders.models import Order
from orders.services import acceptance


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """An order that waits for our word, or whose word is on its way there."""

    change: OutboundChange | None

    @property
    def waits(self) -> bool:
        """It was accepted here; the marketplace does not show it yet."""
        return self.change is not None and self.change.state != "refused"


def acceptance_words(found: OrderPage) -> dict[str, Any]:
    """What the page says of it; nothing once the marketplace shows it."""
    return {"acceptance": _acceptance(found)}


def _acceptance(found: OrderPage) -> Acceptance | None:
    order = found.order
    pending_there = any(remote.status == Order.Status.PENDING for remote in found.remotes)
    if not pending_there or order.scheme == Order.Scheme.MARKETPLACE or order.cancel_requested:
        return None
    if order.status not in (Order.Status.PENDING, Order.Status.CONFIRMED):
        return None
    if not able(order.connection, acceptance.ABILITY):
        return None
    change = next((each for each in found.answers if each.kind == OutboundChange.Kind.ACCEPT), None)
    return Acceptance(change=change)


@writing
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the order will be sent; the marketplace is told at once."""
    order = get_for_store(Order, store_of(request), pk=pk)
    try:
        acceptance.confirm(order=order, actor=request.user, actor_label=str(request.user))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Accepted. The marketplace is told, and the order can be packed."))
    return redirect("dashboard:order", order.pk)
