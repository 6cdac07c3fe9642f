"""The signature of an outgoing webhook, as https://github.com/standard-webhooks/standard-webhooks describes it.

`webhook-signature` holds `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; during a rotation one for each
secret, a space between them. The key is the base64 after `whsec_`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

WORD = "whsec_"
KEY_BYTES = 32


def new_secret() -> str:
    """A fresh one."""
    return WORD + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def signature(secret: str, *, message_id: str, timestamp: str, body: bytes) -> str:
    """One signature with its version."""
    key = base64.b64decode(secret.removeprefix(WORD))
    text = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def headers(secrets: Iterable[str], *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of one try; the time is the try's, so that a receiver can refuse what is stale."""
    timestamp = str(int(at.timestamp()))
    signed = [signature(each, message_id=message_id, timestamp=timestamp, body=body) for each in secrets]
    return {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": " ".join(signed)}
