"""Sending what waits for a product's listings: first what would go out, then at once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.models import User
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from inventory.models import MarketplaceProduct, Product
from inventory.selectors.product_page import Listed, listings_of
from marketplaces.models import OutboundChange
from sync.sending import send_now, waiting_for, why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number that waits: as the shop shows it, as it would be told; `why` it cannot go now."""

    change: OutboundChange
    listed: Listed
    stock_now: int | None
    stock_then: int | None
    price_now: Decimal | None
    price_then: Decimal | None
    why: str


@managing
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What goes out, listing by listing; a POST sends it."""
    store = store_of(request)
    product = get_for_store(Product.objects.select_related("store"), store, pk=pk)
    if request.method == "POST":
        ids = list(MarketplaceProduct.objects.filter(product=product, store=store).values_list("pk", flat=True))
        user = request.user if isinstance(request.user, User) else None
        sent = send_now(store=store, listing_ids=ids, by=str(request.user), user=user)
        words = ngettext("%(n)d change goes out now.", "%(n)d changes go out now.", sent.going) % {"n": sent.going}
        if sent.left:
            left = ngettext("%(n)d stays: %(why)s", "%(n)d stay, the first because: %(why)s", len(sent.left))
            words += " " + left % {"n": len(sent.left), "why": sent.left[0][1]}
        (messages.success if sent.going else messages.warning)(request, words)
        return redirect("dashboard:product", pk)
    lines = _lines(product)
    if not lines:
        messages.info(request, _("Nothing waits: every shop was told the latest."))
        return redirect("dashboard:product", pk)
    going = sum(not line.why for line in lines)
    return render(request, "dashboard/products/send.html", {"product": product, "lines": lines, "going": going})


def _lines(product: Product) -> list[Line]:
    listed = {each.listing.pk: each for each in listings_of(product)}
    changes = waiting_for(store=product.store, listing_ids=list(listed))
    return [_line(change, listed[change.subject_id]) for change in changes]


def _line(change: OutboundChange, listed: Listed) -> Line:
    stock = change.kind == OutboundChange.Kind.STOCK
    return Line(
        change=change, listed=listed, why=why_not(change),
        stock_now=listed.channel.seen if stock else None, stock_then=listed.channel.told if stock else None,
        price_now=None if stock else listed.listing.price, price_then=None if stock else listed.price,
    )  # fmt: skip
