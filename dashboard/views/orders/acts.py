"""What is done to orders from the list: read them now, or act on the ticked ones or on all of a view."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.models import User
from dashboard.access import membership_of, require, sees_money, store_of, writing
from dashboard.views.fulfilment.together import packed
from dashboard.views.orders import bulk
from dashboard.views.orders.chosen import Chosen, chosen
from dashboard.views.orders.exporting import orders_file
from dashboard.views.orders.shipping_many import MOST
from fulfillment.selectors.order_page import order_page
from fulfillment.services.together import MOST as TOGETHER
from marketplaces.models import Connection
from sync.asking import ask
from sync.push import queue

SHEETS = ("slips", "pick")


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
    own = [*(parcel.change for parcel in found.parcels), *found.cancels, *found.answers]
    row = next((row for row in own if row is not None and row.pk == change), None)
    if row is None:
        raise Http404
    queue.try_again(row, by=str(request.user))
    messages.success(request, _("It is sent again at once."))
    return redirect("dashboard:order", pk)


@writing
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do one thing to every chosen order; the answer is per order, and one that refuses never stops the rest."""
    what = request.POST.get("do", "")
    meant = chosen(request.POST, store_of(request), timezone.now())
    if meant.asked is None and not meant.ids:
        messages.warning(request, _("No order was ticked. Tick at least one, then press the button again."))
        return redirect(bulk.back_to(request))
    if what == "ship":
        return _ship(request, meant)
    if what == "together":
        return packed(request, meant.found(TOGETHER))
    if what in SHEETS:
        return redirect(f"{reverse('dashboard:fulfilment_print')}?{_sheets(what, meant)}")
    if what == "csv":
        return orders_file(meant.rows, store_of(request), money=sees_money(membership_of(request)))
    if what == "invoice":
        require(request, "manage")
    return bulk.act(request, what, meant)


def _ship(request: HttpRequest, meant: Chosen) -> HttpResponse:
    """To the form that asks for the numbers; a view is not shipped by the thousand."""
    ids = meant.found(MOST)
    if len(ids) > MOST:
        words = _("At most %(most)d orders are marked shipped at once. Narrow the view, or tick some of them.")
        messages.warning(request, words % {"most": MOST})
        return redirect(bulk.back_to(request))
    return redirect(f"{reverse('dashboard:orders_ship')}?{urlencode([('order', pk) for pk in ids])}")


def _sheets(what: str, meant: Chosen) -> str:
    if meant.asked is not None:
        return f"{urlencode({'what': what})}&{meant.asked.query}"
    return urlencode([("what", what), *(("order", pk) for pk in meant.ids)])
