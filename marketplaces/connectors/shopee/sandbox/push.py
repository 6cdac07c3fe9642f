"""Push messages: their bodies by code, and the signed bytes that go out, contract section 9."""

from __future__ import annotations

import json
from typing import Any

from marketplaces.sandbox.webhooks import Push

from .accounts import PUSH_KEY
from .signing import push_signature

AUTHORISED, DEAUTHORISED, ORDER_STATUS, TRACKING_NUMBER, RESERVED_STOCK = 1, 2, 3, 4, 8
ALL_CODES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15)


def order_push(order: dict[str, Any], now: float) -> dict[str, Any]:
    """Code 3: an order has a new status."""
    data = {
        "items": [],
        "ordersn": order["order_sn"],
        "status": order["status"],
        "completed_scenario": "DEFAULT" if order["status"] == "COMPLETED" else "",
        "update_time": order["update_time"],
    }
    return _message(ORDER_STATUS, order["shop_id"], data, now)


def tracking_push(order: dict[str, Any], package: dict[str, Any], now: float) -> dict[str, Any]:
    """Code 4: a parcel has its tracking number."""
    data = {"ordersn": order["order_sn"], "package_number": package["number"], "tracking_no": package["tracking"]}
    return _message(TRACKING_NUMBER, order["shop_id"], data, now)


def reserved_stock_push(shop_id: int, item: dict[str, Any], model: dict[str, Any], now: float) -> dict[str, Any]:
    """Code 8: a promotion holds more or less of the stock."""
    data = {
        "shop_id": shop_id,
        "item_id": item["item_id"],
        "variation_id": model["model_id"],
        "reserved_stock": model["reserved"],
        "update_time": int(now),
    }
    return _message(RESERVED_STOCK, shop_id, data, now)


def authorisation_push(code: int, shop_id: int, now: float) -> dict[str, Any]:
    """Codes 1 and 2: the shop was authorised, or no longer is."""
    verb = "authorized" if code == AUTHORISED else "deauthorized"
    data = {"shop_id": shop_id, "success": 1, "extra": f"shop id {shop_id} has been {verb} successfully"}
    return _message(code, shop_id, data, now)


def signed(payload: dict[str, Any], *, url: str, key: str) -> Push:
    """The bytes of a push and its signature, over the address as it was registered."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    signature = push_signature(key=key or PUSH_KEY, url=url, body=body)
    return Push(body, {"Content-Type": "application/json", "Authorization": signature})


def _message(code: int, shop_id: int, data: dict[str, Any], now: float) -> dict[str, Any]:
    return {"data": data, "shop_id": shop_id, "code": code, "timestamp": int(now)}
