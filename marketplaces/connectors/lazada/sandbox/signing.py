"""Signatures as section 2.1 (calls, upper case) and section 9 (pushes, lower case) describe them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from .accounts import APP_KEY, APP_SECRET


def of_call(path: str, pool: Iterable[tuple[str, str]]) -> str:
    """Path, then the names and values in the order of their names; empty ones and the signature stay out."""
    counted = sorted((name, value) for name, value in pool if name and value and name != "sign")
    text = path + "".join(f"{name}{value}" for name, value in counted)
    return hmac.new(APP_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest().upper()


def of_push(body: bytes) -> str:
    """App key and raw body."""
    return hmac.new(APP_SECRET.encode(), APP_KEY.encode() + body, hashlib.sha256).hexdigest()


def same(wanted: str, given: str) -> bool:
    return hmac.compare_digest(wanted.encode(), given.encode())
