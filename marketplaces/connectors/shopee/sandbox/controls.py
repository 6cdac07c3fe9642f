"""What `/_control/` can do to the practice shop: buyers order and cancel, couriers move, promotions hold stock."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import lifecycle, shelf
from .accounts import MAIN_SHOP, SHOPS, Shop
from .order_view import total
from .push import order_push, reserved_stock_push
from .seeding import add_return
from .vocabulary import CHANNELS, ORDER_STATUSES, RETURN_STATUSES

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

_SENDING = "fulfilled_by_shopee"

Document = dict[str, Any]


def sell(emulator: ShopeeEmulator, wish: Document) -> Document:
    """A buyer orders; READY_TO_SHIP unless another status is named. ``scheme`` "shopee" is sent by Shopee."""
    shop = _shop(wish.get("account"))
    items = emulator.items(shop.shop_id)
    by_shopee = wish.get("scheme") in ("shopee", _SENDING)
    wanted = wish.get("lines") or [{"sku": wish.get("sku", ""), "quantity": wish.get("quantity", 1)}]
    lines = [_line(items, row, by_shopee) for row in wanted]
    channel = int(wish.get("channel", 70021))
    if channel not in CHANNELS:
        raise ControlError(f"There is no channel {channel}. There are: {', '.join(map(str, CHANNELS))}.")
    number = emulator.next_order_number()
    dice = random.Random(number)
    order = lifecycle.new_order(
        shop, lines, dice, number=number, at=emulator.now(), channel=channel, by_shopee=by_shopee
    )
    order["update_time"] = order["create_time"]
    _start(order, wish.get("status", "READY_TO_SHIP"))
    lifecycle.place(emulator, order)
    return _told(order)


def move(emulator: ShopeeEmulator, number: str, status: str) -> Document:
    """Shopee moves an order; TO_RETURN also files the buyer's return."""
    if status not in ORDER_STATUSES:
        raise ControlError(f"{status!r} is no order status. There are: {', '.join(ORDER_STATUSES)}.")
    order = _order(emulator, number)
    if status == "CANCELLED":
        return _told(lifecycle.cancel(emulator, order["shop_id"], number, by="system", reason="SYSTEM"))
    order = lifecycle.set_status(emulator, order["shop_id"], number, status)
    if status == "TO_RETURN":
        add_return(emulator, order, status="REQUESTED", at=order["update_time"])
    return _told(order)


def cancel(emulator: ShopeeEmulator, number: str, details: Document) -> Document:
    """The buyer cancels; with ``request`` he only asks, and the seller has to answer."""
    order = _order(emulator, number)
    shop_id, why = order["shop_id"], str(details.get("reason", "CHANGE_OF_MIND"))
    if order["status"] in ("CANCELLED", "COMPLETED", "SHIPPED", "TO_CONFIRM_RECEIVE", "TO_RETURN"):
        raise ControlError(f"The order is {order['status']}; a buyer can no longer cancel it.")
    if not details.get("request"):
        by = str(details.get("by", "buyer"))
        return _told(lifecycle.cancel(emulator, shop_id, number, by=by, reason="CUSTOMER_REQUEST", buyer_reason=why))
    emulator.orders(shop_id).edit(number)["cancel"] = {"by": "buyer", "reason": "", "buyer_reason": why}
    return _told(lifecycle.set_status(emulator, shop_id, number, "IN_CANCEL"))


def split(emulator: ShopeeEmulator, body: Document) -> Document:
    """``{"order"}``: its lines become parcels of their own."""
    order = _order(emulator, str(body.get("order", "")))
    if order["status"] != "READY_TO_SHIP" or len(order["packages"]) > 1:
        raise ControlError("Only an unsplit order that is READY_TO_SHIP can be split.")
    if sum(line["quantity"] for line in order["lines"]) < 2:
        raise ControlError("One piece cannot be split.")
    changed = emulator.orders(order["shop_id"]).edit(order["order_sn"])
    lifecycle.split(changed)
    changed["update_time"] = max(int(emulator.now()), changed["update_time"])
    emulator.push(order_push(changed, emulator.now()))
    return _told(changed)


def give_back(emulator: ShopeeEmulator, body: Document) -> Document:
    """``{"order", "lines"?, "status"?, "parcel"?}``: a buyer asks to send all of it or some units back.

    ``parcel``: the goods come with it; else the buyer keeps them and only wants the money.
    """
    order = _order(emulator, str(body.get("order", "")))
    if order["status"] not in ("SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED", "TO_RETURN"):
        raise ControlError(f"The order is {order['status']}; a buyer can send back what was shipped.")
    lines = [_part(order, wish) for wish in body["lines"]] if body.get("lines") else None
    status = _return_status(body.get("status", "REQUESTED"))
    order = lifecycle.set_status(emulator, order["shop_id"], order["order_sn"], "TO_RETURN")
    at = int(emulator.now())
    held = add_return(emulator, order, status=status, at=at, lines=lines, parcel=bool(body.get("parcel", True)))
    return _told_return(held)


def move_return(emulator: ShopeeEmulator, body: Document) -> Document:
    """``{"return", "status"}``: Shopee moves a return."""
    number = str(body.get("return", ""))
    for shop_id in SHOPS:
        if emulator.returns(shop_id).find(number) is not None:
            held = emulator.returns(shop_id).edit(number)
            held["status"], held["update_time"] = _return_status(body.get("status")), int(emulator.now())
            return _told_return(held)
    raise ControlError(f"There is no return {number!r}.")


