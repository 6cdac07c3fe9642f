"""Linking a parked line: one of our variants is chosen, or made from the listing, and the stock is reserved at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import Store
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from inventory.models import MarketplaceProduct, Variant
from inventory.services import listings
from orders.models import Order, OrderItem
from orders.services import relink

MOST = 12


@managing
@require_http_methods(["GET", "POST"])
def linking(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Which of our products is this?"""
    store = store_of(request)
    order = get_for_store(Order.objects.filter(connection__isnull=False).select_related("connection"), store, pk=pk)
    item = order.items.select_related("listing__connection").filter(pk=line).first()
    if item is None or item.variant_id is not None:
        messages.info(request, _("This line is linked already."))
        return redirect("dashboard:order", pk)
    if request.method == "POST":
        return _linked(request, order, item)
    q = request.GET.get("q", item.product_sku).replace("\x00", "").strip()
    context = {"order": order, "item": item, "q": q, "found": list(candidates(store, q)[:MOST]) if q else []}
    return render(request, "dashboard/orders/link.html", context)


def candidates(store: Store, q: str) -> QuerySet[Variant]:
    """Variants whose SKU, GTIN or title contains the words; the exact SKU first."""
    wanted = Q(sku__icontains=q) | Q(gtin=q) | Q(product__title__icontains=q)
    rows = Variant.objects.filter(wanted, store=store).select_related("product")
    return rows.annotate(exact=Case(When(sku__iexact=q, then=0), default=1)).order_by("exact", "sku")


def _linked(request: HttpRequest, order: Order, item: OrderItem) -> HttpResponse:
    by = str(request.user)
    assert order.connection is not None  # the view asked for one
    try:
        with transaction.atomic():
            listing = relink.listing_of(item, order.connection)
            variant = _chosen(request, order, listing, by)
            if listing is not None and listing.variant_id is None:
                listings.link(listing, variant, by=by)
            lines = relink.link_lines(
                shop=order.connection, variant=variant, sku=item.product_sku, listing=listing, actor_label=by, item=item
            )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("dashboard:order_link", order.pk, item.pk)
    messages.success(
        request, _("Linked to %(sku)s: %(n)d parked lines now have stock.") % {"sku": variant.sku, "n": lines}
    )
    return redirect("dashboard:order", order.pk)


def _chosen(request: HttpRequest, order: Order, listing: MarketplaceProduct | None, by: str) -> Variant:
    if "create" in request.POST and listing is not None:
        return listings.create_from(listing, by=by)
    return get_for_store(Variant, order.store, pk=request.POST.get("variant", ""))
