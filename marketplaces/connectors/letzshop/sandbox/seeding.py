"""The first look of the practice shop: goods in four languages, shipments in every state."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import lifecycle
from .vocabulary import CURRENCY, IN_STOCK, LUXEMBOURGISH, OUT_OF_STOCK, RETURNED, UNAVAILABLE

if TYPE_CHECKING:
    from .marketplace import LetzshopEmulator

MAIN, SECOND = "atelier-lumen", "lumen-outlet"
ACCOUNTS = {MAIN: "letzshop-practice-key-1001", SECOND: "letzshop-practice-key-1002"}
LEAVES_OUT = 9
#: One in so many goods is listed in its merchant's language only.
ONLY_FRENCH = 9
# what the order is called -> days ago (from, to), how common
AGES = {
    "PAID": (0, 2, 30),
    "PROCESSING": (0, 4, 14),
    "SHIPPED": (1, 9, 18),
    "DELIVERED": (4, 24, 24),
    "CANCELLED": (0, 20, 6),
    "REFUNDED": (6, 24, 3),
    "part declined": (1, 9, 3),
    "part returned": (6, 24, 2),
}
CARRIERS = (("POST Luxembourg", "LU"), ("DHL", "JD"), ("DPD", "DP"))
#: An article that an old order has and the shop no longer lists.
GONE = {
    "sku": "OLD-LAMP-2019", "number": 99, "price": "59.00", "cells": {},
    "texts": {"fr": {"title": "Lampe de bureau 2019"}},
}  # fmt: skip


def fill(shop: LetzshopEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    """The main merchant as large as was asked for, another one small."""
    now = shop.clock.now().replace(microsecond=0)
    for account, key in ACCOUNTS.items():
        shop.state.table("accounts").put(account, {"keys": [key]})
    for account, some in ((MAIN, (products, orders)), (SECOND, (min(12, products), min(15, orders)))):
        _goods(shop, dice, account, some[0])
        _shipments(shop, dice, account, some[1], now)


def _goods(shop: LetzshopEmulator, dice: random.Random, account: str, count: int) -> None:
    table = shop.state.table("goods", account)
    for place, article in enumerate(assortment(LEAVES_OUT, count)):
        amount = dice.choice((2, 4, 7, 12, 18, 25, 40, 64)) if dice.random() < 0.9 else 0
        price = article.price(CURRENCY)
        table.put(
            article.sku,
            {
                "sku": article.sku,
                "number": table.next_number(1001),
                "price": f"{price:.2f}",
                "sale_price": f"{price * 8 / 10:.2f}" if dice.random() < 0.1 else "",
                "quantity": amount,
                "availability": IN_STOCK if amount else OUT_OF_STOCK,
                "cells": _cells(article),
                "texts": {each: _texts(article, each) for each in _languages(place)},
            },
        )


def _languages(place: int) -> tuple[str, ...]:
    return ("fr",) if place % ONLY_FRENCH == 5 else ("fr", "de", "en", "lb")


def _cells(article: Article) -> dict[str, str]:
    column = {"colour": "color", "size": "size"}.get(article.option)
    option = {column: article.value["en"]} if column else {}
    address = f"https://img.example.com/{article.sku}"
    return {
        **option,
        "image_link": f"{address}.jpg",
        "additional_image_link": f"{address}-b.jpg,{address}-c.jpg" if article.category == "lamps" else "",
        "brand": "Atelier Lumen",
        "gtin": article.gtin,
        "mpn": article.sku.removeprefix("ORI-"),
        "condition": "new",
        "product_type": f"Home > {article.category.capitalize()}",
        "item_group_id": article.family if column else "",
        "shipping": "LU::Standard:5.90 EUR",
        "shipping_weight": f"{article.grams} g",
        "identifier_exists": "TRUE",
        "atalanda:tax_rate": "3" if article.category == "tea" else "17",
        "atalanda:delivery_method": "package_delivery",
    }


def _texts(article: Article, language: str) -> dict[str, str]:
    words = "de" if language == "lb" else language
    title = LUXEMBOURGISH[article.family] if language == "lb" else article.titles[language]
    made = {"fr": "Fait à la main", "de": "Von Hand gemacht", "en": "Made by hand", "lb": "Handgemaach"}[language]
    return {
        "title": f"{title}, {article.value[words]}",
        "description": f"{title}.<br>{made}.",
        "link": f"https://shop.example.com/{language}/p/{article.sku}",
    }


def _shipments(shop: LetzshopEmulator, dice: random.Random, account: str, count: int, now: datetime) -> None:
    """Each kind once, then as they are common; oldest first, as they were placed."""
    words = list(AGES)
    dice.shuffle(words)
    words = words[:count]
    while len(words) < count:
        words.append(dice.choices(list(AGES), [each[2] for each in AGES.values()])[0])
    for place, (age, word) in enumerate(sorted(((_age(dice, word), word) for word in words), reverse=True)):
        _shipment(shop, dice, account, word, now - age, now, place)


def _age(dice: random.Random, word: str) -> timedelta:
    first, last, _ = AGES[word]
    return timedelta(minutes=dice.randrange(first * 1440 + 10, last * 1440))


def _shipment(
    shop: LetzshopEmulator, dice: random.Random, account: str, word: str, at: datetime, now: datetime, place: int
) -> None:
    goods = list(shop.state.table("goods", account).values())
    chosen: list[dict[str, Any]] = dice.sample(goods, min(len(goods), dice.choices((1, 2, 3), (64, 26, 10))[0]))
    if place % 60 == 7:
        chosen[:1] = [GONE]
    if not chosen:
        return
    pieces = [(good, dice.choices((1, 2, 3), (80, 15, 5))[0]) for good in chosen]
    if word.startswith("part") and sum(count for _, count in pieces) < 2:
        pieces[0] = (pieces[0][0], 2)
    shipment = lifecycle.new_shipment(shop, account, pieces, dice, at=at)
    lifecycle.keep(shop, account, shipment)
    status = {"part declined": "PROCESSING", "part returned": "DELIVERED"}.get(word, word)
    shipment = lifecycle.become(shop, account, shipment["id"], status)
    if word.startswith("part"):
        shipment["units"][0]["state"] = UNAVAILABLE if word == "part declined" else RETURNED
    moved = min(now - timedelta(minutes=1), at + timedelta(hours=dice.randrange(1, 60)))
    shipment["updated_at"] = lifecycle.iso(at if word == "PAID" else max(at, moved))
    if status in ("SHIPPED", "DELIVERED", "REFUNDED"):
        carrier, letters = dice.choice(CARRIERS)
        code = f"{letters}{dice.randrange(10**9, 10**10)}"
        shipment["tracking"] = {"code": code, "provider": carrier, "at": shipment["updated_at"]}
