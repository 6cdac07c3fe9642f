"""Changing a count: by a difference, or by counting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import DomainError
from core.models import Store
from core.tenancy import get_for_store
from dashboard.access import store_of, writing
from dashboard.forms.inventory import AdjustForm, PreviewForm
from dashboard.views.inventory.listing import shown
from inventory.models import InventoryChange, Location, Stock, Variant
from inventory.selectors.channels import channels
from inventory.selectors.inventory_list import search
from inventory.services import stock
from inventory.services.locations import default_location
from inventory.services.preview import preview as foresee

MOST_FOUND = 20


@writing
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Which product? One exact hit opens at once."""
    store, q = store_of(request), request.GET.get("q", "").replace("\x00", "").strip()
    found: list[Variant] = []
    if q:
        rows = Variant.objects.filter(store=store)
        exact = rows.filter(sku__iexact=q).first()
        if exact is not None:
            return redirect("dashboard:adjust", exact.pk)
        found = list(search(rows, store, q).select_related("product").order_by("sku")[:MOST_FOUND])
    return render(request, "dashboard/inventory/choose.html", {"q": q, "found": found})


@writing
@require_http_methods(["GET", "POST"])
def adjust(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what happened; the ledger keeps it, and the channels hear of it."""
    store = store_of(request)
    variant = get_for_store(Variant.objects.select_related("product"), store, pk=pk)
    if variant.is_bundle:
        messages.warning(request, _("%s is a bundle: it is counted by its parts. Choose the part.") % variant.sku)
        return redirect("dashboard:bundle_parts", variant.product_id, pk)
    default_location(store)
    places = list(Location.objects.filter(store=store).order_by("name"))
    form = AdjustForm(request.POST if request.method == "POST" else None, places, counted=_is_counted(variant))
    if "look" in request.POST:
        return _drawn(request, variant, form, _foreseen(request, store, variant, places))
    if request.method == "POST" and form.is_valid():
        try:
            change = _carry_out(request, store, variant, form)
        except DomainError as refused:
            form.add_error("number" if refused.field in ("delta", "counted") else None, str(refused))
        else:
            words = _("%(sku)s: %(before)d became %(after)d at %(place)s.")
            about = {"sku": variant.sku, "before": change.on_hand_before, "after": change.on_hand_after}
            messages.success(request, words % {**about, "place": form.place.name})
            return redirect("dashboard:ledger", pk)
    known = form.is_bound and "number" not in form.errors
    return _drawn(request, variant, form, _foreseen(request, store, variant, places) if known else {})


@writing
@require_GET
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part of the page that follows what is typed; nothing is changed."""
    store = store_of(request)
    variant = get_for_store(Variant.objects.all(), store, pk=pk)
    places = list(Location.objects.filter(store=store).order_by("name"))
    return render(request, "dashboard/inventory/_preview.html", _foreseen(request, store, variant, places))


def _foreseen(request: HttpRequest, store: Store, variant: Variant, places: list[Location]) -> dict[str, Any]:
    """What the change would do, or why it cannot be; nothing while the number is not typed."""
    asked = PreviewForm(request.POST or request.GET, places)
    if not asked.is_valid():
        return {}
    act, more = _act(asked.cleaned_data)
    try:
        found = foresee(act, variant=variant, store=store, location=asked.place, reason="", **more)
    except DomainError as refused:
        return {"refused": str(refused)}
    return {"preview": found}


def _drawn(request: HttpRequest, variant: Variant, form: AdjustForm, foreseen: dict[str, Any]) -> HttpResponse:
    looking = "look" in request.POST
    context = foreseen | {
        "variant": variant,
        "form": form,
        "looking": looking,
        "levels": Stock.objects.filter(variant=variant).select_related("location").order_by("location__name"),
        "channels": shown(channels([variant.pk]).get(variant.pk, [])),
    }
    status = 422 if form.is_bound and not looking and form.errors else 200
    return render(request, "dashboard/inventory/adjust.html", context, status=status)


def _is_counted(variant: Variant) -> bool:
    return variant.opening_counted_at is not None


def _act(told: Mapping[str, Any]) -> tuple[Callable[..., InventoryChange], dict[str, int]]:
    if told["how"] == "counted":
        return stock.recount, {"counted": told["number"]}
    return stock.adjust, {"delta": told["number"]}


def _carry_out(request: HttpRequest, store: Store, variant: Variant, form: AdjustForm) -> InventoryChange:
    told = form.cleaned_data
    act, more = _act(told)
    return act(
        store=store, variant=variant, location=form.place, reason=told["reason"], note=told["note"],
        actor=request.user, actor_label=str(request.user), **more,
    )  # fmt: skip
