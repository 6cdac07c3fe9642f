"""What the desk of the practice Amazon can do: buyers order and change their minds, Amazon moves orders."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import lifecycle, notifications, participations, sales, shelf, tokens
from .sellers import MAIN, SELLERS
from .times import iso

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator


def sell(shop: AmazonEmulator, wish: dict[str, Any]) -> dict[str, Any]:
    """A buyer orders. `paid` false: still pending. `scheme` "FBA": of what lies at Amazon."""
    account = _account(wish)
    theirs = str(wish.get("scheme", "")).upper() in ("FBA", "AFN", "MARKETPLACE")
    wanted = wish.get("lines") or [{"sku": wish.get("sku", ""), "quantity": wish.get("quantity", 1)}]
    lines = [_line(shop, account, row, theirs=theirs) for row in wanted]
    dice = random.Random(len(shop.state.table("orders", account)))
    status = "UNSHIPPED" if wish.get("paid", True) is not False else "PENDING"
    order = sales.new_order(shop, account, lines, dice, at=shop.clock.now(), status=status)
    return told(lifecycle.place(shop, account, order))


def _line(shop: AmazonEmulator, account: str, row: Mapping[str, Any], *, theirs: bool) -> dict[str, Any]:
    items = {
        each["sku"]: each
        for each in shop.state.table("items", account).values()
        if shelf.price(each) is not None and (row.get("sku") or shelf.is_theirs(each) == theirs)
    }
    if not items:
        raise ControlError("This shop lists nothing. Seed it with products first.")
    sku = str(row.get("sku") or "") or max(sorted(items), key=lambda each: shelf.quantity(items[each]))
    quantity = int(row.get("quantity", 1))
    if sku not in items:
        raise ControlError(f"This shop does not list the SKU {sku!r}.")
    if quantity > (there := shelf.quantity(items[sku])):
        raise ControlError(f"Only {there} of {sku} left, {quantity} wanted.")
    return sales.line(shop, account, sku, quantity)


def _shipped(shop: AmazonEmulator, account: str, number: str) -> None:
    order = shop.state.table("orders", account)[number]
    if order["by"] == "AMAZON":
        lifecycle.sent_by_amazon(shop, account, number)
        return
    items = [{"id": name, "quantity": count} for name, count in lifecycle.open_units(order).items() if count]
    if items:
        now = iso(shop.clock.now())
        package = {
            "reference": str(len(order["packages"]) + 1), "carrier": "DHL", "service": "", "status": "SHIPPED",
            "tracking": f"0034{number[-7:]}", "ship_time": now, "created": now, "items": items,
        }  # fmt: skip
        lifecycle.ship(shop, account, number, package)


def _status(word: str) -> Callable[[Any, str, str], None]:
    return lambda shop, account, number: lifecycle.set_status(shop, account, number, word)


MOVES: dict[str, Callable[[Any, str, str], None]] = {
    "PENDING": _status("PENDING"),
    "UNSHIPPED": _status("UNSHIPPED"),
    "UNFULFILLABLE": _status("UNFULFILLABLE"),
    "SHIPPED": _shipped,
    "DELIVERED": lambda shop, account, number: lifecycle.deliver(shop, account, number),
    "UNDELIVERABLE": lambda shop, account, number: lifecycle.deliver(shop, account, number, word="UNDELIVERABLE"),
    "CANCELLED": lambda shop, account, number: lifecycle.cancel(
        shop, account, number, by="AMAZON", reason="Payment was not completed"
    ),
    "CANCEL_ASKED": lambda shop, account, number: lifecycle.ask_to_cancel(shop, account, number),
}


def move(shop: AmazonEmulator, number: str, status: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Amazon, or the buyer, moves an order."""
    account = _account(details)
    if status not in MOVES:
        raise ControlError(f"{status!r} is nothing that happens to an order. There are: {', '.join(MOVES)}.")
    order = shop.state.table("orders", account).find(number)
    if order is None:
        raise ControlError(f"There is no order {number!r} of the seller {account}.")
    if order["status"] == "CANCELLED":
        raise ControlError(f"The order {number} is cancelled and stays so.")
    MOVES[status](shop, account, number)
    return told(shop.state.table("orders", account)[number])


def describe(shop: AmazonEmulator, query: Mapping[str, str]) -> dict[str, Any]:
    """Listings and orders of one seller."""
    account = _account(query)
    found: dict[str, Any] = {"account": account}
    if query.get("products") != "0":
        found["products"] = [_product(each) for each in shop.state.table("items", account).values()]
    if query.get("orders") != "0":
        found["orders"] = [told(each) for each in shop.state.table("orders", account).values()]
    return found


def _product(item: dict[str, Any]) -> dict[str, Any]:
    price, units = shelf.price(item), shelf.quantity(item)
    return {
        "sku": item["sku"],
        "id": item["sku"],
        "asin": item["asin"],
        "name": shelf.value(item, "item_name"),
        "status": "/".join(shelf.status(item)),
        "fulfilled_by": "AMAZON" if shelf.is_theirs(item) else "MERCHANT",
        "price": "" if price is None else str(price),
        "currency": (item["attributes"].get("purchasable_offer") or [{}])[0].get("currency", ""),
        "stock": {"": {"available": units, "present": units, "reserved": 0}},
    }


def told(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the desk tells it."""
    return {
        "id": order["id"],
        "status": order["status"],
        "fulfilled_by": order["by"],
        "created": order["created"],
        "updated": order["updated"],
        "packages": order["packages"],
        "lines": [
            {"id": each["id"], "sku": each["sku"], "quantity": each["quantity"], "price": each["unit"]}
            for each in order["lines"]
        ],
    }


def set_delay(shop: AmazonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call `{"listings": 60, "feeds": 0, "reports": 0}`: seconds until what was taken is seen, or is ready."""
    for name, key in (("listings", "delay"), ("feeds", "feeds"), ("reports", "reports")):
        if name in body:
            shop.state.table("settings").put(key, {"seconds": float(body[name])})
    return {name: dict(body)[name] for name in ("listings", "feeds", "reports") if name in body}


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "expire": tokens.expire,
    "suspend": participations.suspend,
    "queue": notifications.read_queue,
    "delay": set_delay,
}


def _account(given: Mapping[str, Any]) -> str:
    account = str(given.get("account") or MAIN)
    if account not in SELLERS:
        raise ControlError(f"There is no seller {account}. There are: {', '.join(SELLERS)}.")
    return account
