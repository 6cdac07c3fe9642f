"""The first look of the practice shop: goods, some of them digital, and orders of every state and payment."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.catalogue import assortment

from . import orders as orders_
from .times import iso

if TYPE_CHECKING:
    from .shop import StorefrontEmulator

KEYS = {
    "key_id": "web_practice_1001",
    "secret": "whsec_practice_storefront_1001",
    "hook_secret": "hooks_practice_storefront_1001",
    "shop_domain": "atelier-lumen.example",
    "currency": "EUR",
}
LEAVES_OUT = 9
DIGITAL = ("DIG-1", "Gift card, 25 euros", "25.00")
#: It lies on no shelf: there are always some.
DIGITAL_LEFT = 40
#: Each state of the contract, how it was paid, how many days ago, how common.
SCRIPTS = (
    ("pending", "unpaid", 0, 2, 10), ("pending", "authorized", 0, 2, 6), ("confirmed", "paid", 0, 3, 30),
    ("processing", "paid", 1, 4, 10), ("shipped", "paid", 2, 8, 16), ("delivered", "paid", 4, 20, 20),
    ("fulfilled", "paid", 1, 20, 4), ("cancelled", "voided", 0, 20, 6), ("delivered", "refunded", 6, 24, 3),
    ("delivered", "partially_refunded", 6, 24, 3),
)  # fmt: skip


def fill(shop: StorefrontEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    shop.state.table("shop").put("keys", dict(KEYS))
    _products(shop, dice, products)
    _orders(shop, dice, orders)


def _products(shop: StorefrontEmulator, dice: random.Random, count: int) -> None:
    rows = [(each.sku, each.title("fr"), f"{each.price('EUR'):.2f}", each.gtin, False) for each in _range(count)]
    if count:
        rows.append((*DIGITAL, "5401122000001", True))
    for sku, title, price, gtin, digital in rows:
        amount = dice.choice((0, 2, 5, 9, 18, 40))
        product = {"sku": sku, "title": title, "price": price, "gtin": gtin, "is_digital": digital}
        shop.state.table("products").put(sku, product | {"quantity": DIGITAL_LEFT if digital else amount})


def _range(count: int) -> list[Any]:
    return assortment(LEAVES_OUT, max(0, count - 1))


def _orders(shop: StorefrontEmulator, dice: random.Random, count: int) -> None:
    now = shop.clock.now().replace(microsecond=0)
    goods = list(shop.state.table("products").values())
    scripts = [*SCRIPTS, *dice.choices(SCRIPTS, [each[4] for each in SCRIPTS], k=count)][:count] if goods else []
    aged = [(now - timedelta(minutes=dice.randrange(s[2] * 1440 + 10, s[3] * 1440)), s) for s in scripts]
    for at, script in sorted(aged, key=lambda each: each[0]):
        _order(shop, dice, goods, at, script)


def _order(shop: StorefrontEmulator, dice: random.Random, goods: list[Any], at: Any, script: Any) -> None:
    word, paid = script[0], script[1]
    chosen = dice.sample(goods, min(len(goods), dice.choice((1, 1, 1, 2, 3))))
    if word == "fulfilled":
        chosen = [each for each in goods if each["is_digital"]] or chosen
    document = orders_.new(shop, [(each, dice.choice((1, 1, 2))) for each in chosen], dice, at=at, paid=True)
    order = document["order"]
    order["status"], order["payment_status"] = word, paid
    order["updated_at"] = iso(at + timedelta(minutes=5))
    if paid in ("refunded", "partially_refunded"):
        whole = order["totals"]["total"]
        order["totals"]["refunded"] = whole if paid == "refunded" else order["lines"][0]["unit_price"]
        if order["totals"]["refunded"] == whole:
            order["payment_status"] = "refunded"
        document["refunds"].append({"id": "R-1", "amount": order["totals"]["refunded"], "reason": "returned"})
    shop.state.table("orders").put(order["external_id"], document)
