"""The first look of the practice supplier: two clients, a price list, and what the first client bought so far."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from . import purchases, shelf, tokens
from .goods import PREORDER, row
from .times import iso

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

MAIN, OTHER = "f00dcafe000000000000000000000001", "f00dcafe000000000000000000000002"
CLIENTS: dict[str, dict[str, Any]] = {
    MAIN: {
        "client_secret": "cw-secret-practice-0001", "signature": "6f7c0a52-0000-4000-8000-000000000001",
        "name": "Atelier Lumen Keys", "email": "keys@atelier-lumen.example", "balance": "2500.00", "credit": "500.00",
    },
    OTHER: {
        "client_secret": "cw-secret-practice-0002", "signature": "6f7c0a52-0000-4000-8000-000000000002",
        "name": "Lumen Outlet", "email": "outlet@atelier-lumen.example", "balance": "40.00", "credit": "0.00",
    },
}  # fmt: skip
#: How old orders ended, and how common that is.
ENDINGS = ((purchases.COMPLETED, 88), (purchases.FULFILLING, 4), (purchases.CANCELLED, 5), (purchases.FAILED, 3))


def fill(shop: CodesWholesaleEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    """The same dice give the same list; keys and numbers of orders are random, as they are there."""
    now = shop.clock.now().replace(microsecond=0)
    for client_id, about in CLIENTS.items():
        shop.state.table("clients").put(client_id, {"client_id": client_id, "complains": False, **about})
        tokens.living(shop, client_id)
    for number in range(products):
        _product(shop, dice, number, now)
    for place in range(orders):
        _purchase(shop, dice, now, age=timedelta(minutes=(orders - place) * 311 % (40 * 1440) + 5))


def product_id(number: int) -> str:
    """The n-th product's number, the same in every practice supplier."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://codeswholesale.example/{number}"))


def _product(shop: CodesWholesaleEmulator, dice: random.Random, number: int, now: datetime) -> None:
    title, platform, regions, note, languages, euros, form, gtin = row(number)
    changed = iso(now - timedelta(days=dice.randrange(1, 40), minutes=dice.randrange(1440)))
    release = now + timedelta(days=60) if form == PREORDER else now - timedelta(days=dice.randrange(30, 2000))
    shop.state.table("products").put(
        product_id(number),
        {
            "productId": product_id(number),
            "number": number,
            "identifier": f"EX-{number + 1}",
            "name": title,
            "platform": platform,
            "quantity": 0 if number % 13 == 11 else dice.randrange(5, 400),
            "regions": list(regions),
            "region_note": note,
            "languages": list(languages),
            "bands": shelf.bands(Decimal(euros)),
            "release": iso(release) if number % 10 != 1 else None,
            "badges": ["BESTSELLER"] if number % 9 == 0 else [],
            "eans": ["000", gtin] if gtin else [],
            "form": form,
            "hidden": False,
            "created": changed,
            "updated": changed,
        },
    )


def _purchase(shop: CodesWholesaleEmulator, dice: random.Random, now: datetime, *, age: timedelta) -> None:
    """One of the main client's old orders, filled as far as it ended."""
    list_ = [each for each in shelf.listed(shop) if each["form"] != PREORDER]
    if not list_:
        return
    chosen = dice.sample(list_, min(len(list_), dice.choice((1, 1, 1, 2))))
    lines = []
    for found in chosen:
        count = dice.choice((1, 1, 1, 2, 3))
        lines.append(purchases.line(found, count, shelf.unit_price(found, count), promised=False))
    reference = f"old-{shop.state.table('purchases', MAIN).next_number(4000)}-1"
    made = purchases.new(shop, MAIN, reference, lines, at=now - age)
    ending = dice.choices([each[0] for each in ENDINGS], [each[1] for each in ENDINGS])[0]
    if ending == purchases.COMPLETED:
        purchases.fill(shop, MAIN, made["orderId"])
    else:
        shop.state.table("purchases", MAIN).edit(made["orderId"])["status"] = ending
