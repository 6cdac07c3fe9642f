"""Goods of large merchants: 100,000 products in one store, their listings, a million rows of ledger, runs and needs."""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

import psycopg

from benchmarks.filling import NOTHING, fill, indexes_later, told, uuids
from benchmarks.many_orders import GOODS, STORES, Shops

#: Variants of all stores; the largest has 100,000 of them.
VARIANTS, CHANGES, RUNS, NEEDS = 125_000, 1_000_000, 200_000, 50_000
#: Every twentieth row of the ledger is of the one variant that sells best.
BUSY = 20
#: Listings that no variant stands behind, beside those that have one.
UNLINKED = 20_000
CAUSES = (("shipped", 0.80), ("adjusted", 0.14), ("recount", 0.04), ("returned", 0.019), ("import", 0.001))
COLOURS = ("red", "blue", "зелёный", "white", "schwarz", "สีแดง", "natural", "gold")
PRODUCT = ("id", "store_id", "title", "language", "kind")
VARIANT = ("id", "store_id", "product_id", "sku", "gtin", "low_stock_at", "opening_counted_at")
STOCK = ("id", "store_id", "variant_id", "location_id", "on_hand", "reserved")
HELD = ("id", "store_id", "variant_id", "location_id", "order_item_id", "asked", "granted", "short")
LISTING = ("id", "store_id", "connection_id", "marketplace_id", "product_id", "variant_id", "marketplace_product_id",
           "marketplace_sku", "title", "gtin", "status", "last_sync_at", "linked_at")  # fmt: skip
CHANGE = ("id", "store_id", "variant_id", "location_id", "delta", "on_hand_before", "on_hand_after", "reserved_after",
          "cause", "created_at")  # fmt: skip
RUN = ("id", "store_id", "connection_id", "marketplace_id", "sync_type", "status", "cause", "start_time", "end_time",
       "created_at")  # fmt: skip
NEED = ("id", "store_id", "kind", "cause_key", "subject_type", "subject_id", "title", "money", "deadline", "settled_at",
        "created_at")  # fmt: skip


@dataclass
class Goods:
    """What was made, by number: where it is, so that one table can speak of another."""

    shops: Shops
    now: datetime
    places: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)
    store_of: list[int] = field(default_factory=list)

    @property
    def busy(self) -> str:
        """The variant of the largest store that sells best."""
        return self.variants[self.store_of.index(0)]


def fill_goods(raw: psycopg.Connection[Any], shops: Shops, *, now: datetime) -> Goods:
    """All tables behind the lists of goods, of syncs and of what needs somebody."""
    from core.models import NeedsYou
    from inventory.models import InventoryChange, MarketplaceProduct, Product, Reservation, Stock, Variant
    from sync.models import MarketplaceSyncLog

    raw.execute("SET synchronous_commit = off")
    raw.commit()
    goods = _drawn(shops, now)
    parts = (
        (Product, PRODUCT, _products), (Variant, VARIANT, _variants), (Stock, STOCK, _stock),
        (Reservation, HELD, _short), (MarketplaceProduct, LISTING, _listings), (InventoryChange, CHANGE, _changes),
        (MarketplaceSyncLog, RUN, _runs), (NeedsYou, NEED, _needs),
    )  # fmt: skip
    with told(sys.stderr.write, "goods with their indexes"), indexes_later(raw, *(model for model, *_rest in parts)):
        for model, columns, rows in parts:
            with told(sys.stderr.write, str(model._meta.verbose_name_plural)):
                fill(raw, model, columns, rows(goods), at=now)
    return goods


def _drawn(shops: Shops, now: datetime) -> Goods:
    from inventory.services.locations import default_location

    draw, goods = random.Random(3), Goods(shops, now)
    goods.places = [str(default_location(store).pk) for store in shops.stores]
    goods.store_of = draw.choices(range(len(STORES)), cum_weights=list(accumulate(STORES)), k=VARIANTS)
    for made, seed in ((goods.variants, 4), (goods.products, 5)):
        ids = uuids(random.Random(seed))
        made += [next(ids) for _number in range(VARIANTS)]
    ids = uuids(random.Random(6))
    goods.listings = [next(ids) for _number in range(VARIANTS + UNLINKED)]
    return goods


def title_of(number: int) -> str:
    """Goods as shops call them, in several languages."""
    return f"{GOODS[number % len(GOODS)]} {COLOURS[number // 10 % len(COLOURS)]} {number}"


def sku_of(number: int) -> str:
    """The SKU of a variant by its number, and of what is listed beyond them."""
    return f"LMP-{number * 7919 % 1_000_003:06d}"


def _gtin(number: int) -> str:
    return f"40{number * 104_729 % 10**11:011d}" if number % 3 else ""


def _store(goods: Goods, number: int) -> Any:
    return goods.shops.stores[goods.store_of[number]].pk


