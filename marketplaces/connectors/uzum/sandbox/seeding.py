"""The first look of the practice shop: two sellers, products with stock and price, orders in every status."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import orders
from .sellers import SECOND_SHOP, SEEDED_TOKENS, SHOP, STRANGERS_SHOP
from .statuses import (
    CANCELED,
    COMPLETED,
    CREATED,
    DBS,
    DELIVERING,
    FBO,
    FBS,
    MOMENT_OF,
    MONEY,
    PACKING,
    PROCESSING,
    RETURNED,
    SELLER_SENDS,
    STATUSES,
    TO_WITHDRAW,
)
from .times import written

if TYPE_CHECKING:
    from .market import UzumEmulator

LEAVES_OUT = 7
FIRST_PRODUCT, FIRST_SKU = 900_001, 800_001
SHOP_STEP = 100_000
FOREIGN = (("LUM-SUZANI-01", "Suzani devoriy panno", 1_290_000), ("LUM-PIALA-06", "Пиала «Пахта», 6 шт.", 189_000))
#: How old, in hours, an order of this status is found to be, and how common it is.
AGES = {
    CREATED: (0, 12, 9),
    PACKING: (2, 30, 12),
    "PENDING_DELIVERY": (10, 48, 8),
    DELIVERING: (24, 96, 9),
    "ACCEPTED_AT_DP": (24, 96, 4),
    "DELIVERED": (30, 120, 4),
    "DELIVERED_TO_CUSTOMER_DELIVERY_POINT": (48, 200, 5),
    COMPLETED: (72, 480, 36),
    "PENDING_CANCELLATION": (5, 60, 1),
    CANCELED: (10, 480, 7),
    RETURNED: (200, 480, 3),
    PROCESSING: (1, 96, 30),
    TO_WITHDRAW: (96, 480, 60),
    "PARTIALLY_CANCELLED": (120, 480, 3),
}


def fill(market: UzumEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    now = market.clock.now().replace(microsecond=0)
    for seller, token in SEEDED_TOKENS.items():
        market.state.table("sellers").put(seller, {"token": token})
    for place, (shop, most_products, most_orders) in enumerate(
        ((SHOP, products, orders), (SECOND_SHOP, 6, 6), (STRANGERS_SHOP, 3, 3))
    ):
        _products(market, dice, shop, place * SHOP_STEP, min(products, most_products))
        _orders(market, dice, shop, min(orders, most_orders), now)


def _products(market: UzumEmulator, dice: random.Random, shop: str, base: int, count: int) -> None:
    """Articles of one family are the SKUs of one card."""
    own = FOREIGN[: max(0, min(len(FOREIGN), count - 2))]
    families: dict[str, list[Article]] = {}
    for article in assortment(LEAVES_OUT, count - len(own)):
        families.setdefault(article.family, []).append(article)
    cards = [(rows[0].titles["ru"], rows[0].category, [_sku(row) for row in rows]) for rows in families.values()]
    cards += [(title, "decor", [_foreign(code, title, price)]) for code, title, price in own]
    number = FIRST_SKU + base
    for place, (title, category, skus) in enumerate(cards):
        product = FIRST_PRODUCT + base + place
        for at, sku in enumerate(skus):
            _put(market, dice, shop, sku | {"skuId": number + at, "productId": product, "productTitle": title})
        image = f"https://images.example.com/uzum/{product}.jpg"
        market.state.table("products", shop).put(
            product,
            {
                "productId": product,
                "title": title,
                "category": category.capitalize(),
                "image": image,
                "skus": [number + at for at in range(len(skus))],
            },
        )
        number += len(skus)


def _sku(article: Article) -> dict[str, Any]:
    price = int(article.price("UZS"))
    return {
        "sellerItemCode": article.sku,
        "article": f"LUMEN-{article.sku.removeprefix('ORI-')}",
        "title": article.value["ru"],
        "fullTitle": article.title("ru"),
        "barcode": article.gtin,
        "price": price,
        "fullPrice": price * 5 // 4,
    }


def _foreign(code: str, title: str, price: int) -> dict[str, Any]:
    """Something that only this marketplace sells, with a barcode of Uzum's own."""
    barcode = f"10000000{sum(code.encode()):05d}"
    named = {"sellerItemCode": code, "article": code, "title": "", "fullTitle": title, "barcode": barcode}
    return named | {"price": price, "fullPrice": price}


