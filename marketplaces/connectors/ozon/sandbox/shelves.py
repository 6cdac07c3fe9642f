"""The seller's own warehouses: how many lie there and how many of them are reserved.

`present` is everything in the warehouse, `reserved` the part of it that belongs to open postings; the difference is for
sale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .times import fine

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

# id, name, own delivery, address, latitude, longitude
WAREHOUSES = (
    (1020001234567, "Lumen Хоругвино", False, "Московская область, Солнечногорск, Хоругвино, стр. 32", 56.17, 37.03),
    (1020002345678, "Lumen Петербург", False, "Санкт-Петербург, Московское шоссе, 19к2", 59.82, 30.38),
    (1020003456789, "Lumen rFBS, свой курьер", True, "Москва, ул. Льва Толстого, 16", 55.73, 37.59),
)
BY_ID = {row[0]: row for row in WAREHOUSES}


def warehouses(scheme: str) -> list[int]:
    """The warehouses that serve a scheme."""
    return [row[0] for row in WAREHOUSES if row[2] == (scheme == "RFBS")]


def shelf(shop: OzonEmulator, account: str, product_id: int, warehouse_id: int) -> dict[str, Any]:
    """The shelf as it is, to read."""
    empty = {"product_id": product_id, "warehouse_id": warehouse_id, "present": 0, "reserved": 0}
    return shop.state.table("stock", account).find(f"{product_id}:{warehouse_id}") or empty


def shelves(shop: OzonEmulator, account: str, product_id: int) -> list[dict[str, Any]]:
    """Every shelf this product has ever had, in the order of the warehouses."""
    table = shop.state.table("stock", account)
    found = (table.find(f"{product_id}:{row[0]}") for row in WAREHOUSES)
    return [document for document in found if document is not None]


def change(
    shop: OzonEmulator, account: str, product_id: int, warehouse_id: int, *, present: int = 0, reserved: int = 0
) -> dict[str, Any]:
    """Moves the two numbers by so many; never below zero, because a shelf cannot owe."""
    table, key = shop.state.table("stock", account), f"{product_id}:{warehouse_id}"
    document = table.edit(key) if key in table else table.put(key, dict(shelf(shop, account, product_id, warehouse_id)))
    document["reserved"] = max(0, document["reserved"] + reserved)
    document["present"] = max(document["reserved"], document["present"] + present)
    document["updated_at"] = fine(shop.clock.now())
    return document


def set_available(shop: OzonEmulator, account: str, product_id: int, warehouse_id: int, stock: int) -> dict[str, Any]:
    """What the seller pushes: how many are for sale, reserved ones not counted."""
    now = shelf(shop, account, product_id, warehouse_id)
    available = now["present"] - now["reserved"]
    return change(shop, account, product_id, warehouse_id, present=stock - available)


def available(shop: OzonEmulator, account: str, product_id: int, warehouse_id: int) -> int:
    now = shelf(shop, account, product_id, warehouse_id)
    return int(now["present"] - now["reserved"])
