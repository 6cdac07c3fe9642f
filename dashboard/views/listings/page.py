"""One listing: what the marketplace says, what it is linked to, and what it may be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.models import NeedsYou, Store
from core.tenancy import get_for_store
from dashboard.access import may, store_of, store_page
from dashboard.views.inventory.listing import shown
from dashboard.views.listings.evidence import because
from inventory.models import MarketplaceProduct, Variant
from inventory.selectors.figures import counted_lately
from inventory.selectors.inventory_list import search
from inventory.selectors.product_page import listed
from inventory.services.listings import refusals
from inventory.services.listings.candidates import side_of, suggestions
from inventory.services.listings.suggest import Side, likeness
from inventory.services.listings.undo import find_earlier
from inventory.services.offers import why_not_withdrawn
from marketplaces.services.abilities import figures_of_cards
from orders.models import OrderItem

MOST = 12


def listing_of(request: HttpRequest, pk: UUID) -> MarketplaceProduct:
    """The listing of this store, with its shop and product."""
    rows = MarketplaceProduct.objects.select_related("connection__marketplace", "variant__product", "store")
    return get_for_store(rows.defer("raw"), store_of(request), pk=pk)


@store_page
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """With `q`, products are searched to link it to."""
    listing, store = listing_of(request, pk), store_of(request)
    q = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    manages = may(request, "manage")
    earlier = find_earlier(listing)
    each = listed([listing])[0]
    context: dict[str, Any] = {
        "listing": listing, "each": each, "stock": shown([each.channel])[0], "q": q, "manages": manages,
        "leaves": manages and not why_not_withdrawn(listing),
        "found": _found(store, listing, q) if q and manages else [],
        "proposed": _proposed(store, listing) if manages and listing.variant_id is None else [],
        "refused": refusals(listing) if manages and listing.variant_id is None else [],
        "counted": counted_lately(store, [pk], today=timezone.now().astimezone(store.zone).date()).get(pk),
        "of_card": figures_of_cards(listing.connection), "earlier": earlier, "parked": parked_lines(listing),
        "before": Variant.objects.filter(pk=earlier.variant_id).first() if earlier and earlier.variant_id else None,
        "needs": NeedsYou.objects.filter(store=store, subject_id=pk, settled_at__isnull=True).order_by("-created_at"),
    }  # fmt: skip
    return render(request, "dashboard/listings/page.html", context)


def parked_lines(listing: MarketplaceProduct) -> int:
    """Order lines of its shop that wait for this listing's product."""
    if listing.variant_id is not None:
        return 0
    rows = OrderItem.objects.filter(order__connection=listing.connection_id, variant__isnull=True)
    by_listing = rows.filter(listing=listing)
    return by_listing.count() or (
        rows.filter(product_sku=listing.marketplace_sku, order__unlinked_lines__gt=0).count()
        if listing.marketplace_sku
        else 0
    )


def _proposed(store: Store, listing: MarketplaceProduct) -> list[dict[str, Any]]:
    found = suggestions(store=store, listings=[listing], most=3)[listing.pk]
    return [{"variant": each.variant, "because": because(each.likeness), "rivals": each.rivals} for each in found]


def _found(store: Store, listing: MarketplaceProduct, q: str) -> list[dict[str, Any]]:
    """Products by the words typed, each with how likely it is; the exact SKU first."""
    rows = search(Variant.objects.filter(store=store), store, q).select_related("product")
    ordered = rows.annotate(exact=Case(When(sku__iexact=q, then=0), default=1)).order_by("exact", "sku")
    theirs = side_of(listing)
    return [{"variant": row, "because": because(likeness(theirs, _side(row, store)))} for row in ordered[:MOST]]


def _side(variant: Variant, store: Store) -> Side:
    return Side(
        sku=variant.sku, gtin=variant.gtin, titles=(variant.product.title,), price=variant.price,
        currency=variant.currency or store.currency,
    )  # fmt: skip
