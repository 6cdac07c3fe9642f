"""Whose buffer and threshold count where: of the listing, else of its shop, else of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from core.models import Store
from inventory.models import InventorySyncConfig, MarketplaceProduct, StoreStockRule
from inventory.selectors.stock import Level
from inventory.services.rules import rule_of, store_rule_of
from marketplaces.models import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What counts, and whose word it is."""

    buffer: int
    buffer_of: Level
    threshold: int
    threshold_of: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRule:
    """A shop's own rule, and what counts at it; `exceptions` are listings with a buffer or threshold of their own."""

    shop: Connection
    rule: InventorySyncConfig
    spoken: Spoken
    listings: int = 0
    exceptions: int = 0


def spoken_for(listing: MarketplaceProduct) -> Spoken:
    """At one listing."""
    ours = store_rule_of(listing.connection.store)
    return _spoken(ours, rule_of(listing.connection), listing)


def shop_rule(shop: Connection, rule: InventorySyncConfig | None = None) -> ShopRule:
    """At one shop, for listings that say nothing else; `rule` where it was read already."""
    rule = rule or rule_of(shop)
    return ShopRule(shop=shop, rule=rule, spoken=_spoken(store_rule_of(shop.store), rule))


def shop_rules(store: Store) -> Sequence[ShopRule]:
    """At every shop that may be told stock, by name: four queries."""
    shops = Connection.objects.filter(store=store).exclude(status=Connection.Status.DISCONNECTED)
    named = list(shops.select_related("marketplace").order_by("name", "pk"))
    ours = store_rule_of(store)
    rules = {rule.connection_id: rule for rule in InventorySyncConfig.objects.filter(store=store)}
    counts = _listings(store)
    return [_of(shop, rules.get(shop.pk) or InventorySyncConfig(connection=shop), ours, counts) for shop in named]


def _of(
    shop: Connection, rule: InventorySyncConfig, ours: StoreStockRule, counts: dict[object, tuple[int, int]]
) -> ShopRule:
    listings, exceptions = counts.get(shop.pk, (0, 0))
    return ShopRule(shop=shop, rule=rule, spoken=_spoken(ours, rule), listings=listings, exceptions=exceptions)


def _listings(store: Store) -> dict[object, tuple[int, int]]:
    own = Q(stock_buffer__isnull=False) | Q(stock_threshold__isnull=False)
    linked = MarketplaceProduct.objects.filter(store=store, variant__isnull=False).exclude(status="deleted")
    rows = linked.order_by().values("connection").annotate(all=Count("pk"), own=Count("pk", filter=own))
    return {row["connection"]: (row["all"], row["own"]) for row in rows}


def _spoken(ours: StoreStockRule, rule: InventorySyncConfig, listing: MarketplaceProduct | None = None) -> Spoken:
    """The nearest that says something speaks; the store always does."""
    buffer, buffer_of = _nearest(listing.stock_buffer if listing else None, rule.safety_stock, ours.buffer)
    threshold, threshold_of = _nearest(
        listing.stock_threshold if listing else None, rule.out_of_stock_threshold, ours.threshold
    )
    return Spoken(buffer=buffer, buffer_of=buffer_of, threshold=threshold, threshold_of=threshold_of)


def _nearest(listing: int | None, shop: int | None, store: int) -> tuple[int, Level]:
    if listing is not None:
        return listing, "listing"
    return (shop, "connection") if shop is not None else (store, "store")
