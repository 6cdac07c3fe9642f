"""`/api/v1/stock/`: read it with its reasons, adjust and count it, and say how shops are told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from api import versions
from api.endpoint import endpoint
from api.pagination import Listing
from api.v1.stock import bodies
from api.v1.stock import serializers as shapes
from api.v1.stock.rows import changed
from api.versions import Tagged, must_match, tag_of
from api.views import StoreViews
from core.keyset import Key, Keyset
from core.models import Store
from inventory.models import InventoryChange, Location, MarketplaceProduct, PromotionHold, Stock, Variant
from inventory.selectors.channels import channels
from inventory.selectors.cover import covers
from inventory.selectors.inventory_list import COLUMNS, Filters, buffers, listed, with_levels
from inventory.selectors.ledger import NEWEST
from inventory.selectors.stock_rules import shop_rule
from inventory.selectors.why import why, why_listing
from inventory.services import promotion_holds, stock
from inventory.services.locations import default_location
from inventory.services.rules import FIELDS, STORE_FIELDS, set_rule, set_store_rule, store_rule_of
from marketplaces.models import Connection

BY_NAME = Keyset((Key("name", str), Key("id", UUID)))
FILTERS = {
    "cause": "cause", "location": "location", "variant": "variant", "since": "created_at__gte",
    "until": "created_at__lt",
}  # fmt: skip
#: What programs call the fields of a rule, where the columns are called otherwise.
RULE = {"buffer": "safety_stock", "threshold": "out_of_stock_threshold", "share": "share_percent"}


class StockViews(StoreViews):
    """Numbers of the store's variants."""

    area = resource = "stock"

    @endpoint(answer=shapes.StockSerializer, paged=True, query=bodies.StockQuery)
    def list(self, request: Request) -> Listing:
        """Variants of a view by SKU, with their numbers and what each shop is told."""
        asked = self.asked
        place = asked.get("location")
        filters = Filters(location=place, connection=asked.get("connection"), cover=asked.get("cover"))
        keys, rows = listed(self.store, asked["view"], q=asked.get("q", ""), filters=filters)
        return Listing(rows.values(*COLUMNS), keys, partial(_with_channels, place=place))

    @endpoint(answer=shapes.StockDetailSerializer)
    def retrieve(self, request: Request, pk: UUID) -> dict[str, Any]:
        """One variant: its numbers, its places, and the sum behind what is there."""
        variant = self.find(Variant, pk)
        (row,) = _with_channels(list(with_levels(Variant.objects.filter(pk=variant.pk)).values(*COLUMNS)))
        places = Stock.objects.filter(variant=variant).select_related("location").order_by("location__name", "id")
        return {**row, "places": places, "why": why(variant)}

    @endpoint(answer=shapes.StockChangeSerializer, body=bodies.AdjustStock, status=201, need="count_stock")
    def adjust(self, request: Request, pk: UUID) -> InventoryChange:
        """Add or take units. Never below zero, nor below what is reserved."""
        return self._carry_out(stock.adjust, pk)

    @endpoint(answer=shapes.StockChangeSerializer, body=bodies.RecountStock, status=201, need="count_stock")
    def recount(self, request: Request, pk: UUID) -> InventoryChange:
        """Say how many were counted. Fewer than are reserved is accepted: the newest orders become short."""
        return self._carry_out(stock.recount, pk)

    @endpoint(answer=shapes.StockChangeSerializer, paged=True, query=bodies.LedgerQuery)
    def ledger(self, request: Request, pk: UUID) -> Listing:
        """Every change of a variant, newest first."""
        return self._changes(variant=self.find(Variant, pk))

    @endpoint(answer=shapes.StockChangeSerializer, paged=True, query=bodies.ChangesQuery)
    def changes(self, request: Request) -> Listing:
        """Every change of stock in the store, newest first."""
        return self._changes()

    @endpoint(answer=shapes.StockChangedSerializer, body=bodies.ChangeStock, need="count_stock")
    def change_many(self, request: Request) -> dict[str, Any]:
        """Adjust or count up to 500 variants at once, each row with its own answer.

        Rows of one place follow one another in the order they are sent. What was right is written even where other
        rows were not; nothing else can be seen between them.
        """
        return changed(self.store, self.user, self.given["rows"])

    def _carry_out(self, act: Any, pk: UUID) -> InventoryChange:
        given, variant = dict(self.given), self.find(Variant, pk)
        named = given.pop("location", None)
        place = self.find(Location, named) if named else default_location(self.store)
        change: InventoryChange = act(
            store=self.store, variant=variant, location=place, actor=self.user, actor_label=str(self.user), **given
        )
        return change

    def _changes(self, **more: Any) -> Listing:
        wanted = {FILTERS[name]: self.asked[name] for name in FILTERS if name in self.asked}
        rows = InventoryChange.objects.filter(store=self.store, **wanted, **more)
        return Listing(rows.select_related("variant", "location"), NEWEST)


