"""Placing a practice order: it is sold at a sandbox and comes in as every order does."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import User
from dashboard.access import store_of, writing
from dashboard.forms.practice import PracticeForm
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from marketplaces.services.abilities import able
from marketplaces.services.practice import sell
from sync.asking import ask, why_not


@writing
@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest) -> HttpResponse:
    """Ask where and what, sell it there, then read the shop."""
    shops = [
        shop
        for shop in Connection.objects.filter(store=store_of(request), is_sandbox=True)
        .exclude(status=Connection.Status.DISCONNECTED)
        .select_related("marketplace")
        .order_by("name")
        if able(shop, Capability.PULL_ORDERS) or able(shop, Capability.RECEIVE_ORDERS)
    ]
    form = PracticeForm(request.POST if request.method == "POST" else None, shops)
    if request.method == "POST" and form.is_valid():
        shop = form.chosen()
        try:
            number = sell(connection=shop, sku=form.cleaned_data["sku"], quantity=form.cleaned_data["quantity"])
        except DomainError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            _read(request, shop, number)
            return redirect("dashboard:orders")
    context = {"form": form, "shops": shops}
    return render(request, "dashboard/orders/practice.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, shop: Connection, number: str) -> None:
    """The push or the next schedule brings it; a reading now brings it sooner."""
    words = {"number": number, "shop": shop.name}
    if why := why_not(shop, "orders"):
        messages.warning(request, _("%(number)s is placed at %(shop)s, but is not read now.") % words + " " + why)
        return
    ask(connection=shop, sync_type="orders", by=request.user if isinstance(request.user, User) else None)
    messages.success(request, _("%(number)s is placed at %(shop)s and comes in with the reading below.") % words)
