"""Changing cards: what is sent replaces all of the card that this call may write, and some faults show up later."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import answers
from .budgets import spends
from .cards import Card
from .fields import is_whole
from .times import written_finely
from .tokens import CONTENT

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
MOST, LONGEST_TITLE, LONGEST_DESCRIPTION, FAULTS = 3000, 60, 5000, 100
LACKING = "missing required characteristics with ids: {14177449}"
#: What is not sent is empty afterwards.
WRITTEN: dict[str, Any] = {"brand": "", "title": "", "description": "", "dimensions": {}, "characteristics": []}


@routes.post("/content/v2/cards/update", category=CONTENT, **spends("card changes"))
def update(market: WildberriesEmulator, request: Request) -> Answer:
    """All or nothing for what is wrong at once; what is found later stands in a list of its own."""
    rows = _rows(request)
    cards = market.state.table("cards", request.account)
    lacking = {row["vendorCode"]: LACKING for row in rows if not row.get("characteristics")}
    if lacking:
        raise _refused("some items lacks required characteristics. please fill them and try again.", lacking)
    unknown = [row for row in rows if not _is_known(cards.find(row["nmID"]), row)]
    if unknown:
        raise _refused("card not found", {row["vendorCode"]: "card not found" for row in unknown})
    faults = {row["vendorCode"]: fault for row in rows if (fault := _fault(row))}
    for row in rows:
        if row["vendorCode"] not in faults:
            _write(market, cards.edit(row["nmID"]), row)
    _remember(market, request.account, [row["vendorCode"] for row in rows], faults)
    return json_answer({"data": None, "error": False, "errorText": "", "additionalErrors": {}})


@routes.post("/content/v2/cards/error/list", category=CONTENT, **spends("card faults"))
def faults(market: WildberriesEmulator, request: Request) -> Answer:
    """Batches with cards that were not taken; the practice shop never has more than a page of them."""
    body = request.json if isinstance(request.json, dict) else {}
    limit = (body.get("cursor") or {}).get("limit", FAULTS)
    if not is_whole(limit) or not 1 <= limit <= FAULTS:
        raise answers.refuse_wrapped(f"limit: from 1 to {FAULTS}", content=True)
    rising = (body.get("order") or {}).get("ascending", True)
    kept = sorted(market.state.table("card faults", request.account).values(), key=_moment, reverse=not rising)
    kept = [batch for batch in kept if batch["errors"]][:limit]
    last = kept[-1] if kept else {"updatedAt": written_finely(market.clock.now()), "batchUUID": str(uuid.UUID(int=0))}
    cursor = {"next": False, "updatedAt": last["updatedAt"], "batchUUID": last["batchUUID"]}
    data = {"items": kept, "cursor": cursor}
    return json_answer({"data": data, "error": False, "errorText": "", "additionalErrors": None})


def _rows(request: Request) -> list[dict[str, Any]]:
    found = request.json
    if not isinstance(found, list) or not 1 <= len(found) <= MOST:
        raise answers.refuse_wrapped("Request body can not be decoded", content=True)
    for row in found:
        if not isinstance(row, dict) or not is_whole(row.get("nmID")) or not isinstance(row.get("vendorCode"), str):
            raise answers.refuse_wrapped("Invalid request format: nmID and vendorCode are required", content=True)
        if not isinstance(row.get("sizes"), list) or not row["sizes"]:
            raise answers.refuse_wrapped("Invalid request format: sizes are required", content=True)
    return found


def _refused(text: str, named: dict[str, str]) -> Refused:
    body = {"data": None, "error": True, "errorText": text, "additionalErrors": named}
    return Refused(json_answer(body, 400))


def _is_known(card: Card | None, row: dict[str, Any]) -> bool:
    """Of this seller, by this article, and with all of the sizes that it has."""
    if card is None or card["vendorCode"] != row["vendorCode"]:
        return False
    return {size["chrtID"] for size in card["sizes"]} <= {size.get("chrtID") for size in row["sizes"]}


def _fault(row: dict[str, Any]) -> str:
    if len(row.get("title", "")) > LONGEST_TITLE:
        return f"Наименование товара не может быть длиннее {LONGEST_TITLE} символов"
    if len(row.get("description", "")) > LONGEST_DESCRIPTION:
        return f"Описание не может быть длиннее {LONGEST_DESCRIPTION} символов"
    return ""


def _write(market: WildberriesEmulator, card: Card, row: dict[str, Any]) -> None:
    names = {each["id"]: each["name"] for each in card["characteristics"]}
    for name, empty in WRITTEN.items():
        card[name] = row.get(name, empty)
    card["characteristics"] = [{**each, "name": names.get(each["id"], "")} for each in card["characteristics"]]
    card["dimensions"] = {**card["dimensions"], "isValid": True}
    card["updatedAt"] = written_finely(market.clock.now())


def _remember(market: WildberriesEmulator, seller: str, codes: list[str], faults: dict[str, str]) -> None:
    """A card that is sent anew is taken off the batches before."""
    kept = market.state.table("card faults", seller)
    for batch in kept.values():
        if set(codes) & batch["errors"].keys():
            left = {code: words for code, words in batch["errors"].items() if code not in codes}
            kept.edit(batch["batchUUID"])["errors"] = left
    if faults:
        number = str(uuid.uuid4())
        batch = {
            "batchUUID": number,
            "subjects": {},
            "brands": {},
            "vendorCodes": sorted(faults),
            "errors": {code: [fault] for code, fault in faults.items()},
            "updatedAt": written_finely(market.clock.now()),
        }
        kept.put(number, batch)


def _moment(batch: dict[str, Any]) -> str:
    return str(batch["updatedAt"])
