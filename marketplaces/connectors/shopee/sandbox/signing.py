"""Signatures as Shopee checks and makes them: calls and pushes, contract sections 3.1 and 9."""

from __future__ import annotations

import hashlib
import hmac


def call_signature(*, key: str, partner_id: str, path: str, timestamp: str, tail: str = "") -> str:
    """Signature of one call; ``tail`` is access token and shop id for shop calls, nothing for public ones."""
    return _hex(key, f"{partner_id}{path}{timestamp}{tail}".encode())


def push_signature(*, key: str, url: str, body: bytes) -> str:
    """Signature of one push: over the registered address exactly as it was registered, and the raw body."""
    return _hex(key, url.encode() + b"|" + body)


def same(left: str, right: str) -> bool:
    """Whether two signatures are equal, in time that tells nothing."""
    return hmac.compare_digest(left.encode(), right.encode())


def _hex(key: str, message: bytes) -> str:
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
