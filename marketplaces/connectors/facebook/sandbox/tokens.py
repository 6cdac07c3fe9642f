"""Tokens: made of a code, made longer, looked at. There is no refresh token."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import access
from .accounts import APP_ID, APP_SECRET, MERCHANTS, ORDER_SCOPES, SCOPES
from .answers import refuse

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

routes = Routes()
SHORT, LONG, CODE_LIVES = 3600, 60 * 86_400, 600


def give(
    shop: FacebookEmulator, token: str, merchant: str, *, kind: str, seconds: int = 0, scopes: tuple[str, ...] = ()
) -> None:
    """A token that is good from now on; without seconds it never ends."""
    expires = int(shop.clock.timestamp()) + seconds if seconds else 0
    document = {
        "merchant": merchant,
        "kind": kind,
        "expires": expires,
        "scopes": list(scopes or (*SCOPES, *ORDER_SCOPES)),
    }
    shop.state.table("tokens").put(token, document | {"revoked": False})


@routes.get("/{version}/oauth/access_token", open=True)
def exchange(shop: FacebookEmulator, request: Request) -> Answer:
    query = request.query
    if query.get("client_id") != APP_ID:
        raise refuse(101, "Error validating application. Cannot get application info due to a system error.")
    if query.get("client_secret") != APP_SECRET:
        raise refuse(1, "Error validating client secret.", status=400)
    if "code" in query:
        return _first(shop, query)
    if query.get("grant_type") != "fb_exchange_token" or not query.get("fb_exchange_token"):
        raise refuse(100, "Param grant_type must be fb_exchange_token, with the token as fb_exchange_token")
    held = access.find(shop, query["fb_exchange_token"])
    if held["expires"] and held["expires"] <= shop.clock.timestamp():
        raise refuse(190, "Error validating access token: Session has expired", subcode=463)
    return _told(shop, held["merchant"], "long", LONG)


def _first(shop: FacebookEmulator, query: dict[str, str]) -> Answer:
    """A code is good once, for ten minutes, and for the address it was sent to."""
    held = shop.state.table("codes").find(query["code"])
    if held is None or held["ends"] < shop.clock.timestamp():
        raise refuse(100, "This authorization code has expired or has been used.", subcode=36007)
    if query.get("redirect_uri") != held["redirect_uri"]:
        raise refuse(100, "Error validating verification code. Please make sure your redirect_uri is identical to the "
                     "one you used in the OAuth dialog request", subcode=36008)  # fmt: skip
    shop.state.table("codes").delete(query["code"])
    return _told(shop, held["merchant"], "short", SHORT)


def _told(shop: FacebookEmulator, merchant: str, kind: str, seconds: int) -> Answer:
    token = f"EAA{secrets.token_urlsafe(30)}"
    give(shop, token, merchant, kind=kind, seconds=seconds)
    return json_answer({"access_token": token, "token_type": "bearer", "expires_in": seconds})


@routes.get("/{version}/debug_token", open=True)
def debug(shop: FacebookEmulator, request: Request) -> Answer:
    """What is known of a token; asked by the app itself."""
    if not access.is_app(access.token_of(request)):
        raise refuse(190, "Invalid OAuth access token signature.")
    token = request.query.get("input_token", "")
    held = shop.state.table("tokens").find(token)
    return json_answer({"data": _seen(shop, held)})


def _seen(shop: FacebookEmulator, held: dict[str, Any] | None) -> dict[str, Any]:
    if held is None:
        return {"app_id": APP_ID, "is_valid": False, "scopes": [], "error": {"code": 190, "message": "Malformed token"}}
    ended = bool(held["expires"]) and held["expires"] <= shop.clock.timestamp()
    return {
        "app_id": APP_ID, "type": "USER", "is_valid": not ended and not held["revoked"], "expires_at": held["expires"],
        "scopes": held["scopes"], "user_id": MERCHANTS[held["merchant"]].user_id,
    }  # fmt: skip
