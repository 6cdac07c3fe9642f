"""What comes back: refused at the door (UNREDEEMED), or brought back later (RETURN)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import orders, pushes
from .answers import ok, refuse
from .cabinets import shop_of
from .offers import plain
from .order_calls import AREA
from .order_view import money
from .pages import page
from .quotas import HOUR
from .shapes import day, fields, limit, many, one_of, query, text, whole
from .times import day as day_of
from .times import iso, kept
from .vocabulary import CANCELLED, PARTIALLY_RETURNED, RETURNED

if TYPE_CHECKING:
    from .market import YandexEmulator

#: Waiting for the shop's word, and what a return is called after it: at its own couriers, and at the Market's.
WAITING = {"WAITING_FOR_DECISION": "DECISION_MADE", "PREMODERATION_DECISION_WAITING": "PREMODERATION_DECISION_MADE"}
DECISIONS = (
    "FAST_REFUND_MONEY", "REFUND_MONEY", "REFUND_MONEY_INCLUDING_SHIPMENT", "REPAIR", "REPLACE", "SEND_TO_EXAMINATION",
    "DECLINE_REFUND", "PARTIAL_MONEY_REFUND", "OTHER_DECISION",
)  # fmt: skip
CHOICES = ("REFUND_MONEY", "DECLINE_REFUND")
UNREDEEMED, RETURN = "UNREDEEMED", "RETURN"
FIRST_RETURN = 45_000_001
REFUNDS = (
    "STARTED_BY_USER", "REFUND_IN_PROGRESS", "REFUNDED", "FAILED", "WAITING_FOR_DECISION", "DECISION_MADE",
    "REFUNDED_WITH_BONUSES", "REFUNDED_BY_SHOP", "CANCELLED", "REJECTED", "COMPLETE_WITHOUT_REFUND",
    "PREMODERATION_DISPUTE", "PREMODERATION_DECISION_WAITING", "PREMODERATION_DECISION_MADE",
    "PREMODERATION_SELECT_DELIVERY", "UNKNOWN",
)  # fmt: skip
WAYS = (
    "CREATED", "RECEIVED", "IN_TRANSIT", "READY_FOR_PICKUP", "PICKED", "LOST", "EXPIRED", "CANCELLED",
    "FULFILMENT_RECEIVED", "PREPARED_FOR_UTILIZATION", "NOT_IN_DEMAND", "UTILIZED", "READY_FOR_EXPROPRIATION",
    "RECEIVED_FOR_EXPROPRIATION", "UNKNOWN",
)  # fmt: skip

routes = Routes()


@routes.get("/v2/campaigns/{campaignId}/returns", limit=Quota(5000, HOUR), area=AREA, reads=True)
def returns(market: YandexEmulator, request: Request) -> Answer:
    """The days bound when a return was changed."""
    shop = shop_of(market, request)
    wanted = query(
        request,
        {
            "pageToken": text(), "limit": limit(100), "type": one_of(UNREDEEMED, RETURN),
            "fromDate": day, "toDate": day,
            "from_date": day, "to_date": day, "orderIds": text(), "statuses": text(), "shipmentStatuses": text(),
        },
    )  # fmt: skip
    begin = wanted.get("fromDate") or wanted.get("from_date") or date.min
    end = wanted.get("toDate") or wanted.get("to_date") or date.max
    statuses, ways = _several(request, "statuses"), _several(request, "shipmentStatuses")
    named = _several(request, "orderIds")
    found = [
        row
        for row in market.state.table("returns").values()
        if row["shop"] == shop["id"]
        and begin <= date.fromisoformat(day_of(row["updated"])) <= end
        and wanted.get("type", row["kind"]) == row["kind"]
        and (not statuses or row["refund"] in statuses)
        and (not ways or row["way"] in ways)
        and (not named or str(row["orderId"]) in named)
    ]
    shown, paging = page(found, lambda row: int(row["id"]), wanted.get("pageToken"), wanted.get("limit", 50))
    return ok({"paging": paging, "returns": [_told(row) for row in shown]})


def _several(request: Request, name: str) -> list[str]:
    """A list in a query: repeated, or with commas."""
    return [word for text in request.values(name) for word in text.split(",") if word]


@routes.get("/v2/campaigns/{campaignId}/orders/{orderId}/returns/{returnId}", limit=Quota(7000, HOUR), area=AREA,
            reads=True)  # fmt: skip
def one_return(market: YandexEmulator, request: Request) -> Answer:
    shop = shop_of(market, request)
    row = market.state.table("returns").find(request.params["returnId"])
    if row is None or row["shop"] != shop["id"] or str(row["orderId"]) != request.params["orderId"]:
        raise refuse(f"Return {request.params['returnId']} not found", 404)
    return ok(_told(row))


@routes.post("/v1/businesses/{businessId}/returns/decisions", limit=Quota(5000, HOUR), area=AREA, reads=True,
             shape=fields({"campaignId!": whole(), "returnId!": whole()}))  # fmt: skip
def choices(market: YandexEmulator, request: Request) -> Answer:
    """What the shop may decide; nothing where nobody waits for it."""
    row = market.state.table("returns").find(str(request.json["returnId"]))
    if row is None or row["shop"] != str(request.json["campaignId"]) or _cabinet(market, row) != request.account:
        raise refuse(f"Return {request.json['returnId']} not found", 404)
    found = [{"decisionType": word} for word in CHOICES] if row["refund"] in WAITING else []
    return ok({"availableDecisions": found})


def _cabinet(market: YandexEmulator, row: dict[str, Any]) -> str:
    return str(market.state.table("shops")[row["shop"]]["cabinet"])


@routes.post("/v2/campaigns/{campaignId}/orders/{orderId}/returns/{returnId}/decision/submit",
             limit=Quota(5000, HOUR), area=AREA, shape=fields({
                 "returnItemDecisions!": many(fields({
                     "returnItemId!": whole(), "decisionType!": one_of(*DECISIONS), "decisionReasonType": text(),
                     "comment": text(),
                 })),
             }))  # fmt: skip
def submit(market: YandexEmulator, request: Request) -> Answer:
    """A decision for each item of a return that waits for one. The money follows later."""
    shop, table = shop_of(market, request), market.state.table("returns")
    known = table.find(request.params["returnId"])
    if known is None or known["shop"] != shop["id"] or str(known["orderId"]) != request.params["orderId"]:
        raise refuse(f"Return {request.params['returnId']} not found", 404)
    if known["refund"] not in WAITING:
        raise refuse(f"Return {known['id']} does not wait for a decision")
    decided = {row["returnItemId"]: row["decisionType"] for row in request.json["returnItemDecisions"]}
    if decided.keys() != {_item_number(known)}:
        raise refuse("returnItemDecisions: a decision for each item is expected")
    row = table.edit(request.params["returnId"])
    row["decided"], row["refund"] = decided[_item_number(row)], WAITING[row["refund"]]
    row["updated"] = kept(market.clock.now())
    pushes.return_updated(market, market.state.table("orders")[str(row["orderId"])], row)
    return json_answer({"status": "OK"})


def _item_number(row: dict[str, Any]) -> int:
    return int(row["id"]) * 10


def _told(row: dict[str, Any]) -> dict[str, Any]:
    found = {
        "id": row["id"],
        "orderId": row["orderId"],
        "creationDate": iso(row["created"]),
        "updateDate": iso(row["updated"]),
        "shipmentRecipientType": "SHOP",
        "shipmentStatus": row["way"],
        "items": [{"shopSku": item["offerId"], "count": item["count"]} | _decision(row, item) for item in row["items"]],
        "returnType": row["kind"],
    }
    if row["kind"] == RETURN:
        found |= {"refundStatus": row["refund"], "amount": money(row["amount"], row["currency"])}
        found |= {"refundAmount": int(Decimal(row["amount"]) * 100), "fastReturn": False}
    return found


def _decision(row: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    if row["kind"] == UNREDEEMED:
        return {}
    reason = {
        "returnItemId": _item_number(row),
        "count": item["count"],
        "reasonType": row["reason"],
        "comment": row["words"],
    }
    decided = {} if row["refund"] in WAITING else {"decisionType": row.get("decided", "REFUND_MONEY")}
    return {"decisions": [reason | decided]}


def give_back(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """The buyer of `order` brings `quantity` units of its first line back, or with `unredeemed` never took them."""
    order = orders.find(market, str(body.get("order", "")))
    if order is None:
        raise ControlError(f"There is no order {body.get('order')!r}.")
    kind = UNREDEEMED if body.get("unredeemed") else RETURN
    count = min(int(body.get("quantity", 1)), order["items"][0]["count"])
    returned = file(market, order, count, kind=kind, refund="STARTED_BY_USER", way="CREATED", at=market.clock.now())
    pushes.return_created(market, order, returned)
    return told(returned)


def file(
    market: YandexEmulator, order: dict[str, Any], count: int, *, kind: str, refund: str, way: str, at: Any
) -> dict[str, Any]:
    item = order["items"][0]
    number = market.state.table("returns").next_number(FIRST_RETURN)
    amount = (Decimal(item["payment"]) * count / item["count"]).quantize(Decimal("0.01"))
    return market.state.table("returns").put(
        number,
        {
            "id": number, "orderId": order["id"], "shop": order["shop"], "kind": kind, "refund": refund, "way": way,
            "created": kept(at), "updated": kept(at), "items": [{"offerId": item["offerId"], "count": count}],
            "amount": str(plain(str(amount))), "currency": order["currency"], "reason": "DOES_NOT_FIT",
            "words": "Не подошёл размер",
        },
    )  # fmt: skip


def move_return(market: YandexEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`return` gets another `refund` word or `way`; money back moves the order as well."""
    table, number = market.state.table("returns"), str(body.get("return", ""))
    if number not in table:
        raise ControlError(f"There is no return {number!r}.")
    if body.get("refund", REFUNDS[0]) not in REFUNDS or body.get("way", WAYS[0]) not in WAYS:
        raise ControlError(f"refund is one of {', '.join(REFUNDS)}; way is one of {', '.join(WAYS)}.")
    row = table.edit(number)
    row["refund"], row["way"] = body.get("refund", row["refund"]), body.get("way", row["way"])
    row["updated"] = kept(market.clock.now())
    order = market.state.table("orders")[str(row["orderId"])]
    if row["kind"] == RETURN and row["refund"].startswith("REFUNDED") and order["status"] != CANCELLED:
        order = settle(market, order["id"], row["items"][0]["count"])
    pushes.return_updated(market, order, row)
    return told(row)


def settle(market: YandexEmulator, number: int, count: int) -> dict[str, Any]:
    """Units of the first line are back; the order says so."""
    order = orders.edit(market, number)
    order["items"][0]["returned"] = min(order["items"][0]["count"], order["items"][0]["returned"] + count)
    whole = all(item["returned"] == item["count"] for item in order["items"])
    order["status"] = RETURNED if whole else PARTIALLY_RETURNED
    return order


def told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]), "order": str(row["orderId"]), "kind": row["kind"], "refund": row["refund"],
        "way": row["way"], "amount": row["amount"],
    }  # fmt: skip
