"""Why a price is what it is: the steps that made it, what it must bring, and how far it has come."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.money import minor_digits
from dashboard.access import may, needing
from dashboard.views.listings.page import listing_of
from inventory.models import PriceHold
from inventory.selectors.price_sum import NEVER
from inventory.selectors.prices import Price, price_of
from marketplaces.models import OutboundChange

ICONS = {
    "product": "package", "override": "adjustments", "cost": "receipt", "floor": "trending-up", "raised": "trending-up",
}  # fmt: skip


@needing("see_money")
@require_safe
def price_why(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page, or the popover that htmx asks for."""
    listing = listing_of(request, pk)
    price = price_of(listing)
    if price is None:
        raise Http404
    change = OutboundChange.objects.filter(kind=OutboundChange.Kind.PRICE, subject_id=pk, store=listing.store_id)
    context: dict[str, Any] = {
        "listing": listing, "price": price, "shop": listing.connection, "id": f"why-price-{pk}",
        "heading": _("Why this price"), "terms": _terms(price), "guard": _guard(price), **_told(change.first()),
        "hold": PriceHold.objects.filter(listing=listing, is_open=True).first(), "manages": may(request, "manage"),
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/listings/_price_why.html", context | {"popover": True})
    return render(request, "dashboard/listings/price_why.html", context)


def _told(change: OutboundChange | None) -> dict[str, Any]:
    last = change.last_sent if change else {}
    if change is None or not last.get("price"):
        return {}
    return {"told": Decimal(last["price"]), "told_currency": last.get("currency", ""), "told_at": change.sent_at}


def _terms(price: Price) -> list[dict[str, Any]]:
    words = {
        "product": _("Price of the product"), "override": _("The listing’s own price"), "cost": _("What it costs"),
        "markup": _("Markup"), "fixed": _("Added"), "rounding": _("Rounded"), "floor": _("Raised to its floor"),
        "ceiling": _("Lowered to its ceiling"), "raised": _("Raised to what pays"),
    }  # fmt: skip
    shares = {"markup": price.rule.markup_share if price.rule else None}
    return [
        {
            "word": words[step.kind], "amount": step.amount, "share": shares.get(step.kind),
            "icon": ICONS.get(step.kind, "minus" if step.amount < 0 else "plus"),
        }
        for step in price.steps
    ]  # fmt: skip


def _guard(price: Price) -> dict[str, Any] | None:
    """What is left of it: the sum behind the lowest price that pays."""
    if price.lowest is None or price.rule is None:
        return None
    fixed = price.fee.fixed if price.fee.currency == price.currency else Decimal(0)
    kept = (price.amount * price.fee.percent / 100 + fixed).quantize(Decimal(1).scaleb(-minor_digits(price.currency)))
    return {
        "lowest": price.lowest if price.lowest < NEVER else None, "fee": kept, "margin": price.rule.margin_share,
    }  # fmt: skip
