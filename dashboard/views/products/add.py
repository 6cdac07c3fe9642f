"""Making a product, or one more variant of it."""

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
from dashboard.forms.products import NewProductForm, NewVariantForm
from dashboard.forms.style import StyledForm
from inventory.models import MarketplaceProduct, Product
from orders.services.goods import add_variant, create_product

#: What the service calls a field, where the form calls it otherwise.
NAMES = {"counted": "opening_count"}


@managing
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Title and SKU are enough; what is known besides may be entered at once."""
    store = store_of(request)
    form = NewProductForm(request.POST if request.method == "POST" else None, store)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_product(store=store, by=str(request.user), actor=request.user, **form.values())
        except DomainError as refused:
            refuse(form, refused)
        else:
            linked = MarketplaceProduct.objects.filter(product=made).count()
            words = _("%(title)s is made.") if not linked else _("%(title)s is made and linked to its listings.")
            messages.success(request, words % {"title": made.title})
            return redirect("dashboard:product", made.pk)
    return render(request, "dashboard/products/new.html", {"form": form}, status=422 if form.errors else 200)


@managing
@require_http_methods(["GET", "POST"])
def variant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more SKU of a product."""
    store = store_of(request)
    product = get_for_store(Product.objects.select_related("store"), store, pk=pk)
    form = NewVariantForm(request.POST if request.method == "POST" else None, store)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_variant(product=product, by=str(request.user), **form.values())
        except DomainError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("%(sku)s is added. Count it, and its channels hear of it.") % {"sku": made.sku})
            return redirect("dashboard:product", product.pk)
    context = {"form": form, "product": product}
    return render(request, "dashboard/products/variant_new.html", context, status=422 if form.errors else 200)


def refuse(form: StyledForm, refused: DomainError) -> None:
    """The service's sentence at the field it is about."""
    known = (refused.field, NAMES.get(refused.field, ""), f"{refused.field}_override", f"price_{refused.field}")
    form.add_error(next((name for name in known if name in form.fields), None), str(refused))
