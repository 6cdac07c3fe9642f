"""Tokens: an access token for four hours, and a refresh token for thirty days that can be used once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .accounts import ACCESS_SECONDS, CODE_SECONDS, PARTNER_ID, REFRESH_SECONDS, SHOPS
from .arguments import arguments
from .envelope import flat
from .errors import Refused, barred, wrong

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()


@routes.post("/api/v2/auth/token/get", public=True)
def exchange_code(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The code of the callback becomes the first pair of tokens."""
    given = _given(request)
    codes = emulator.state.table("codes")
    held = codes.find(given["code"])
    if held is None or held["used"] or held["until"] <= emulator.now():
        raise barred("invalid_code", "Invalid code, please have a check.")
    if "shop_id" not in given and "main_account_id" not in given:
        raise wrong("Wrong parameters, detail: shop_id or main_account_id is required.")
    if "shop_id" in given and given["shop_id"] != held["shop_id"]:
        raise barred("invalid_shop_id", "Invalid shop_id, please have a check.")
    if "shop_id" not in given:
        raise barred("invalid_main_acount_id", "Invalid main_account_id, please have a check.")
    codes.edit(given["code"])["used"] = True
    access, refresh = issue(emulator, held["shop_id"])
    return flat(access_token=access, refresh_token=refresh, expire_in=ACCESS_SECONDS)


@routes.post("/api/v2/auth/access_token/get", public=True)
def refresh_tokens(emulator: ShopeeEmulator, request: Request) -> Answer:
    """A new pair for a refresh token that was never used."""
    given = _given(request)
    if given.get("shop_id") not in SHOPS:
        raise barred("shop_no_linked", "The shop is not linked to this partner.")
    tokens = emulator.state.table("refresh")
    held = tokens.find(given["refresh_token"])
    if held is None or held["used"] or held["shop_id"] != given["shop_id"]:
        raise barred("error_shop_refresh_token", "Invalid refresh_token: it is unknown, or it was used before.")
    if held["until"] <= emulator.now():
        raise barred("refresh_token_expired", "Your refresh_token expired.")
    tokens.edit(given["refresh_token"])["used"] = True
    access, refresh = issue(emulator, held["shop_id"])
    return flat(
        partner_id=PARTNER_ID,
        shop_id=held["shop_id"],
        access_token=access,
        refresh_token=refresh,
        expire_in=ACCESS_SECONDS,
    )


def issue(emulator: ShopeeEmulator, shop_id: int, *, access: str = "", refresh: str = "") -> tuple[str, str]:
    """A new pair; the older access token goes on until its own end, as at Shopee."""
    access, refresh = access or secrets.token_hex(16), refresh or secrets.token_hex(16)
    now = emulator.now()
    emulator.state.table("access").put(access, {"shop_id": shop_id, "until": now + ACCESS_SECONDS})
    emulator.state.table("refresh").put(refresh, {"shop_id": shop_id, "until": now + REFRESH_SECONDS, "used": False})
    emulator.state.table("latest").put(shop_id, {"access": access, "refresh": refresh})
    return access, refresh


def current(emulator: ShopeeEmulator, shop_id: int) -> tuple[str, str]:
    """A pair that works now: the latest one while nobody used it up, else a new one."""
    latest = emulator.state.table("latest").find(shop_id)
    if latest is not None:
        access = emulator.state.table("access").find(latest["access"])
        refresh = emulator.state.table("refresh").find(latest["refresh"])
        if access and access["until"] > emulator.now() and refresh and not refresh["used"]:
            return latest["access"], latest["refresh"]
    return issue(emulator, shop_id)


def new_code(emulator: ShopeeEmulator, shop_id: int) -> str:
    """A code for the callback: single use, ten minutes."""
    code = secrets.token_hex(16)
    emulator.state.table("codes").put(code, {"shop_id": shop_id, "until": emulator.now() + CODE_SECONDS, "used": False})
    return code


def revoke(emulator: ShopeeEmulator, shop_id: int) -> None:
    """Every token of the shop ends."""
    for kind in ("access", "refresh"):
        table = emulator.state.table(kind)
        tokens = table.keys()
        for token in tokens:
            if table[token]["shop_id"] == shop_id:
                table.delete(token)


def expire(emulator: ShopeeEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call: access tokens end now, refresh tokens too with ``{"refresh": true}``."""
    kinds = ("access", "refresh") if body.get("refresh") else ("access",)
    for kind in kinds:
        table = emulator.state.table(kind)
        tokens = table.keys()
        for token in tokens:
            table.edit(token)["until"] = emulator.now()
    return {"expired": list(kinds)}


def _given(request: Request) -> dict[str, Any]:
    given = arguments(request)
    if given["partner_id"] != PARTNER_ID:
        raise Refused("error_param", "partner_id in the body differs from the one in the query.")
    return given
