"""The first look of the practice shops: two cabinets, goods with stock and price, orders in every status."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import cabinets, orders, returns, stocks
from .cabinets import CABINET, DBS_SHOP, FBY_SHOP, SHOP, STRANGER, STRANGERS_SHOP
from .offers import FIRST_MARKET_SKU, blank
from .times import day, kept
from .vocabulary import (
    CANCELLED,
    DELIVERED,
    DELIVERY,
    PARTIALLY_RETURNED,
    PICKUP,
    PROCESSING,
    RETURNED,
    SHIPPED,
    STARTED,
    holds_stock,
)

if TYPE_CHECKING:
    from .market import YandexEmulator

LEAVES_OUT = 5
FOREIGN = (("LUM-SHAWL-01", "Платок оренбургский пуховый", "4990"), ("LUM-SAMOVAR-3", "Самовар угольный, 3 л", "15990"))
#: Status and substatus to the hours since the last change, at least and at most, and how common it is.
AGES = {
    ("PLACING", "ASYNC_PROCESSING"): (0, 1, 1),
    ("RESERVED", "AWAIT_PAYMENT"): (0, 1, 1),
    ("UNPAID", "WAITING_USER_INPUT"): (0, 2, 2),
    ("PENDING", "AWAIT_CONFIRMATION"): (0, 2, 2),
    (PROCESSING, STARTED): (0, 20, 20),
    (PROCESSING, "PACKAGING"): (1, 20, 3),
    (PROCESSING, "READY_TO_SHIP"): (2, 30, 12),
    (PROCESSING, SHIPPED): (6, 48, 8),
    (DELIVERY, "DELIVERY_SERVICE_RECEIVED"): (12, 100, 12),
    (PICKUP, "PICKUP_SERVICE_RECEIVED"): (30, 150, 8),
    (DELIVERED, "DELIVERY_SERVICE_DELIVERED"): (48, 280, 40),
    (CANCELLED, "USER_CHANGED_MIND"): (2, 280, 6),
    (CANCELLED, "SHOP_FAILED"): (2, 280, 2),
    (CANCELLED, "USER_REFUSED_DELIVERY"): (40, 280, 2),
    (PARTIALLY_RETURNED, "DELIVERY_SERVICE_DELIVERED"): (100, 800, 2),
    (RETURNED, "DELIVERY_SERVICE_DELIVERED"): (100, 800, 2),
}


def fill(market: YandexEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    now = market.clock.now().replace(microsecond=0)
    cabinets.fill(market)
    _products(market, dice, CABINET, products, "RUB")
    _products(market, dice, STRANGER, min(products, 6), "UZS")
    for shop, most in ((SHOP, orders), (DBS_SHOP, 20), (FBY_SHOP, 12), (STRANGERS_SHOP, 6)):
        _orders(market, dice, shop, min(orders, most), now)


def _products(market: YandexEmulator, dice: random.Random, cabinet: str, count: int, currency: str) -> None:
    own = FOREIGN[: max(0, min(len(FOREIGN), count - 2))] if cabinet == CABINET else ()
    rows = [_article(article, currency) for article in assortment(LEAVES_OUT, count - len(own))]
    rows += [_foreign(code, name, price) for code, name, price in own]
    for place, row in enumerate(rows):
        number = FIRST_MARKET_SKU + int(cabinet) * 1_000_000 + place
        offer = blank(row["offerId"], number, market) | row | {"pricedAt": kept(market.clock.now() - timedelta(days=9))}
        market.state.table("offers", cabinet).put(row["offerId"], offer)
        for shop, _name, model in cabinets.SHOPS[cabinet]:
            _stock(market, dice, shop, row["offerId"], some=0.3 if model == "FBY" else 0.85)
    market.state.table("offers", cabinet).next_number(FIRST_MARKET_SKU + int(cabinet) * 1_000_000 + count)


def _article(article: Article, currency: str) -> dict[str, Any]:
    price = article.price(currency)
    words = {"RUB": "RUR"}.get(currency, currency)
    length, width, height = article.size_mm
    return {
        "offerId": article.sku,
        "name": article.title("ru"),
        "vendor": "Atelier Lumen",
        "description": f"{article.title('ru')}. Сделано в мастерской.",
        "category": article.category,
        "marketCategoryId": 90_000 + sum(map(ord, article.category)),
        "pictures": [f"https://images.example.com/yandex/{article.sku}.jpg"],
        "barcodes": [article.gtin],
        "weightDimensions": {
            "length": length / 10, "width": width / 10, "height": height / 10, "weight": article.grams / 1000,
        },
        "price": str(price),
        "discountBase": str(int(price * 5 / 4)),
        "currency": words,
    }  # fmt: skip


def _foreign(code: str, name: str, price: str) -> dict[str, Any]:
    """Something that only this marketplace sells; its card is still missing."""
    return {
        "offerId": code, "name": name, "vendor": "Мастера", "pictures": [f"https://images.example.com/yandex/{code}.jpg"],
        "price": price, "currency": "RUR", "cardStatus": "NO_CARD_PROCESSING", "marketCategoryId": 90_001,
        "category": "decor",
    }  # fmt: skip


def _stock(market: YandexEmulator, dice: random.Random, shop: str, code: str, *, some: float) -> None:
    amount = dice.choice((1, 3, 5, 9, 14, 22, 37, 60)) if dice.random() < some else 0
    stocks.set_available(market, shop, code, amount, kept(market.clock.now() - timedelta(days=2)))


def _orders(market: YandexEmulator, dice: random.Random, shop: str, count: int, now: datetime) -> None:
    """Each state once, then as they are common; oldest first, as they were placed."""
    wishes = list(AGES)
    dice.shuffle(wishes)
    wishes = wishes[:count]
    while len(wishes) < count:
        wishes.append(dice.choices(list(AGES), [common for _, _, common in AGES.values()])[0])
    changed = [(timedelta(minutes=dice.randrange(AGES[w][0] * 60 + 3, AGES[w][1] * 60)), w) for w in wishes]
    for age, (status, substatus) in sorted(changed, reverse=True):
        _order(market, dice, shop, status, substatus, now - age)


def _order(
    market: YandexEmulator, dice: random.Random, number: str, status: str, substatus: str, changed: datetime
) -> None:
    shop = market.state.table("shops")[number]
    codes = list(market.state.table("offers", shop["cabinet"]).keys())
    if not codes:
        return
    chosen = dice.sample(codes, min(len(codes), dice.choices((1, 2, 3), (75, 20, 5))[0]))
    lines = [{"offerId": code, "count": dice.choices((1, 2, 3), (80, 15, 5))[0]} for code in chosen]
    before = 0 if status in ("PLACING", "RESERVED", "UNPAID", "PENDING") else dice.randrange(1, 30)
    order = orders.place(
        market, shop, lines=lines, at=changed - timedelta(hours=before), dice=dice, status=status, substatus=substatus
    )
    order["updated"] = kept(changed)
    if substatus in ("READY_TO_SHIP", SHIPPED) or status in (DELIVERY, PICKUP, DELIVERED):
        order["boxes"] = [_box(order)]
    if holds_stock(status, substatus):
        orders.hold(market, order, from_sale=False)
    if status == DELIVERED:
        order["realDeliveryDate"] = day(order["updated"])
    _come_back(market, order, status, changed)


def _box(order: dict[str, Any]) -> dict[str, Any]:
    items = [{"id": item["id"], "fullCount": item["count"]} for item in order["items"]]
    return {"items": items, "boxId": order["id"] * 10 + 1, "barcode": f"{order['id']}-1"}


def _come_back(market: YandexEmulator, order: dict[str, Any], status: str, changed: datetime) -> None:
    """Orders that came back have a return behind them, the refused ones an unredeemed one."""
    if status == PARTIALLY_RETURNED:
        order["items"][0].update(count=2, initial=2, returned=1)
    if status == RETURNED:
        for item in order["items"]:
            item["returned"] = item["count"]
    if status in (PARTIALLY_RETURNED, RETURNED):
        units = order["items"][0]["returned"]
        returns.file(market, order, units, kind=returns.RETURN, refund="REFUNDED", way="PICKED", at=changed)
    if (status, order["substatus"]) == (CANCELLED, "USER_REFUSED_DELIVERY"):
        units = order["items"][0]["count"]
        returns.file(market, order, units, kind=returns.UNREDEEMED, refund="", way="IN_TRANSIT", at=changed)
