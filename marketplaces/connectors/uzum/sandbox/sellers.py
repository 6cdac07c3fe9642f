"""Who sells: tokens, and the shops that each of them sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import answers
from .fields import any_text, query

if TYPE_CHECKING:
    from .market import UzumEmulator

API = "/api/seller-openapi"
SELLER, SHOP, SECOND_SHOP = "7001", "96273", "96274"
STRANGER, STRANGERS_SHOP = "7002", "96500"
SHOPS = {SELLER: {SHOP: "Atelier Lumen Toshkent", SECOND_SHOP: "Lumen Outlet"}, STRANGER: {STRANGERS_SHOP: "Begona"}}
SEEDED_TOKENS = {SELLER: "c2FuZGJveC11enVtLTcwMDEtdG9rZW4=", STRANGER: "c2FuZGJveC11enVtLTcwMDItdG9rZW4="}

routes = Routes()


@routes.get(f"{API}/v1/shops")
def shops(market: UzumEmulator, request: Request) -> Answer:
    """A list without an envelope, as two of three sources have it."""
    query(request, {"page": any_text, "size": any_text})  # sent by some clients and of no effect
    return answers.bare([{"id": int(shop), "name": name} for shop, name in SHOPS[request.account].items()])


def seller_of(market: UzumEmulator, token: str) -> str:
    for seller in SHOPS:
        if token and token == token_of(market, seller):
            return seller
    raise answers.refuse("unauthorized", market.clock.now(), status=401)


def token_of(market: UzumEmulator, seller: str) -> str:
    return str(market.state.table("sellers")[seller]["token"])


def check_shops(market: UzumEmulator, seller: str, shops: Iterable[int]) -> list[str]:
    """The shops as they are kept. Raises Refused for one that is not this seller's."""
    wanted = [str(shop) for shop in shops]
    if any(shop not in SHOPS[seller] for shop in wanted):
        raise answers.refuse("fbs-2-seller-access-denied", market.clock.now(), status=403)
    return wanted
