"""Changing a product and its variants; what somebody else changed meanwhile is shown beside what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from dashboard.forms.asked_before import AskedBeforeForm
from dashboard.forms.products import ProductForm, VariantForm
from dashboard.views.products.add import refuse
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.services.archive import archive, restore
from inventory.services.overrides import remove_overrides
from inventory.services.product_edit import edit_product, edit_variant


def apply(form: AskedBeforeForm, row: Any, change: Callable[[dict[str, Any] | None], Any]) -> bool:
    """Let the service change the row; whatever it refuses stands in the form, with nothing typed lost."""
    try:
        change(form.expected())
    except forms.ValidationError as old:
        form.add_error(None, old)
    except ChangedMeanwhile as met:
        row.refresh_from_db()
        form.tell(met.theirs, row)
    except DomainError as refused:
        refuse(form, refused)
    return not form.errors


@managing
@require_http_methods(["GET", "POST"])
def product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Brand, category, kind and state."""
    row = get_for_store(Product.objects.select_related("store"), store_of(request), pk=pk)
    form = ProductForm(request.POST) if request.method == "POST" else ProductForm.drawn(row)
    if request.method == "POST" and form.is_valid():
        told, by = {name: form.cleaned_data[name] for name in form.KINDS}, str(request.user)
        if apply(form, row, lambda expected: edit_product(product=row, by=by, expected=expected, **told)):
            messages.success(request, _("The changes of %(title)s are saved.") % {"title": row.title})
            return redirect("dashboard:product", pk)
    context = {"form": form, "product": row}
    return render(request, "dashboard/products/edit.html", context, status=422 if form.errors else 200)


@managing
@require_http_methods(["GET", "POST"])
def variant(request: HttpRequest, pk: UUID, variant: UUID) -> HttpResponse:
    """SKU, GTIN, price, cost, weight and when it counts as low."""
    rows = Variant.objects.select_related("product", "store").filter(product=pk)
    row = get_for_store(rows, store_of(request), pk=variant)
    currency = row.currency or row.store.currency
    form = VariantForm(request.POST, currency) if request.method == "POST" else VariantForm.drawn(row)
    if request.method == "POST" and form.is_valid():
        told, by = form.values(), str(request.user)
        if apply(form, row, lambda expected: edit_variant(variant=row, by=by, expected=expected, **told)):
            messages.success(request, _("The changes of %(sku)s are saved.") % {"sku": row.sku})
            return redirect("dashboard:product", pk)
    context = {"form": form, "variant": row, "product": row.product}
    return render(request, "dashboard/products/variant.html", context, status=422 if form.errors else 200)


@managing
@require_POST
def archiving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put one product away, or bring it back."""
    store = store_of(request)
    row = get_for_store(Product, store, pk=pk)
    away = row.status != Product.Status.ARCHIVED
    (archive if away else restore)(
        store=store, product_ids=[pk], by=str(request.user), user_id=request.user.pk
    )  # fmt: skip
    words = _("%(title)s is archived. Its listings stay as they are.") if away else _("%(title)s is back.")
    messages.success(request, words % {"title": row.title})
    return redirect("dashboard:product", pk)


@managing
@require_POST
def remove_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every listing of this product follows it again."""
    store = store_of(request)
    row = get_for_store(Product, store, pk=pk)
    ids = MarketplaceProduct.objects.filter(store=store, product=row).values_list("pk", flat=True)
    number = remove_overrides(store=store, listing_ids=list(ids), by=str(request.user))
    words = ngettext("%(n)d listing follows the product again.", "%(n)d listings follow the product again.", number)
    messages.success(request, words % {"n": number})
    return redirect("dashboard:product", pk)
