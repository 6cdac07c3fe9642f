"""The first look of the practice shops: families of goods with their SKUs, orders of every state."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import categories, lifecycle, pictures, returns, tokens
from .accounts import MAIN, OTHER, SELLERS
from .vocabulary import ITEM_STATUSES

if TYPE_CHECKING:
    from .market import LazadaEmulator

Document = dict[str, Any]
LEAVES_OUT = 4
MINUTE, DAY = 60, 86_400
#: state -> how many days ago it was typically ordered (from, to), and how common it is
AGES = {
    "unpaid": (0, 1, 4),
    "pending": (0, 2, 22),
    "topack": (0, 2, 3),
    "packed": (0, 3, 8),
    "toship": (0, 3, 2),
    "repacked": (0, 3, 2),
    "ready_to_ship": (0, 4, 10),
    "shipped": (1, 8, 14),
    "shipping": (1, 8, 2),
    "delivered": (3, 20, 24),
    "canceled": (0, 18, 7),
    "returned": (6, 20, 2),
}
RARE = (5, 20, 0.4)


def fill(market: LazadaEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    """The main seller as large as was asked for, the other one small."""
    for seller, some in ((MAIN, (products, orders)), (OTHER, (min(products, 8), min(orders, 12)))):
        _products(market, dice, seller, some[0])
        _orders(market, dice, seller, some[1])
    tokens.issue(market, MAIN, access="50000practiceaccesstokenoflumen", refresh="50001practicerefreshtokenoflumen")
    tokens.issue(market, OTHER)


def _products(market: LazadaEmulator, dice: random.Random, seller: str, count: int) -> None:
    """Articles of one family are the SKUs of one product."""
    families: dict[str, list[Article]] = {}
    for article in assortment(LEAVES_OUT, count):
        family = article.family if article.category != "hardware" else article.sku
        families.setdefault(family, []).append(article)
    for rows in families.values():
        number = market.items(seller).next_number(2_000_001)
        market.items(seller).put(number, _product(market, dice, seller, number, rows))


def _product(market: LazadaEmulator, dice: random.Random, seller: str, number: int, rows: list[Article]) -> Document:
    word, first = SELLERS[seller].language, rows[0]
    at = market.now() - dice.randrange(2, 40) * DAY - dice.randrange(1440) * MINUTE
    return {
        "item_id": number,
        "category": categories.number_of(first.category),
        "name": first.titles[word],
        "description": f"<p>{first.titles['en']} — Atelier Lumen</p>",
        "brand": "Atelier Lumen" if dice.random() < 0.8 else "No Brand",
        "status": "Active" if dice.random() < 0.94 else "InActive",
        "created": at - DAY,
        "updated": at,
        "images": [f"{pictures.OWN}{first.family}.jpg"],
        "skus": [_sku(market, dice, seller, number, article, many=len(rows) > 1) for article in rows],
    }


def _sku(
    market: LazadaEmulator, dice: random.Random, seller: str, number: int, article: Article, *, many: bool
) -> Document:
    shop, word = SELLERS[seller], SELLERS[seller].language
    sku_id = market.state.table("skus").next_number(7_000_001)
    units = dice.choice((2, 4, 7, 12, 18, 25, 40, 64)) if dice.random() < 0.9 else 0
    stock = {name: units if place == 0 else units // 2 for place, name in enumerate(shop.warehouses)}
    options = {article.option: article.value[word]} if many else {}
    price = article.price(shop.currency)
    return {
        "sku_id": sku_id,
        "seller_sku": article.sku,
        "shop_sku": f"{number}_{shop.country.upper()}-{sku_id}",
        "status": "active",
        "variation": ", ".join(f"{name}:{text}" for name, text in options.items()),
        "options": options,
        "price": f"{price:.2f}",
        "special_price": f"{price * 9 / 10:.2f}" if dice.random() < 0.15 else "",
        "stock": stock,
        "kilograms": str(article.grams / 1000),
        "size_cm": [str(round(each / 10)) for each in article.size_mm],
        "images": [],
    }


def _orders(market: LazadaEmulator, dice: random.Random, seller: str, count: int) -> None:
    """Each state of the contract once, then as they are common; oldest first, as they were placed."""
    shelf = [(product, sku) for product in market.items(seller).values() for sku in product["skus"]]
    if not shelf:
        return
    words = list(ITEM_STATUSES)
    dice.shuffle(words)
    words = words[:count]
    while len(words) < count:
        words.append(dice.choices(list(AGES), [row[2] for row in AGES.values()])[0])
    placed = sorted(((_age(dice, word), word) for word in words), reverse=True)
    for place, (age, word) in enumerate(placed):
        _order(market, dice, seller, shelf, word, market.now() - age, place)


def _age(dice: random.Random, word: str) -> int:
    first, last, _ = AGES.get(word, RARE)
    return dice.randrange(int(first * DAY) + 10 * MINUTE, int(last * DAY))


def _order(
    market: LazadaEmulator,
    dice: random.Random,
    seller: str,
    shelf: list[tuple[Document, Document]],
    word: str,
    at: float,
    place: int,
) -> None:
    chosen = dice.sample(shelf, min(len(shelf), dice.choices((1, 2, 3), (64, 26, 10))[0]))
    rows = [(product, sku, dice.choices((1, 2, 3), (80, 15, 5))[0]) for product, sku in chosen]
    order = lifecycle.new_order(market, seller, rows, dice, at=float(int(at)))
    moved = min(market.now() - MINUTE, at + dice.randrange(1, 30) * 3600) if word != "pending" else at
    moved = float(int(max(at, moved)))
    if word not in ("unpaid", "pending", "topack", "repacked", "canceled"):
        lifecycle.give_parcel(market, seller, order, order["items"])
    for item in order["items"]:
        item["status"], item["updated"], item["fbl"] = word, moved, place % 25 == 7
    if word == "canceled":
        for item in order["items"]:
            item["reason"], item["initiator"] = "Change of mind", "cancellation-customer"
    elif place % 15 == 4 and len(order["items"]) > 1:  # one unit was cancelled, the rest goes on
        order["items"][-1].update(status="canceled", reason="Out of stock", initiator="cancellation-seller")
        order["items"][-1].update(package_id="", tracking="", provider="")
    order["updated"] = moved
    market.orders(seller).put(order["order_id"], order)
    if word == "returned":
        found = returns.open_return(market, seller, order, order["items"], "RETURN", tell=False)
        for line in found["lines"]:
            line["status"] = "REFUND_SUCCESS"
    elif word == "delivered" and place % 9 == 2:
        returns.open_return(
            market, seller, order, order["items"][:1], dice.choice(("RETURN", "ONLY_REFUND")), tell=False
        )