class Locations(StoreViews):
    """Places with goods in them."""

    area, resource = "stock", "locations"

    @endpoint(answer=shapes.LocationSerializer, paged=True)
    def list(self, request: Request) -> Listing:
        """The store's places by name."""
        return Listing(Location.objects.filter(store=self.store), BY_NAME)


class ListingStock(StoreViews):
    """The number of one listing."""

    area, resource = "stock", "listing_stock"

    @endpoint(answer=shapes.ListingStockSerializer)
    def retrieve(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Why a shop is told what it is told, and how far the number has come."""
        rows = MarketplaceProduct.objects.select_related("connection__marketplace", "variant")
        found = why_listing(self.find(rows.defer("raw"), pk))
        return {"why": found, "trail": found.trail if found else None}


class PromotionHolds(StoreViews):
    """Units that one listing's shop alone hears of, for its promotion."""

    area, resource = "stock", "promotion_holds"

    @endpoint(answer=shapes.PromotionHoldSerializer, errors=(404,))
    def retrieve(self, request: Request, pk: UUID) -> PromotionHold:
        """What is kept for it now."""
        found = promotion_holds.find_open(self._listing(pk))
        if found is None:
            raise Http404
        return found

    @endpoint(answer=shapes.PromotionHoldSerializer, body=bodies.KeptUnits, need="manage", errors=(422,))
    def keep(self, request: Request, pk: UUID) -> PromotionHold:
        """Keep units for it until then; a second word replaces the first. Whoever ordered elsewhere is still served."""
        return promotion_holds.hold(listing=self._listing(pk), by=str(self.user), **self.given)

    @endpoint(status=204, need="manage")
    def end(self, request: Request, pk: UUID) -> None:
        """Nothing is kept for it any more."""
        promotion_holds.end(listing=self._listing(pk), by=str(self.user))

    def _listing(self, pk: UUID) -> MarketplaceProduct:
        return self.find(MarketplaceProduct.objects.defer("raw"), pk)


class StockRules(StoreViews):
    """How one shop is told."""

    area, resource = "stock", "stock_rules"

    @endpoint(answer=shapes.StockRuleSerializer, versioned=True)
    def retrieve(self, request: Request, pk: UUID) -> Tagged:
        """The rule of a shop."""
        return _ruled(self.find(Connection, pk))

    @endpoint(answer=shapes.StockRuleSerializer, body=bodies.ChangedRule, need="manage", versioned=True)
    def change(self, request: Request, pk: UUID) -> Tagged:
        """Change what is named. The shop hears all its numbers once more."""
        shop = self.find(Connection, pk)
        read = _ruled(shop)
        must_match(request, read.tag)
        expected = {name: getattr(read.found.rule, name) for name in FIELDS} if versions.is_asked(request) else None
        wanted = {RULE.get(name, name): value for name, value in self.given.items()}
        set_rule(shop, by=str(self.user), expected=expected, **wanted)
        return _ruled(shop)


class StoreRule(StoreViews):
    """What the store keeps back."""

    area, resource = "stock", "store_rule"

    @endpoint(answer=shapes.StoreRuleSerializer, versioned=True)
    def retrieve(self, request: Request) -> Tagged:
        """The buffer and threshold that count where neither shop nor listing has its own."""
        return _of_store(self.store)

    @endpoint(answer=shapes.StoreRuleSerializer, body=bodies.ChangedStoreRule, need="manage", versioned=True)
    def change(self, request: Request) -> Tagged:
        """Change what is named. Shops that follow it hear their numbers once more."""
        read = _of_store(self.store)
        must_match(request, read.tag)
        expected = {name: getattr(read.found, name) for name in STORE_FIELDS} if versions.is_asked(request) else None
        set_store_rule(self.store, by=str(self.user), expected=expected, **self.given)
        return _of_store(self.store)


def _of_store(store: Store) -> Tagged:
    rule = store_rule_of(store)
    return Tagged(rule, tag_of([getattr(rule, name) for name in STORE_FIELDS]))


def _ruled(shop: Connection) -> Tagged:
    found = shop_rule(shop)
    told = (found.spoken.buffer, found.spoken.threshold)
    return Tagged(found, tag_of([*(getattr(found.rule, name) for name in FIELDS), *told]))


def _with_channels(rows: Sequence[Any], place: UUID | None = None) -> Sequence[Any]:
    ids = [row["id"] for row in rows]
    shops, lasts = channels(ids), covers(ids, place)
    kept = buffers(rows, shops)
    return [
        {
            **row, "channels": shops.get(row["id"], []), "buffer": kept[row["id"]],
            "available": row["on_hand"] - row["reserved"] - kept[row["id"]], "cover_days": lasts.get(row["id"]),
        }
        for row in rows
    ]  # fmt: skip
