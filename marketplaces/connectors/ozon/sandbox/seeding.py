"""The first look of the practice shop: two accounts, products with stock and price, orders in every status."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import Article, assortment

from . import categories, orders, returns, shelves
from .statuses import CANCELLED, FBO, FBO_SUBSTATUSES, FBS, HOLDS_STOCK, RFBS, SUBSTATUSES
from .times import fine, plain

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

LEAVES_OUT = 3
FIRST_PRODUCT_ID = 3_141_592_000
FIRST_SKU = 2_718_281_000
FOREIGN = (
    ("LUM-ETUI-01", "Чехол для очков, войлок", "1290.00"),
    ("LUM-GLOBE-30", "Глобус 30 см с подсветкой", "7490.00"),
)
# status -> how many days ago such an order is typically found, and how common it is
AGES = {
    "awaiting_registration": (0, 1, 1),
    "acceptance_in_progress": (0, 1, 1),
    "awaiting_verification": (0, 1, 1),
    "awaiting_approve": (0, 1, 1),
    "awaiting_packaging": (0, 2, 14),
    "awaiting_deliver": (0, 4, 10),
    "arbitration": (2, 9, 1),
    "client_arbitration": (5, 15, 1),
    "sent_by_seller": (1, 5, 1),
    "driver_pickup": (1, 4, 2),
    "delivering": (1, 9, 14),
    "delivered": (4, 20, 38),
    "not_accepted": (2, 8, 1),
    "cancelled": (0, 20, 8),
}


def fill(shop: OzonEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    now = shop.clock.now().replace(microsecond=0)
    _accounts(shop, now)
    _products(shop, dice, "1001", products, now)
    _orders(shop, dice, "1001", orders, now)
    _products(shop, dice, "1002", min(products, 12), now)
    _orders(shop, dice, "1002", min(orders, 15), now)


def _accounts(shop: OzonEmulator, now: datetime) -> None:
    for number, name in (("1001", "Atelier Lumen Москва"), ("1002", "Lumen Outlet")):
        company = {
            "name": name,
            "legal_name": f"ООО «{name}»",
            "inn": f"770000{number}",
            "ogrn": f"1027700{number}00",
            "ownership_form": "ООО",
            "tax_system": "USN",
            "country": "RU",
            "currency": "RUB",
        }
        shop.state.table("accounts").put(
            number,
            {
                "keys": [f"sandbox-ozon-key-{number}"],
                "expires_at": plain(now + timedelta(days=170)),
                "company": company,
            },
        )


def _products(shop: OzonEmulator, dice: random.Random, account: str, count: int, now: datetime) -> None:
    own = FOREIGN[: max(0, min(len(FOREIGN), count - 2))]
    articles = assortment(LEAVES_OUT, count - len(own))
    families: dict[str, int] = {}
    for article in articles:
        families[article.family] = families.get(article.family, 0) + 1
    for place, article in enumerate(articles):
        model = sorted(families).index(article.family)
        _put(shop, account, place, _product(article, families[article.family], model, now))
    for place, (offer_id, name, price) in enumerate(own, start=len(articles)):
        _put(shop, account, place, _foreign(offer_id, name, price, now))
    for product in list(shop.state.table("products", account).values()):
        _stock(shop, dice, account, product)


def _put(shop: OzonEmulator, account: str, place: int, product: dict[str, Any]) -> None:
    base = int(account) % 1000 * 100_000
    number, sku = FIRST_PRODUCT_ID + base + place, FIRST_SKU + base + place
    stem = f"https://cdn1.ozone.example/s3/multimedia-lumen/{number}"
    pictures = {"primary_image": f"{stem}.jpg", "images": [f"{stem}-2.jpg", f"{stem}-3.jpg"]}
    shop.state.table("products", account).put(number, {"product_id": number, "sku": sku, **product, **pictures})
    shop.state.table("offers", account).put(product["offer_id"], {"product_id": number})
    shop.state.table("skus", account).put(sku, {"product_id": number})


def _product(article: Article, model_size: int, model: int, now: datetime) -> dict[str, Any]:
    price = article.price("RUB")
    return {
        "offer_id": article.sku,
        "name": article.title("ru"),
        "barcode": article.gtin,
        "price": f"{price:.2f}",
        "old_price": f"{price * Decimal('1.25'):.2f}",
        "min_price": f"{price * Decimal('0.85'):.2f}",
        "currency": "RUB",
        "vat": "0.2",
        "weight": article.grams,
        "color": article.value["ru"] if article.option == "colour" else "",
        "category_id": categories.TYPES[categories.FAMILY_TYPES[article.family]][0],
        "type_id": categories.FAMILY_TYPES[article.family],
        "model_id": 410_000_000 + model,
        "model_size": model_size,
        "sides": list(article.size_mm),
        "attributes": _attributes(article),
        "complex_attributes": [],
        "images360": [],
        "color_image": "",
        "pdf_list": [],
        "status": "price_sent",
        "archived": False,
        "auto_action": False,
        "fbo": 0,
        "created_at": plain(now - timedelta(days=200)),
        "updated_at": plain(now - timedelta(days=21)),
    }


def _attributes(article: Article) -> list[dict[str, Any]]:
    """What the seller once filled in: brand, model, type, a description, and the colour where it is one."""
    directories = {
        categories.BRAND: (categories.BRANDS, "Atelier Lumen"),
        categories.KIND: (categories.KINDS, categories.TYPES[categories.FAMILY_TYPES[article.family]][1]),
    }
    if article.option == "colour":
        directories[categories.COLOUR] = (categories.COLOURS, article.value["ru"])
    if categories.TYPES[categories.FAMILY_TYPES[article.family]][0] in categories.SAYS_MATERIAL:
        directories[categories.MATERIAL] = (categories.MATERIALS, "Хлопок")
    found = {
        number: {"dictionary_value_id": categories.value_id(directory, word), "value": word}
        for number, (directory, word) in directories.items()
    }
    found[categories.MODEL] = {"dictionary_value_id": 0, "value": article.titles["ru"]}
    found[categories.NOTE] = {"dictionary_value_id": 0, "value": f"{article.title('ru')}. Сделано вручную."}
    return [{"complex_id": 0, "id": number, "values": [value]} for number, value in sorted(found.items())]


def _foreign(offer_id: str, name: str, price: str, now: datetime) -> dict[str, Any]:
    """Something that only this marketplace sells."""
    article = assortment(LEAVES_OUT, 1)[0]
    own = {"offer_id": offer_id, "name": name, "price": price, "old_price": "0.00", "min_price": price, "color": ""}
    return _product(article, 1, 99, now) | own | {"barcode": f"OZN{FIRST_SKU + len(offer_id)}"}


def _stock(shop: OzonEmulator, dice: random.Random, account: str, product: dict[str, Any]) -> None:
    """Plenty, little or nothing; Ozon's own warehouse has some of every fourth product."""
    for warehouse in (row[0] for row in shelves.WAREHOUSES):
        amount = dice.choice((0, 2, 4, 7, 12, 18, 25, 40, 64)) if dice.random() < 0.8 else 0
        shelves.change(shop, account, product["product_id"], warehouse, present=amount)
    if dice.random() < 0.25:
        shop.state.table("products", account).edit(product["product_id"])["fbo"] = dice.randrange(5, 60)