def _part(order: Document, wish: Document) -> Document:
    article = wish.get("sku")
    for line in order["lines"]:
        if article in (line["model_sku"], line["item_sku"]):
            quantity = int(wish.get("quantity", line["quantity"]))
            if not 1 <= quantity <= line["quantity"]:
                raise ControlError(f"The order has {line['quantity']} of {article!r}.")
            return dict(line) | {"quantity": quantity}
    raise ControlError(f"The order has no line with the SKU {article!r}.")


def _return_status(word: Any) -> str:
    if word not in RETURN_STATUSES:
        raise ControlError(f"{word!r} is no status of a return. There are: {', '.join(RETURN_STATUSES)}.")
    return str(word)


def reserve(emulator: ShopeeEmulator, body: Document) -> Document:
    """``{"sku", "quantity"}``: a promotion holds this much; stock can't be set below it, and the hub is told."""
    shop = _shop(body.get("account"))
    items = emulator.items(shop.shop_id)
    item, model = shelf.find_sku(items, str(body.get("sku", "")))
    changed = items.edit(item["item_id"])
    held = shelf.find_model(changed, model["model_id"])
    assert held is not None
    held["reserved"] = min(int(body.get("quantity", 0)), held["stock"])
    emulator.push(reserved_stock_push(shop.shop_id, changed, held, emulator.now()))
    return {"sku": held["sku"], "reserved": held["reserved"], "stock": held["stock"]}


def describe(emulator: ShopeeEmulator, query: Mapping[str, str]) -> Document:
    """Products and orders of one shop, ``?account=`` for another than the first; ``?order=`` and ``?sku=`` pick one."""
    shop = _shop(query.get("account"))
    found: Document = {"account": str(shop.shop_id)}
    if query.get("products") != "0":
        found["products"] = _products(emulator, shop, query.get("sku"))
    if query.get("orders") != "0":
        number = query.get("order")
        orders = emulator.orders(shop.shop_id).values()
        found["orders"] = [_told(order) for order in orders if number in (None, order["order_sn"])]
        found["returns"] = [_told_return(held) for held in emulator.returns(shop.shop_id).values()]
    return found


def _products(emulator: ShopeeEmulator, shop: Shop, sku: str | None) -> list[Document]:
    items = [item for item in emulator.items(shop.shop_id).values() if not item.get("taken_off")]
    return [_product(item, model) for item in items for model in item["models"] if sku in (None, model["sku"])]


def _told_return(held: Document) -> Document:
    return {name: held[name] for name in ("return_sn", "order_sn", "status", "refund_amount")}


def _start(order: Document, status: str) -> None:
    if status not in ("READY_TO_SHIP", "UNPAID", "PENDING", "INVOICE_PENDING"):
        raise ControlError("A new order is READY_TO_SHIP, UNPAID, PENDING or INVOICE_PENDING.")
    order["status"] = status
    for package in order["packages"]:
        package["status"] = {"READY_TO_SHIP": "LOGISTICS_READY", "PENDING": "LOGISTICS_PENDING_ARRANGE"}.get(
            status, "LOGISTICS_NOT_START"
        )
    if status == "UNPAID":
        order["pay_time"], order["cod"] = None, False
    else:
        order["pay_time"] = order["create_time"]


def _line(items: Any, row: Document, by_shopee: bool) -> Document:
    named = str(row.get("sku") or "")
    item, model = shelf.find_sku(items, named) if named else shelf.best_stocked(items, by_shopee=by_shopee)
    quantity = int(row.get("quantity", 1))
    if quantity < 1:
        raise ControlError("A buyer orders at least one.")
    return shelf.order_line(item, model, quantity)


def _shop(account: Any) -> Shop:
    number = int(account or MAIN_SHOP)
    if number not in SHOPS:
        raise ControlError(f"There is no shop {number}. There are: {', '.join(map(str, SHOPS))}.")
    return SHOPS[number]


def _order(emulator: ShopeeEmulator, number: str) -> Document:
    for shop_id in SHOPS:
        order = emulator.orders(shop_id).find(number)
        if order is not None:
            return order
    raise ControlError(f"There is no order {number!r}.")


def _product(item: Document, model: Document) -> Document:
    return {
        "sku": model["sku"],
        "id": item["item_id"],
        "gtin": model["gtin"],
        "name": f"{item['name']} {model['name']}".strip(),
        "model_id": model["model_id"],
        "status": item["status"],
        "price": model["original"],
        "current_price": model["price"],
        "currency": item["currency"],
        "stock": {
            item["location"]: {
                "available": model["stock"],
                "present": model["stock"],
                "reserved": model["reserved"],
            }
        },
        "shopee_stock": model["shopee_stock"],
    }


def _told(order: Document) -> Document:
    numbers = [package["tracking"] for package in order["packages"] if package["tracking"]]
    return {
        "id": order["order_sn"],
        "status": order["status"],
        "scheme": order["fulfillment_flag"],
        "total": total(order),
        "currency": order["currency"],
        "created": order["create_time"],
        "updated": order["update_time"],
        "tracking": ", ".join(numbers),
        "packages": [
            {"number": p["number"], "status": p["status"], "mode": p["mode"], "tracking": p["tracking"]}
            for p in order["packages"]
        ],
        "lines": [
            {"sku": line["model_sku"] or line["item_sku"], "quantity": line["quantity"], "price": line["price"]}
            for line in order["lines"]
        ],
        "cancellation": order["cancel"],
    }
