"""Supplies: what goes to a marketplace in one trip, newest first, and opening one."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.keyset import Key, Keyset
from core.models import User
from core.tenancy import get_for_store
from dashboard.access import membership_of, store_of, store_page, writing
from dashboard.context import region_of
from dashboard.forms.supplies import SupplyForm
from dashboard.views.fulfilment.tabs import shared
from dashboard.views.orders.chosen import find_uuid
from fulfillment.selectors.supplies import shops_with_supplies, supplies, with_news
from fulfillment.services.supplies import open_supply
from marketplaces.models import Connection

SIZE = 25
NEWEST = Keyset((Key("created_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Of all shops that take supplies."""
    return _page(request, SupplyForm(None, shops_with_supplies(store_of(request))))


def _page(request: HttpRequest, form: SupplyForm) -> HttpResponse:
    store = store_of(request)
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = NEWEST.page(supplies(store), size=SIZE, **places)
    context: dict[str, Any] = {
        **shared(store, "fulfilment_supplies", timezone.now(), region_of(membership_of(request))),
        "page": page,
        "rows": with_news(page.rows),
        "form": form,
    }
    return render(request, "dashboard/fulfilment/supplies.html", context, status=422 if form.errors else 200)


@writing
@require_POST
def open_one(request: HttpRequest) -> HttpResponse:
    """An empty one, ready to be filled."""
    store = store_of(request)
    shops = Connection.objects.select_related("marketplace")
    shop = get_for_store(shops, store, pk=find_uuid(request.POST.get("connection", "")))
    form = SupplyForm(request.POST, shops_with_supplies(store))
    if form.is_valid():
        actor = request.user if isinstance(request.user, User) else None
        try:
            supply = open_supply(store=store, connection=shop, name=form.cleaned_data["name"], actor=actor)
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("dashboard:supply", supply.pk)
    return _page(request, form)
