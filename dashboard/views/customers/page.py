"""One buyer: what was bought, by currency, every order, and who may be the same person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.phone import masked
from core.tenancy import get_for_store
from dashboard.access import may, membership_of, store_of, store_page, writing
from dashboard.context import region_of
from dashboard.views.customers.bought import with_whys
from dashboard.views.customers.rows import shop_of_buyer
from dashboard.views.orders.rows import Shop
from orders.models import Customer
from orders.selectors.customers import Alike, Figures, alike, figures, orders_of, together
from orders.services.buyers import show_number


@store_page
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The phone is masked; a packer sees neither it nor what was spent."""
    store = store_of(request)
    customer = get_for_store(Customer.objects.select_related("connection__marketplace"), store, pk=pk)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    others = alike(store, customer)
    everywhere = [customer.pk, *(other.customer.pk for other in others)]
    whole = bool(others) and request.GET.get("of") == "everywhere"
    orders = orders_of(store, everywhere if whole else [customer.pk], after=after, before=before)
    theirs = figures(everywhere)
    mine = together(theirs.values()) if whole else theirs.get(customer.pk, Figures())
    context = {
        "customer": customer,
        "shop": shop_of_buyer(customer),
        "figures": mine,
        "whole": whole,
        "views": _views(customer, others, whole=whole),
        "bought": with_whys(mine, region_of(membership_of(request))),
        "phone": masked(customer.phone),
        "page": orders,
        "rows": [
            {
                "order": row,
                "url": reverse("dashboard:order", args=[row["id"]]),
                "shop": Shop(row["channel"], row["connection__marketplace__name"] or row["channel"].title()),
            }
            for row in orders.rows
        ],
        "alike": [
            {"other": other, "shop": shop_of_buyer(other.customer), "figures": theirs.get(other.customer.pk, Figures())}
            for other in others
        ],
    }
    return render(request, "dashboard/customers/page.html", context)


def _views(customer: Customer, others: Sequence[Alike], *, whole: bool) -> list[dict[str, Any]]:
    """This buyer alone, or with everybody who may be the same person, at all channels."""
    if not others:
        return []
    here = reverse("dashboard:customer", args=[customer.pk])
    shops = {each.connection_id for each in (customer, *(other.customer for other in others))}
    words = _("All channels") if len(shops) > 1 else _("With those alike")
    return [
        {"url": here, "word": _("This buyer"), "count": None, "current": not whole},
        {"url": f"{here}?of=everywhere", "word": words, "count": len(others) + 1, "current": whole},
    ]


@writing
@require_POST
def phone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the buyer's number; the showing is kept in the history."""
    if not may(request, "see_contacts"):
        raise PermissionDenied(_("The number of a buyer is on the order that you pack, not here."))
    customer = get_for_store(Customer, store_of(request), pk=pk)
    number = show_number(customer, by=str(request.user))
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/customers/_phone.html", {"customer": customer, "shown_phone": number})
    messages.info(request, _("The buyer’s number is %(number)s. That you saw it is noted.") % {"number": number})
    return redirect("dashboard:customer", pk)
