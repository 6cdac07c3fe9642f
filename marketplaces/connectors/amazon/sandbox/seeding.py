"""The first look of the practice shops: own stock, stock at Amazon, orders of every kind."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import lifecycle, sales, shelf
from .sellers import EASTERN, MAIN, SELLERS, Seller
from .times import iso

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

LEAVES_OUT = 9
#: Amazon's own words for kinds of products.
KINDS = {
    "lamps": "LAMP", "candles": "CANDLE", "tableware": "DRINKING_CUP", "tea": "TEA", "textiles": "TOWEL",
    "bags": "HANDBAG", "decor": "HOME_FURNITURE_AND_DECOR", "paper": "PAPER_PRODUCT", "bath": "SKIN_CLEANING_AGENT",
    "sets": "GIFT_BASKET", "hardware": "CABINET_KNOB",
}  # fmt: skip
#: So many listings at the head are the seller's own and well stocked whatever the dice say.
SURE = 3
#: kind of order: how many days ago such a one is typically found (from, to), and how common it is.
AGES = {
    "unshipped": (0, 2, 26), "pending": (0, 1, 5), "part": (1, 4, 5), "shipped": (1, 9, 34), "delivered": (4, 14, 12),
    "fba_pending": (0, 1, 2), "fba_shipped": (1, 12, 10), "cancelled": (1, 11, 5), "asked": (0, 2, 3),
    "unfulfillable": (2, 10, 1), "waiting": (0, 3, 1),
}  # fmt: skip
FIRST = {"pending": "PENDING", "fba_pending": "PENDING", "waiting": "PENDING_AVAILABILITY"}


def fill(shop: AmazonEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    """The main seller as large as was asked for, the eastern one small."""
    now = shop.clock.now()
    for account, some in ((MAIN, (products, orders)), (EASTERN, (min(12, products), min(15, orders)))):
        _goods(shop, dice, SELLERS[account], some[0])
        _orders(shop, dice, account, some[1], now)


def _goods(shop: AmazonEmulator, dice: random.Random, seller: Seller, count: int) -> None:
    for place, article in enumerate(assortment(LEAVES_OUT, count)):
        sure = place < SURE
        theirs = place == SURE or (not sure and dice.random() < 0.2)  # one at least
        amount = 40 if sure else dice.choice((2, 4, 7, 12, 18, 25, 31)) if dice.random() < 0.9 else 0
        kind = KINDS.get(article.category, "HOME")
        shelf.put(shop, seller.number, article.sku, kind, _attributes(article, seller, amount, theirs), seller.home)
        if theirs:
            shop.state.table("items", seller.number).edit(article.sku)["fba"] = amount


def _attributes(article: Article, seller: Seller, amount: int, theirs: bool) -> dict[str, Any]:
    """As a listing is written: every value in a list of objects."""
    home = seller.home
    words = {"de_DE": "de", "fr_FR": "fr"}.get(home.language, "en")
    length, width, height = article.size_mm

    def told(value: object) -> list[dict[str, Any]]:
        return [{"value": value, "language_tag": home.language, "marketplace_id": home.number}]

    own = {"fulfillment_channel_code": shelf.DEFAULT, "quantity": amount, "lead_time_to_ship_max_days": 2}
    price = float(article.price(home.currency))
    return {
        "item_name": told(article.title(words)),
        "brand": told("Atelier Lumen"),
        "product_description": told(f"{article.titles[words]} · Atelier Lumen"),
        "externally_assigned_product_identifier": [{"type": "ean", "value": article.gtin}],
        "condition_type": [{"value": "new_new"}],
        "main_product_image_locator": [{"media_location": f"https://i.example.com/{article.sku}.jpg"}],
        "item_package_weight": [{"value": article.grams, "unit": "grams"}],
        "item_package_dimensions": [{
            name: {"value": size / 10, "unit": "centimeters"}
            for name, size in (("length", length), ("width", width), ("height", height))
        }],
        "fulfillment_availability": [{"fulfillment_channel_code": home.channel} if theirs else own],
        "purchasable_offer": [{
            "marketplace_id": home.number, "audience": "ALL", "currency": home.currency,
            "our_price": [{"schedule": [{"value_with_tax": price}]}],
        }],
    }  # fmt: skip


def _orders(shop: AmazonEmulator, dice: random.Random, account: str, count: int, now: datetime) -> None:
    """Each kind once, then as they are common; oldest first, as they were placed."""
    kinds = list(AGES)
    dice.shuffle(kinds)
    kinds = kinds[:count]
    while len(kinds) < count:
        kinds.append(dice.choices(list(AGES), [each[2] for each in AGES.values()])[0])
    items = shop.state.table("items", account).values()
    own = [each["sku"] for each in items if not shelf.is_theirs(each)]
    theirs = [each["sku"] for each in items if shelf.is_theirs(each)]
    if not own:
        return
    for age, kind in sorted(((_age(dice, kind), kind) for kind in kinds), reverse=True):
        goods = theirs if kind.startswith("fba") and theirs else own
        _order(shop, dice, account, kind, goods, now - age, now)


def _age(dice: random.Random, kind: str) -> timedelta:
    first, last, _ = AGES[kind]
    return timedelta(minutes=dice.randrange(first * 1440 + 20, last * 1440), milliseconds=dice.randrange(1000))


def _order(
    shop: AmazonEmulator, dice: random.Random, account: str, kind: str, goods: list[str], at: datetime, now: datetime
) -> None:
    chosen = dice.sample(goods, min(len(goods), dice.choices((1, 2, 3), (70, 22, 8))[0]))
    lines = [sales.line(shop, account, sku, dice.choices((1, 2, 3), (80, 15, 5))[0]) for sku in chosen]
    if kind == "part":
        lines[0]["quantity"] += 1
    order = sales.new_order(shop, account, lines, dice, at=at, status=FIRST.get(kind, "UNSHIPPED"))
    moved = iso(max(at, min(now - timedelta(minutes=5), at + timedelta(minutes=dice.randrange(10, 3000)))))
    _bring_about(order, kind, dice, moved)
    shop.state.table("orders", account).put(order["id"], order)


def _bring_about(order: dict[str, Any], kind: str, dice: random.Random, at: str) -> None:
    """What has happened to it since."""
    if kind not in ("unshipped", "pending", "fba_pending", "waiting"):
        order["updated"] = at
    units = {line["id"]: line["quantity"] for line in order["lines"]}
    if order["by"] == "AMAZON":
        if kind == "fba_shipped":
            order["status"] = "SHIPPED"
            for line in order["lines"]:
                line["shipped"] = line["quantity"]
    elif kind in ("shipped", "delivered", "fba_shipped"):
        _sent(order, dice, at, units, "DELIVERED" if kind == "delivered" else "IN_TRANSIT")
    elif kind == "part":
        _sent(order, dice, at, {order["lines"][0]["id"]: 1}, "SHIPPED")
    if kind == "cancelled":
        order["status"] = "CANCELLED"
        for line in order["lines"]:
            line |= {"cancelled_by": "BUYER", "cancel_reason": "Ordered by mistake"}
    if kind == "asked":
        for line in order["lines"]:
            line["asked"] = "Found a better price"
    if kind == "unfulfillable":
        order["status"] = "UNFULFILLABLE"


def _sent(order: dict[str, Any], dice: random.Random, at: str, units: dict[str, int], word: str) -> None:
    carrier, letters = dice.choice((("DHL", "0034"), ("DPD", "0150"), ("GLS", "ZL")))
    lifecycle.add_package(order, {
        "reference": "1", "carrier": carrier, "service": "", "status": word, "ship_time": at, "created": at,
        "tracking": f"{letters}{dice.randrange(10**11, 10**12)}",
        "items": [{"id": name, "quantity": count} for name, count in units.items()],
    })  # fmt: skip
