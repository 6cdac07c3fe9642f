"""Who may call: app, time, signature, and for a seller's data the access token (contract sections 2 to 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Request

from . import arguments, signing
from .accounts import APP_KEY
from .envelope import Refused

if TYPE_CHECKING:
    from .market import LazadaEmulator

SKEW = 7200


def let_in(market: LazadaEmulator, request: Request, *, token: bool) -> str:
    """The seller whose token it is, empty for the calls that need none."""
    pool = arguments.pool(request)
    values = dict(pool)
    for name in ("app_key", "timestamp", "sign_method", "sign", *(("access_token",) if token else ())):
        if not values.get(name):
            raise Refused("MissingParameter", f"The input parameter “{name}” that is mandatory is not supplied.")
    if values["app_key"] != APP_KEY:
        raise Refused("InvalidAppKey", "The specified app key is not valid.")
    if values["sign_method"] != "sha256":
        raise Refused("IncompleteSignature", "The request signature does not conform to platform standards.")
    _check_time(values["timestamp"], market.now())
    if not signing.same(signing.of_call(request.path.removeprefix("/rest"), pool), values["sign"]):
        raise Refused("IncompleteSignature", "The request signature does not conform to platform standards.")
    return _seller(market, values["access_token"]) if token else ""


def _check_time(text: str, now: float) -> None:
    is_number = text.isascii() and text.isdigit() and len(text) == 13
    if not is_number or abs(now - int(text) / 1000) > SKEW:
        raise Refused("IncompleteSignature", "The timestamp is not in milliseconds or more than 7200 seconds off.")


def _seller(market: LazadaEmulator, token: str) -> str:
    held = market.state.table("access").find(token)
    if held is None or held["until"] <= market.now():
        raise Refused("IllegalAccessToken", "The specified access token is invalid or expired.")
    return str(held["seller"])
