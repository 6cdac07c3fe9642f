"""The label of an order as a file to print; where the marketplace has none yet, why and what to do."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import store_of, writing
from dashboard.views.orders.chosen import find_uuid
from dashboard.views.orders.rows import Shop
from marketplaces.framework.errors import ConnectorError
from orders.models import Order
from sync.labels import label_for


@writing
@require_POST
def label(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF, kept or fetched now. A GET prints nothing: each printing is noted."""
    orders = Order.objects.select_related("connection__marketplace")
    order = get_for_store(orders, store_of(request), pk=pk)
    posting, anew = request.POST.get("posting", ""), "anew" in request.POST
    try:
        found = label_for(order, by=request.user, posting=find_uuid(posting), anew=anew)
    except (DomainError, ConnectorError) as error:
        return _refused(request, order, posting, error)
    answer = HttpResponse(bytes(found.content), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{order.number}-label.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _refused(request: HttpRequest, order: Order, posting: str, error: DomainError | ConnectorError) -> HttpResponse:
    there = isinstance(error, ConnectorError)
    context = {
        "order": order,
        "shop": Shop(order.channel, order.connection.marketplace.name if order.connection else order.channel.title()),
        "posting": posting,
        "there": there,
        "said": (error.said or error.detail) if isinstance(error, ConnectorError) else str(error),
        "fix": error.fix or _after_packing(order) if isinstance(error, ConnectorError) else "",
    }
    return render(request, "dashboard/orders/label.html", context, status=422)


def _after_packing(order: Order) -> str:
    """What helps where the marketplace only refuses."""
    if order.status == Order.Status.SHIPPED:
        return ""
    return _("Most labels are made when the parcel is announced. Mark the order shipped, then ask again.")