def _products(goods: Goods) -> Iterator[tuple[Any, ...]]:
    for number, pk in enumerate(goods.products):
        kind = "digital" if number % 50 == 0 else "physical"
        yield pk, _store(goods, number), title_of(number), "en" if number % 4 else "de", kind


def _variants(goods: Goods) -> Iterator[tuple[Any, ...]]:
    counted = (goods.now - timedelta(days=200)).isoformat()
    for number, (pk, product) in enumerate(zip(goods.variants, goods.products, strict=True)):
        yield (
            pk, _store(goods, number), product, sku_of(number), _gtin(number), 5 if number % 4 == 0 else 0,
            NOTHING if number % 100 == 7 else counted,
        )  # fmt: skip


def _stock(goods: Goods) -> Iterator[tuple[Any, ...]]:
    ids = uuids(random.Random(9))
    for number, variant in enumerate(goods.variants):
        units = 3 if number % 400 == 8 else 40 + number % 60
        yield (
            next(ids), _store(goods, number), variant, goods.places[goods.store_of[number]], units, number % 3
        )  # fmt: skip


def _short(goods: Goods) -> Iterator[tuple[Any, ...]]:
    ids = uuids(random.Random(10))
    for number in range(0, VARIANTS, 500):
        place = goods.places[goods.store_of[number]]
        yield next(ids), _store(goods, number), goods.variants[number], place, next(ids), 2, 0, 2


def _listings(goods: Goods) -> Iterator[tuple[Any, ...]]:
    draw, now = random.Random(11), goods.now
    kinds = _kinds(goods.shops)
    for number, pk in enumerate(goods.listings):
        linked = number < VARIANTS
        store = goods.store_of[number] if linked else draw.randrange(len(STORES))
        shop, code = draw.choice(goods.shops.of[store])
        product, variant = (goods.products[number], goods.variants[number]) if linked else (NOTHING, NOTHING)
        status = "refused" if number % 1_000 == 3 else "out_of_stock" if number % 30 == 0 else "active"
        yield (
            pk, goods.shops.stores[store].pk, shop, kinds[code], product, variant, f"p{number}", sku_of(number),
            title_of(number), _gtin(number), status, now.isoformat(),
            (now - timedelta(seconds=97 * number)).isoformat() if linked else NOTHING,
        )  # fmt: skip


def _kinds(shops: Shops) -> dict[str, Any]:
    from marketplaces.models import Marketplace

    return dict(Marketplace.objects.values_list("code", "pk"))


def _changes(goods: Goods) -> Iterator[tuple[Any, ...]]:
    draw, ids = random.Random(12), uuids(random.Random(13))
    words, weights = [word for word, _share in CAUSES], list(accumulate(share for _word, share in CAUSES))
    busy = goods.store_of.index(0)
    for number in range(CHANGES):
        variant = busy if number % BUSY == 0 else draw.randrange(VARIANTS)
        at = goods.now - timedelta(days=240 * (1 - number / CHANGES))
        yield (
            next(ids), _store(goods, variant), goods.variants[variant], goods.places[goods.store_of[variant]], -1, 50,
            49, 0, draw.choices(words, cum_weights=weights)[0], at.isoformat(),
        )  # fmt: skip


def _runs(goods: Goods) -> Iterator[tuple[Any, ...]]:
    draw, ids, kinds = random.Random(14), uuids(random.Random(15)), _kinds(goods.shops)
    stores = list(accumulate(STORES))
    for number in range(RUNS):
        store = draw.choices(range(len(STORES)), cum_weights=stores)[0]
        shop, code = draw.choice(goods.shops.of[store])
        at = goods.now - timedelta(minutes=RUNS - number)
        status = "failed" if number % 500 == 0 else "completed"
        what = draw.choice(("orders", "orders", "orders", "inventory", "products"))
        yield (
            next(ids), goods.shops.stores[store].pk, shop, kinds[code], what, status, "schedule", at.isoformat(),
            (at + timedelta(seconds=9)).isoformat(), at.isoformat(),
        )  # fmt: skip


def _needs(goods: Goods) -> Iterator[tuple[Any, ...]]:
    """A bad day: 5,000 wait; the others were settled in the months before."""
    draw, ids = random.Random(16), uuids(random.Random(17))
    stores = list(accumulate(STORES))
    for number in range(NEEDS):
        store = draw.choices(range(len(STORES)), cum_weights=stores)[0]
        at = goods.now - timedelta(minutes=4 * (NEEDS - number))
        settled = NOTHING if number % 10 == 0 else (at + timedelta(hours=3)).isoformat()
        yield (
            next(ids), goods.shops.stores[store].pk, "differs", f"differs:{number}", "listing",
            goods.listings[number], f"They show {number % 9}", draw.randrange(100, 9_000),
            NOTHING if number % 2 else (at + timedelta(days=2)).isoformat(), settled, at.isoformat(),
        )  # fmt: skip
