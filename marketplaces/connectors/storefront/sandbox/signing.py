"""Signatures of the contract's sections 2, 6 and 7, as a shop would write them."""

from __future__ import annotations

import base64
import hashlib
import hmac


def of_call(secret: str, timestamp: str, method: str, target: str, body: bytes) -> str:
    """`X-Hub-Signature` of a call to the hub: time, method and target stand above the body, a line each."""
    head = "\n".join((timestamp, method, target)) + "\n"
    return "v1=" + _digest(secret, head.encode("utf-8") + body).hex()


def of_callback(secret: str, timestamp: str, body: bytes) -> str:
    """What `X-Hub-Signature` of a callback has to be."""
    return "v1=" + _digest(secret, b".".join((timestamp.encode("utf-8"), body))).hex()


def of_native(secret: str, body: bytes) -> str:
    """What Shopify and WooCommerce put beside a body."""
    return base64.b64encode(_digest(secret, body)).decode("ascii")


def fits(given: str, wanted: str) -> bool:
    """Whether one of the values of a header is the wanted one."""
    return any(hmac.compare_digest(part.strip().encode(), wanted.encode()) for part in given.split(","))


def _digest(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode("utf-8"), message, hashlib.sha256).digest()
