"""How a shop is told about stock: its warehouses, its rule, the opening counts, and numbers held back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from dashboard.forms.connections import DriftForm, RuleForm, WarehousesForm
from dashboard.views.connections.page import drawn, shop_of
from inventory.models import ConnectionLocation, Location
from inventory.services.opening import take_opening_counts
from inventory.services.rules import set_healing, set_rule
from inventory.services.warehouses import map_warehouse, sync_warehouses
from marketplaces.framework.errors import ConnectorError
from marketplaces.services.connectors import open_connector
from sync.push import queue

#: Fields that, left empty, follow the rule of the store.
FOLLOWS = ("safety_stock", "out_of_stock_threshold")


@managing
@require_POST
def read_warehouses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the marketplace for its warehouses now."""
    shop = shop_of(request, pk)
    try:
        changed = sync_warehouses(shop, open_connector(shop).warehouses())
    except ConnectorError as error:
        messages.error(request, str(error))
        return redirect("dashboard:connection", pk)
    words = ngettext("%(n)d warehouse is new or changed.", "%(n)d warehouses are new or changed.", changed)
    messages.success(request, words % {"n": changed})
    return _to(pk, "warehouses")


@managing
@require_POST
def warehouses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save which of our places each warehouse is told about."""
    shop, store = shop_of(request, pk), store_of(request)
    rows = list(ConnectionLocation.objects.filter(connection=shop).select_related("connection").order_by("remote_name"))
    form = WarehousesForm(request.POST, rows, list(Location.objects.filter(store=store)))
    if form.is_valid():
        try:
            for row, place in form.chosen():
                map_warehouse(row, place, by=str(request.user))
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The warehouses are saved."))
            return _to(pk, "warehouses")
    return drawn(request, shop, 422, warehouses_form=form)


@managing
@require_POST
def rule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save the stock rule."""
    shop = shop_of(request, pk)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return drawn(request, shop, 422, rule_form=form)
    named = {
        name: value
        for name, value in form.cleaned_data.items()
        if value is not None or (name in FOLLOWS and name in form.data)
    }
    told = set_rule(shop, by=str(request.user), **named)
    words = ngettext(
        "The rule is saved; it affects %(n)d listing.", "The rule is saved; it affects %(n)d listings.", told
    )
    messages.success(request, words % {"n": told})
    return _to(pk, "rule")


@managing
@require_POST
def drift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save what is told again by itself."""
    shop = shop_of(request, pk)
    form = DriftForm(request.POST)
    form.is_valid()  # three ticks: there is nothing to refuse
    set_healing(shop, by=str(request.user), **form.cleaned_data)
    messages.success(request, _("What is told again by itself is saved. It counts from the next look on."))
    return _to(pk, "drift")


@managing
@require_POST
def opening_counts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take what this shop shows as the first count of what was never counted here."""
    shop, store = shop_of(request, pk), store_of(request)
    location = get_for_store(Location, store, pk=request.POST.get("location") or None)
    taken = take_opening_counts(connection=shop, location=location, actor_label=str(request.user))
    words = ngettext("%(n)d product is counted.", "%(n)d products are counted.", taken.counted) % {"n": taken.counted}
    if taken.skipped:
        left = ngettext("%(n)d was left out.", "%(n)d were left out.", len(taken.skipped)) % {"n": len(taken.skipped)}
        words = " ".join([words, left, *(f"{sku}: {why}" for sku, why in taken.skipped[:3])])
    messages.success(request, words)
    return _to(pk, "stock")


@managing
@require_POST
def let_go(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The numbers held back are right: send them."""
    shop = shop_of(request, pk)
    count = queue.let_go(shop, by=str(request.user))
    words = ngettext("%(n)d number goes out.", "%(n)d numbers go out.", count)
    messages.success(request, words % {"n": count})
    return redirect("dashboard:connection", pk)


def _to(pk: UUID, anchor: str) -> HttpResponse:
    answer = redirect("dashboard:connection", pk)
    answer["Location"] += f"#{anchor}"
    return answer
