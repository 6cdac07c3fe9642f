"""Postings out: pack, number, send, deliver, cancel. Nearly all of it happens a moment after the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import controls, orders
from .answers import NOT_FOUND, ok, refuse
from .shapes import NOTHING, fields, flag, many, text, whole
from .statuses import CANCELLED, FBO, OTHER_REASON, REASONS, RFBS, SELLER_MAY_CANCEL

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Posting = dict[str, Any]
NUMBERS = many(text(), least=1)
PACKAGE = fields({"products!": many(fields({"product_id!": whole(1), "quantity!": whole(1)}), least=1)})
SHIP = fields(
    {
        "posting_number!": text(),
        "packages!": many(PACKAGE, least=1),
        "with": fields({"additional_data": flag}),
    }
)
TRACKING_ROW = fields({"posting_number!": text(), "tracking_number!": text()})
TRACKING = fields({"tracking_numbers!": many(TRACKING_ROW, least=1, most=20)})
CANCEL_ITEMS = fields(
    {
        "posting_number!": text(),
        "cancel_reason_id!": whole(),
        "cancel_reason_message!": text(),
        "items!": many(fields({"sku!": whole(1), "quantity!": whole(1)}), least=1),
    }
)
CANCEL = fields({"posting_number!": text(), "cancel_reason_id!": whole(), "cancel_reason_message": text()})


def wanted_posting(shop: OzonEmulator, request: Request, number: str) -> Posting:
    """The seller's own posting. FBO ones are Ozon's business."""
    posting = orders.find_posting(shop, request.account, number)
    if posting is None or posting["scheme"] == FBO:
        raise refuse("POSTING_NOT_FOUND", NOT_FOUND)
    return posting


# pack


@routes.post("/v4/posting/fbs/ship", shape=SHIP)
def ship(shop: OzonEmulator, request: Request) -> Answer:
    """Accepts the packing and answers the numbers there will be; the posting moves later."""
    posting = wanted_posting(shop, request, request.json["posting_number"])
    _check_packable(posting)
    parts = _parts(posting, request.json["packages"])
    number = posting["posting_number"]
    fails = shop.faults.take("partial_failure", request.path) is not None
    numbers = [number] if len(parts) == 1 else orders.child_numbers(shop, request.account, posting, len(parts))
    orders.edit_posting(shop, request.account, number)["packing"] = True
    delay = controls.setting(shop, "ship_delay")
    shop.later(delay, "pack", account=request.account, number=number, parts=parts, fails=fails)
    answer: dict[str, Any] = {"result": numbers}
    if (request.json.get("with") or {}).get("additional_data"):
        lines = [orders.take_from_lines(posting, part) for part in parts]
        answer["additional_data"] = [_additional(*pair) for pair in zip(numbers, lines, strict=True)]
    return ok(answer)


def _check_packable(posting: Posting) -> None:
    if posting["status"] in CANCELLED:
        raise refuse("POSTING_ALREADY_CANCELLED")
    if posting.get("packing") or posting["packed_at"]:
        raise refuse("POSTING_ALREADY_SHIPPED")
    if posting["status"] != "awaiting_packaging":
        raise refuse("HAS_INCORRECT_STATUS")


def _parts(posting: Posting, packages: list[dict[str, Any]]) -> list[list[tuple[int, int]]]:
    """The packages as (Ozon SKU, quantity); together they must be the posting, no more and no less."""
    parts = [[(row["product_id"], row["quantity"]) for row in package["products"]] for package in packages]
    ordered = Counter({line["sku"]: line["quantity"] for line in posting["lines"]})
    packed: Counter[int] = Counter()
    for sku, quantity in (row for part in parts for row in part):
        if sku not in ordered:
            raise refuse("UNKNOWN_PRODUCT_DEFINED")
        packed[sku] += quantity
    if packed != ordered:
        raise refuse("HAS_INCORRECT_PRODUCT_QUANTITY")
    return parts


def _additional(number: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    names = ("name", "offer_id", "price", "quantity", "sku")
    rows = [{name: line[name] for name in names} | {"currency_code": "RUB", "mandatory_mark": []} for line in lines]
    return {"posting_number": number, "products": rows}


def pack(shop: OzonEmulator, account: str, number: str, parts: list[list[list[int]]], fails: bool) -> None:
    """What happens after `ship` was answered: the posting waits for delivery, in parts if it was split, or failed."""
    posting = orders.edit_posting(shop, account, number)
    posting["packing"] = False
    if posting["status"] != "awaiting_packaging":
        return
    if fails:
        posting["previous_substatus"], posting["substatus"] = posting["substatus"], "ship_failed"
    elif len(parts) == 1:
        orders.set_status(shop, account, number, "awaiting_deliver")
    else:
        lines = [orders.take_from_lines(posting, [(sku, quantity) for sku, quantity in part]) for part in parts]
        orders.split(shop, account, number, lines, status="awaiting_deliver")


# number and move: a row per posting, errors inside 200


@routes.post("/v2/fbs/posting/tracking-number/set", shape=TRACKING)
def set_tracking(shop: OzonEmulator, request: Request) -> Answer:
    def take(posting: Posting, row: dict[str, Any]) -> str:
        if posting["status"] not in ("awaiting_deliver", "delivering", "sent_by_seller"):
            return "HAS_INCORRECT_STATUS"
        if not row["tracking_number"].strip():
            return "TRACKING_NUMBER_IS_EMPTY"
        number = posting["posting_number"]
        orders.edit_posting(shop, request.account, number)["tracking_number"] = row["tracking_number"]
        return ""

    return _rows(shop, request, request.json["tracking_numbers"], take)


def _moving(path: str, target: str, substatus: str, allowed: Callable[[Posting], bool]) -> None:
    @routes.post(path, shape=fields({"posting_number!": NUMBERS}))
    def operation(shop: OzonEmulator, request: Request) -> Answer:
        def take(posting: Posting, row: dict[str, Any]) -> str:
            if not allowed(posting):
                return "TRANSITION_IS_NOT_POSSIBLE"
            plan = {"account": request.account, "number": posting["posting_number"]}
            delay = controls.setting(shop, "status_delay")
            shop.later(delay, "set_status", **plan, status=target, substatus=substatus)
            return ""

        rows = [{"posting_number": number} for number in request.json["posting_number"]]
        return _rows(shop, request, rows, take)


def _rows(
    shop: OzonEmulator,
    request: Request,
    rows: list[dict[str, Any]],
    take: Callable[[Posting, dict[str, Any]], str],
) -> Answer:
    result = []
    fault = shop.faults.take("partial_failure", request.path)
    for place, row in enumerate(rows):
        posting = orders.find_posting(shop, request.account, row["posting_number"])
        if posting is None or posting["scheme"] == FBO:
            error = "POSTING_NOT_FOUND"
        elif posting["scheme"] != RFBS:
            error = "HAS_INCORRECT_TPL_INTEGRATION_TYPE"
        elif fault and place % 2 == 0:
            error = "INTERNAL_ERROR"
        else:
            error = take(posting, row)
        result.append({"posting_number": row["posting_number"], "result": not error, "error": error})
    return ok({"result": result})


_moving(
    "/v2/fbs/posting/delivering",
    "delivering",
    "posting_on_way_to_city",
    lambda p: p["status"] in ("awaiting_deliver", "sent_by_seller"),
)
_moving(
    "/v2/fbs/posting/last-mile",
    "delivering",
    "posting_in_courier_service",
    lambda p: p["status"] == "delivering" and p["substatus"] != "posting_in_courier_service",
)
_moving(
    "/v2/fbs/posting/delivered",
    "delivered",
    "posting_delivered",
    lambda p: p["status"] == "delivering" and p["substatus"] == "posting_in_courier_service",
)


def set_status(shop: OzonEmulator, account: str, number: str, status: str, substatus: str) -> None:
    """The asynchronous half of a status call; a posting cancelled meanwhile stays cancelled."""
    if shop.state.table("postings", account)[number]["status"] not in CANCELLED:
        orders.set_status(shop, account, number, status, substatus)


@routes.post("/v2/posting/fbs/awaiting-delivery", shape=fields({"posting_number!": many(text(), least=1, most=100)}))
def awaiting_delivery(shop: OzonEmulator, request: Request) -> Answer:
    """Disputed postings go to shipping; one that is not disputed refuses the whole call."""
    numbers = request.json["posting_number"]
    for number in numbers:
        if wanted_posting(shop, request, number)["status"] not in ("arbitration", "not_accepted"):
            raise refuse("HAS_INCORRECT_STATUS")
    for number in numbers:
        orders.set_status(shop, request.account, number, "awaiting_deliver")
    return ok({"result": True})


# cancel


@routes.post("/v2/posting/fbs/cancel", shape=CANCEL)
def cancel(shop: OzonEmulator, request: Request) -> Answer:
    posting = wanted_posting(shop, request, request.json["posting_number"])
    reason, message = request.json["cancel_reason_id"], request.json.get("cancel_reason_message", "")
    _check_cancellable(posting, reason, message)
    orders.cancel(shop, request.account, posting["posting_number"], reason_id=reason, message=message)
    return ok({"result": True})


@routes.post("/v2/posting/fbs/product/cancel", shape=CANCEL_ITEMS)
def cancel_items(shop: OzonEmulator, request: Request) -> Answer:
    """Some units cannot be sent: they leave the posting; the last of them takes the posting with it."""
    body = request.json
    posting = wanted_posting(shop, request, body["posting_number"])
    number, reason, message = posting["posting_number"], body["cancel_reason_id"], body["cancel_reason_message"]
    if not message.strip():
        raise refuse("Request validation error: cancel_reason_message: value is required")
    _check_cancellable(posting, reason, message)
    if posting.get("packing") or posting["status"] not in SELLER_MAY_CANCEL:
        raise refuse("HAS_INCORRECT_STATUS")
    taken: Counter[int] = Counter()
    for row in body["items"]:
        taken[row["sku"]] += row["quantity"]
    ordered = Counter({line["sku"]: line["quantity"] for line in posting["lines"]})
    if taken.keys() - ordered.keys():
        raise refuse("UNKNOWN_PRODUCT_DEFINED")
    if taken - ordered:
        raise refuse("HAS_INCORRECT_PRODUCT_QUANTITY")
    if taken == ordered:
        orders.cancel(shop, request.account, number, reason_id=reason, message=message)
    else:
        orders.take_out(shop, request.account, number, taken)
    return ok({"result": number})


def _check_cancellable(posting: Posting, reason: int, message: str) -> None:
    if posting["status"] in CANCELLED:
        raise refuse("POSTING_ALREADY_CANCELLED")
    if reason not in REASONS or reason not in _reasons_for(posting):
        raise refuse("HAS_INCORRECT_STATUS" if reason in REASONS else "HAS_INCORRECT_CANCEL_REASON")
    if reason == OTHER_REASON and not message.strip():
        raise refuse("cancel_reason_message is required for cancel_reason_id 402")


def _reasons_for(posting: Posting) -> list[int]:
    """What the seller may give as a reason, now."""
    if posting["status"] in SELLER_MAY_CANCEL:
        return [id for id, (_, who, early, _) in REASONS.items() if who == "seller" and early]
    on_the_way = posting["scheme"] == RFBS and posting["status"] == "delivering"
    if on_the_way and posting["substatus"] != "posting_conditionally_delivered":
        return [id for id, (_, _, _, late) in REASONS.items() if late] + [OTHER_REASON]
    return []


@routes.post("/v2/posting/fbs/cancel-reason/list", shape=NOTHING)
def cancel_reasons(shop: OzonEmulator, request: Request) -> Answer:
    rows = [
        {"id": id, "title": title, "type_id": who, "is_available_for_cancellation": early or late}
        for id, (title, who, early, late) in REASONS.items()
    ]
    return ok({"result": rows})


@routes.post("/v1/posting/fbs/cancel-reason", shape=fields({"related_posting_numbers!": NUMBERS}))
def cancel_reasons_of(shop: OzonEmulator, request: Request) -> Answer:
    result = []
    for number in request.json["related_posting_numbers"]:
        usable = _reasons_for(wanted_posting(shop, request, number))
        reasons = [{"id": id, "title": REASONS[id][0], "type_id": REASONS[id][1]} for id in usable]
        result.append({"posting_number": number, "reasons": reasons})
    return ok({"result": result})


ACTIONS: dict[str, Callable[..., None]] = {"pack": pack, "set_status": set_status}
