"""Buyers of rFBS postings who ask to cancel: the list, yes, no, and Ozon's own yes when nobody answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import orders
from .answers import NOT_FOUND, ok, refuse
from .shapes import fields, flag, many, one_of, text, whole
from .statuses import CANCELLED, REASONS, RFBS
from .times import plain, shifted

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Wish = dict[str, Any]

WAITING, APPROVED, REJECTED = "ON_APPROVAL", "APPROVED", "REJECTED"
STATES = {WAITING: (1, "На рассмотрении"), APPROVED: (2, "Подтверждена"), REJECTED: (3, "Отклонена")}
DAYS_TO_ANSWER = 2
CHANGED_MIND = 503
INITIATORS = ("OZON", "SELLER", "CLIENT", "SYSTEM", "DELIVERY")
FILTERS = fields(
    {
        "cancellation_initiator": many(one_of(*INITIATORS)),
        "posting_number": many(text()),
        "state": one_of("ALL", WAITING, APPROVED, REJECTED),
    }
)
LIST = fields({"filters": FILTERS, "last_id": whole(0), "limit!": whole(1, 500), "with": fields({"counter": flag})})
ANSWER = fields({"cancellation_id!": whole(1), "comment": text()})


@routes.post("/v2/conditional-cancellation/list", shape=LIST)
def wishes(shop: OzonEmulator, request: Request) -> Answer:
    body, asked = request.json, request.json.get("filters") or {}
    numbers, state = set(asked.get("posting_number") or ()), asked.get("state", "ALL")
    every = shop.state.table("cancellations", request.account).values()
    found = [
        each for each in every if (not numbers or each["posting_number"] in numbers) and state in ("ALL", each["state"])
    ]
    rest = [each for each in found if each["cancellation_id"] > body.get("last_id", 0)]
    page = rest[: body["limit"]]
    last_id = page[-1]["cancellation_id"] if len(rest) > len(page) else 0
    answer = {"result": [_shown(each) for each in page], "last_id": last_id}
    if (body.get("with") or {}).get("counter"):
        answer["counter"] = sum(each["state"] == WAITING for each in every)
    return ok(answer)


def _shown(wish: Wish) -> dict[str, Any]:
    number, name = STATES[wish["state"]]
    return {
        **{name: value for name, value in wish.items() if name not in ("state", "message") and value is not None},
        "cancellation_initiator": "CLIENT",
        "cancellation_reason": {"id": CHANGED_MIND, "name": REASONS[CHANGED_MIND][0]},
        "cancellation_reason_message": wish["message"],
        "source_id": 0,
        "state": {"id": number, "name": name, "state": wish["state"]},
        "tpl_integration_type": "non_integrated",
    }


@routes.post("/v2/conditional-cancellation/approve", shape=ANSWER)
def approve(shop: OzonEmulator, request: Request) -> Answer:
    wish = _open(shop, request)
    _settle(shop, request.account, wish, APPROVED, request.json.get("comment", ""))
    return ok({})


@routes.post("/v2/conditional-cancellation/reject", shape=ANSWER)
def reject(shop: OzonEmulator, request: Request) -> Answer:
    wish, comment = _open(shop, request), request.json.get("comment", "")
    if not comment.strip():
        raise refuse("Request validation error: comment: value is required")
    _settle(shop, request.account, wish, REJECTED, comment)
    return ok({})


def _open(shop: OzonEmulator, request: Request) -> Wish:
    wish = shop.state.table("cancellations", request.account).find(request.json["cancellation_id"])
    if wish is None:
        raise refuse("cancellation request not found", NOT_FOUND)
    if wish["state"] != WAITING:
        raise refuse("HAS_INCORRECT_STATUS")
    return wish


def _settle(shop: OzonEmulator, account: str, wish: Wish, state: str, comment: str) -> None:
    table = shop.state.table("cancellations", account)
    table.edit(wish["cancellation_id"]).update(
        state=state, approve_comment=comment, approve_date=plain(shop.clock.now())
    )
    if state == APPROVED:
        orders.cancel(shop, account, wish["posting_number"], reason_id=CHANGED_MIND, by="client")


def time_is_over(shop: OzonEmulator, account: str, number: int) -> None:
    """Nobody answered: the buyer has it cancelled."""
    wish = shop.state.table("cancellations", account)[number]
    if wish["state"] == WAITING:
        _settle(shop, account, wish, APPROVED, "")


def ask_to_cancel(shop: OzonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """The buyer of the rFBS posting `order` asks to cancel it, for the reason in `message`."""
    number = str(body.get("order", ""))
    account = shop.account_of(number, body)
    posting = shop.state.table("postings", account)[number]
    if posting["scheme"] != RFBS or posting["status"] in CANCELLED or posting["status"] == "delivered":
        raise ControlError("Only of an rFBS posting that is not delivered yet may the buyer ask to cancel.")
    table, now = shop.state.table("cancellations", account), plain(shop.clock.now())
    wish = {
        "cancellation_id": table.next_number(90_066_300),
        "posting_number": number,
        "state": WAITING,
        "message": str(body.get("message", "")),
        "order_date": posting["in_process_at"],
        "cancelled_at": now,
        "approve_comment": "",
        "approve_date": None,
        "auto_approve_date": shifted(now, days=DAYS_TO_ANSWER),
    }
    table.put(wish["cancellation_id"], wish)
    shop.later(DAYS_TO_ANSWER * 86_400, "time_is_over", account=account, number=wish["cancellation_id"])
    return {"request": wish["cancellation_id"], "order": number}


ACTIONS: dict[str, Callable[..., None]] = {"time_is_over": time_is_over}
