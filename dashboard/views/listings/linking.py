"""Linking one listing, making a product of it, and taking either back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from dashboard.views.listings.page import listing_of, parked_lines
from inventory.models import MarketplaceProduct, Variant
from inventory.services.listings import refuse_match, take_back_refusal, unlink
from orders.services.goods import Linked, create_from_listing, link_listing, undo_link


@managing
@require_POST
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Link it to the chosen variant; parked order lines follow."""
    listing = listing_of(request, pk)
    if not request.POST.get("variant"):
        messages.warning(request, _("No product was chosen. Choose one below."))
        return redirect("dashboard:listing", pk)
    variant = get_for_store(Variant.objects.select_related("product"), store_of(request), pk=request.POST["variant"])
    if listing.variant_id is not None and request.POST.get("again") != "yes":
        messages.warning(request, _("Somebody linked this listing meanwhile. Look at it before you link it again."))
        return redirect("dashboard:listing", pk)
    _tell(request, link_listing(listing=listing, variant=variant, by=str(request.user)))
    return _back(request)


@managing
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a product made of this listing would be; a POST makes it."""
    listing = listing_of(request, pk)
    if listing.variant_id is not None:
        messages.info(request, _("This listing is linked already."))
        return redirect("dashboard:listing", pk)
    if request.method == "POST":
        try:
            _tell(request, create_from_listing(listing=listing, by=str(request.user)))
        except DomainError as refused:
            messages.error(request, str(refused))
            return redirect("dashboard:listing", pk)
        return redirect("dashboard:listing", pk)
    same = Variant.all_objects.filter(store=listing.store_id, sku=listing.marketplace_sku).select_related("product")
    context = {
        "listing": listing, "parked": parked_lines(listing),
        "same": same.first() if listing.marketplace_sku else None, "siblings": _siblings(listing),
    }  # fmt: skip
    return render(request, "dashboard/listings/new.html", context)


def _siblings(listing: MarketplaceProduct) -> MarketplaceProduct | None:
    """Another variant of the same remote product that is linked: this one becomes a variant beside it."""
    rows = MarketplaceProduct.objects.filter(
        connection=listing.connection_id, marketplace_product_id=listing.marketplace_product_id, product__isnull=False
    )
    return rows.exclude(pk=listing.pk).select_related("product").first()


@managing
@require_POST
def unlinking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nothing is told to this listing any more; order lines keep their product."""
    listing = listing_of(request, pk)
    if listing.variant_id is None:
        messages.info(request, _("This listing is not linked."))
    else:
        unlink(listing, by=str(request.user))
        messages.success(request, _("The link is removed. It can be taken back here for 30 days."))
    return redirect("dashboard:listing", pk)


@managing
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The link as it was before its last change."""
    try:
        back = undo_link(listing=listing_of(request, pk), by=str(request.user))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        words = _("Taken back: it is linked to %(sku)s again.") if back.variant else _("Taken back: it is not linked.")
        messages.success(request, words % {"sku": back.variant.sku if back.variant else ""})
    return redirect("dashboard:listing", pk)


@managing
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The listing and this variant are not the same: it is not suggested again."""
    listing, variant = listing_of(request, pk), _find_variant(request)
    if variant is None:
        messages.warning(request, _("No product was named. Say it beside the product that it is not."))
        return redirect("dashboard:listing", pk)
    try:
        refuse_match(listing=listing, variant=variant, by=str(request.user), reason=request.POST.get("reason", ""))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        words = _("%(sku)s is not suggested for %(title)s again. Its page can take that back.")
        title = listing.title or listing.marketplace_sku
        messages.success(request, words % {"sku": variant.sku, "title": title})
    return _back(request)


@managing
@require_POST
def suggest_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody refused may be suggested again."""
    listing, variant = listing_of(request, pk), _find_variant(request)
    if variant is not None and take_back_refusal(listing=listing, variant=variant, by=str(request.user)):
        messages.success(request, _("%(sku)s may be suggested again.") % {"sku": variant.sku})
    return redirect("dashboard:listing", pk)


def _find_variant(request: HttpRequest) -> Variant | None:
    """What was named; 404 where it is not this store's."""
    rows = Variant.objects.select_related("product")
    named = request.POST.get("variant")
    return get_for_store(rows, store_of(request), pk=named) if named else None


def _tell(request: HttpRequest, linked: Linked) -> None:
    assert linked.variant is not None
    words = _("%(title)s is linked to %(sku)s.") % {
        "title": linked.listing.title or linked.listing.marketplace_sku, "sku": linked.variant.sku,
    }  # fmt: skip
    if linked.lines:
        words += " " + ngettext(
            "%(n)d parked order line got its product.", "%(n)d parked order lines got their product.", linked.lines
        ) % {"n": linked.lines}
    messages.success(request, words)


def _back(request: HttpRequest) -> HttpResponse:
    where = request.POST.get("next", "")
    return redirect(where if where.startswith("/listings/") else "dashboard:listings")
