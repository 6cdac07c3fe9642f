"""The parameters of a call: common ones only in the query, a GET's own beside them, a POST's own in a JSON body."""

from __future__ import annotations

from typing import Any

from marketplaces.sandbox.messages import Request

from .errors import wrong
from .fields import read_body, read_query
from .requests import PARAMETERS

COMMON = ("partner_id", "timestamp", "sign", "access_token", "shop_id", "merchant_id")


def arguments(request: Request) -> dict[str, Any]:
    """What the call was given, held against its table; anything else is refused."""
    fields = PARAMETERS[request.path]
    own: dict[str, list[str]] = {}
    for name, value in request.pairs:
        if name not in COMMON:
            own.setdefault(name, []).append(value)
    if request.method == "GET":
        if request.body:
            raise wrong("Wrong parameters, detail: a GET call has no body.")
        return read_query(fields, own)
    if own:
        raise wrong(f"Wrong parameters, detail: {', '.join(own)} belongs in the body.")
    if "application/json" not in request.headers.get("Content-Type", ""):
        raise wrong("Wrong parameters, detail: Content-Type must be application/json.")
    return read_body(fields, request.json)


def whole_numbers(parts: list[str], name: str) -> list[int]:
    """A comma list of ids."""
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise wrong(f"Wrong parameters, detail: {name} must hold whole numbers.")
    return [int(part) for part in parts]
