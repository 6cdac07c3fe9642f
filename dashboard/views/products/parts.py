"""What a bundle is made of."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from dashboard.forms.bundle import BundleForm
from inventory.models import Variant
from inventory.services.bundles import parts_by_sku, recipe, set_parts


@managing
@require_http_methods(["GET", "POST"])
def parts(request: HttpRequest, pk: UUID, variant: UUID) -> HttpResponse:
    """Name the parts, or take them all out: then it is an article of its own."""
    rows = Variant.objects.select_related("product").filter(product=pk)
    row = get_for_store(rows, store_of(request), pk=variant)
    made_of = recipe(row).parts if row.is_bundle else ()
    form = BundleForm(request.POST if request.method == "POST" else None, [(part.sku, n) for part, n in made_of])
    if request.method == "POST" and form.is_valid():
        try:
            row = set_parts(row, parts_by_sku(row, form.parts()), by=str(request.user))
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            words = _("%(sku)s is a bundle of its parts now.") if row.is_bundle else _("%(sku)s is no bundle any more.")
            messages.success(request, words % {"sku": row.sku})
            return redirect("dashboard:product", pk)
    context = {"form": form, "variant": row, "product": row.product}
    return render(request, "dashboard/products/parts.html", context, status=422 if form.errors else 200)
