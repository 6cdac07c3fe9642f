"""Login with Amazon: three grants, codes of five minutes, refresh tokens that stay; and tokens for personal data."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .answers import oauth, wrong
from .sellers import (
    ACCESS_SECONDS,
    ACCESS_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    CODE_SECONDS,
    GRANTLESS,
    MAIN,
    REFRESH_TOKEN,
)

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
MOST_RESOURCES = 50
ELEMENTS = {"buyerInfo", "shippingAddress", "buyerTaxInformation"}


@routes.post("/auth/o2/token", access="lwa")
def token(shop: AmazonEmulator, request: Request) -> Answer:
    if "application/x-www-form-urlencoded" not in request.headers.get("Content-Type", ""):
        raise oauth(400, "invalid_request", "The request must be of type application/x-www-form-urlencoded")
    form = request.form
    grants = {"authorization_code": _by_code, "refresh_token": _by_refresh, "client_credentials": _by_client}
    if form.get("grant_type", "") not in grants:
        raise oauth(400, "unsupported_grant_type", "The authorization grant type is not supported")
    given = f"{form.get('client_id', '')}:{form.get('client_secret', '')}"
    if not secrets.compare_digest(given.encode(), f"{CLIENT_ID}:{CLIENT_SECRET}".encode()) or shop.secret_is_over:
        raise oauth(401, "invalid_client", "Client authentication failed")
    return json_answer(grants[form["grant_type"]](shop, form))


def _by_code(shop: AmazonEmulator, form: dict[str, str]) -> dict[str, Any]:
    held = shop.state.table("codes").find(form.get("code", ""))
    if held is None or held["used"] or held["until"] <= shop.clock.timestamp():
        raise oauth(400, "invalid_grant", "The request has an invalid grant parameter : code")
    shop.state.table("codes").edit(form["code"])["used"] = True
    refresh = f"Atzr|{secrets.token_urlsafe(24)}"
    shop.state.table("refresh").put(refresh, {"account": held["account"]})
    return {**_issued(issue(shop, held["account"])), "refresh_token": refresh}


def _by_refresh(shop: AmazonEmulator, form: dict[str, str]) -> dict[str, Any]:
    """The same refresh token comes back."""
    held = shop.state.table("refresh").find(form.get("refresh_token", ""))
    if held is None:
        raise oauth(400, "invalid_grant", "The request has an invalid grant parameter : refresh_token")
    return {**_issued(issue(shop, held["account"])), "refresh_token": form["refresh_token"]}


def _by_client(shop: AmazonEmulator, form: dict[str, str]) -> dict[str, Any]:
    if form.get("scope") != GRANTLESS:
        raise oauth(400, "invalid_scope", "The requested scope is invalid, unknown or malformed")
    return {**_issued(issue(shop, "")), "scope": GRANTLESS}


@routes.post("/tokens/2021-03-01/restrictedDataToken", limit=Bucket(1, 10))
def restricted(shop: AmazonEmulator, request: Request) -> Answer:
    """A token in place of the seller's own, for the named calls of the old order API only."""
    told = request.json if isinstance(request.json, dict) else {}
    resources = told.get("restrictedResources")
    if not isinstance(resources, list) or not 0 < len(resources) <= MOST_RESOURCES:
        raise wrong(f"restrictedResources is a list of 1 to {MOST_RESOURCES} resources.")
    for each in resources:
        known = isinstance(each, dict) and each.get("method") in ("GET", "POST") and isinstance(each.get("path"), str)
        if not known or not set(each.get("dataElements", [])) <= ELEMENTS:
            raise wrong("A restricted resource has a method, a path and known dataElements.")
    made = f"Atz.sprdt|{secrets.token_urlsafe(24)}"
    issue(shop, request.account, access=made, resources=resources)
    return json_answer({"restrictedDataToken": made, "expiresIn": ACCESS_SECONDS})


def issue(
    shop: AmazonEmulator, account: str, *, access: str = "", resources: list[dict[str, Any]] | None = None
) -> str:
    """A new token; an empty account is the application itself. The ones before go on to their own end."""
    access = access or f"Atza|{secrets.token_urlsafe(24)}"
    until = shop.clock.timestamp() + ACCESS_SECONDS
    shop.state.table("access").put(access, {"account": account, "until": until, "resources": resources})
    return access


def first(shop: AmazonEmulator) -> None:
    """The pair that a demo begins with."""
    issue(shop, MAIN, access=ACCESS_TOKEN)
    shop.state.table("refresh").put(REFRESH_TOKEN, {"account": MAIN})


def current(shop: AmazonEmulator) -> tuple[str, str]:
    """A pair of the main seller that works now."""
    held = shop.state.table("access").find(ACCESS_TOKEN)
    if held is None or held["until"] <= shop.clock.timestamp() or REFRESH_TOKEN not in shop.state.table("refresh"):
        first(shop)
    return ACCESS_TOKEN, REFRESH_TOKEN


def new_code(shop: AmazonEmulator, account: str) -> str:
    code = f"S{secrets.token_hex(10)}"
    until = shop.clock.timestamp() + CODE_SECONDS
    shop.state.table("codes").put(code, {"account": account, "until": until, "used": False})
    return code


def expire(shop: AmazonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call: access tokens end now; `refresh`: the seller took the consent back; `secret`: it was rotated."""
    access, refresh = shop.state.table("access"), shop.state.table("refresh")
    for key in list(access.keys()):
        access.edit(key)["until"] = shop.clock.timestamp()
    if body.get("refresh"):
        for key in list(refresh.keys()):
            refresh.delete(key)
    if "secret" in body:
        shop.state.table("settings").put("secret", {"over": bool(body["secret"])})
    return {"expired": "both" if body.get("refresh") else "access", "secret": shop.secret_is_over}


def _issued(access: str) -> dict[str, Any]:
    return {"access_token": access, "token_type": "bearer", "expires_in": ACCESS_SECONDS}
