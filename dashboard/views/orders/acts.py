"""What is done to orders from the list: read them now, or act on the ticked ones."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.models import User
from dashboard.access import store_of, writing
from dashboard.views.orders.shipping_many import MOST
from fulfillment.selectors.order_page import order_page
from marketplaces.models import Connection
from orders.models import Order
from orders.selectors.views import OPEN
from orders.services import lifecycle
from sync.asking import ask
from sync.push import queue
from sync.push.again import try_orders_again


@writing
@require_POST
def sync_orders(request: HttpRequest) -> HttpResponse:
    """Ask for a reading of every shop that works."""
    shops = Connection.objects.filter(store=store_of(request), status=Connection.Status.ACTIVE, orders_in=True)
    user = request.user if isinstance(request.user, User) else None
    started = [ask(connection=shop, sync_type="orders", by=user) for shop in shops]
    if started:
        words = ngettext("Orders of %(n)d shop are being read.", "Orders of %(n)d shops are being read.", len(started))
        messages.success(request, words % {"n": len(started)})
    else:
        messages.warning(request, _("No shop can be read: each is paused or stopped. Look at the connections."))
    return redirect("dashboard:orders")


@writing
@require_POST
def retry(request: HttpRequest, pk: UUID, change: UUID) -> HttpResponse:
    """Send a refused shipment or cancellation of this order once more."""
    found = order_page(store_of(request), pk)
    own = [*(parcel.change for parcel in found.parcels), *found.cancels]
    row = next((row for row in own if row is not None and row.pk == change), None)
    if row is None:
        raise Http404
    queue.try_again(row, by=str(request.user))
    messages.success(request, _("It is sent again at once."))
    return redirect("dashboard:order", pk)


@writing
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do one thing to every ticked order; the answer is per order, and one that refuses never stops the rest."""
    if request.POST.get("do") == "ship" and request.POST.getlist("order"):
        ticked = urlencode([("order", text) for text in request.POST.getlist("order")[:MOST]])
        return redirect(f"{reverse('dashboard:orders_ship')}?{ticked}")
    does = {"retry": _retry_all, "hold": _hold_all}.get(request.POST.get("do", ""))
    orders = _ticked(request)
    if does is None or not orders:
        messages.warning(request, _("No order was ticked. Tick at least one, then press the button again."))
    else:
        does(request, orders)
    where = request.POST.get("next", "")
    return redirect(where if where.startswith("/orders/") else "dashboard:orders")


def _ticked(request: HttpRequest) -> list[Order]:
    ids = [found for found in map(_uuid, request.POST.getlist("order")[:500]) if found]
    return list(Order.objects.filter(store=store_of(request), pk__in=ids).order_by("number"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _retry_all(request: HttpRequest, orders: Sequence[Order]) -> None:
    """Whatever of these orders was refused or waits for its next try is due now."""
    again = try_orders_again(store=store_of(request), orders=orders, by=str(request.user))
    if again:
        words = ngettext("%(n)d thing is sent again at once.", "%(n)d things are sent again at once.", again)
        messages.success(request, words % {"n": again})
    else:
        messages.info(request, _("Nothing of the ticked orders waits to be sent again."))


def _hold_all(request: HttpRequest, orders: Sequence[Order]) -> None:
    """Orders that already left have nothing to hold; they are named and left alone."""
    open_ones = [order for order in orders if order.status in OPEN]
    for order in open_ones:
        lifecycle.hold(order=order, reason=_("Held from the list"), actor_label=str(request.user))
    if open_ones:
        words = ngettext("%(n)d order is held.", "%(n)d orders are held.", len(open_ones))
        messages.success(request, words % {"n": len(open_ones)})
    gone = [order.number for order in orders if order not in open_ones]
    if gone:
        words = ngettext("%(all)s is closed: nothing to hold.", "%(all)s are closed: nothing to hold.", len(gone))
        messages.warning(request, words % {"all": ", ".join(gone)})
