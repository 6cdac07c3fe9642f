"""Who may call: a bearer token of a user or of the application, with its scope; Post-Order has its own word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Request
from marketplaces.sandbox.routes import Route

from .answers import OAUTH, post_order, refuse
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
    if kind == "iaf" and SELLERS[held["account"]].signs:
        _check_signature(request)
    return str(held["account"])


def _check_scope(held: list[str], needed: str) -> None:
    if needed and not {f"{PREFIX}/{needed}", f"{PREFIX}/{needed.removesuffix('.readonly')}"} & set(held):
        raise refuse(403, 1100, "Insufficient permissions to fulfill the request", domain=OAUTH)


def _check_signature(request: Request) -> None:
    """Sellers of the EU and the UK prove money calls with a key of their own; here no such key can be had."""
    if "x-ebay-signature-key" not in request.headers:
        raise post_order(403, 215122, "Signature validation failed: the header x-ebay-signature-key is missing")
    raise post_order(403, 215120, "Signature validation failed: the key is not known")
