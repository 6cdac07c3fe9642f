"""What the shop's desk can do: buyers order, pay, cancel and get money back; anything may be asked of the hub."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.webhooks import RECEIVERS

from . import native, orders

if TYPE_CHECKING:
    from .shop import StorefrontEmulator

STATUSES = ("pending", "confirmed", "processing", "cancelled", "fulfilled", "shipped", "delivered")
PAYMENTS = ("authorized", "paid", "failed", "voided")
FORMS = {"woocommerce": native.woocommerce, "shopify": native.shopify}
MOST = 50


def sell(shop: StorefrontEmulator, wish: dict[str, Any]) -> dict[str, Any]:
    """A buyer orders; `paid` false: not paid yet. `system`: own, woocommerce or shopify, in whose form it is sent.

    `digital`: something without a parcel.
    """
    sku = wish.get("sku") or (_digital_sku(shop) if wish.get("digital") else "")
    wanted = wish.get("lines") or [{"sku": sku, "quantity": wish.get("quantity", 1)}]
    system = str(wish.get("system", "own"))
    if system not in orders.SYSTEMS:
        raise ControlError(f"There is no system {system}. There are: {', '.join(orders.SYSTEMS)}.")
    rows = [_row(shop, each) for each in wanted]
    for product, quantity in rows:
        shop.state.table("products").edit(product["sku"])["quantity"] -= quantity
    dice, paid = random.Random(len(shop.state.table("orders"))), wish.get("paid", True) is not False
    document = orders.new(shop, rows, dice, at=shop.clock.now(), paid=paid, system=system)
    shop.state.table("orders").put(document["order"]["external_id"], document)
    if wish.get("send", True):
        _send(shop, document, created=True)
    return told(document)


def _digital_sku(shop: StorefrontEmulator) -> str:
    found = next((each["sku"] for each in shop.state.table("products").values() if each["is_digital"]), None)
    if found is None:
        raise ControlError("This shop sells nothing digital. Seed it with products first.")
    return str(found)


def _row(shop: StorefrontEmulator, row: dict[str, Any]) -> tuple[dict[str, Any], int]:
    sku, quantity = str(row.get("sku") or ""), int(row.get("quantity", 1))
    goods = shop.state.table("products")
    if not len(goods):
        raise ControlError("This shop sells nothing. Seed it with products first.")
    product = goods.find(sku) if sku else max(goods.values(), key=lambda each: int(each["quantity"]))
    if product is None:
        raise ControlError(f"This shop does not sell {sku!r}.")
    if quantity > product["quantity"]:
        raise ControlError(f"Only {product['quantity']} of {product['sku']} left, {quantity} wanted.")
    return product, quantity


def move(shop: StorefrontEmulator, number: str, status: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """The shop itself moves an order on and tells the hub."""
    if status not in STATUSES:
        raise ControlError(f"{status!r} is no order status. There are: {', '.join(STATUSES)}.")
    document = _changed(shop, number)
    document["order"]["status"] = status
    _send(shop, document)
    return told(document)


def cancel(shop: StorefrontEmulator, number: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """By the call for it; a native shop sends its order again."""
    document = _changed(shop, number)
    document["order"]["status"] = "cancelled"
    if document["system"] == "own":
        body = {"reason": str(details.get("reason", "changed my mind")), "restock": True}
        _call(shop, document, "cancel", body, f"cancel-{number}")
    else:
        _send(shop, document)
    return told(document)


def pay(shop: StorefrontEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"order", "status": "paid"}`: money came, was set aside, or did not come."""
    status = str(body.get("status", "paid"))
    if status not in PAYMENTS:
        raise ControlError(f"{status!r} is no payment. There are: {', '.join(PAYMENTS)}.")
    document = _changed(shop, str(body.get("order", "")))
    order, number = document["order"], f"PAY-{len(document['payments']) + 1}"
    if status != "failed":
        order["payment_status"] = status
    payment = {
        "external_payment_id": number, "status": status, "amount": order["totals"]["total"],
        "currency": order["currency"], "method": "card", "paid_at": order["updated_at"],
    }  # fmt: skip
    document["payments"].append(payment)
    if document["system"] == "own":
        _call(shop, document, "payments", payment, f"pay-{order['external_id']}-{number}")
    else:
        _send(shop, document)
    return told(document)


