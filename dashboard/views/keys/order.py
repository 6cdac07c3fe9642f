"""The keys of one order: masked; a look asks for a reason and is kept; what was bought waits for decisions here."""

from __future__ import annotations

import base64
from itertools import zip_longest
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import managing, may, membership_of, store_of, store_page, writing
from dashboard.context import region_of
from dashboard.forms.keys import WhyForm
from dashboard.views.keys.margin import margins
from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.selectors.order_keys import order_keys
from fulfillment.services.keys import delivering, purchases, withdrawing
from orders.models import Order


@store_page
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No key is read from the database here."""
    return _drawn(request, get_for_store(Order, store_of(request), pk=pk))


def _drawn(request: HttpRequest, order: Order, wrong: WhyForm | None = None) -> HttpResponse:
    """With `wrong` as the answer to a reason that was not taken: it stays in its field."""
    found = order_keys(order)
    costs = margins(found.lines, region_of(membership_of(request))) if may(request, "see_costs") else []
    lines = list(zip_longest(found.lines, costs))
    context = {"order": order, "found": found, "lines": lines, "wrong": wrong}
    return render(request, "dashboard/keys/order.html", context, status=422 if wrong else 200)


@managing
@never_cache
@require_POST
def show(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One key, once, on a page of its own; a picture is the whole answer."""
    order, row = _key(request, pk, key)
    form = WhyForm(request.POST, key=row.pk)
    if not form.is_valid():
        return _drawn(request, order, form)
    try:
        text = withdrawing.reveal(row, by=str(request.user), why=form.cleaned_data["why"])
    except DomainError as refused:
        form.refuse(refused)
        return _drawn(request, order, form)
    if row.media_type.startswith("image/"):
        return HttpResponse(base64.b64decode(text), content_type=row.media_type)
    return render(request, "dashboard/keys/shown.html", {"order": order, "row": row, "text": text})


@managing
@require_POST
def replace(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Another key of the pool for the same unit."""
    order, row = _key(request, pk, key)
    form = WhyForm(request.POST, key=row.pk)
    if not form.is_valid():
        return _drawn(request, order, form)
    try:
        withdrawing.replace(row, by=str(request.user), why=form.cleaned_data["why"])
    except DomainError as refused:
        form.refuse(refused)
        return _drawn(request, order, form)
    messages.success(request, _("The key is replaced; the old one is given to nobody."))
    return redirect("dashboard:order_keys", pk)


@writing
@require_POST
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new link; the old one opens nothing more."""
    order = get_for_store(Order, store_of(request), pk=pk)
    try:
        sent = delivering.send_again(order, by=str(request.user))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("A new link goes to %s.") % sent.sent_to)
    return redirect("dashboard:order_keys", pk)


@managing
@require_POST
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person gives the keys to the buyer: pressing twice hands over once."""
    order = get_for_store(Order, store_of(request), pk=pk)
    if delivering.hand_over(order.pk, by=str(request.user)) is None:
        messages.warning(request, _("There is nothing to hand over: keys are missing, or it was done before."))
    else:
        messages.success(request, _("The keys count as handed over. Show them, and send them to the buyer."))
    return redirect("dashboard:order_keys", pk)


@managing
@require_POST
def decide(request: HttpRequest, pk: UUID, purchase: UUID) -> HttpResponse:
    """What becomes of a purchase that waits for a person."""
    order = get_for_store(Order, store_of(request), pk=pk)
    row = get_for_store(SupplierOrder, store_of(request), pk=purchase, order_item__order=order)
    try:
        purchases.decide(row, what=request.POST.get("do", ""), by=str(request.user))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted. What follows from it is done within seconds."))
    return redirect("dashboard:order_keys", pk)


def _key(request: HttpRequest, pk: UUID, key: UUID) -> tuple[Order, LicenseKey]:
    order = get_for_store(Order, store_of(request), pk=pk)
    rows = LicenseKey.objects.filter(order_item__order=order).defer("key")
    return order, get_for_store(rows, store_of(request), pk=key)
