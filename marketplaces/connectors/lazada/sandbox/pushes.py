"""Messages to the app: one per order item, signed over app key and raw body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.webhooks import Push

from . import signing
from .accounts import SELLERS

if TYPE_CHECKING:
    from .market import LazadaEmulator

ORDER, REVERSE = 0, 10


def order(market: LazadaEmulator, seller: str, found: dict[str, Any], item: dict[str, Any]) -> None:
    data = {
        "order_status": item["status"],
        "trade_order_id": str(found["order_id"]),
        "trade_order_line_id": str(item["order_item_id"]),
        "status_update_time": int(item["updated"]),
    }
    send(market, seller, ORDER, data)


def reverse(market: LazadaEmulator, seller: str, found: dict[str, Any]) -> None:
    for line in found["lines"]:
        data = {
            "reverse_order_id": str(found["reverse_order_id"]),
            "reverse_order_line_id": str(line["reverse_order_line_id"]),
            "trade_order_id": str(found["order_id"]),
            "trade_order_line_id": str(line["order_item_id"]),
            "order_status": line["status"],
            "status_update_time": int(found["updated"]),
        }
        send(market, seller, REVERSE, data)


def send(market: LazadaEmulator, seller: str, kind: int, data: dict[str, Any]) -> None:
    payload = {
        "seller_id": seller,
        "message_type": kind,
        "data": data,
        "timestamp": int(market.now()),
        "site": f"lazada_{SELLERS[seller].country}",
    }
    market.webhooks.send(payload, account=seller)


def signed(payload: dict[str, Any]) -> Push:
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return Push(body, {"Content-Type": "application/json", "Authorization": signing.of_push(body)})
