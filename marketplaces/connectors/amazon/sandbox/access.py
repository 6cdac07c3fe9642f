"""Who may call: a token of the seller, of the application, or one for personal data; each opens its own calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Request
from marketplaces.sandbox.routes import Route

from .answers import denied

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

HEADER = "x-amz-access-token"
OPEN = ("lwa", "page", "file")


def let_in(shop: AmazonEmulator, request: Request, route: Route) -> str:
    """The seller's number, or "" for a call of the application. Raises Refused as Amazon would."""
    kind = route.details.get("access", "seller")
    if kind in OPEN:
        return ""
    token = request.headers.get(HEADER, "")
    if not token:
        raise denied("Access token is missing in the request header.", "MissingAuthenticationToken")
    held = shop.state.table("access").find(token)
    if held is None:
        raise denied("The access token you provided is revoked, malformed or invalid.")
    if held["until"] <= shop.clock.timestamp():
        raise denied("The access token you provided has expired.")
    if (kind == "app") != (not held["account"]):
        raise denied("The grant type of the access token does not fit this operation.")
    if held.get("resources") is not None and not any(_opens(each, request) for each in held["resources"]):
        raise denied("The restricted data token does not cover this resource.")
    return str(held["account"])


def personal(shop: AmazonEmulator, request: Request, element: str) -> bool:
    """May this call of the old order API show personal data of this kind?"""
    held = shop.state.table("access").find(request.headers.get(HEADER, "")) or {}
    resources = held.get("resources") or []
    return any(_opens(each, request) and element in each.get("dataElements", [element]) for each in resources)


def _opens(resource: dict[str, object], request: Request) -> bool:
    """Named literally, or with the names of its parts; a trailing slash fits nothing."""
    if resource.get("method") != request.method:
        return False
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(str(resource.get("path"))))
    return re.fullmatch(pattern, request.path) is not None
