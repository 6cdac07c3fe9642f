"""A million orders as shops have them: nearly all of them over, some archived, one store far larger than the others."""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any
from uuid import uuid4

import psycopg

from benchmarks.filling import NOTHING, fill, indexes_later, told, uuids

MILLION = 1_000_000
#: What part of all orders each store has.
STORES = (0.80, 0.15, 0.04, 0.01)
#: Shops of a store: marketplace and share of its orders. One marketplace is rare.
SHOPS = (("ozon", 0.42), ("ozon", 0.16), ("shopee", 0.25), ("shopee", 0.1), ("ebay", 0.067), ("etsy", 0.003))
OVER = (("delivered", 0.70), ("fulfilled", 0.09), ("shipped", 0.08), ("cancelled", 0.11), ("refunded", 0.02))
OPEN = (("confirmed", 0.44), ("processing", 0.24), ("ready_for_shipment", 0.20), ("pending", 0.10), ("unknown", 0.02))
SKUS = 20_000
OPEN_SHARE, DAYS, OPEN_DAYS, KEPT_DAYS = 0.05, 240, 20, 180
NAMES = ("Екатерина", "Anna", "Иван", "Marie", "Somchai", "João", "Дмитрий", "Lena", "Nguyen", "Ольга", "Peter", "Nino")
FAMILIES = ("Соловьёва", "Müller", "Петров", "Dupont", "Suksai", "Silva", "Кузнецов", "Weber", "Tran", "Орлова", "Nagy")
GOODS = ("Лампа настольная", "Table lamp", "Чайник эмалированный", "Teekanne", "Рюкзак городской", "Garden chair",
         "Кофемолка ручная", "Linen towel 50%_cotton", "Свеча соевая", "Wall clock")  # fmt: skip
COLUMNS = (
    "id", "store_id", "connection_id", "channel", "number", "channel_order_id", "status", "scheme", "currency",
    "subtotal", "total", "ordered_at", "ship_by", "shipped_at", "held_at", "archived_at", "customer_name",
    "shipping_address", "sync_status", "unlinked_lines", "tags", "search_text",
)  # fmt: skip
LINES = ("id", "order_id", "remote_line_id", "position", "product_name", "product_sku", "unit_price", "quantity",
         "subtotal", "total")  # fmt: skip


@dataclass
class Shops:
    """Where the orders are: the stores, the largest first, and each store's shops as (connection, marketplace)."""

    stores: list[Any] = field(default_factory=list)
    of: list[list[tuple[str, str]]] = field(default_factory=list)


def open_shops() -> Shops:
    """Stores and connections without orders."""
    from core.models import Store
    from marketplaces.models import Connection, Marketplace

    found = Shops()
    for place in range(len(STORES)):
        store = Store.objects.create(slug=f"bench-{uuid4().hex[:8]}", name=f"Bench {place}", languages=["en", "de"])
        shops = []
        for number, (code, _share) in enumerate(SHOPS):
            kind, _made = Marketplace.objects.get_or_create(code=code, defaults={"name": code.title()})
            shop = Connection.objects.create(
                store=store, marketplace=kind, name=f"{code} {number}", remote_account_id=str(number)
            )
            shops.append((str(shop.pk), code))
        found.stores.append(store)
        found.of.append(shops)
    return found


def fill_orders(raw: psycopg.Connection[Any], shops: Shops, *, now: datetime, count: int = MILLION) -> None:
    """Orders with one to three lines each, and what of them needs somebody."""
    from orders.models import Order, OrderItem

    raw.execute("SET synchronous_commit = off")
    raw.commit()
    with told(sys.stderr.write, "indexes of orders and lines"), indexes_later(raw, Order, OrderItem):
        with told(sys.stderr.write, f"{count} orders"):
            fill(raw, Order, COLUMNS, _orders(shops, now, count), at=now)
        with told(sys.stderr.write, "their lines"):
            fill(raw, OrderItem, LINES, _lines(count), at=now)


def _ids() -> Iterator[str]:
    return uuids(random.Random(7))


def _goods(number: int) -> list[tuple[int, str, str]]:
    """The lines of an order by its number: always the same ones, whoever asks."""
    count = (1, 1, 1, 1, 2, 3)[number % 6]
    skus = ((number * 7919 + place * 104_729) % SKUS for place in range(count))
    return [(sku, f"LMP-{sku:05d}", f"{GOODS[sku % len(GOODS)]} {sku}") for sku in skus]


def _orders(shops: Shops, now: datetime, count: int) -> Iterator[tuple[Any, ...]]:
    draw, ids = random.Random(1), _ids()
    stores, kinds = list(accumulate(STORES)), list(accumulate(share for _code, share in SHOPS))
    over, still = (list(accumulate(share for _word, share in words)) for words in (OVER, OPEN))
    for number in range(count):
        place = draw.choices(range(len(STORES)), cum_weights=stores)[0]
        shop, channel = draw.choices(shops.of[place], cum_weights=kinds)[0]
        age = DAYS * (1 - number / count)  # written as they came in
        is_open = age < OPEN_DAYS and draw.random() < OPEN_SHARE * DAYS / OPEN_DAYS
        words, weights = (OPEN, still) if is_open else (OVER, over)
        status = draw.choices(words, cum_weights=weights)[0][0]
        placed = now - timedelta(days=age)
        by = placed + timedelta(days=draw.choice((1, 2, 5, 14)))
        total = draw.randrange(500, 90_000) / 100
        name = f"{draw.choice(NAMES)} {draw.choice(FAMILIES)}"
        remote = f"{draw.randrange(10**9):09d}-{number % 10_000:04d}-1"
        words_of = " ".join(f"{sku} {title}" for _number, sku, title in _goods(number))
        yield (
            next(ids), shops.stores[place].pk, shop, channel, f"O-{10_000 + number}", remote, status,
            "seller" if draw.random() < 0.7 else "marketplace", "EUR", total, total, placed.isoformat(),
            NOTHING if draw.random() < 0.1 else by.isoformat(), by.isoformat() if status in SHIPPED else NOTHING,
            placed.isoformat() if is_open and draw.random() < 0.02 else NOTHING,
            now.isoformat() if not is_open and age > KEPT_DAYS else NOTHING, name,
            '{"city": "Казань", "country": "RU"}', "error" if draw.random() < 0.0005 else "synced",
            int(is_open and draw.random() < 0.03), '["gift"]' if draw.random() < 0.01 else "[]",
            f"O-{10_000 + number} {remote} {name} {words_of}",
        )  # fmt: skip


SHIPPED = frozenset(("shipped", "delivered", "fulfilled"))


def _lines(count: int) -> Iterator[tuple[Any, ...]]:
    ids, own = _ids(), uuids(random.Random(8))
    for number in range(count):
        order = next(ids)
        for position, (_sku, sku, title) in enumerate(_goods(number)):
            yield next(own), order, f"{number}-{position}", position, title, sku, "12.50", 1, "12.50", "12.50"
