"""How an order looks when a buyer has just placed it, as Amazon keeps it; both order APIs are views of this."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.people import Buyer, buyer

from . import shelf
from .sellers import SELLERS
from .times import iso

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

CENT = Decimal("0.01")
#: Taxes are inside the prices in these marketplaces, at these rates.
RATES = {"DE": Decimal("0.19"), "FR": Decimal("0.20"), "SG": Decimal("0.09")}
POSTAGE, FREE_FROM = Decimal("4.99"), Decimal("39.00")


def line(shop: AmazonEmulator, account: str, sku: str, quantity: int) -> dict[str, Any]:
    """What is ordered of a listing, at today's price."""
    item = shop.state.table("items", account)[sku]
    return {
        "sku": sku,
        "asin": item["asin"],
        "title": shelf.value(item, "item_name"),
        "price": shelf.price(item) or Decimal(0),
        "quantity": quantity,
        "theirs": shelf.is_theirs(item),
    }


def new_order(
    shop: AmazonEmulator,
    account: str,
    lines: list[dict[str, Any]],
    dice: random.Random,
    *,
    at: datetime,
    status: str = "UNSHIPPED",
) -> dict[str, Any]:
    """An order under the next number; not stored yet."""
    place, number = SELLERS[account].home, shop.state.table("orders", account).next_number(3_000_001)
    name = f"{302 + number % 4}-{number:07d}-{number * 7919 % 10_000_000:07d}"
    theirs = any(each["theirs"] for each in lines)
    person = buyer(dice, dice.choice(("DE", "FR", "LU")) if place.country == "DE" else place.country)
    goods = sum((each["price"] * each["quantity"] for each in lines), Decimal(0))
    postage = Decimal(0) if theirs or goods >= FREE_FROM else POSTAGE
    less = Decimal("0.10") if dice.random() < 0.12 else Decimal(0)
    prime = theirs or dice.random() < 0.2
    return {
        "id": name,
        "alias": f"WEB-{number}" if dice.random() < 0.1 else "",
        "created": iso(at),
        "updated": iso(at),
        "status": status,
        "by": "AMAZON" if theirs else "MERCHANT",
        "place": place.number,
        "service": "EXPEDITED" if prime else "STANDARD",
        "programs": ["PRIME"] if prime else [],
        "buyer": {"name": person.name, "email": f"{dice.randrange(16**10):010x}@marketplace.{place.domain[4:]}"},
        "address": _address(person),
        "ship_by": [iso(at), _evening(at, 2)],
        "deliver_by": [iso(at + timedelta(days=3)), _evening(at, 6)],
        "lines": [
            _line(each, position, number, postage if position == 0 else Decimal(0), less, RATES[place.country])
            for position, each in enumerate(lines)
        ],
        "packages": [],
    }


def _line(
    told: dict[str, Any], position: int, number: int, postage: Decimal, less: Decimal, rate: Decimal
) -> dict[str, Any]:
    goods = told["price"] * told["quantity"]
    discount = (goods * less).quantize(CENT, ROUND_HALF_UP)
    total = goods + postage - discount
    return {
        "id": str(60_000_000_000_000 + number * 10 + position),
        "sku": told["sku"],
        "asin": told["asin"],
        "title": told["title"],
        "quantity": told["quantity"],
        "unit": str(told["price"].quantize(CENT)),
        "goods": str(goods.quantize(CENT)),
        "postage": str(postage),
        "discount": str(discount),
        "tax": str((total * rate / (1 + rate)).quantize(CENT, ROUND_HALF_UP)),
        "goods_tax": str(((goods - discount) * rate / (1 + rate)).quantize(CENT, ROUND_HALF_UP)),
        "total": str(total.quantize(CENT)),
        "shipped": 0,
        "asked": "",
        "cancelled_by": "",
    }


def _address(person: Buyer) -> dict[str, str]:
    told = {
        "name": person.name, "addressLine1": person.street, "addressLine2": person.district, "city": person.city,
        "stateOrRegion": person.region, "postalCode": person.postcode, "countryCode": person.country,
        "phone": person.phone, "addressType": "RESIDENTIAL",
    }  # fmt: skip
    return {name: text for name, text in told.items() if text}


def _evening(at: datetime, days: int) -> str:
    return iso((at + timedelta(days=days)).replace(hour=22, minute=59, second=59, microsecond=0))
