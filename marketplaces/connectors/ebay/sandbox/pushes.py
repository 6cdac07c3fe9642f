"""What a subscriber is told: an envelope per topic, signed over its compact bytes."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.webhooks import Push

from . import keys
from .sellers import SELLERS
from .times import iso

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

ORDER, DELETION, REVOCATION = "ORDER_CONFIRMATION", "MARKETPLACE_ACCOUNT_DELETION", "AUTHORIZATION_REVOCATION"
#: Topic to whose token may subscribe.
TOPICS = {DELETION: "APP", REVOCATION: "APP", ORDER: "USER", "ITEM_AVAILABILITY": "USER"}


def order_confirmed(shop: EbayEmulator, account: str, order: dict[str, Any]) -> None:
    seller = SELLERS[account]
    lines = [
        {"orderLineItemId": each["lineItemId"], "listingId": each["legacyItemId"], "quantity": each["quantity"]}
        for each in order["lineItems"]
    ]
    user = {"userId": seller.user_id, "username": seller.username}
    send(shop, account, ORDER, {"user": user, "order": {"orderId": order["orderId"], "orderLineItems": lines}})


def send(shop: EbayEmulator, account: str, topic: str, data: dict[str, Any]) -> None:
    """Into the outbox of each receiver that has subscribed to it for this account, or was entered by hand."""
    now = iso(shop.clock.now())
    payload = {
        "metadata": {"topic": topic, "schemaVersion": "1.0", "deprecated": False},
        "notification": {
            "notificationId": f"{uuid.uuid4()}_{uuid.uuid4()}",
            "eventDate": now,
            "publishDate": now,
            "publishAttemptCount": 1,
            "data": data,
        },
    }
    shop.webhooks.send(payload, account=account, wants=lambda each: _wants(each, topic, account))


def _wants(receiver: dict[str, Any], topic: str, account: str) -> bool:
    subscribed = receiver.get("topics")
    return subscribed is None or bool({"", account} & set(subscribed.get(topic, ())))


def signed(payload: dict[str, Any], *, attempt: int) -> Push:
    told = {**payload, "notification": {**payload["notification"], "publishAttemptCount": attempt}}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Push(body, {"Content-Type": "application/json", "X-EBAY-SIGNATURE": keys.signature_header(body)})


def account_deleted(shop: EbayEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call: a buyer has closed the account; whoever holds data of it must forget it."""
    data = {"username": str(body.get("username", "gone_buyer")), "userId": "usr-gone", "eiasToken": "nY+sHZ2Pr=="}
    send(shop, "", DELETION, data)
    return data


def revoked(shop: EbayEmulator, account: str) -> None:
    seller = SELLERS[account]
    send(shop, account, REVOCATION, {"username": seller.username, "userId": seller.user_id, "eiasToken": "nY+sHZ2Pr=="})
