"""Cards: what a shop lists, newest change last, behind a cursor of moment and number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers
from .budgets import spends
from .fields import is_whole
from .tokens import CONTENT

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
Card = dict[str, Any]
MOST, USUAL = 100, 10


@routes.post("/content/v2/get/cards/list", category=CONTENT, **spends("cards"))
def card_list(market: WildberriesEmulator, request: Request) -> Answer:
    """`total` counts the cards of this answer, not those of the shop."""
    settings = _settings(request)
    cursor, rising = settings.get("cursor") or {}, bool((settings.get("sort") or {}).get("ascending"))
    limit = cursor.get("limit", USUAL)
    if not is_whole(limit) or not 1 <= limit <= MOST:
        raise answers.refuse_wrapped(f"limit: from 1 to {MOST}", content=True)
    rows = sorted(market.state.table("cards", request.account).values(), key=_place, reverse=not rising)
    rows = [card for card in rows if _is_beyond(card, cursor, rising)]
    rows = [card for card in rows if _fits(card, settings.get("filter") or {})][:limit]
    if rows and market.faults.take("missing_page", request.path):
        rows = []
    last = rows[-1] if rows else {"updatedAt": cursor.get("updatedAt") or "", "nmID": cursor.get("nmID") or 0}
    told = {"updatedAt": last["updatedAt"], "nmID": last["nmID"], "total": len(rows)}
    return json_answer({"cards": [view(card) for card in rows], "cursor": told})


def _settings(request: Request) -> dict[str, Any]:
    body = request.json
    settings = body.get("settings") if isinstance(body, dict) else None
    if not isinstance(settings, dict):
        raise answers.refuse_wrapped("Request body can not be decoded", content=True)
    return settings


def _place(card: Card) -> tuple[str, int]:
    return card["updatedAt"], card["nmID"]


def _is_beyond(card: Card, cursor: dict[str, Any], rising: bool) -> bool:
    """After the place that the cursor names, in the direction of the list. A moment alone is a place, too."""
    if not cursor.get("updatedAt"):
        return True
    place = (str(cursor["updatedAt"]), int(cursor.get("nmID") or 0))
    return _place(card) > place if rising else _place(card) < place


def _fits(card: Card, wanted: dict[str, Any]) -> bool:
    text = str(wanted.get("textSearch") or "").lower()
    barcodes = [code for size in card["sizes"] for code in size["skus"]]
    named = text in {card["vendorCode"].lower(), str(card["nmID"]), *barcodes} if text else True
    photo = wanted.get("withPhoto", 0)
    return named and (photo in (-1, 2) or bool(card["photo"]) == (photo == 1))


def view(card: Card) -> dict[str, Any]:
    """Spelt with a capital ID here; orders spell it otherwise."""
    kept = (
        "nmID", "imtID", "nmUUID", "subjectID", "subjectName", "vendorCode", "brand", "title", "description",
        "dimensions", "characteristics", "sizes", "createdAt", "updatedAt",
    )  # fmt: skip
    sizes = ("big", "c246x328", "c516x688", "square", "tm")
    photos = [{size: f"{card['photo']}/{size}/1.webp" for size in sizes}] if card["photo"] else []
    return {name: card[name] for name in kept} | {"needKiz": card["needKiz"], "photos": photos, "tags": []}


def sku_of(card: Card, size: dict[str, Any]) -> str:
    """How the control desk names what can be bought: the article, and the size where there are several."""
    return card["vendorCode"] if len(card["sizes"]) == 1 else f"{card['vendorCode']}/{size['techSize']}"