def _put(market: UzumEmulator, dice: random.Random, shop: str, sku: dict[str, Any]) -> None:
    """Plenty, little or nothing; Uzum's own warehouse has some of every third. Barcodes are one shop's."""
    amount = dice.choice((0, 3, 5, 8, 12, 20, 31, 45)) if dice.random() < 0.85 else 0
    if shop != SHOP:
        sku["barcode"] = f"2{sku['barcode'][1:6]}{sku['skuId']:07d}"
    market.state.table("skus", shop).put(
        sku["skuId"],
        {
            **sku,
            "amount": amount,
            "fbo": dice.randrange(5, 60) if dice.random() < 0.34 else 0,
            "fbsAllowed": True,
            "dbsAllowed": True,
            "fbsLinked": True,
            "dbsLinked": True,
            "archived": False,
            "blocked": False,
            "blockingReason": None,
        },
    )


def _orders(market: UzumEmulator, dice: random.Random, shop: str, count: int, now: datetime) -> None:
    """Each status of each scheme once, then as they are common; oldest first, as they were placed."""
    every = [(scheme, status) for scheme in SELLER_SENDS for status in STATUSES] + [(FBO, each) for each in MONEY]
    dice.shuffle(every)
    wishes = every[:count]
    while len(wishes) < count:
        scheme = dice.choices((FBS, DBS, FBO), (60, 10, 30))[0]
        known = MONEY if scheme == FBO else STATUSES
        wishes.append((scheme, dice.choices(known, [AGES[status][2] for status in known])[0]))
    placed = sorted(((_age(dice, status), scheme, status) for scheme, status in wishes), reverse=True)
    for age, scheme, status in placed:
        _order(market, dice, shop, scheme, status, now - age, now)


def _age(dice: random.Random, status: str) -> timedelta:
    first, last, _ = AGES[status]
    return timedelta(minutes=dice.randrange(first * 60 + 5, last * 60))


def _order(
    market: UzumEmulator, dice: random.Random, shop: str, scheme: str, status: str, at: datetime, now: datetime
) -> None:
    skus = [sku for sku in market.state.table("skus", shop).values() if scheme != FBO or sku["fbo"]]
    skus = skus or list(market.state.table("skus", shop).values())
    if not skus:
        return
    chosen = dice.sample(skus, min(len(skus), dice.choices((1, 2, 3), (75, 20, 5))[0]))
    lines = [{"skuId": sku["skuId"], "quantity": dice.choices((1, 2, 3), (80, 15, 5))[0]} for sku in chosen]
    accept_by = now + timedelta(hours=dice.choice((2, 6, 20))) if status == CREATED else None
    order = orders.place(market, shop, lines=lines, scheme=scheme, at=at, dice=dice, accept_by=accept_by)
    order["status"] = status
    _history(order, at, now)
    if status == CREATED:
        orders.let_expire(market, order)


def _history(order: dict[str, Any], at: datetime, now: datetime) -> None:
    """The moments that an order of this status must have behind it."""
    status = order["status"]
    behind = [] if status in (CREATED, CANCELED, PROCESSING) else [PACKING]
    if status in STATUSES and status not in (CREATED, PACKING, "PENDING_DELIVERY", CANCELED):
        behind += [each for each in STATUSES[3 : STATUSES.index(COMPLETED)] if STATUSES.index(each) < _place(status)]
    behind += [COMPLETED] if status in (RETURNED, TO_WITHDRAW, "PARTIALLY_CANCELLED") else []
    steps = [MOMENT_OF[each] for each in (*behind, status) if each in MOMENT_OF]
    for step, name in enumerate(steps, start=1):
        order[name] = written(at + (now - at) * step / (len(steps) + 1))
    if status == CANCELED:
        order["cancelReason"] = "CANCELED_BY_CUSTOMER"
    if status == RETURNED:
        for item in order["items"]:
            item["returned"] = item["amount"]
    if status == "PARTIALLY_CANCELLED":
        order["items"][0]["amount"] = max(2, order["items"][0]["amount"])
        order["items"][0]["returned"] = 1


def _place(status: str) -> int:
    """How far along; what is to be cancelled may be anywhere and has been nowhere."""
    return {"PENDING_CANCELLATION": 0, RETURNED: len(STATUSES)}.get(status, STATUSES.index(status))
