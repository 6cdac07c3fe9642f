"""The price list: which products there are, how they are told, what one costs in which quantity."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .answers import no_product
from .times import iso

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

Product = dict[str, Any]


def listed(shop: CodesWholesaleEmulator) -> Iterator[Product]:
    """What is on the list now, in the order it came; what was hidden is simply not there."""
    return (each for each in shop.state.table("products").values() if not each["hidden"])


def product(shop: CodesWholesaleEmulator, product_id: str) -> Product:
    """One of them. Raises 404 with the code for a product that is not on the list."""
    found = shop.state.table("products").find(product_id.lower())
    if found is None or found["hidden"]:
        raise no_product(product_id)
    return found


def told(shop: CodesWholesaleEmulator, found: Product, *, version: str = "v3") -> dict[str, Any]:
    """A product as the list and its own call tell it. Bands come in no promised order: the cheapest first here."""
    number = found["productId"]
    said = {
        "productId": number,
        "identifier": found["identifier"],
        "name": found["name"],
        "platform": found["platform"],
        "quantity": found["quantity"],
        "images": [
            {"image": f"https://images.example/{found['number']}_{size[0].lower()}.jpg", "format": size}
            for size in ("MEDIUM", "SMALL")
        ],
        "regions": list(found["regions"]),
        "languages": list(found["languages"]),
        "prices": [{"value": float(each["value"]), "from": each["from"], "to": each["to"]} for each in found["bands"]],
        "releaseDate": found["release"],
        "links": [{"rel": "self", "href": f"/{version}/products/{number}"}],
    }
    if version == "v3":
        said |= {"regionDescription": found["region_note"] or None, "badges": list(found["badges"])}
    return said


def bands(euros: Decimal) -> list[dict[str, Any]]:
    """From a hundred, from ten, one to nine; the dearest comes last."""
    cent = Decimal("0.01")
    return [
        {"value": str((euros * Decimal("0.84")).quantize(cent)), "from": 100, "to": None},
        {"value": str((euros * Decimal("0.93")).quantize(cent)), "from": 10, "to": 99},
        {"value": str(euros.quantize(cent)), "from": 1, "to": 9},
    ]


def unit_price(found: Product, quantity: int) -> Decimal:
    """What one of so many costs."""
    for each in found["bands"]:
        if each["from"] <= quantity and (each["to"] is None or quantity <= each["to"]):
            return Decimal(each["value"])
    return max(Decimal(each["value"]) for each in found["bands"])


def change(shop: CodesWholesaleEmulator, product_id: str, **fields: Any) -> Product:
    """The product as it stands afterwards."""
    document = shop.state.table("products").edit(product_id.lower())
    document |= {**fields, "updated": iso(shop.clock.now())}
    return document


def take(shop: CodesWholesaleEmulator, product_id: str, quantity: int) -> None:
    """Fewer are left, never less than none."""
    found = shop.state.table("products")[product_id.lower()]
    change(shop, product_id, quantity=max(0, found["quantity"] - quantity))
