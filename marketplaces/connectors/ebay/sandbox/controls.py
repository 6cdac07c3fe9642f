"""What the desk of the practice eBay can do: buyers order, pay, change their minds; eBay moves an order."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import consent, identity, lifecycle, migration, pushes, sales, shelf, tokens
from .sellers import MAIN, SELLERS
from .times import iso

if TYPE_CHECKING:
    from .marketplace import EbayEmulator


def sell(shop: EbayEmulator, wish: dict[str, Any]) -> dict[str, Any]:
    """A buyer orders and pays; `paid` false: the money is still to come. `country` says where the buyer lives."""
    account = _account(wish)
    wanted = wish.get("lines") or [{"sku": wish.get("sku", ""), "quantity": wish.get("quantity", 1)}]
    lines = [_line(shop, account, row) for row in wanted]
    dice = random.Random(len(shop.state.table("orders", account)))
    paid, country = wish.get("paid", True) is not False, str(wish.get("country", ""))
    order = sales.new_order(shop, account, lines, dice, at=shop.clock.now(), paid=paid, country=country)
    return told(lifecycle.place(shop, account, order))


def _line(shop: EbayEmulator, account: str, row: Mapping[str, Any]) -> dict[str, Any]:
    live = {each["sku"] for each in shop.state.table("offers", account).values() if each["status"] == "PUBLISHED"}
    if not live:
        raise ControlError("This shop lists nothing. Seed it with products first.")
    sku = str(row.get("sku") or "") or max(sorted(live), key=lambda each: shelf.sellable(shop, account, each))
    quantity = int(row.get("quantity", 1))
    if sku not in live:
        raise ControlError(f"This shop does not list the SKU {sku!r}.")
    if quantity > (there := shelf.sellable(shop, account, sku)):
        raise ControlError(f"Only {there} of {sku} left, {quantity} wanted.")
    return sales.line(shop, account, sku, quantity)


def _paid(shop: EbayEmulator, account: str, number: str) -> None:
    lifecycle.pay(shop, account, number)


def _failed(shop: EbayEmulator, account: str, number: str) -> None:
    order = shop.state.table("orders", account).edit(number)
    order |= {"orderPaymentStatus": "FAILED", "lastModifiedDate": iso(shop.clock.now())}


def _shipped(shop: EbayEmulator, account: str, number: str) -> None:
    left = lifecycle.open_units(shop.state.table("orders", account)[number])
    lines = [{"lineItemId": name, "quantity": count} for name, count in left.items() if count]
    if lines:
        lifecycle.ship(shop, account, number, {"lineItems": lines, "shippedDate": iso(shop.clock.now())})


def _refunded(shop: EbayEmulator, account: str, number: str) -> None:
    total = shop.state.table("orders", account)[number]["pricingSummary"]["total"]["value"]
    _settled(shop, account, number, {"": Decimal(total)})


def _part_refunded(shop: EbayEmulator, account: str, number: str) -> None:
    line = shop.state.table("orders", account)[number]["lineItems"][0]
    part = (Decimal(line["lineItemCost"]["value"]) / 2).quantize(lifecycle.CENT)
    _settled(shop, account, number, {line["lineItemId"]: part})


def _settled(shop: EbayEmulator, account: str, number: str, amounts: dict[str, Decimal]) -> None:
    name = lifecycle.refund(shop, account, number, amounts)
    lifecycle.settle_refund(shop, account=account, number=number, refund=name)


def _cancelled(shop: EbayEmulator, account: str, number: str) -> None:
    lifecycle.cancel(shop, account, number, reason="BUYER_CANCEL_ORDER", by="BUYER")


def _asked(shop: EbayEmulator, account: str, number: str) -> None:
    lifecycle.ask_to_cancel(shop, account, number)


MOVES: dict[str, Callable[[Any, str, str], None]] = {
    "PAID": _paid,
    "FAILED": _failed,
    "FULFILLED": _shipped,
    "FULLY_REFUNDED": _refunded,
    "PARTIALLY_REFUNDED": _part_refunded,
    "CANCELED": _cancelled,
    "CANCEL_ASKED": _asked,
}


def move(shop: EbayEmulator, number: str, status: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """eBay, or the buyer, moves an order."""
    account = _account(details)
    if status not in MOVES:
        raise ControlError(f"{status!r} is nothing that happens to an order. There are: {', '.join(MOVES)}.")
    order = shop.state.table("orders", account).find(number)
    if order is None:
        raise ControlError(f"There is no order {number!r} of the seller {account}.")
    if order["cancelStatus"]["cancelState"] == "CANCELED":
        raise ControlError(f"The order {number} is cancelled and stays so.")
    MOVES[status](shop, account, number)
    return told(shop.state.table("orders", account)[number])


def describe(shop: EbayEmulator, query: Mapping[str, str]) -> dict[str, Any]:
    """Items with what is offered of them, and orders, of one seller."""
    account = _account(query)
    found: dict[str, Any] = {"account": account}
    if query.get("products") != "0":
        found["products"] = [_product(shop, account, each) for each in shop.state.table("items", account).values()]
    if query.get("orders") != "0":
        found["orders"] = [told(each) for each in shop.state.table("orders", account).values()]
    return found


def _product(shop: EbayEmulator, account: str, item: dict[str, Any]) -> dict[str, Any]:
    offer = next(iter(shelf.offers(shop, account, item["sku"])), {})
    price = (offer.get("pricingSummary") or {}).get("price") or {}
    available = shelf.sellable(shop, account, item["sku"])
    return {
        "sku": item["sku"],
        "id": offer.get("offerId", ""),
        "name": (item.get("product") or {}).get("title", ""),
        "status": offer.get("status", "NOT_OFFERED"),
        "price": price.get("value", ""),
        "currency": price.get("currency", ""),
        "stock": {"": {"available": available, "present": shelf.quantity(item), "reserved": 0}},
    }


def told(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the desk tells it."""
    return {
        "id": order["orderId"],
        "status": order["orderFulfillmentStatus"],
        "payment": order["orderPaymentStatus"],
        "cancel": order["cancelStatus"]["cancelState"],
        "total": order["pricingSummary"]["total"]["value"],
        "currency": order["pricingSummary"]["total"]["currency"],
        "created": order["creationDate"],
        "updated": order["lastModifiedDate"],
        "fulfillments": order["_parcels"],
        "refunds": [_refund(order, each) for each in order["paymentSummary"]["refunds"]],
        "lines": [
            {"sku": each.get("sku", ""), "quantity": each["quantity"], "price": each["lineItemCost"]["value"]}
            for each in order["lineItems"]
        ],
    }


def _refund(order: Mapping[str, Any], refund: Mapping[str, Any]) -> dict[str, Any]:
    """With what the buyer gets, where lines tell it."""
    of_lines = [row for line in order["lineItems"] for row in line.get("refunds", ())]
    amounts = [row["amount"]["value"] for row in of_lines if row["refundId"] == refund["refundId"]]
    return {"id": refund["refundId"], "status": refund["refundStatus"], "amount": amounts[0] if amounts else ""}


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "expire": tokens.expire,
    "ru_name": consent.set_address,
    "account_status": identity.set_status,
    "legacy": migration.told,
    "delete_buyer": pushes.account_deleted,
}


def _account(given: Mapping[str, Any]) -> str:
    account = str(given.get("account") or MAIN)
    if account not in SELLERS:
        raise ControlError(f"There is no seller {account}. There are: {', '.join(SELLERS)}.")
    return account
