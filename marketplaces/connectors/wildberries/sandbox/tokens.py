"""Who sells, the tokens that open their shops, and for which categories of calls each token was made."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers
from .budgets import spends

if TYPE_CHECKING:
    from .market import WildberriesEmulator

SELLER, STRANGER = "4f6c1d0a-5b7e-4c1d-9a53-3f0a2b9c7e11", "9b1d7c42-0e63-4f5c-8c1a-77d6e8a41b20"
NAMES = {
    SELLER: ("ООО «Ателье Люмен»", "Atelier Lumen", "7704123456"),
    STRANGER: ("ИП Посторонний", "Чужой", "780412345678"),
}
CONTENT, PRICES, MARKETPLACE, STATISTICS = "content", "prices", "marketplace", "statistics"
ANALYTICS = "analytics"
#: The bit of each category in the token's own list of what it may do.
BITS = {CONTENT: 1, ANALYTICS: 2, PRICES: 3, MARKETPLACE: 4, STATISTICS: 5}
LIFE = timedelta(days=180)
#: Kinds of tokens as the token itself tells them.
KINDS = {"base": 1, "test": 2, "personal": 3, "service": 4}

routes = Routes()


def issue(seller: str, now: datetime, number: int, *, kind: str = "personal") -> dict[str, Any]:
    """A token of this seller as it is kept, good for every category and for half a year."""
    ends = int((now + LIFE).timestamp())
    claims = {
        "acc": KINDS[kind],
        "ent": 1,
        "exp": ends,
        "for": "self",
        "id": f"0196c1d0-5b7e-7c1d-9a53-{number:012d}",
        "iid": 70_000_000 + number,
        "oid": 900_000 + number,
        "s": sum(1 << bit for bit in BITS.values()),
        "sid": seller,
        "t": False,
        "uid": 70_000_000 + number,
    }
    parts = ({"alg": "ES256", "kid": "20260115v1", "typ": "JWT"}, claims)
    head = ".".join(_encoded(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    signature = _encoded(f"practice-signature-{seller}-{number}-of-no-worth".encode().ljust(64, b"."))
    return {"token": f"{head}.{signature}", "ends": ends, "kind": kind, "categories": sorted(BITS)}


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def seller_of(market: WildberriesEmulator, request: Request, category: str) -> str:
    """Whose token it is. Raises Refused: 401 for one that is unknown or over, 403 for one of other categories."""
    now = market.clock.now()
    given = request.headers.get("Authorization", "")
    for seller in NAMES:
        kept = market.state.table("tokens")[seller]
        if not given or given != kept["token"]:
            continue
        if kept["ends"] <= now.timestamp():
            raise Refused(answers.gateway(401, "unauthorized", "token expired", now))
        if category and category not in kept["categories"]:
            raise Refused(answers.gateway(403, "access denied", "token scope not allowed", now))
        return seller
    raise Refused(answers.gateway(401, "unauthorized", "token problem; token is malformed", now))


def is_base(market: WildberriesEmulator, seller: str) -> bool:
    """Whether the seller's token is of the kind that may ask least."""
    return market.state.table("tokens")[seller].get("kind") == "base"


@routes.get("/ping", category="", **spends("ping"))
def ping(market: WildberriesEmulator, request: Request) -> Answer:
    """Each category host has its own; this one stands for all of them."""
    return json_answer({"TS": market.clock.now().isoformat(timespec="seconds"), "Status": "OK"})


@routes.get("/api/v1/seller-info", category="", **spends("seller"))
def seller_info(market: WildberriesEmulator, request: Request) -> Answer:
    name, trade_mark, tin = NAMES[request.account]
    return json_answer({"name": name, "sid": request.account, "tin": tin, "tradeMark": trade_mark})


def change(market: WildberriesEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """The seller makes a new token (`renew`, of a `kind`), or the token's `categories` are others from now on."""
    kept = market.state.table("tokens").edit(SELLER)
    kind = body.get("kind", kept["kind"])
    if kind not in KINDS:
        raise ControlError(f"There is no token of the kind {kind!r}. There are: {', '.join(KINDS)}.")
    if body.get("renew") or kind != kept["kind"]:
        number = market.state.table("tokens").next_number(100)
        kept.update(issue(SELLER, market.clock.now(), number, kind=kind))
    if "categories" in body:
        if unknown := set(body["categories"]) - set(BITS):
            raise ControlError(f"There is no category {', '.join(sorted(unknown))}. There are: {', '.join(BITS)}.")
        kept["categories"] = sorted(body["categories"])
    return {"seller": SELLER, "kind": kept["kind"], "categories": kept["categories"]}
