"""How many of each product can be sold; the newest word counts, and little stock is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Request

from . import pushes
from .answers import refuse
from .shapes import moment
from .times import fine, iso

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator


def find_sku(shop: FourSellerEmulator, account: str, sku: str) -> dict[str, Any] | None:
    """The product that is sold under this SKU now."""
    for product in shop.state.table("products", account).values():
        if product["sku"] == sku and product["status"] != "deleted":
            return product
    return None


def product(shop: FourSellerEmulator, request: Request) -> dict[str, Any]:
    """The product of the path. Raises 404 for one that is unknown or deleted."""
    found = shop.state.table("products", request.account).find(request.params["id"])
    if found is None or found["status"] == "deleted":
        raise refuse(404, f"there is no product {request.params['id']}")
    return found


def is_stale(held: dict[str, Any], told_at: str) -> bool:
    """Whether a quantity was told before the one that is stored."""
    before, now = moment(held["told_at"]) if held["told_at"] else None, moment(told_at) if told_at else None
    return before is not None and now is not None and now < before


def tell(shop: FourSellerEmulator, account: str, number: str, quantity: int, told_at: str) -> bool:
    """The seller says how many there are; False when it is what is stored."""
    held = shop.state.table("products", account)[number]
    changed = bool(held["quantity"] != quantity)
    document = shop.state.table("products", account).edit(number)
    document["told_at"] = told_at or fine(shop.clock.now())
    if changed:
        _set(shop, account, document, quantity)
    return changed


def take(shop: FourSellerEmulator, account: str, number: str, quantity: int) -> None:
    """A buyer takes some, or with a negative quantity they come back."""
    if number not in shop.state.table("products", account):
        return
    document = shop.state.table("products", account).edit(number)
    _set(shop, account, document, max(0, document["quantity"] - quantity))


def _set(shop: FourSellerEmulator, account: str, document: dict[str, Any], quantity: int) -> None:
    document["quantity"], document["updated_at"] = quantity, iso(shop.clock.now())
    pushes.stock(shop, account, "inventory.updated", document)
    threshold = document["low_stock_threshold"]
    if threshold is None or quantity > threshold:
        document["low_told"] = False
    elif not document["low_told"]:
        document["low_told"] = True
        pushes.stock(shop, account, "inventory.low_stock", document)
