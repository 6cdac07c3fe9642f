"""The token call: three grants, codes that work once, refresh tokens that stay the same for eighteen months."""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .answers import oauth
from .sellers import (
    ACCESS_SECONDS,
    ACCESS_TOKEN,
    APP_SCOPES,
    CLIENT_ID,
    CLIENT_SECRET,
    CODE_SECONDS,
    MAIN,
    REFRESH_SECONDS,
    REFRESH_TOKEN,
    RU_NAME,
    SCOPES,
)
from .times import iso

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
USER, APPLICATION = "User Access Token", "Application Access Token"


@routes.post("/identity/v1/oauth2/token", access="client")
def token(shop: EbayEmulator, request: Request) -> Answer:
    if "application/x-www-form-urlencoded" not in request.headers.get("Content-Type", ""):
        raise oauth(400, "invalid_request", "the body must be application/x-www-form-urlencoded")
    _check_client(request.headers.get("Authorization", ""))
    grants = {"authorization_code": _by_code, "refresh_token": _by_refresh, "client_credentials": _by_client}
    grant = grants.get(request.form.get("grant_type", ""))
    if grant is None:
        raise oauth(400, "unsupported_grant_type", "grant type in request is not supported by the server")
    return json_answer(grant(shop, request.form))


def _check_client(header: str) -> None:
    scheme, _, text = header.partition(" ")
    try:
        given = base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        given = ""
    if scheme != "Basic" or not secrets.compare_digest(given.encode(), f"{CLIENT_ID}:{CLIENT_SECRET}".encode()):
        raise oauth(401, "invalid_client", "client authentication failed")


def _by_code(shop: EbayEmulator, form: dict[str, str]) -> dict[str, Any]:
    held = shop.state.table("codes").find(form.get("code", ""))
    if form.get("redirect_uri") != RU_NAME:
        raise oauth(400, "invalid_request", "the redirect_uri is not the RuName of this application")
    if held is None or held["used"] or held["until"] <= shop.clock.timestamp():
        raise oauth(400, "invalid_grant", "the provided authorization grant code is invalid or was issued elsewhere")
    shop.state.table("codes").edit(form["code"])["used"] = True
    refresh = _new("refresh")
    until = shop.clock.timestamp() + REFRESH_SECONDS
    document = {"account": held["account"], "scopes": held["scopes"], "until": until}
    shop.state.table("refresh").put(refresh, document)
    return {
        **_issued(issue(shop, held["account"], held["scopes"]), USER),
        "refresh_token": refresh,
        "refresh_token_expires_in": REFRESH_SECONDS,
    }


def _by_refresh(shop: EbayEmulator, form: dict[str, str]) -> dict[str, Any]:
    """The refresh token stays as it is: none comes back."""
    held = shop.state.table("refresh").find(form.get("refresh_token", ""))
    if held is None or held["until"] <= shop.clock.timestamp():
        raise oauth(400, "invalid_grant", "the provided authorization refresh token is invalid or was issued elsewhere")
    wanted = form.get("scope", "").split() or held["scopes"]
    if not set(wanted) <= set(held["scopes"]):
        raise oauth(400, "invalid_scope", "the requested scope exceeds what the user has granted")
    return _issued(issue(shop, held["account"], wanted), USER)


def _by_client(shop: EbayEmulator, form: dict[str, str]) -> dict[str, Any]:
    wanted = form.get("scope", "").split()
    if not wanted or not set(wanted) <= APP_SCOPES:
        raise oauth(400, "invalid_scope", "the requested scope is invalid, unknown, malformed or not for applications")
    return _issued(issue(shop, "", wanted), APPLICATION)


def issue(shop: EbayEmulator, account: str, scopes: list[str], *, access: str = "") -> str:
    """A new access token; an empty account is the application itself. The ones before go on to their own end."""
    access = access or _new("access")
    until = shop.clock.timestamp() + ACCESS_SECONDS
    shop.state.table("access").put(access, {"account": account, "scopes": list(scopes), "until": until})
    return access


def first(shop: EbayEmulator) -> None:
    """The pair that a demo begins with."""
    issue(shop, MAIN, sorted(SCOPES), access=ACCESS_TOKEN)
    until = shop.clock.timestamp() + REFRESH_SECONDS
    shop.state.table("refresh").put(REFRESH_TOKEN, {"account": MAIN, "scopes": sorted(SCOPES), "until": until})


def current(shop: EbayEmulator) -> tuple[str, str]:
    """A pair of the main seller that works now."""
    held = shop.state.table("access").find(ACCESS_TOKEN)
    if held is None or held["until"] <= shop.clock.timestamp() or REFRESH_TOKEN not in shop.state.table("refresh"):
        first(shop)
    return ACCESS_TOKEN, REFRESH_TOKEN


def consent_ends(shop: EbayEmulator) -> str:
    """When the refresh token of that pair is over, as who signed in would have been told."""
    return iso(datetime.fromtimestamp(shop.state.table("refresh")[REFRESH_TOKEN]["until"], UTC))


def new_code(shop: EbayEmulator, account: str, scopes: list[str]) -> str:
    """With the signs that a code has there, so that who decodes twice or not at all is noticed."""
    code = f"v^1.1#i^1#f^0#{secrets.token_urlsafe(24)}%3D"
    until = shop.clock.timestamp() + CODE_SECONDS
    document = {"account": account, "scopes": scopes, "until": until, "used": False}
    shop.state.table("codes").put(code, document)
    return code


def expire(shop: EbayEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call: access tokens end now; with `refresh` the merchant has taken the consent back."""
    access, refresh = shop.state.table("access"), shop.state.table("refresh")
    for key in list(access.keys()):
        access.edit(key)["until"] = shop.clock.timestamp()
    if body.get("refresh"):
        for key in list(refresh.keys()):
            refresh.delete(key)
    return {"expired": "both" if body.get("refresh") else "access"}


def _issued(access: str, kind: str) -> dict[str, Any]:
    return {"access_token": access, "expires_in": ACCESS_SECONDS, "token_type": kind}


def _new(kind: str) -> str:
    return f"v^1.1#i^1#{kind}#{secrets.token_urlsafe(24)}="
