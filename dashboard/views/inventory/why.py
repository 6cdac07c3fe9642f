"""Why a number is what it is: the sum that made it, each term with its proof, and its way to the shop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Store
from core.tenancy import get_for_store
from dashboard import status
from dashboard.access import store_of, store_page
from dashboard.views.inventory.store_rule import LEVELS
from dashboard.views.inventory.why_supply import supplier_part
from inventory.models import MarketplaceProduct, Variant
from inventory.selectors import why as explained
from inventory.selectors.channels import channels, stock_changes
from inventory.selectors.inventory_list import buffers
from orders.models import OrderItem

SIGNS = {
    "on_hand": "plus", "parts": "package", "reserved": "minus", "buffer": "minus", "threshold": "minus",
    "override": "adjustments", "held": "minus", "share": "minus", "keys": "key", "supply": "plus", "owed": "minus",
}  # fmt: skip
#: Terms that are shown with the sign they have; the others are taken away.
GIVES = ("on_hand", "parts", "override", "keys", "supply")


@store_page
@require_GET
def variant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is available, over all places."""
    store = store_of(request)
    found = get_for_store(Variant.objects.select_related("product"), store, pk=pk)
    because = explained.why(found)
    kept = buffers([{"id": pk, "on_hand": because.available, "reserved": 0}], channels([pk]))[pk]
    terms = _terms(store, found, because.terms)
    if kept:
        terms.append({"word": _("Buffer"), "icon": "minus", "amount": kept, "sub": _("Kept back at every channel")})
    context = {
        "variant": found,
        "id": f"why-{pk}",
        "heading": _("Why %(n)d are available") % {"n": because.available - kept},
        "terms": terms,
        "result": because.available - kept,
        "result_word": _("Available"),
        "short": because.short,
    }
    return _drawn(request, context)


@store_page
@require_GET
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one shop is told, and how far the news has come."""
    store = store_of(request)
    rows = MarketplaceProduct.objects.select_related("connection__marketplace", "variant__product")
    found = get_for_store(rows.defer("raw", "description"), store, pk=pk)
    because = explained.why_listing(found)
    if because is None or because.trail is None or found.variant is None:
        raise Http404
    there = because.trail.channel
    context = {
        "variant": found.variant,
        "id": f"why-{pk}",
        "shop": found.connection,
        "heading": _heading(because.trail, because.available),
        "terms": _terms(store, found.variant, because.terms, found),
        "result": because.available,
        "result_word": _("Available at %(shop)s") % {"shop": found.connection.name},
        "short": because.short,
        "trail": because.trail,
        "look": status.look("sync", there.state),
        "differs": there.state == "drift",
        "said": _said(found) if there.state == "refused" else "",
    }
    return _drawn(request, context)


def _said(listing: MarketplaceProduct) -> str:
    """What the marketplace answered to the number, in its own words."""
    change = stock_changes([listing.pk]).get(listing.pk)
    return change.error_said if change else ""


def _heading(trail: explained.Trail, available: int) -> str:
    """The question that the sum answers; a shown number that is not the sum is named beside it."""
    there = trail.channel
    if there.seen is None:
        return _("What %(shop)s is told") % {"shop": there.name}
    if there.seen != available:
        words = _("%(shop)s shows %(seen)d, available are %(told)d")
        return words % {"shop": there.name, "seen": there.seen, "told": available}
    return _("Why %(shop)s shows %(n)d") % {"shop": there.name, "n": there.seen}


def _terms(
    store: Store, variant: Variant, terms: Sequence[explained.Term], listing: MarketplaceProduct | None = None
) -> list[dict[str, Any]]:
    """The lines of the sum, each with what it adds up."""
    words = {
        "on_hand": _("On hand"),
        "parts": _("As many as its parts make"),
        "reserved": _("Reserved for orders"),
        "keys": _("Keys of your own"),
        "supply": _("Can be bought"),
        "owed": _("Owed to open orders"),
        "held": _("Kept for promotions elsewhere"),
        "share": _("Beyond the share of this shop"),
        "buffer": _("Buffer of this shop"),
        "threshold": _("Below the threshold: shown as 0"),
        "override": _("Set by hand for this listing"),
    }
    orders = _orders(store, terms)
    rules = _rules(listing)
    buffers = {"listing": _("Buffer of this listing"), "store": _("Buffer of the store")}
    ledger = reverse("dashboard:ledger", args=[variant.pk])
    drawn = []
    for term in terms:
        amount = term.amount if term.kind in GIVES else -term.amount
        line = {"word": words[term.kind], "icon": SIGNS[term.kind], "amount": amount, "parts": []}
        if term.kind == "on_hand":
            line["parts"] = [
                {"word": part.name, "n": part.amount, "url": f"{ledger}?location={part.id}"} for part in term.parts
            ]
            line |= {"url": ledger, "url_word": _("ledger")}
        elif term.kind == "parts":
            line["parts"] = [
                {"word": part.name, "n": part.amount, "url": reverse("dashboard:ledger", args=[part.id])}
                for part in term.parts
            ]
        elif term.kind == "keys":
            line |= {
                "url": f"{reverse('dashboard:key_pool')}?{urlencode({'q': variant.sku})}",
                "url_word": _("key pool"),
            }
        elif term.kind == "supply":
            line["parts"] = [supplier_part(part) for part in term.parts]
            line["sub"] = "" if term.parts else _("No supplier is bought from.")
        elif term.kind in ("reserved", "owed"):
            line["parts"] = [_order_part(orders, part) for part in term.parts]
        else:
            line |= {"url": rules.get(term.level) or rules.get("connection", ""), "url_word": _("change")}
            if term.kind == "buffer":
                line["word"] = buffers.get(term.level, line["word"])
            if term.kind == "threshold":
                line["sub"] = LEVELS.get(term.level, "")
        drawn.append(line)
    return drawn


def _rules(listing: MarketplaceProduct | None) -> dict[str, str]:
    """Where the rule of each level is changed."""
    if listing is None:
        return {}
    return {
        "listing": reverse("dashboard:listing_overrides", args=[listing.pk]),
        "connection": reverse("dashboard:connection", args=[listing.connection_id]) + "#rule",
        "store": reverse("dashboard:store_stock_rule"),
    }


def _order_part(orders: dict[UUID, tuple[UUID, str]], part: explained.Part) -> dict[str, Any]:
    order = orders.get(part.id) if part.id else None
    url = reverse("dashboard:order", args=[order[0]]) if order else ""
    return {"word": order[1] if order else _("an order"), "n": -part.amount, "url": url}


def _orders(store: Store, terms: Sequence[explained.Term]) -> dict[UUID, tuple[UUID, str]]:
    """The orders behind units that are reserved or owed, by line: one query."""
    lines = [part.id for term in terms if term.kind in ("reserved", "owed") for part in term.parts if part.id]
    rows = OrderItem.objects.filter(pk__in=lines, order__store=store).values_list("pk", "order_id", "order__number")
    return {line: (order, number) for line, order, number in rows}


def _drawn(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The inside of the popover, or a page of its own where there is no script."""
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/inventory/_why.html", context | {"popover": True})
    return render(request, "dashboard/inventory/why.html", context)
