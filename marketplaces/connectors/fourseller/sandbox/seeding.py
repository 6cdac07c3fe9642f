"""The first look of the practice shop: two sellers, products with stock, orders of every platform and status."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import lifecycle
from .times import iso

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator

MAIN, OUTLET = "S-1001", "S-1002"
ACCOUNTS = {
    MAIN: ("Atelier Lumen Social", "fs_key_practice_1001", "fs_whsec_practice_1001"),
    OUTLET: ("Lumen Outlet", "fs_key_practice_1002", "fs_whsec_practice_1002"),
}
CURRENCY = "EUR"
LEAVES_OUT = 6
FOREIGN = ("FSL-STICKERS", "Sticker sheet for TikTok buyers", "2.50")
#: An article that an old order has and the shop no longer lists.
GONE = {"id": "P-999", "sku": "OLD-LAMP-2019", "title": "Desk lamp, 2019 edition", "price": "59.00"}
# status -> how many days ago such an order is typically found (from, to), and how common it is
AGES = {
    "pending": (0, 2, 24),
    "processing": (0, 4, 14),
    "on_hold": (1, 5, 2),
    "shipped": (1, 9, 20),
    "delivered": (4, 24, 28),
    "cancelled": (0, 20, 7),
    "refunded": (6, 24, 3),
    "partially_refunded": (6, 24, 2),
}
UNPAID = 0.15
CARRIERS = (("POST Luxembourg", "LU"), ("DHL", "JD"), ("DPD", "DP"), ("Colissimo", "CO"))


def fill(shop: FourSellerEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    """The main seller as large as was asked for, the other one small."""
    now = shop.clock.now().replace(microsecond=0)
    for account, (name, key, secret) in ACCOUNTS.items():
        document = {"name": name, "keys": [key], "webhook_secret": secret, "currency": CURRENCY}
        shop.state.table("accounts").put(account, document)
    for account, some in ((MAIN, (products, orders)), (OUTLET, (min(12, products), min(15, orders)))):
        _products(shop, dice, account, some[0], now)
        _orders(shop, dice, account, some[1], now)


def _products(shop: FourSellerEmulator, dice: random.Random, account: str, count: int, now: datetime) -> None:
    table = shop.state.table("products", account)
    rows = [_card(article) for article in assortment(LEAVES_OUT, max(0, count - 1))]
    if count:
        rows.append({"sku": FOREIGN[0], "title": FOREIGN[1], "price": FOREIGN[2], "currency": CURRENCY})
    for card in rows:
        number = f"P-{table.next_number(1001)}"
        changed = iso(now - timedelta(days=dice.randrange(1, 40), minutes=dice.randrange(1440)))
        table.put(number, card | _shelf(dice) | {"id": number, "created_at": changed, "updated_at": changed})


def _card(article: Article) -> dict[str, Any]:
    length, width, height = article.size_mm
    return {
        "sku": article.sku,
        "title": article.title("en"),
        "description": f"{article.titles['en']} from Atelier Lumen. {article.option.capitalize()}: "
        f"{article.value['en']}.",
        "price": f"{article.price(CURRENCY):.2f}",
        "currency": CURRENCY,
        "category": article.category,
        "brand": "Atelier Lumen",
        "condition": "new",
        "images": [{"url": f"https://img.example.com/{article.sku}.jpg", "alt": article.title("en")}],
        "attributes": {article.option: article.value["en"], "gtin": article.gtin},
        "shipping": {
            "weight": article.grams,
            "weight_unit": "g",
            "dimensions": {"length": length, "width": width, "height": height, "unit": "mm"},
        },
    }


def _shelf(dice: random.Random) -> dict[str, Any]:
    amount = dice.choice((2, 4, 7, 12, 18, 25, 40, 64)) if dice.random() < 0.9 else 0
    return {
        "status": "inactive" if dice.random() < 0.05 else "active",
        "quantity": amount,
        "track_quantity": True,
        "reserved": 0,
        "low_stock_threshold": 3,
        "low_told": amount <= 3,
        "told_at": "",
    }


def _orders(shop: FourSellerEmulator, dice: random.Random, account: str, count: int, now: datetime) -> None:
    """Each status once, then as they are common; oldest first, as they were placed."""
    words = list(AGES)
    dice.shuffle(words)
    words = words[:count]
    while len(words) < count:
        words.append(dice.choices(list(AGES), [each[2] for each in AGES.values()])[0])
    placed = sorted(((_age(dice, word), word) for word in words), reverse=True)
    for place, (age, word) in enumerate(placed):
        _order(shop, dice, account, word, now - age, now, place)


def _age(dice: random.Random, word: str) -> timedelta:
    first, last, _ = AGES[word]
    return timedelta(minutes=dice.randrange(first * 1440 + 10, last * 1440))


def _order(
    shop: FourSellerEmulator, dice: random.Random, account: str, word: str, at: datetime, now: datetime, place: int
) -> None:
    shelf = [each for each in shop.state.table("products", account).values() if each["status"] == "active"]
    chosen = dice.sample(shelf, min(len(shelf), dice.choices((1, 2, 3), (64, 26, 10))[0]))
    if place % 60 == 7:
        chosen[:1] = [GONE]
    if not chosen:
        return
    lines = [
        lifecycle.line(product, dice.choices((1, 2, 3), (80, 15, 5))[0], number)
        for number, product in enumerate(chosen, start=1)
    ]
    paid = word != "pending" or dice.random() > UNPAID
    order = lifecycle.new_order(shop, account, lines, dice, at=at, paid=paid)
    order["status"] = word
    moved = min(now - timedelta(minutes=1), at + timedelta(hours=dice.randrange(1, 60)))
    if word != "pending":
        order["updated_at"] = iso(max(at, moved))
    if word in ("shipped", "delivered", "refunded", "partially_refunded"):
        _sent(shop, account, order, dice, Decimal(1))
    elif word == "processing" and sum(each["quantity"] for each in lines) > 1 and dice.random() < 0.5:
        _sent(shop, account, order, dice, Decimal("0.5"))
    shop.state.table("orders", account).put(order["id"], order)


def _sent(shop: FourSellerEmulator, account: str, order: dict[str, Any], dice: random.Random, share: Decimal) -> None:
    """The whole order in one parcel, or its first half."""
    carrier, letters = dice.choice(CARRIERS)
    units = {each["line_id"]: int(each["quantity"] * share) for each in order["lines"]}
    if not any(units.values()):
        units = {order["lines"][0]["line_id"]: 1}
    for each in order["lines"]:
        each["fulfilled_quantity"] = units.get(each["line_id"], 0)
    tracking = f"{letters}{dice.randrange(10**9, 10**10)}"
    order["tracking"] = {"number": tracking, "carrier": carrier, "url": None}
    order["fulfillments"].append(
        {
            "id": f"F-{shop.state.table('fulfillments', account).next_number(901)}",
            "tracking_number": tracking,
            "carrier": carrier,
            "lines": [{"line_id": name, "quantity": count} for name, count in units.items() if count],
        }
    )
