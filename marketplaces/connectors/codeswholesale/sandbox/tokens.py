"""Tokens: one per client, whose life runs down; asking again gives the same one with less of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Window
from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .answers import ENDED, oauth_error
from .times import iso

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

routes = Routes()
#: Fifty in five minutes, counted by address (contract section 6).
TOKENS = Window(count=50, seconds=300)
LIFE = 3600
SHAPE = "token_shape"


@routes.post("/oauth/token", open=True, limit=TOKENS, budget="token")
def get_token(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    """Credentials travel in the form; in the query they would end up in logs, so there they are not taken."""
    form = request.form
    if request.pairs:
        raise Refused(oauth_error("invalid_request", "Credentials belong in the form of the request"))
    if "application/x-www-form-urlencoded" not in request.headers.get("Content-Type", ""):
        raise Refused(oauth_error("invalid_request", "A form is expected"))
    if form.get("grant_type") != "client_credentials":
        raise Refused(oauth_error("unsupported_grant_type", f"Unsupported grant type: {form.get('grant_type', '')}"))
    client = shop.state.table("clients").find(form.get("client_id", ""))
    if client is None or client["client_secret"] != form.get("client_secret"):
        raise Refused(oauth_error("invalid_client", "Bad client credentials"))
    return json_answer(_told(shop, living(shop, client["client_id"])))


def living(shop: CodesWholesaleEmulator, client_id: str) -> dict[str, Any]:
    """The client's token; a new one where the last has ended."""
    table = shop.state.table("tokens")
    now = shop.clock.now()
    for token in list(table.values()):
        if token["client_id"] == client_id and not _is_over(token, now):
            return token
    made = {"token": str(uuid.uuid4()), "client_id": client_id, "ends": (now + timedelta(seconds=LIFE)).isoformat()}
    return table.put(made["token"], made)


def owner(shop: CodesWholesaleEmulator, request: Request) -> str:
    """The client whose token the request carries. Raises 401."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not given:
        raise Refused(oauth_error("unauthorized", "Full authentication is required to access this resource"))
    token = shop.state.table("tokens").find(given.strip())
    if token is None:
        raise Refused(oauth_error("invalid_token", "Invalid access token"))
    if _is_over(token, shop.clock.now()):
        raise Refused(oauth_error("invalid_token", ENDED))
    return str(token["client_id"])


def _is_over(token: dict[str, Any], now: datetime) -> bool:
    return datetime.fromisoformat(token["ends"]) <= now


def _told(shop: CodesWholesaleEmulator, token: dict[str, Any]) -> dict[str, Any]:
    """The plain form, or the wrapped one that a library has met (contract section 2)."""
    ends = datetime.fromisoformat(token["ends"])
    left = max(0, int((ends - shop.clock.now()).total_seconds()))
    if shop.state.table("desk").find(SHAPE):
        return {
            "value": token["token"], "tokenType": "bearer", "expiresIn": left, "expiration": iso(ends),
            "expired": False, "scope": ["administration"],
        }  # fmt: skip
    return {"access_token": token["token"], "token_type": "bearer", "expires_in": left}
