"""Tokens: a code becomes a pair, a refresh token a new access token; the end of the grant does not move."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import arguments
from .accounts import ACCESS_SECONDS, CODE_SECONDS, REFRESH_SECONDS, SELLERS
from .envelope import Refused, flat

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()


@routes.get("/rest/auth/token/create", open=True)
@routes.post("/rest/auth/token/create", open=True)
def create(market: LazadaEmulator, request: Request) -> Answer:
    """A code works once and for half an hour."""
    code = arguments.needed(request, "code")
    codes = market.state.table("codes")
    held = codes.find(code)
    if held is None or held["used"] or held["until"] <= market.now():
        raise Refused("InvalidCode", "Invalid authorization code")
    codes.edit(code)["used"] = True
    return _told(market, issue(market, held["seller"]), "country_user_info")


@routes.get("/rest/auth/token/refresh", open=True)
@routes.post("/rest/auth/token/refresh", open=True)
def refresh(market: LazadaEmulator, request: Request) -> Answer:
    """Another pair; how long consent lasts is what it was."""
    token = arguments.needed(request, "refresh_token")
    held = market.state.table("refresh").find(token)
    if held is None or held["until"] <= market.now():
        raise Refused("IllegalRefreshToken", "The specified refresh token is invalid or expired.")
    pair = issue(market, held["seller"], until=held["until"])
    return _told(market, pair, "country_user_info_list")


def _told(market: LazadaEmulator, pair: dict[str, Any], name: str) -> Answer:
    seller = SELLERS[pair["seller"]]
    row = {
        "country": seller.country,
        "user_id": seller.user_id,
        "seller_id": seller.seller_id,
        "short_code": seller.short_code,
    }
    return flat(
        access_token=pair["access"],
        refresh_token=pair["refresh"],
        expires_in=ACCESS_SECONDS,
        refresh_expires_in=int(pair["until"] - market.now()),
        country=seller.country,
        account=seller.account,
        account_id=seller.user_id,
        account_platform="seller_center",
        **{name: [row]},
    )


def issue(
    market: LazadaEmulator, seller: str, *, access: str = "", refresh: str = "", until: float = 0
) -> dict[str, Any]:
    """A new pair for this seller."""
    pair: dict[str, Any] = {
        "seller": seller,
        "access": access or f"50000{secrets.token_hex(12)}",
        "refresh": refresh or f"50001{secrets.token_hex(12)}",
        "until": until or market.now() + REFRESH_SECONDS,
    }
    market.state.table("access").put(pair["access"], {"seller": seller, "until": market.now() + ACCESS_SECONDS})
    market.state.table("refresh").put(pair["refresh"], {"seller": seller, "until": pair["until"]})
    market.state.table("latest").put(seller, pair)
    return pair


def current(market: LazadaEmulator, seller: str) -> dict[str, Any]:
    """The newest pair, or another one where that has ended."""
    latest = market.state.table("latest").find(seller)
    if latest is not None:
        access = market.state.table("access").find(latest["access"])
        refreshing = market.state.table("refresh").find(latest["refresh"])
        if access and access["until"] > market.now() and refreshing and refreshing["until"] > market.now():
            return latest
    return issue(market, seller)


def new_code(market: LazadaEmulator, seller: str) -> str:
    code = f"0_{secrets.randbelow(10**6):06d}_{secrets.token_hex(10)}"
    market.state.table("codes").put(code, {"seller": seller, "until": market.now() + CODE_SECONDS, "used": False})
    return code


def expire(market: LazadaEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call: access tokens end now, with `{"refresh": true}` the grants too."""
    kinds = ("access", "refresh") if body.get("refresh") else ("access",)
    for kind in kinds:
        table = market.state.table(kind)
        for token in table.keys():  # noqa: SIM118  (a copy)
            table.edit(token)["until"] = market.now()
    return {"expired": list(kinds)}
