"""A listing's own price and stock."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.access import managing
from dashboard.forms.products import OverrideForm
from dashboard.views.inventory.listing import shown
from dashboard.views.inventory.store_rule import LEVELS
from dashboard.views.listings.page import listing_of
from dashboard.views.products.edit import apply
from inventory.models import MarketplaceProduct
from inventory.selectors.product_page import listed
from inventory.selectors.stock_rules import spoken_for
from inventory.services.overrides import set_overrides


@managing
@require_http_methods(["GET", "POST"])
def overrides(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ours beside theirs; an empty field follows the product again."""
    listing = listing_of(request, pk)
    if listing.variant_id is None:
        messages.info(request, _("Link this listing to a product first; then it can have a price or stock of its own."))
        return redirect("dashboard:listing", pk)
    currency = listing.currency or listing.connection.currency or listing.store.currency
    posted = request.method == "POST"
    form = OverrideForm(request.POST, currency) if posted else OverrideForm.drawn(listing, currency=currency)
    if posted and form.is_valid() and apply(form, listing, lambda expected: _save(request, listing, form, expected)):
        words = _("%(title)s: its own price and stock are saved. The shop hears of it.")
        messages.success(request, words % {"title": listing.title or listing.marketplace_sku})
        return redirect("dashboard:product", listing.product_id)
    each = listed([listing])[0]
    context = {
        "form": form,
        "listing": listing,
        "each": each,
        "stock": shown([each.channel])[0],
        "spoken": _spoken(listing),
    }
    return render(request, "dashboard/listings/overrides.html", context, status=422 if form.errors else 200)


def _spoken(listing: MarketplaceProduct) -> dict[str, Any]:
    """What is kept back here, and whose word it is."""
    found = spoken_for(listing)
    return {
        "buffer": found.buffer, "buffer_word": LEVELS[found.buffer_of],
        "threshold": found.threshold, "threshold_word": LEVELS[found.threshold_of],
    }  # fmt: skip


def _save(request: HttpRequest, listing: MarketplaceProduct, form: OverrideForm, expected: dict | None) -> None:
    told = form.cleaned_data
    set_overrides(
        listing=listing, by=str(request.user), price=told["price_override"], stock=told["stock_override"],
        floor=told["price_floor"], ceiling=told["price_ceiling"],
        buffer=told["stock_buffer"], threshold=told["stock_threshold"], expected=expected,
    )  # fmt: skip