def refund(shop: StorefrontEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"order", "amount"}`: money goes back; without an amount all of it."""
    document = _changed(shop, str(body.get("order", "")))
    order = document["order"]
    amount = str(body.get("amount") or order["totals"]["total"])
    number = f"R-{len(document['refunds']) + 1}"
    document["refunds"].append({"id": number, "amount": amount, "reason": str(body.get("reason", "returned"))})
    given = sum((Decimal(each["amount"]) for each in document["refunds"]), Decimal(0))
    order["totals"]["refunded"] = orders.money(given)
    order["payment_status"] = "refunded" if given >= Decimal(order["totals"]["total"]) else "partially_refunded"
    if document["system"] == "own":
        told_refund = {
            "external_refund_id": number, "amount": amount, "currency": order["currency"], "reason": "returned",
            "restock": bool(body.get("restock", False)),
        }  # fmt: skip
        _call(shop, document, "refunds", told_refund, f"refund-{order['external_id']}-{number}")
    else:
        _send(shop, document)
    return told(document)


def batch(shop: StorefrontEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"orders": [ids]}`, or all: own orders in calls of fifty, as a shop does that was away for a day."""
    own = [each["order"]["external_id"] for each in shop.state.table("orders").values() if each["system"] == "own"]
    chosen = body.get("orders") or own
    size = min(MOST, int(body.get("size") or MOST))
    for first in range(0, len(chosen), size):
        part = [_found(shop, str(number))["order"] for number in chosen[first : first + size]]
        text = json.dumps({"orders": part}, ensure_ascii=False, separators=(",", ":"))
        key = f"batch-{shop.state.table('batches').next_number()}-{len(part)}"
        shop.post.send({"path": "/orders/batch", "body": text, "key": key})
    return {"orders": len(chosen)}


def ask(shop: StorefrontEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Any call now, and its answer: `method`, `path`, `body` (text or JSON); `skew`, `secret`, `signature` to err."""
    receivers = list(shop.state.table(RECEIVERS).values())
    if not receivers:
        raise ControlError("No hub is registered. Say where it is with /_control/webhook.")
    given = body.get("body", "")
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, separators=(",", ":"))
    number = shop.state.table("asked").next_number()
    shop.post.shop = shop.keys
    payload = {"key": f"asked-{number:08d}", **body, "body": text}
    reply = shop.post.call(payload, receivers[-1])
    return {"status": reply.status, "body": reply.body, "headers": reply.headers}


def ping(shop: StorefrontEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """What WooCommerce sends when a webhook is saved."""
    native_ping = {"native": "woocommerce", "topic": "", "content_type": "application/x-www-form-urlencoded"}
    shop.post.send({**native_ping, "path": "/hooks/woocommerce", "body": "webhook_id=5", "delivery": ""})
    return {}


def rotate(shop: StorefrontEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"secret"}` is what it signs with from now on."""
    shop.state.table("shop").edit("keys")["secret"] = str(body["secret"])
    return {}


def _send(shop: StorefrontEmulator, document: dict[str, Any], *, created: bool = False) -> None:
    order, system = document["order"], document["system"]
    number, revision = order["external_id"], order["revision"]
    if system == "own":
        shop.post.send({"path": "/orders", "body": orders.body(document), "key": f"order-{number}-{revision}"})
        return
    event = ("orders/create" if created else "orders/updated") if system == "shopify" else (
        "order.created" if created else "order.updated"
    )  # fmt: skip
    text = json.dumps(FORMS[system](document), ensure_ascii=False, separators=(",", ":"))
    delivery = f"{system}-{number}-{revision}"
    shop.post.send(
        {
            "native": system, "topic": event, "path": f"/hooks/{system}", "body": text, "delivery": delivery,
            "event": f"event-{delivery}",
        }
    )  # fmt: skip


def _call(shop: StorefrontEmulator, document: dict[str, Any], what: str, body: dict[str, Any], key: str) -> None:
    number = quote(document["order"]["external_id"], safe="")
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    shop.post.send({"path": f"/orders/{number}/{what}", "body": text, "key": key})


def _changed(shop: StorefrontEmulator, number: str) -> dict[str, Any]:
    _found(shop, number)
    document = shop.state.table("orders").edit(number)
    orders.touch(document["order"], shop.clock.now())
    return document


def _found(shop: StorefrontEmulator, number: str) -> dict[str, Any]:
    document = shop.state.table("orders").find(number)
    if document is None:
        raise ControlError(f"There is no order {number!r}.")
    return document


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "pay": pay, "refund": refund, "batch": batch, "ask": ask, "ping": ping, "secret": rotate,
}  # fmt: skip


def describe(shop: StorefrontEmulator, query: Mapping[str, str]) -> dict[str, Any]:
    """Products, orders as the shop keeps them, and which callbacks it took."""
    found: dict[str, Any] = {"callbacks": list(shop.state.table("callbacks").values())}
    if query.get("products") != "0":
        found["products"] = [_product(shop, each) for each in shop.state.table("products").values()]
    if query.get("orders") != "0":
        found["orders"] = [told(each) for each in shop.state.table("orders").values()]
    return found


def _product(shop: StorefrontEmulator, product: dict[str, Any]) -> dict[str, Any]:
    units = product["quantity"]
    return {
        "sku": product["sku"], "id": product["sku"], "name": product["title"], "price": product["price"],
        "currency": shop.keys["currency"], "stock": {"": {"available": units, "present": units, "reserved": 0}},
    }  # fmt: skip


def told(document: dict[str, Any]) -> dict[str, Any]:
    """An order as the desk tells it."""
    order = document["order"]
    return {
        "id": order["external_id"], "system": document["system"], "status": order["status"],
        "payment": order["payment_status"], "total": order["totals"]["total"], "currency": order["currency"],
        "created": order["placed_at"], "updated": order["updated_at"], "hub_status": document["hub_status"],
        "fulfillments": document["fulfillments"], "links": document["links"], "refunds": document["refunds"],
        "lines": [
            {
                "id": each["external_line_id"], "sku": each["sku"], "quantity": each["quantity"],
                "price": each["unit_price"], "digital": each["is_digital"],
            }
            for each in order["lines"]
        ],
    }  # fmt: skip
