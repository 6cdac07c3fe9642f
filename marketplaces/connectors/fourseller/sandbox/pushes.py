"""What a receiver is told: which thing changed, hardly ever how."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.webhooks import Push

from .times import iso

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator


def order(shop: FourSellerEmulator, account: str, kind: str, document: dict[str, Any]) -> None:
    send(shop, account, kind, {"id": document["id"]})


def product(shop: FourSellerEmulator, account: str, kind: str, document: dict[str, Any]) -> None:
    send(shop, account, kind, {"id": document["id"], "sku": document["sku"]})


def stock(shop: FourSellerEmulator, account: str, kind: str, document: dict[str, Any]) -> None:
    data = {"sku": document["sku"], "quantity": document["quantity"]}
    if kind == "inventory.low_stock":
        data["low_stock_threshold"] = document["low_stock_threshold"]
    send(shop, account, kind, data)


def send(shop: FourSellerEmulator, account: str, kind: str, data: dict[str, Any]) -> None:
    """Into the outbox of every receiver that wants this kind."""
    number = shop.state.table("events").next_number()
    payload = {
        "id": f"evt_{number:06d}",
        "event": kind,
        "created_at": iso(shop.clock.now()),
        "seller_id": account,
        "data": data,
    }
    shop.webhooks.send(payload, account=account, wants=lambda each: kind in each.get("events", [kind]))


def signed(payload: dict[str, Any], *, key: str, timestamp: int) -> Push:
    """The bytes of a message and the headers that prove it."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    digest = hmac.new(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-4Seller-Event": payload["event"],
        "X-4Seller-Delivery": payload["id"],
        "X-4Seller-Timestamp": str(timestamp),
        "X-4Seller-Signature": f"sha256={digest}",
    }
    return Push(body, headers)
