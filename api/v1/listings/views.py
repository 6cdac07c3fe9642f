"""`/api/v1/listings/`: what is offered where, and linking it to what is sold."""

from __future__ import annotations

import builtins
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from api import versions
from api.endpoint import endpoint
from api.pagination import Listing, Whole
from api.v1.listings import serializers as shapes
from api.v1.offers.serializers import OfferSerializer
from api.versions import Tagged, must_match, tag_of
from api.views import StoreViews
from core import roles
from core.keyset import Key, Keyset
from core.tenancy import get_for_store
from inventory.models import MarketplaceProduct, PriceHold, RefusedMatch, Variant
from inventory.selectors import disagreements
from inventory.selectors.listing_list import Filters, ordered, whole
from inventory.selectors.offering import Standing, standing_of
from inventory.selectors.prices import price_of
from inventory.selectors.product_page import Listed, listed
from inventory.services.agreements.owners import set_listing_owner, set_owner
from inventory.services.agreements.settle import Choice, settle
from inventory.services.listings import refusals, refuse_match, take_back_refusal, unlink
from inventory.services.listings.candidates import suggestions
from inventory.services.overrides import COLUMNS, set_overrides
from inventory.services.price_holds import allow_one
from orders.services import goods
from sync import publishing

NARROWED = ("q", "connection", "status")
MOST_SUGGESTIONS = 5
OLDEST = Keyset((Key("created_at", datetime.fromisoformat), Key("id", UUID)))


