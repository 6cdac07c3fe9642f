"""Who may call: a bearer token of a user or of the application, with its scope; Post-Order has its own word.

Sellers of the EU and the UK sign calls about money with a key of theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Request
from marketplaces.sandbox.routes import Route

from . import signing
from .answers import OAUTH, ORDERS, refuse
from .sellers import PREFIX, SELLERS

if TYPE_CHECKING:
    from .marketplace import EbayEmulator


def let_in(shop: EbayEmulator, request: Request, route: Route) -> str:
    """The seller's user id, or "" for a call of the application. Raises Refused as eBay would."""
    kind = route.details.get("access", "user")
    if kind in ("client", "page"):
        return ""
    word, _, token = request.headers.get("Authorization", "").partition(" ")
    if word != ("IAF" if kind == "iaf" else "Bearer") or not token:
        raise refuse(400, 1002, "Missing access token", domain=OAUTH)
    held = shop.state.table("access").find(token)
    if held is None or held["until"] <= shop.clock.timestamp():
        raise refuse(401, 1001, "Invalid access token", domain=OAUTH)
    if kind == "app" and held["account"]:
        raise refuse(403, 1100, "Insufficient permissions: this call takes an application token", domain=OAUTH)
    if kind in ("user", "iaf") and not held["account"]:
        raise refuse(403, 1100, "Insufficient permissions: this call takes a user token", domain=OAUTH)
    _check_scope(held["scopes"], route.details.get("scope", ""))
    account = str(held["account"])
    if route.details.get("signed") and SELLERS[account].signs and (fault := signing.fault_of(shop, request)):
        number, sentence = fault
        raise refuse(403, number, sentence, domain=ORDERS)
    return account


def _check_scope(held: list[str], needed: str) -> None:
    if needed and not {f"{PREFIX}/{needed}", f"{PREFIX}/{needed.removesuffix('.readonly')}"} & set(held):
        raise refuse(403, 1100, "Insufficient permissions to fulfill the request", domain=OAUTH)
