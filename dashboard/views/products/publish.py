"""Sending a product to shops: first what each would be told and what is missing, then at once; how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import Store, User
from core.tenancy import get_for_store
from dashboard.access import managing, may, store_of
from dashboard.forms.amounts import AmountField
from inventory.models import Offer, Product, Variant
from inventory.selectors.offering import Planned, Standing, Terms, plan, shops_for, standings, variants_of, why_not
from inventory.services.offers import why_not_withdrawn
from inventory.services.product_fields import LARGEST_PRICE
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.abilities import has_own_categories
from sync import publishing

#: Still on its way: the page asks again.
GOING = {OutboundChange.State.WAITING, OutboundChange.State.RETRY, OutboundChange.State.ACCEPTED}
#: So many of what stays are named.
NAMED = 20
LONGEST_CATEGORY = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A shop on the page: what would go there; `why` nothing can."""

    shop: Connection
    lines: Sequence[Planned]
    why: str
    asks_category: bool
    ticked: bool
    category_typed: str | None = None
    price_typed: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def going(self) -> int:
        """So many cards can be sent."""
        return sum(line.goes for line in self.lines)

    @property
    def can_go(self) -> bool:
        """Something can be sent, or could once what this page asks for is named."""
        named_here = {"price"} | ({"category"} if self.asks_category else set())
        return any(not line.why and {lack.field for lack in line.lacks} <= named_here for line in self.lines)

    @property
    def new(self) -> int:
        """So many of them are not offered there yet."""
        return sum(line.goes and line.is_new for line in self.lines)

    @property
    def changed(self) -> int:
        """The others bring up to date what is there."""
        return self.going - self.new

    @property
    def staying(self) -> list[Planned]:
        """What lacks something."""
        return [line for line in self.lines if not line.goes]

    @property
    def named(self) -> list[Planned]:
        """As many of them as a page can say."""
        return self.staying[:NAMED]

    @property
    def asks_price(self) -> bool:
        """A new listing has no price in the currency of the shop."""
        return any(lack.field == "price" for line in self.lines if not line.why for lack in line.lacks)

    @property
    def category(self) -> str:
        """As it was typed just now, or named before."""
        if self.category_typed is not None:
            return self.category_typed
        return next((line.named for line in self.lines if line.is_new and line.named), "")

    @property
    def chosen(self) -> str:
        """What a new one gets where nothing is named; several are not said."""
        found = {line.card.category for line in self.lines if line.is_new and line.card and not line.named}
        return found.pop() if len(found) == 1 else ""


@managing
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The channels of one product with what each would be told; a POST sends it to the ticked ones."""
    store = store_of(request)
    product = get_for_store(Product.objects.select_related("store"), store, pk=pk)
    variants = list(variants_of(store, [product.pk]))
    wrong: dict[UUID, dict[str, str]] = {}
    if request.method == "POST" and sent(request, store, variants, wrong) is not None:
        return redirect(f"{reverse('dashboard:product', args=[pk])}#of-h")
    channels = channels_of(request, store, variants, wrong)
    context = {"product": product, "channels": channels, "sees_costs": may(request, "see_costs")}
    return render(request, "dashboard/products/publish.html", context, status=422 if wrong else 200)


def channels_of(
    request: HttpRequest, store: Store, variants: Sequence[Variant], wrong: Mapping[UUID, Mapping[str, str]]
) -> list[Channel]:
    """Every shop that takes products; one alone, or one asked for by the address, is ticked. What was typed stays."""
    shops = shops_for(store)
    lines: dict[UUID, list[Planned]] = {}
    for line in plan(store, variants, shops):
        lines.setdefault(line.shop.pk, []).append(line)
    asked = set(request.POST.getlist("shop") or request.GET.getlist("shop"))
    asked = asked or {str(shops[0].pk) if len(shops) == 1 else ""}
    return [
        Channel(
            shop=shop, lines=lines.get(shop.pk, []), why=why_not(shop), asks_category=has_own_categories(shop),
            ticked=str(shop.pk) in asked, category_typed=request.POST.get(f"category-{shop.pk}"),
            price_typed=request.POST.get(f"price-{shop.pk}", ""), wrong=wrong.get(shop.pk, {}),
        )
        for shop in shops
    ]  # fmt: skip


def sent(
    request: HttpRequest, store: Store, variants: Sequence[Variant], wrong: dict[UUID, dict[str, str]]
) -> publishing.Published | None:
    """Send to the ticked shops and say what became of it; None where nothing was ticked or it was too much.

    `wrong` is given a sentence for each field of a shop that cannot be read.
    """
    ticked = set(request.POST.getlist("shop"))
    shops = [shop for shop in shops_for(store) if str(shop.pk) in ticked]
    if not shops:
        messages.warning(request, _("No shop was ticked. Tick at least one, then send."))
        return None
    terms = {shop.pk: _terms(request, shop, wrong) for shop in shops}
    if wrong:
        return None
    user = request.user if isinstance(request.user, User) else None
    try:
        published = publishing.publish(
            store=store, variants=variants, shops=shops, by=str(request.user), user=user, terms=terms
        )  # fmt: skip
    except DomainError as refused:
        messages.error(request, str(refused))
        return None
    _say(request, published)
    return published


def _terms(request: HttpRequest, shop: Connection, wrong: dict[UUID, dict[str, str]]) -> Terms:
    """What was typed for a shop."""
    category = request.POST.get(f"category-{shop.pk}", "").strip()[:LONGEST_CATEGORY]
    try:
        price = AmountField(currency=shop.currency, required=False).clean(request.POST.get(f"price-{shop.pk}", ""))
        if price is not None and not 0 < price < LARGEST_PRICE:
            raise forms.ValidationError(_("Enter a price above 0 with at most four digits after the point."))
    except forms.ValidationError as unreadable:
        price, wrong[shop.pk] = None, {"price": " ".join(unreadable.messages)}
    return Terms(category=category, price=price)


def _say(request: HttpRequest, published: publishing.Published) -> None:
    words = []
    if going := len(published.offers):
        words.append(ngettext("%(n)d card goes out now.", "%(n)d cards go out now.", going) % {"n": going})
    if left := published.left:
        stays = ngettext("%(n)d stays: %(why)s", "%(n)d stay, the first because: %(why)s", len(left))
        words.append(stays % {"n": len(left), "why": left[0].reason})
    (messages.success if published.offers and not left else messages.warning)(request, " ".join(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An offer as it is drawn."""

    standing: Standing
    state: str
    why: str
    may_leave: bool

    @property
    def is_going(self) -> bool:
        """Its shop has not answered yet."""
        return self.state in GOING


def offered(product: Product) -> dict[str, Any]:
    """The offers of a product for its page."""
    rows = [_row(each) for each in standings(product.store, product_ids=[product.pk])]
    return {"offers": rows, "offers_going": any(row.is_going for row in rows)}


def _row(standing: Standing) -> Row:
    offer, change = standing.offer, standing.change
    state, why = (str(change.state), change.error) if change else ("not_sent", "")
    if state in GOING and (forbidden := why_not(offer.connection)):
        state, why = "not_sent", forbidden
    listing = offer.listing
    leaves = listing is not None and offer.wanted == Offer.Wish.OFFERED and not why_not_withdrawn(listing)
    return Row(standing=standing, state=state, why=why, may_leave=leaves)
