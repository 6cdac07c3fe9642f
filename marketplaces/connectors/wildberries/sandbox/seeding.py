"""The first look of the practice shop: two sellers, cards with stock in two warehouses, orders in every status."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import orders, stocks, supplies
from .orders import OFFICES
from .times import written, written_finely
from .tokens import SELLER, STRANGER, issue
from .vocabulary import AGES, CANCEL, COMPLETE, CONFIRM, SOLD, STEPS

if TYPE_CHECKING:
    from .market import WildberriesEmulator

LEAVES_OUT = 3
FIRST_CARD, FIRST_SIZE = 212_345_001, 416_399_001
SUBJECTS = {"lamps": 1049, "candles": 2213, "tableware": 1018, "textiles": 2290}
#: Only this marketplace sells them; the first in several sizes and with marking codes.
FOREIGN = (
    ("LUM-VALENKI", "Валенки «Светлячок»", ("36", "38", "40"), 3490, True),
    ("LUM-ПЛЕД-ÄRMEL", "Плед с рукавами «Зюйд-вест» — 150×200", ("0",), 2790, False),
)


def fill(market: WildberriesEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    now = market.clock.now().replace(microsecond=0)
    for place, (seller, most_cards, most_orders) in enumerate(((SELLER, products, orders), (STRANGER, 3, 3))):
        market.state.table("tokens").put(seller, issue(seller, now, place + 1))
        _warehouses(market, seller, place)
        _cards(market, dice, seller, place, min(products, most_cards), now)
        _orders(market, dice, seller, min(orders, most_orders), now)
        _theirs(market, dice, seller, now)


def _warehouses(market: WildberriesEmulator, seller: str, place: int) -> None:
    for at, (office, name) in enumerate(zip(OFFICES, ("Основной склад", "Склад на Оби"), strict=True)):
        row: dict[str, Any] = {
            "id": 658_434 + 10 * place + at,
            "name": name,
            "officeId": office,
            "cargoType": 1,
            "deliveryType": 1,
            "isDeleting": False,
            "isProcessing": False,
        }
        market.state.table("warehouses", seller).put(row["id"], row)


def _cards(
    market: WildberriesEmulator, dice: random.Random, seller: str, place: int, count: int, now: datetime
) -> None:
    """Colours are cards of their own, joined by `imtID`; only sizes share a card."""
    foreign = FOREIGN if count > len(FOREIGN) + 1 and not place else ()
    spoken = sum(len(sizes) for _code, _title, sizes, _price, _marked in foreign)
    listed = [_of_article(article) for article in assortment(LEAVES_OUT, max(0, count - spoken))]
    listed += [_of_foreign(*row) for row in foreign]
    for at, card in enumerate(listed):
        _put(market, dice, seller, card, now - timedelta(days=90) + timedelta(minutes=37 * at + place))


def _of_article(article: Article) -> dict[str, Any]:
    price = int(article.price("RUB"))
    return {
        "vendorCode": article.sku,
        "title": article.title("ru"),
        "subjectName": article.category.capitalize(),
        "subjectID": SUBJECTS.get(article.category, 4000),
        "barcodes": {"0": article.gtin},
        "price": price,
        "family": article.family,
        "needKiz": False,
        "grams": article.grams,
        "size_mm": article.size_mm,
    }


def _of_foreign(code: str, title: str, sizes: tuple[str, ...], price: int, marked: bool) -> dict[str, Any]:
    barcodes = {size: f"20{sum(code.encode()):05d}{at:06d}" for at, size in enumerate(sizes)}
    return {
        "vendorCode": code,
        "title": title,
        "subjectName": "Foreign",
        "subjectID": 5000,
        "barcodes": barcodes,
        "price": price,
        "family": code,
        "needKiz": marked,
        "grams": 900,
        "size_mm": (350, 250, 120),
    }


def _put(market: WildberriesEmulator, dice: random.Random, seller: str, given: dict[str, Any], at: datetime) -> None:
    number = market.state.table("cards").next_number(FIRST_CARD)
    length, width, height = (max(1, round(each / 10)) for each in given["size_mm"])
    discount = dice.choice((0, 0, 20, 50))
    card = {
        "nmID": number,
        "imtID": 190_000_000 + sum(given["family"].encode()),
        "nmUUID": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
        **{name: given[name] for name in ("vendorCode", "title", "subjectID", "subjectName", "needKiz")},
        "brand": "Atelier Lumen",
        "description": f"{given['title']}. Практический товар.",
        "photo": f"https://images.example.com/vol{number // 100_000}/{number}/images",
        "dimensions": {
            "length": length,
            "width": width,
            "height": height,
            "weightBrutto": given["grams"] / 1000,
            "isValid": True,
        },
        "characteristics": [{"id": 14177449, "name": "Цвет", "value": ["разный"]}],
        "sizes": [_size(market, tech, barcode) for tech, barcode in given["barcodes"].items()],
        "createdAt": written_finely(at),
        "updatedAt": written_finely(at),
        # Half off of the double price is the price again, so that all of it is in whole roubles.
        "price": {0: given["price"], 20: given["price"] * 5, 50: given["price"] * 2}[discount],
        "discount": {0: 0, 20: 80, 50: 50}[discount],
        "currency": "RUB",
        "cargoType": 1,
    }
    market.state.table("cards", seller).put(number, card)
    for size in card["sizes"]:
        for warehouse in market.state.table("warehouses", seller).values():
            stocks.put(market, seller, warehouse["id"], size["chrtID"], _amount(dice, warehouse, given["needKiz"]))


def _amount(dice: random.Random, warehouse: dict[str, Any], marked: bool) -> int:
    """Plenty, little or nothing, most of it in the first place; of what must be marked never the most."""
    if warehouse["officeId"] != 123 and dice.random() < 0.7:
        return 0
    return dice.choice((0, 1, 2)) if marked else dice.choice((0, 3, 5, 8, 12, 20, 31, 45))


def _size(market: WildberriesEmulator, tech: str, barcode: str) -> dict[str, Any]:
    number = market.state.table("sizes").next_number(FIRST_SIZE)
    return {"chrtID": number, "techSize": tech, "wbSize": "" if tech == "0" else tech, "skus": [barcode]}


def _orders(market: WildberriesEmulator, dice: random.Random, seller: str, count: int, now: datetime) -> None:
    """Each step once, then as they are common; oldest first, as they were placed."""
    every = list(STEPS)
    dice.shuffle(every)
    steps = every[:count]
    while len(steps) < count:
        steps.append(dice.choices(every, [AGES[step][2] for step in every])[0])
    placed = sorted(((_age(dice, step), step) for step in steps), reverse=True)
    open_supply: dict[str, Any] = {}
    for age, step in placed:
        _order(market, dice, seller, step, now - age, now, open_supply)


def _age(dice: random.Random, step: str) -> timedelta:
    first, last, _ = AGES[step]
    return timedelta(minutes=dice.randrange(first * 60 + 5, last * 60))


def _order(
    market: WildberriesEmulator,
    dice: random.Random,
    seller: str,
    step: str,
    at: datetime,
    now: datetime,
    open_supply: dict[str, Any],
) -> None:
    cards = list(market.state.table("cards", seller).values())
    if not cards:
        return
    card = dice.choice(cards)
    warehouse = dice.choice(list(market.state.table("warehouses", seller).values()))
    order = orders.place(
        market, seller, card=card, size=dice.choice(card["sizes"]), warehouse=warehouse, at=at, dice=dice
    )
    order["supplierStatus"], order["wbStatus"] = STEPS[step]
    order["changed"] = written(at + (now - at) * 0.8)
    if order["supplierStatus"] in (CONFIRM, COMPLETE):
        order["meta"] = {kind: ["0104630568317423215EirD_orEif7X"] for kind in order["requiredMeta"]}
        order["supplyId"] = _supply(market, seller, order, open_supply)["id"]
    if order["supplierStatus"] == CANCEL:
        order["supplyId"] = ""
    if order["wbStatus"] == SOLD:
        orders.write_sale(market, order, "S", order["changed"])
        if dice.random() < 0.12:
            orders.write_sale(market, order, "R", written(at + (now - at) * 0.9))


def _supply(
    market: WildberriesEmulator, seller: str, order: dict[str, Any], open_supply: dict[str, Any]
) -> dict[str, Any]:
    """What is being packed lies in one open supply of each office; what left had one of its own."""
    kind = {name: order[name] for name in ("cargoType", "crossBorderType")}
    if order["supplierStatus"] == COMPLETE:
        supply = supplies.create(market, seller, f"Отгрузка {order['id']}")
        supply |= kind | {"destinationOfficeId": order["officeId"], "done": True, "closedAt": order["changed"]}
        return market.state.table("supplies").put(supply["id"], supply)
    office = str(order["officeId"])
    if office not in open_supply:
        supply = supplies.create(market, seller, f"Сборка {OFFICES[order['officeId']]}")
        supply |= kind | {"destinationOfficeId": order["officeId"]}
        open_supply[office] = market.state.table("supplies").put(supply["id"], supply)
    return dict(open_supply[office])


def _theirs(market: WildberriesEmulator, dice: random.Random, seller: str, now: datetime) -> None:
    """A sale and a return of what lies in Wildberries' own warehouse: no assembly order knows of them."""
    cards = list(market.state.table("cards", seller).values())
    for at, letter in enumerate(("S", "R") if cards else ()):
        number = market.state.table("sales").next_number(orders.FIRST_SALE)
        card = cards[0]
        theirs = {
            "id": number,
            "rid": f"11.r{dice.getrandbits(96):024x}.{at}.0",
            "orderUid": f"{number}_x",
            "nmId": card["nmID"],
            "article": card["vendorCode"],
            "skus": card["sizes"][0]["skus"],
            "price": card["price"] * 100,
            "finalPrice": card["price"] * 100,
        }
        row: dict[str, Any] = {"saleID": f"{letter}{number}", "order": 0, "seller": seller, "theirs": theirs}
        market.state.table("sales").put(row["saleID"], row | {"at": written(now - timedelta(days=9 - at))})