def _orders(shop: OzonEmulator, dice: random.Random, account: str, count: int, now: datetime) -> None:
    """Each status of each scheme once, then as they are common; oldest first, as they were placed."""
    every = [(scheme, status) for scheme in (FBS, RFBS) for status in AGES] + [(FBO, s) for s in FBO_SUBSTATUSES]
    dice.shuffle(every)
    wishes = every[:count]
    while len(wishes) < count:
        scheme = dice.choices((FBS, RFBS, FBO), (60, 20, 20))[0]
        known = list(FBO_SUBSTATUSES) if scheme == FBO else list(AGES)
        wishes.append((scheme, dice.choices(known, [AGES[status][2] for status in known])[0]))
    placed = sorted(((_age(dice, status), scheme, status) for scheme, status in wishes), reverse=True)
    for age, scheme, status in placed:
        _order(shop, dice, account, scheme, status, now - age, now)
    if count >= 20:
        _split_pair(shop, account)


def _age(dice: random.Random, status: str) -> timedelta:
    first, last, _ = AGES[status]
    return timedelta(minutes=dice.randrange(first * 1440 + 10, last * 1440))


def _order(
    shop: OzonEmulator,
    dice: random.Random,
    account: str,
    scheme: str,
    status: str,
    at: datetime,
    now: datetime,
) -> None:
    products = list(shop.state.table("products", account).values())
    chosen = dice.sample(products, min(len(products), dice.choices((1, 2, 3), (70, 22, 8))[0]))
    lines = [{"product_id": p["product_id"], "quantity": dice.choices((1, 2, 3), (80, 15, 5))[0]} for p in chosen]
    warehouse = 0 if scheme == FBO else dice.choice(shelves.warehouses(scheme))
    posting = orders.place(
        shop,
        account,
        lines=lines,
        scheme=scheme,
        warehouse_id=warehouse,
        at=at,
        dice=dice,
        status=status,
        ship_by=_deadline(dice, status, at, now),
    )
    known = FBO_SUBSTATUSES if scheme == FBO else SUBSTATUSES
    posting["substatus"] = dice.choice(known[status]) if dice.random() < 0.5 else known[status][0]
    _history(dice, posting, at, now)
    if status in HOLDS_STOCK:
        orders.hold(shop, account, posting, present=1)
    if posting["scheme"] == RFBS and status in ("delivering", "delivered", "sent_by_seller"):
        posting["tracking_number"] = f"RB{dice.randrange(10**8, 10**9)}RU"
    _maybe_returned(shop, dice, account, posting)


