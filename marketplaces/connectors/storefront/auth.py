"""Signatures in both directions: calls to us over time, method, target and body; our callbacks over time and body."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any

from marketplaces.framework.transport import Outgoing

VERSION = "v1="
DIGEST_BYTES = 32


def call_signature(secret: str, *, timestamp: str, method: str, target: str, body: bytes) -> str:
    """Of a call to us. `target` is path and query exactly as on the wire."""
    return VERSION + _hmac(secret, f"{timestamp}\n{method}\n{target}\n".encode() + body).hex()


def callback_signature(secret: str, *, timestamp: str, body: bytes) -> str:
    """Of our call back to the shop."""
    return VERSION + _hmac(secret, timestamp.encode() + b"." + body).hex()


def native_signature(secret: str, body: bytes) -> str:
    """What Shopify and WooCommerce send beside a body."""
    return base64.b64encode(_hmac(secret, body)).decode()


def is_one_of(given: str, wanted: Iterable[str]) -> bool:
    """Whether a header (two values while the shop changes its secret) holds a wanted signature; all are compared."""
    pairs = [(one.strip().encode(), other.encode()) for one in given.split(",") for other in wanted]
    return sum(hmac.compare_digest(one, other) for one, other in pairs) > 0


def is_native(given: str, secrets: Iterable[str], body: bytes) -> bool:
    """Compares the bytes: the same digest may be written in several ways in base64."""
    try:
        told = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return False
    good = [hmac.compare_digest(told, _hmac(secret, body)) for secret in secrets]
    return len(told) == DIGEST_BYTES and any(good)


def authorise(outgoing: Outgoing, credentials: Mapping[str, str], *, timestamp: str) -> None:
    """Sign a callback. The bytes are those that the transport makes of `json`."""
    outgoing.headers["X-Hub-Timestamp"] = timestamp
    outgoing.headers["X-Hub-Signature"] = callback_signature(
        credentials["secret"], timestamp=timestamp, body=_as_sent(outgoing.json)
    )


def _as_sent(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _hmac(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()