class Listings(StoreViews):
    """Listings of the store's shops."""

    area, resource = "catalogue", "listings"

    @endpoint(answer=shapes.ListingSerializer, paged=True, query=shapes.ListingQuery)
    def list(self, request: Request) -> Listing:
        """Listings of a view, ours beside theirs. Those of disconnected shops are left out."""
        filters = Filters(**{name: self.asked[name] for name in NARROWED if name in self.asked})
        rows, keyset = ordered(self.store, self.asked["view"], filters)
        return Listing(rows, keyset, lambda page: whole(self.store, page))

    @endpoint(answer=shapes.ListingDetailSerializer)
    def retrieve(self, request: Request, pk: UUID) -> Listed:
        """One listing."""
        return self._listed(pk)

    @endpoint(answer=OfferSerializer, status=202, need="manage", errors=(422,))
    def take_out(self, request: Request, pk: UUID) -> Standing:
        """Take it out of its shop. It goes out in a moment; the product here stays as it is."""
        offer = publishing.take_out(listing=self._listing(pk), by=str(self.user), user=self.user, cause="api")
        return standing_of(offer)

    @endpoint(answer=shapes.SuggestionSerializer, paged=True)
    def suggestions(self, request: Request, pk: UUID) -> Whole:
        """What of ours it may be, the likeliest first, with the evidence."""
        listing = self._listing(pk)
        return Whole(suggestions(store=self.store, listings=[listing], most=MOST_SUGGESTIONS)[listing.pk])

    @endpoint(answer=shapes.LinkedSerializer, body=shapes.LinkListing, need="manage")
    def link(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Link it to a variant. Order lines that waited for it get their product and are reserved."""
        listing = self._listing(pk)
        named = {"pk": self.given["variant"]} if "variant" in self.given else {"sku": self.given["sku"]}
        variant = get_for_store(Variant.objects.select_related("product"), self.store, **named)
        return self._linked(
            goods.link_listing(
                listing=listing, variant=variant, by=str(self.user), replace=self.given["replace"]
            )
        )  # fmt: skip

    @endpoint(answer=shapes.RefusedSerializer, paged=True)
    def refused(self, request: Request, pk: UUID) -> Whole:
        """Variants that somebody said it is not: they are not suggested for it."""
        return Whole(refusals(self._listing(pk)))

    @endpoint(answer=shapes.RefusedSerializer, body=shapes.RefuseMatch, status=201, need="manage", errors=(422,))
    def refuse(self, request: Request, pk: UUID) -> RefusedMatch:
        """Say that it is not this variant. Remembered: neither suggested nor linked by itself again."""
        variant = get_for_store(Variant.objects.select_related("product"), self.store, pk=self.given["variant"])
        reason = self.given.get("reason", "")
        return refuse_match(listing=self._listing(pk), variant=variant, by=str(self.user), reason=reason)

    @endpoint(body=shapes.SuggestAgain, status=204, need="manage")
    def suggest_again(self, request: Request, pk: UUID) -> None:
        """Take a refusal back: the variant may be suggested again."""
        variant = get_for_store(Variant.objects.all(), self.store, pk=self.given["variant"])
        take_back_refusal(listing=self._listing(pk), variant=variant, by=str(self.user))

    @endpoint(answer=shapes.MatchSerializer, paged=True)
    def certain(self, request: Request) -> Whole:
        """What would be linked to what if the certain ones were linked now. Nothing is written."""
        return Whole([{"listing": listing, "suggestion": each} for listing, each in goods.find_certain(self.store)])

    @endpoint(answer=shapes.MatchedSerializer, body=shapes.LinkMatches, need="manage", errors=(404, 422))
    def link_certain(self, request: Request) -> dict[str, Any]:
        """Link pairs as they were listed; what is not certain any more is left alone and named."""
        expected = {each["listing"]: each["variant"] for each in self.given["pairs"]}
        ours = MarketplaceProduct.objects.filter(store=self.store, pk__in=list(expected))
        if ours.count() < len(expected):  # what is not this store's is not there
            raise Http404
        outcome = goods.link_certain(
            store=self.store, listings=goods.waiting_listings(self.store, expected), by=str(self.user),
            expected=expected,
        )  # fmt: skip
        done = {each.listing.pk for each in outcome.linked}
        said = {listing.pk: sentence for listing, sentence in outcome.refused}
        gone = "It does not wait for a product any more."
        refused = [{"listing": pk, "sentence": said.get(pk, gone)} for pk in expected if pk not in done]
        return {"linked": done, "lines": sum(each.lines for each in outcome.linked), "refused": refused}

    @endpoint(answer=shapes.LinkedSerializer, status=201, need="manage")
    def create_product(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Make a product of what the listing says. A SKU that is there already is linked instead."""
        return self._linked(goods.create_from_listing(listing=self._listing(pk), by=str(self.user)))

    @endpoint(answer=shapes.ListingDetailSerializer, need="manage")
    def unlink(self, request: Request, pk: UUID) -> Listed:
        """Tell it nothing any more. Order lines keep their product, and the same SKU does not link it again."""
        listing = self._listing(pk)
        if listing.variant_id is not None:
            unlink(listing, by=str(self.user))
        return self._listed(pk)

    @endpoint(answer=shapes.LinkedSerializer, need="manage")
    def undo(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Take the last change of its link back, for thirty days."""
        return self._linked(goods.undo_link(listing=self._listing(pk), by=str(self.user)))

    @endpoint(answer=shapes.OverridesSerializer, versioned=True)
    def overrides(self, request: Request, pk: UUID) -> Tagged:
        """Its own price and stock."""
        return _overridden(self._listing(pk))

    @endpoint(
        answer=shapes.OverridesSerializer, body=shapes.ChangedOverrides, need="manage", versioned=True, errors=(422,)
    )  # fmt: skip
    def override(self, request: Request, pk: UUID) -> Tagged:
        """Give it a price or stock of its own, or (null) let it follow the product. Its shop hears of it."""
        listing = self._listing(pk)
        must_match(request, _overridden(listing).tag)
        read = {column: getattr(listing, column) for column in COLUMNS.values()}
        expected = read if versions.is_asked(request) else None
        set_overrides(listing=listing, by=str(self.user), expected=expected, **self.given)
        return _overridden(listing)

    @endpoint(answer=shapes.HeldPriceSerializer, paged=True, money=True)
    def held_prices(self, request: Request) -> Listing:
        """Prices that are not told until somebody has looked, the longest held first."""
        rows = PriceHold.objects.filter(store=self.store, is_open=True)
        return Listing(rows.select_related("listing"), OLDEST)

    @endpoint(answer=shapes.PriceSerializer, money=True)
    def price(self, request: Request, pk: UUID) -> dict[str, Any]:
        """What it should cost, the steps that made it, and what it must bring. 404 where there is no price."""
        listing = self._listing(pk)
        price = price_of(listing)
        if price is None:
            raise Http404
        return {"price": price, "hold": PriceHold.objects.filter(listing=listing, is_open=True).first()}

    @endpoint(answer=shapes.PriceSerializer, body=shapes.AllowPrice, need="manage", money=True, errors=(422,))
    def allow_price(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Let a held price go as it is. `wanted` is the amount that was seen: another one by now is refused."""
        listing = self._listing(pk)
        allow_one(listing=listing, wanted=self.given["wanted"], by=str(self.user))
        return {"price": price_of(listing), "hold": None}

    @endpoint(answer=shapes.FieldSerializer, paged=True)
    def fields(self, request: Request, pk: UUID) -> Whole:
        """Its fields as last agreed, here and there. Packers see no prices."""
        return Whole(self._fields(self._listing(pk)))

    @endpoint(answer=shapes.FieldsSerializer, body=shapes.SettleFields, need="manage", errors=(422,))
    def settle(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Settle fields, all or none: ours is sent, theirs becomes the listing's own word, or both stay."""
        listing = self._listing(pk)
        choices = {
            each["field"]: Choice(side=each["side"], text=each.get("text", ""), seen=each.get("seen"))
            for each in self.given["choices"]
        }
        settle(listing=listing, choices=choices, by=str(self.user))
        return {"fields_now": self._fields(self._listing(pk))}

    @endpoint(answer=shapes.FieldsSerializer, body=shapes.FieldRule, need="manage", errors=(422,))
    def decide(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Say who decides about a field the next time both change it, for this listing or its whole shop."""
        listing, by = self._listing(pk), str(self.user)
        name, decides = self.given["field"], self.given["decides"]
        if self.given["whole_shop"]:
            set_owner(shop=listing.connection, field=name, decides=decides, by=by)
        set_listing_owner(
            listing=listing, field=name, decides="" if self.given["whole_shop"] else decides, by=by
        )  # fmt: skip
        return {"fields_now": self._fields(listing)}

    def _fields(self, listing: MarketplaceProduct) -> builtins.list[disagreements.Standing]:
        found = disagreements.standings(listing)
        return found if roles.may(self.membership, "see_money") else [each for each in found if not each.is_price]

    def _listing(self, pk: UUID) -> MarketplaceProduct:
        rows = MarketplaceProduct.objects.select_related("connection__marketplace", "variant__product", "store")
        return self.find(rows.defer("raw"), pk)

    def _listed(self, pk: UUID) -> Listed:
        return listed([self._listing(pk)])[0]

    def _linked(self, linked: goods.Linked) -> dict[str, Any]:
        return {"listing": self._listed(linked.listing.pk), "lines": linked.lines}


def _overridden(listing: MarketplaceProduct) -> Tagged:
    return Tagged(listing, tag_of(*(getattr(listing, column) for column in COLUMNS.values())))
