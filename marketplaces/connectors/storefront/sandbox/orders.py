"""Orders as the shop keeps them: the contract's own body, and beside it what the hub told and what was paid back."""

from __future__ import annotations

import json
import random
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.people import Buyer, buyer

from .times import iso

if TYPE_CHECKING:
    from .shop import StorefrontEmulator

CENT = Decimal("0.01")
SHIPPING = Decimal("4.90")
VAT = Decimal("17.00")
COUNTRIES = ("LU", "DE", "FR", "TH", "VN", "SG")
SYSTEMS = ("own", "woocommerce", "shopify")
#: Shopify's numbers may be above 2**53 (contract section 1).
FIRST = {"own": 1001, "woocommerce": 727, "shopify": 9007199254740993}


def new(
    shop: StorefrontEmulator, rows: list[tuple[dict[str, Any], int]], dice: random.Random, *, at: datetime,
    paid: bool, system: str = "own",
) -> dict[str, Any]:  # fmt: skip
    """A new order document; not stored yet."""
    number = shop.state.table(f"numbers_{system}").next_number(FIRST[system])
    who, lines = buyer(dice, dice.choice(COUNTRIES)), [line(*row, place) for place, row in enumerate(rows, start=1)]
    order = {
        "external_id": f"WEB-{number}" if system == "own" else str(number),
        "number": str(number) if system != "shopify" else f"#{number % 100000}",
        "url": f"https://{shop.keys['shop_domain']}/admin/orders/{number}",
        "status": "confirmed" if paid else "pending",
        "payment_status": "paid" if paid else "unpaid",
        "placed_at": iso(at),
        "updated_at": iso(at),
        "revision": 1,
        "currency": shop.keys["currency"],
        "prices_include_tax": True,
        "locale": "fr-LU",
        "totals": totals(lines, Decimal(0)),
        "customer": _customer(who),
        "shipping_address": address(who),
        "billing_address": address(who),
        "shipping_method": {"code": "std", "title": "Standard"},
        "lines": lines,
        "note": None,
        "test": False,
        "metadata": {"source": "web"},
    }
    return {
        "order": order, "system": system, "hub_status": "", "fulfillments": [], "links": [], "payments": [],
        "refunds": [],
    }  # fmt: skip


def line(product: dict[str, Any], quantity: int, place: int) -> dict[str, Any]:
    """One line; prices hold the tax."""
    total = Decimal(product["price"]) * quantity
    return {
        "external_line_id": str(place),
        "sku": product["sku"],
        "gtin": product["gtin"],
        "name": product["title"],
        "quantity": quantity,
        "unit_price": product["price"],
        "subtotal": money(total),
        "discount": "0.00",
        "tax": money(tax_in(total)),
        "tax_rate": str(VAT),
        "total": money(total),
        "is_digital": product["is_digital"],
        "requires_shipping": not product["is_digital"],
        "image_url": f"https://img.example.com/{product['sku']}.jpg",
        "attributes": {},
    }


def totals(lines: list[dict[str, Any]], refunded: Decimal) -> dict[str, str]:
    goods = sum((Decimal(each["total"]) for each in lines), Decimal(0))
    shipping = SHIPPING if any(each["requires_shipping"] for each in lines) else Decimal(0)
    return {
        "subtotal": money(goods), "shipping": money(shipping), "tax": money(tax_in(goods + shipping)),
        "discount": "0.00", "total": money(goods + shipping), "refunded": money(refunded),
    }  # fmt: skip


def tax_in(gross: Decimal) -> Decimal:
    return (gross * VAT / (100 + VAT)).quantize(CENT, ROUND_HALF_UP)


def money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def touch(order: dict[str, Any], at: datetime) -> None:
    """The order changed: a new revision, never an older time."""
    order["revision"] += 1
    order["updated_at"] = max(order["updated_at"], iso(at))


def body(document: dict[str, Any]) -> str:
    return json.dumps(document["order"], ensure_ascii=False, separators=(",", ":"))


def address(who: Buyer) -> dict[str, Any]:
    first, _, last = who.name.partition(" ")
    return {
        "first_name": first, "last_name": last, "company": None, "line1": who.street, "line2": who.district,
        "city": who.city, "region": who.region, "postal_code": who.postcode, "country": who.country,
        "phone": who.phone, "email": None,
    }  # fmt: skip


def _customer(who: Buyer) -> dict[str, Any]:
    first, _, last = who.name.partition(" ")
    return {
        "external_id": f"c-{who.email[5:11]}", "email": who.email, "first_name": first, "last_name": last,
        "phone": who.phone,
    }  # fmt: skip