def _deadline(dice: random.Random, status: str, at: datetime, now: datetime) -> datetime:
    """Open orders: some are late, some are for today, most for tomorrow."""
    if status not in HOLDS_STOCK:
        return at + timedelta(hours=24)
    hours = dice.choices((-7, 3, 8, 26, 50), (15, 20, 15, 35, 15))[0]
    return max(now + timedelta(hours=hours), at + timedelta(hours=1))


def _history(dice: random.Random, posting: dict[str, Any], at: datetime, now: datetime) -> None:
    """The moments that a posting of this status must have behind it."""
    status = posting["status"]
    moved = min(now - timedelta(minutes=1), at + timedelta(hours=dice.randrange(1, 60)))
    posting["changed_at"] = fine(moved if moved > at else at)
    if status not in HOLDS_STOCK or status == "awaiting_deliver":
        posting["packed_at"] = fine(min(moved, at + timedelta(hours=2)))
    if status in ("delivering", "driver_pickup", "sent_by_seller", "delivered", "client_arbitration"):
        posting["delivering_date"] = plain(min(moved, at + timedelta(hours=12)))
    if status == "delivered":
        posting["delivered_at"] = plain(moved)
    if status in CANCELLED:
        by, reason, text = dice.choice((("client", 503, "Покупатель передумал"), ("seller", 352, "Товар закончился")))
        posting["packed_at"] = None
        posting["cancellation"] = {
            "cancel_reason_id": reason,
            "cancel_reason": text,
            "cancellation_type": by,
            "cancellation_initiator": by.capitalize(),
            "cancelled_after_ship": False,
            "affect_cancellation_rating": by == "seller",
        }


def _maybe_returned(shop: OzonEmulator, dice: random.Random, account: str, posting: dict[str, Any]) -> None:
    if posting["status"] != "delivered" or posting["scheme"] == RFBS or dice.random() > 0.2:
        return
    line = dict(posting["lines"][0]) | {"quantity": 1}
    whole = len(posting["lines"]) == 1 and posting["lines"][0]["quantity"] == 1
    returns.file_return(
        shop,
        account,
        posting,
        line,
        kind="FullReturn" if whole and dice.random() < 0.4 else "ClientReturn",
        reason=dice.choice(("Товар не подошёл", "Брак", "Пришёл не тот товар")),
        status=dice.choice(("MovingToSeller", "ReturnedToOzon", "ArrivedAtReturnPlace", "ReceivedBySeller")),
        at=posting["delivered_at"],
    )


def _split_pair(shop: OzonEmulator, account: str) -> None:
    """One posting that was split before the hub ever looked."""
    for posting in list(shop.state.table("postings", account).values()):
        if posting["status"] == "awaiting_deliver" and posting["scheme"] == FBS and len(posting["lines"]) > 1:
            parts = [[line] for line in posting["lines"]]
            orders.split(shop, account, posting["posting_number"], parts, status="awaiting_deliver")
            return
