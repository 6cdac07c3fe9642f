"""Opaque cursors: where the last page ended, in a form nobody should build by hand."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from .answers import refuse


def pack(place: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def unpack(cursor: str, length: int) -> list[Any] | None:
    """None for the start. Refuses what this shop never handed out."""
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise refuse("invalid cursor") from error
    if not isinstance(place, list) or len(place) != length:
        raise refuse("invalid cursor")
    return place
