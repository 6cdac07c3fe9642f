"""Postbacks: an address that is told by a call of v2, and messages whose hash covers no content."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes
from marketplaces.sandbox.webhooks import BadReceiver, Push

from . import shelf
from .answers import refuse

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

routes = Routes()
KINDS = ("STOCK", "PREORDER", "NEW_PRODUCT", "PRODUCT_UPDATED", "PRODUCT_HIDDEN", "NEW_FULL_PRODUCT")


@routes.add("PUT", "/v2/webhook")
def set_address(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    """One address for each client; another one takes its place."""
    body = request.json
    url = body.get("webhook") if isinstance(body, dict) else None
    if not isinstance(url, str) or not url:
        raise refuse(400, "webhook is required")
    _forget(shop, request.account)
    try:
        shop.webhooks.register(url, account=request.account)
    except BadReceiver as error:
        raise refuse(400, str(error)) from error
    return json_answer({"webhook": url})


@routes.get("/v2/webhook")
def get_address(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    found = [each["url"] for each in shop.webhooks.receivers() if each["account"] == request.account]
    return json_answer({"webhook": found[0]} if found else {})


@routes.add("DELETE", "/v2/webhook")
def drop_address(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    _forget(shop, request.account)
    return json_answer({})


def _forget(shop: CodesWholesaleEmulator, account: str) -> None:
    for each in shop.webhooks.receivers():
        if each["account"] == account:
            shop.webhooks.drop(each["url"])


def auth_hash(client_id: str, signature: str) -> str:
    """The client's id directly followed by its signature, as SHA-256 in hex."""
    return hashlib.sha256(f"{client_id}{signature}".encode()).hexdigest()


def tell(shop: CodesWholesaleEmulator, kind: str, *, only: str = "", **more: Any) -> None:
    """One message to each client, or to the one that it concerns.

    An address that no client has told is the one of the client whose keys are given out for practice.
    """
    given_out = shop.credentials()["client_id"]
    for client in list(shop.state.table("clients").values()):
        number = client["client_id"]
        if only in ("", number):
            message = {"type": kind, "authHash": auth_hash(number, client["signature"]), **more}
            shop.webhooks.send(message, account=number, wants=partial(_is_of, number, number == given_out))


def _is_of(client: str, may_be_untold: bool, receiver: dict[str, Any]) -> bool:
    return receiver["account"] == client or (may_be_untold and not receiver["account"])


def stock(shop: CodesWholesaleEmulator, product_id: str) -> None:
    """Prices are told here by a label, not by from and to."""
    found = shop.state.table("products")[product_id]
    labels = [{"priceRangeLabel": _label(each), "price": float(each["value"])} for each in reversed(found["bands"])]
    tell(shop, "STOCK", products=[{"productId": product_id, "quantity": found["quantity"], "prices": labels}])


def _label(band: dict[str, Any]) -> str:
    return f"{band['from']}-{band['to']}" if band["to"] else f"{band['from']}+"


def full(shop: CodesWholesaleEmulator, product_id: str) -> None:
    """Product and texts in one; the packs are spelt with another s here than in the texts' own call."""
    found = shop.state.table("products")[product_id]
    texts = {"officialTitle": found["name"], "eans": list(found["eans"]), "extensionsPacks": []}
    tell(shop, "NEW_FULL_PRODUCT", products=[{**shelf.told(shop, found), **texts}])


def signed(payload: dict[str, Any]) -> Push:
    """Nothing is signed: the hash stands in the body."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return Push(body, {"Content-Type": "application/json"})
