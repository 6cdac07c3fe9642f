"""What happens to an order: stock is found for it, parcels leave and arrive, a buyer asks, somebody cancels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import notifications, shelf
from .times import iso

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

OVER = ("CANCELLED", "UNFULFILLABLE")


def place(shop: AmazonEmulator, account: str, order: dict[str, Any]) -> dict[str, Any]:
    """A buyer has ordered: goods leave the shelf."""
    for line in order["lines"]:
        shelf.take(shop, account, line["sku"], line["quantity"])
    kept = shop.state.table("orders", account).put(order["id"], order)
    notifications.order_changed(shop, account, kept)
    return kept


def open_units(order: dict[str, Any]) -> dict[str, int]:
    """Units of each line that no parcel has."""
    return {line["id"]: line["quantity"] - line["shipped"] for line in order["lines"]}


def add_package(order: dict[str, Any], package: dict[str, Any]) -> None:
    """Under a reference that is there already it takes that package's place."""
    order["packages"] = [each for each in order["packages"] if each["reference"] != package["reference"]] + [package]
    sent: dict[str, int] = {}
    for each in order["packages"]:
        for row in each["items"]:
            sent[row["id"]] = sent.get(row["id"], 0) + row["quantity"]
    for line in order["lines"]:
        line["shipped"] = sent.get(line["id"], 0)
    left = sum(open_units(order).values())
    order["status"] = "PARTIALLY_SHIPPED" if left else "SHIPPED"


def ship(shop: AmazonEmulator, account: str, number: str, package: dict[str, Any]) -> None:
    order = edit(shop, account, number)
    add_package(order, package)
    notifications.order_changed(shop, account, order)


def sent_by_amazon(shop: AmazonEmulator, account: str, number: str) -> None:
    """From Amazon's own warehouse: no package is told."""
    order = edit(shop, account, number)
    order["status"] = "SHIPPED"
    for line in order["lines"]:
        line["shipped"] = line["quantity"]
    notifications.order_changed(shop, account, order)


def deliver(shop: AmazonEmulator, account: str, number: str, *, word: str = "DELIVERED") -> None:
    order = edit(shop, account, number)
    for package in order["packages"]:
        package["status"] = word


def set_status(shop: AmazonEmulator, account: str, number: str, status: str) -> None:
    order = edit(shop, account, number)
    order["status"] = status
    notifications.order_changed(shop, account, order)


def ask_to_cancel(shop: AmazonEmulator, account: str, number: str) -> None:
    """The buyer asks; the order goes on until somebody cancels it or a parcel leaves."""
    order = edit(shop, account, number)
    for line in order["lines"]:
        line["asked"] = "Ordered by mistake"
    notifications.order_changed(shop, account, order, kind="BuyerRequestedChange")


def cancel(shop: AmazonEmulator, account: str, number: str, *, by: str, reason: str) -> None:
    """Over, at once: goods come back."""
    order = edit(shop, account, number)
    for line in order["lines"]:
        shelf.take(shop, account, line["sku"], -(line["quantity"] - line["shipped"]))
        line |= {"cancelled_by": by, "cancel_reason": reason}
    order["status"] = "CANCELLED"
    notifications.order_changed(shop, account, order)


def edit(shop: AmazonEmulator, account: str, number: str) -> dict[str, Any]:
    order = shop.state.table("orders", account).edit(number)
    order["updated"] = iso(shop.clock.now())
    return order
