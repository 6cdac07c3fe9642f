"""The first look of the practice catalogues: items in groups, some sold out, one left by hand, and former orders."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import catalog, lifecycle, tokens
from .accounts import CURRENCY, MAIN, MERCHANTS, OTHER
from .times import iso

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

LEAVES_OUT = 8
#: What only a page sells, its name in four scripts.
FOREIGN = ("FB-POSTCARDS", "Postcards: Ж, ไทย, 中文, عربي", "3.50")
#: state -> how many days ago such an order is typically found (from, to), and how common it is
AGES = {
    "FB_PROCESSING": (0, 1, 6), "CREATED": (0, 3, 24), "IN_PROGRESS": (0, 5, 16), "COMPLETED": (1, 11, 40),
    "CANCELLED": (0, 11, 8), "REFUNDED": (3, 11, 4), "PARTLY": (3, 11, 2),
}  # fmt: skip
CARRIERS = (("USPS", "94"), ("UPS", "1Z"), ("FEDEX", "77"))


def fill(shop: FacebookEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    """The main merchant as large as was asked for, the other one small."""
    now = shop.clock.now().replace(microsecond=0)
    for key, merchant in MERCHANTS.items():
        tokens.give(shop, merchant.key, key, kind="system")
    shop.state.table("order_apps").put(MAIN, {"registered": True})
    for key, (some, sold) in {MAIN: (products, orders), OTHER: (min(8, products), min(5, orders))}.items():
        _items(shop, dice, key, some)
        _orders(shop, dice, key, sold, now)


def _items(shop: FacebookEmulator, dice: random.Random, account: str, count: int) -> None:
    rows = [_item(article) for article in assortment(LEAVES_OUT, max(0, count - 1))]
    if count:
        sku, name, price = FOREIGN
        rows.append({"retailer_id": sku, "name": name, "price": price, "url": f"https://shop.example.com/p/{sku}"})
    for place, item in enumerate(rows):
        amount = dice.choice((2, 4, 7, 12, 18, 25, 40, 64)) if dice.random() < 0.9 else 0
        reduced = str((Decimal(item["price"]) * Decimal("0.8")).quantize(Decimal("0.01"))) if place % 9 == 4 else ""
        item |= {
            "currency": CURRENCY, "sale_price": reduced, "inventory": amount, "condition": "new",
            "availability": "in stock" if amount else "out of stock", "review_status": "approved",
            "visibility": "published",
        }  # fmt: skip
        catalog.store(shop, account, item)


def _item(article: Article) -> dict[str, Any]:
    return {
        "retailer_id": article.sku,
        "name": article.title("en"),
        "description": f"{article.titles['en']} from Atelier Lumen. {article.option.capitalize()}: "
        f"{article.value['en']}.",
        "price": f"{article.price(CURRENCY):.2f}",
        "brand": "Atelier Lumen",
        "gtin": article.gtin,
        "url": f"https://shop.example.com/p/{article.sku}",
        "image_url": f"https://img.example.com/{article.sku}.jpg",
        "additional_image_urls": [f"https://img.example.com/{article.sku}-2.jpg"],
        "retailer_product_group_id": article.family,
        "category": article.category,
    }


def _orders(shop: FacebookEmulator, dice: random.Random, account: str, count: int, now: datetime) -> None:
    """Each fate once, then as they are common; oldest first, as they were placed."""
    words = list(AGES)
    dice.shuffle(words)
    words = words[:count]
    while len(words) < count:
        words.append(dice.choices(list(AGES), [each[2] for each in AGES.values()])[0])
    for age, word in sorted(((_age(dice, word), word) for word in words), reverse=True):
        _order(shop, dice, account, word, now - age, now)


def _age(dice: random.Random, word: str) -> timedelta:
    first, last, _ = AGES[word]
    return timedelta(minutes=dice.randrange(first * 1440 + 30, last * 1440))


def _order(
    shop: FacebookEmulator, dice: random.Random, account: str, word: str, at: datetime, now: datetime
) -> None:  # fmt: skip
    shelf = list(shop.state.table("items", account).values())
    chosen = dice.sample(shelf, min(len(shelf), dice.choices((1, 2, 3), (64, 26, 10))[0]))
    if not chosen:
        return
    lines = [lifecycle.line(shop, account, item, dice.choices((1, 2, 3), (80, 15, 5))[0]) for item in chosen]
    order = lifecycle.new_order(shop, account, lines, dice, at=at)
    order["state"] = word if word in lifecycle.STATES else "COMPLETED"
    shop.state.table("orders", account).put(order["id"], order)
    everything = {each["id"]: each["quantity"] for each in lines}
    number = order["id"]
    if word == "CANCELLED":
        reason = {"reason_code": "CUSTOMER_REQUESTED"}
        lifecycle.cancel(shop, account, number, everything, reason, restock=False)
    elif word in ("COMPLETED", "REFUNDED", "PARTLY"):
        carrier, letters = dice.choice(CARRIERS)
        tracking = {"carrier": carrier, "tracking_number": f"{letters}{dice.randrange(10**15, 10**16)}"}
        lifecycle.ship(shop, account, number, everything, tracking, "")
    if word in ("REFUNDED", "PARTLY"):
        some = [{"item_id": lines[0]["id"], "item_refund_amount": {"amount": "1.00"}}] if word == "PARTLY" else None
        lifecycle.refund(shop, account, number, "DAMAGED_GOODS", some)
    moved = at if order["state"] in ("CREATED", "FB_PROCESSING") else at + timedelta(hours=dice.randrange(1, 24))
    shop.state.table("orders", account).edit(number)["updated"] = iso(min(moved, now - timedelta(minutes=1)))
