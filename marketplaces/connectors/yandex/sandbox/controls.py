"""What only the Market's control desk can do, and how it tells the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import digital, identifiers, orders, pushes, returns
from .cabinets import CABINET

if TYPE_CHECKING:
    from .market import YandexEmulator

AVAILABILITIES = (
    "AVAILABLE", "DISABLED_BY_INACTIVITY", "DISABLED_BY_NO_ACTIVE_CONTRACT", "MANUALLY_DISABLED",
    "DISABLED_BY_NO_PLACEMENT_TYPE",
)  # fmt: skip


def ping(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """The Market checks the connection of every receiver."""
    market.webhooks.send(pushes.ping(market))
    return {"receivers": len(market.webhooks.receivers())}


def change_key(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`key` is made with `scopes`, or with `drop` revoked."""
    cabinet = market.state.table("cabinets").edit(str(body.get("cabinet", CABINET)))
    if not body.get("key"):
        raise ControlError('Say {"key": "ACMA:…:…", "scopes": ["ALL_METHODS"]} or {"key": "…", "drop": true}.')
    cabinet["keys"].pop(str(body["key"]), None)
    if not body.get("drop"):
        cabinet["keys"][str(body["key"])] = list(body.get("scopes", ["ALL_METHODS"]))
    return {"keys": len(cabinet["keys"])}


def change_settings(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`onlyDefaultPrice`: whether the cabinet's prices hold for all its shops."""
    if set(body) - {"onlyDefaultPrice", "cabinet"}:
        raise ControlError("There is only the setting onlyDefaultPrice.")
    cabinet = market.state.table("cabinets").edit(str(body.get("cabinet", CABINET)))
    cabinet["onlyDefaultPrice"] = bool(body.get("onlyDefaultPrice", cabinet["onlyDefaultPrice"]))
    return {"onlyDefaultPrice": cabinet["onlyDefaultPrice"]}


def change_shop(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`availability` of the API of the shop `account`."""
    if body.get("availability") not in AVAILABILITIES:
        raise ControlError(f"availability is one of {', '.join(AVAILABILITIES)}.")
    shop = market.state.table("shops").edit(str(body.get("account", market.credentials()["campaign_id"])))
    shop["availability"] = body["availability"]
    return {"account": shop["id"], "availability": shop["availability"]}


def ask_to_cancel(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """The buyer of `order` wants it cancelled; DBS shops answer within 48 hours."""
    return told(orders.request_cancellation(market, str(body.get("order", ""))))


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "ping": ping,
    "key": change_key,
    "settings": change_settings,
    "shop": change_shop,
    "ask_to_cancel": ask_to_cancel,
    "return": returns.give_back,
    "check_codes": identifiers.make_slow,
    "letters": digital.slow_letters,
    "move_return": returns.move_return,
}


def told(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the control desk tells it."""
    return {
        "id": str(order["id"]),
        "account": order["shop"],
        "scheme": order["model"],
        "status": order["status"],
        "substatus": order["substatus"],
        "created": order["created"],
        "fake": order["fake"],
        "platform": order["platform"],
        "cancel_requested": order["cancelRequested"],
        "boxes": len(order["boxes"]),
        "tracks": [row["trackCode"] for row in order["tracks"]],
        "external": order["external"],
        "lines": [
            {"sku": item["offerId"], "quantity": item["count"], "payment": item["payment"]} for item in order["items"]
        ],
    }


def describe(market: YandexEmulator, shop: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Products with stock and price, and orders; a part that `?orders=0` or `?products=0` leaves out is not built."""
    found: dict[str, Any] = {"account": shop}
    if query.get("products") != "0":
        cabinet = market.state.table("shops")[shop]["cabinet"]
        found["products"] = [_product(market, shop, offer) for offer in market.state.table("offers", cabinet).values()]
    if query.get("orders") != "0":
        found["orders"] = [told(order) for order in market.state.table("orders").values() if order["shop"] == shop]
        found["returns"] = [returns.told(row) for row in market.state.table("returns").values() if row["shop"] == shop]
    return found


def _product(market: YandexEmulator, shop: str, offer: dict[str, Any]) -> dict[str, Any]:
    stock = market.state.table("stocks", shop).find(offer["offerId"]) or {"available": 0, "frozen": 0}
    own = market.state.table("prices", shop).find(offer["offerId"])
    return {
        "sku": offer["offerId"],
        "market_sku": offer["marketSku"],
        "name": offer.get("name", ""),
        "price": (own or offer)["price"],
        "cabinet_price": offer["price"],
        "currency": offer["currency"],
        "archived": offer["archived"],
        "stock": {
            "": {
                "available": stock["available"],
                "present": stock["available"] + stock["frozen"],
                "reserved": stock["frozen"],
            }
        },
    }
