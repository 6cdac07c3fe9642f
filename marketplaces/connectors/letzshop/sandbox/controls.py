"""What the desk of the practice Letzshop can do: buyers order, orders move, keys are exchanged, files are read."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import feeds, lifecycle
from .seeding import ACCOUNTS, MAIN
from .vocabulary import CURRENCY, LANGUAGES, ORDER_STATUSES, RETURNED, SHIPMENT_STATES

if TYPE_CHECKING:
    from .marketplace import LetzshopEmulator


def sell(shop: LetzshopEmulator, wish: dict[str, Any]) -> dict[str, Any]:
    """A buyer orders and has paid."""
    account = _account(wish)
    rows = wish.get("lines") or [{"sku": wish.get("sku", ""), "quantity": wish.get("quantity", 1)}]
    wanted = [_wanted(shop, account, row) for row in rows]
    dice = random.Random(len(shop.state.table("shipments", account)))
    shipment = lifecycle.new_shipment(shop, account, wanted, dice, at=shop.clock.now())
    lifecycle.place(shop, account, shipment)
    return told(shipment)


def _wanted(shop: LetzshopEmulator, account: str, row: dict[str, Any]) -> tuple[dict[str, Any], int]:
    goods = shop.state.table("goods", account)
    sku, quantity = str(row.get("sku") or ""), int(row.get("quantity", 1))
    best = max(goods.values(), key=lambda each: int(each["quantity"]), default=None)
    good = goods.find(sku) if sku else best
    if good is None:
        raise ControlError(f"This shop does not list the SKU {sku!r}.")
    if quantity > good["quantity"]:
        raise ControlError(f"Only {good['quantity']} of {good['sku']} left, {quantity} wanted.")
    return good, quantity


def move(shop: LetzshopEmulator, number: str, status: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """The merchant decides in their back office, or the order goes on; a word of either dialect. `pieces`: so many."""
    account = _account(details)
    if shop.state.table("shipments", account).find(number) is None:
        raise ControlError(f"There is no shipment {number!r} in the account {account}.")
    word = {"unconfirmed": "PAID", "confirmed": "PROCESSING", "declined": "CANCELLED", "returned": "REFUNDED"}.get(
        status, status
    )
    if word not in ORDER_STATUSES:
        known = ", ".join((*SHIPMENT_STATES, RETURNED, *ORDER_STATUSES))
        raise ControlError(f"{status!r} is no state. There are: {known}.")
    pieces = details.get("pieces")
    if pieces is None:
        return told(lifecycle.become(shop, account, number, word))
    return told(_some(shop, account, number, word, int(pieces)))


def _some(shop: LetzshopEmulator, account: str, number: str, word: str, pieces: int) -> dict[str, Any]:
    """Only the first pieces become so."""
    before = [unit["state"] for unit in shop.state.table("shipments", account)[number]["units"]]
    held = shop.state.table("shipments", account)[number]["status"]
    shipment = lifecycle.become(shop, account, number, word)
    for unit, state in list(zip(shipment["units"], before, strict=True))[pieces:]:
        unit["state"] = state
    if pieces < len(before):
        shipment["status"] = held
    lifecycle.settle(shipment)
    return shipment


def exchange_key(shop: LetzshopEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"key"}` is good from now on; with `drop` it is not any more."""
    key = str(body.get("key", ""))
    if not key:
        raise ControlError('Say which: {"key": "…"}.')
    document = shop.state.table("accounts").edit(_account(body))
    document["keys"] = [each for each in document["keys"] if each != key] + ([] if body.get("drop") else [key])
    return {"keys": len(document["keys"])}


def fetch(shop: LetzshopEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"addresses": {"fr": "http://…"}}`: Letzshop reads the merchant's files now. What became of the rows."""
    addresses = body.get("addresses")
    if not isinstance(addresses, dict) or not addresses or not set(addresses) <= set(LANGUAGES):
        raise ControlError(f'Say which: {{"addresses": {{"fr": "http://127.0.0.1:PORT/…"}}}}. {", ".join(LANGUAGES)}.')
    try:
        return feeds.fetch(shop, _account(body), addresses)
    except feeds.NoFeed as error:
        raise ControlError(str(error)) from None


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {"key": exchange_key, "fetch": fetch}


def describe(shop: LetzshopEmulator, query: Mapping[str, str]) -> dict[str, Any]:
    """Goods and shipments of one account."""
    account = _account(query)
    found: dict[str, Any] = {"account": account}
    if query.get("products") != "0":
        found["products"] = [_good(each) for each in shop.state.table("goods", account).values()]
    if query.get("orders") != "0":
        found["orders"] = [told(each) for each in shop.state.table("shipments", account).values()]
    return found


def _good(good: dict[str, Any]) -> dict[str, Any]:
    quantity = good["quantity"]
    return {
        "sku": good["sku"],
        "id": good["sku"],
        "name": next((good["texts"][each]["title"] for each in LANGUAGES if each in good["texts"]), ""),
        "status": good["availability"],
        "price": good["price"],
        "currency": CURRENCY,
        "texts": good["texts"],
        "stock": {"": {"available": quantity, "present": quantity, "reserved": 0}},
    }


def told(shipment: dict[str, Any]) -> dict[str, Any]:
    """A shipment as the desk tells it."""
    return {
        "id": shipment["id"],
        "number": shipment["number"],
        "status": shipment["status"],
        "state": lifecycle.state(shipment),
        "total": f"{lifecycle.goods_total(shipment):.2f}",
        "currency": CURRENCY,
        "created": shipment["placed_at"],
        "updated": shipment["updated_at"],
        "tracking": shipment["tracking"],
        "units": [
            {"id": unit["id"], "sku": unit["variant"]["sku"], "state": unit["state"]} for unit in shipment["units"]
        ],
    }


def _account(given: Mapping[str, Any]) -> str:
    account = str(given.get("account") or MAIN)
    if account not in ACCOUNTS:
        raise ControlError(f"There is no account {account}. There are: {', '.join(ACCOUNTS)}.")
    return account
