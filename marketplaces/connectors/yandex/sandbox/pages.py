"""Page tokens: opaque to whoever gets them, the last key seen to us."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from .answers import refuse

T = TypeVar("T")


def page(
    rows: Sequence[T], key: Callable[[T], Any], token: str | None, size: int, *, newest_first: bool = False
) -> tuple[list[T], dict[str, str]]:
    """Rows behind the token's key, and the `paging` object; without a next token this was the last page."""
    ordered = sorted(rows, key=key)
    if token:
        last = _read(token)
        kind = type(key(ordered[0])) if ordered else str
        edge = kind(last)
        ordered = (
            ordered[: bisect_left(ordered, edge, key=key)]
            if newest_first
            else ordered[bisect_right(ordered, edge, key=key) :]
        )
    if newest_first:
        ordered.reverse()
    shown = ordered[:size]
    more = len(ordered) > size
    return shown, {"nextPageToken": _written(str(key(shown[-1])))} if more else {}


def _written(key: str) -> str:
    return base64.urlsafe_b64encode(f"k:{key}".encode()).decode().rstrip("=")


def _read(token: str) -> str:
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    if not text.startswith("k:"):
        raise refuse("pageToken: the token is not valid")
    return text[2:]
