"""Who asks: a bearer token or the parameter of that name, and the proof that the app's secret is known."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Request

from .accounts import APP_ID, APP_SECRET, MERCHANTS
from .answers import refuse
from .arguments import arguments

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator


def who(shop: FacebookEmulator, request: Request) -> str:
    """The merchant whose token it is."""
    token = token_of(request)
    known = find(shop, token)
    if known["expires"] and known["expires"] <= shop.clock.timestamp():
        raise refuse(190, "Error validating access token: Session has expired", subcode=463)
    proof = arguments(request).get("appsecret_proof", "")
    if not proof:
        raise refuse(100, "API calls from the server require an appsecret_proof argument", kind="GraphMethodException")
    if not hmac.compare_digest(proof_of(token).encode(), str(proof).encode()):
        raise refuse(100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException")
    return str(known["merchant"])


def token_of(request: Request) -> str:
    """From the header, else from the parameter."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    found = token if scheme == "Bearer" else arguments(request).get("access_token", "")
    if not found:
        raise refuse(2500, "An active access token must be used to query information about the current user.")
    return str(found)


def find(shop: FacebookEmulator, token: str) -> dict[str, Any]:
    found = shop.state.table("tokens").find(token)
    if found is None:
        raise refuse(190, "Invalid OAuth access token - Cannot parse access token")
    if found["revoked"]:
        raise refuse(190, "Error validating access token: The user has not authorized the app", subcode=458)
    return found


def is_app(token: str) -> bool:
    """An app speaks for itself with its id and its secret."""
    return hmac.compare_digest(token.encode(), f"{APP_ID}|{APP_SECRET}".encode())


def proof_of(token: str) -> str:
    return hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()


def needs(shop: FacebookEmulator, request: Request, scope: str) -> None:
    """Raises 200 where the token was not given this permission."""
    if scope not in find(shop, token_of(request))["scopes"]:
        raise refuse(200, f"Requires {scope} permission to manage the object")


def own_catalog(request: Request) -> str:
    """The catalogue of the path, if it is the caller's."""
    from .answers import unknown

    node = request.params["node"]
    if node != MERCHANTS[request.account].catalog_id:
        raise unknown(node)
    return node
