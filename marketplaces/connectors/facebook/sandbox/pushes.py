"""What Meta tells a receiver: changes in entries, everything beyond ASCII written as \\u, signed over those bytes."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.webhooks import Push

from .accounts import APP_SECRET, MERCHANTS

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator


def change(shop: FacebookEmulator, account: str, field: str, value: dict[str, Any]) -> dict[str, Any]:
    """One change of the page, into the outbox. There is no field for orders."""
    entry = {
        "id": MERCHANTS[account].page_id,
        "time": int(shop.clock.timestamp()),
        "changes": [{"field": field, "value": value}],
    }
    payload = {"object": "page", "entry": [entry]}
    shop.webhooks.send(payload, account=account)
    return payload


def signed(payload: dict[str, Any]) -> Push:
    body = json.dumps(payload, ensure_ascii=True, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature": f"sha1={hmac.new(APP_SECRET.encode(), body, hashlib.sha1).hexdigest()}",
        "X-Hub-Signature-256": f"sha256={hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()}",
    }
    return Push(body, headers)
