"""What comes back: requests of buyers after the delivery, and how the seller answers them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import arguments, lifecycle, pushes
from .accounts import MAIN, SELLERS
from .envelope import Refused, flat, success

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
Document = dict[str, Any]
FIRST = 700_100_000
PAGE = 100
#: What an answer of the seller makes of a request.
ANSWERS = {
    "agreeReturn": ("REQUEST_INITIATE", "SELLER_AGREE_RETURN"),
    "refuseReturn": ("REQUEST_INITIATE", "SELLER_REJECT_RETURN"),
    "instantRefund": ("REQUEST_INITIATE", "REFUND_AUTHORIZED"),
    "agreeRefund": ("BUYER_RETURN_ITEM", "REFUND_AUTHORIZED"),
    "refuseRefund": ("BUYER_RETURN_ITEM", "REFUND_REJECTED"),
    "confirmDelivery": ("SELLER_AGREE_RETURN", "BUYER_RETURN_ITEM"),
}
ONLY_REFUND = {"agreeRefund": "REFUND_AUTHORIZED", "refuseRefund": "REFUND_REJECTED"}


@routes.get("/rest/reverse/getreverseordersforseller")
@routes.post("/rest/reverse/getreverseordersforseller")
def list_returns(market: LazadaEmulator, request: Request) -> Answer:
    page = arguments.number(request, "page_no", code="19", least=1)
    size = arguments.number(request, "page_size", code="19", least=1, most=PAGE)
    asked = arguments.given(request)
    since = int(asked.get("ReverseOrderLineModifiedTimeRangeStart", 0)) / 1000
    until = int(asked.get("ReverseOrderLineModifiedTimeRangeEnd", 10**16)) / 1000
    found = [
        each
        for each in market.returns(request.account).values()
        if since <= each["updated"] <= until
        and asked.get("reverse_order_id", str(each["reverse_order_id"])) == str(each["reverse_order_id"])
        and asked.get("trade_order_id", str(each["order_id"])) == str(each["order_id"])
    ]
    rows = found[(page - 1) * size : page * size]
    items = [_view(each) | {"reverse_order_lines": [_line(each, row) for row in each["lines"]]} for each in rows]
    return flat(result={"success": True, "page_no": page, "page_size": size, "total": len(found), "items": items})


def _view(found: Document) -> Document:
    return {
        "reverse_order_id": found["reverse_order_id"],
        "trade_order_id": found["order_id"],
        "request_type": found["kind"],
        "is_rtm": True,
        "shipping_type": "PICKUP" if found["kind"] == "RETURN" else "",
    }


def _line(found: Document, row: Document) -> Document:
    return {
        "reverse_order_line_id": row["reverse_order_line_id"],
        "trade_order_line_id": row["order_item_id"],
        "reverse_status": row["status"],
        "ofc_status": "",
        "product": {"product_id": row["product_id"], "product_sku": row["sku"]},
        "buyer": {"buyer_id": 1},
        "trade_order_gmt_create": int(found["ordered"] * 1000),
        "refund_amount": row["cents"],
        "item_unit_price": row["cents"],
        "reason_text": found["reason"],
        "reason_code": 122,
        "refund_payment_method": "WALLET",
        "whqc_decision": "",
        "return_order_line_gmt_create": int(found["created"] * 1000),
        "return_order_line_gmt_modified": int(found["updated"] * 1000),
        "is_dispute": False,
        "seller_sku_id": row["sku"],
        "platform_sku_id": str(row["sku_id"]),
        "tracking_number": row["tracking"],
        "sla": int((found["created"] + 2 * 86400) * 1000),
        "is_need_refund": "true",
    }


@routes.get("/rest/order/reverse/return/detail/list")
def detail(market: LazadaEmulator, request: Request) -> Answer:
    found = _wanted(market, request)
    lines = []
    for row in found["lines"]:
        line = _line(found, row)
        line["productDTO"] = {"product_id": row["product_id"], "sku": row["sku"]}
        line["buyer"] = {"user_id": 1}
        line["is_need_refund"] = True
        del line["product"]
        lines.append(line)
    return success(_view(found) | {"reverseOrderLineDTOList": lines})


@routes.get("/rest/order/reverse/return/update")
def update(market: LazadaEmulator, request: Request) -> Answer:
    action = arguments.needed(request, "action")
    if action not in ANSWERS:
        raise Refused("InvalidParameter", "The action is not valid.")
    found, ids = _wanted(market, request), arguments.ids(request, "reverse_order_item_ids", most=100)
    if found["kind"] != "RETURN":
        raise Refused("InvalidParameter", "This request has no goods to return.")
    before, after = ANSWERS[action]
    _answer(market, request.account, found, ids, before=(before,), after=after)
    return success({"reverse_order_id": found["reverse_order_id"], "reverse_order_line": [], "reason_info": []})


@routes.get("/rest/order/reverse/onlyrefund/seller/decide")
def decide_refund(market: LazadaEmulator, request: Request) -> Answer:
    action = arguments.needed(request, "action")
    if action not in ONLY_REFUND:
        raise Refused("InvalidParameter", "The action is not valid.")
    found, ids = _wanted(market, request), arguments.ids(request, "reverse_order_item_ids", most=100)
    if found["kind"] != "ONLY_REFUND":
        raise Refused("InvalidParameter", "This request is a return.")
    _answer(market, request.account, found, ids, before=("REQUEST_INITIATE",), after=ONLY_REFUND[action])
    return success({})


def _wanted(market: LazadaEmulator, request: Request) -> Document:
    found = market.returns(request.account).find(arguments.identity(request, "reverse_order_id"))
    if found is None:
        raise Refused("REVERSE_ORDER_NOT_FOUND", "There is no such reverse order.")
    return found


def _answer(
    market: LazadaEmulator, seller: str, found: Document, ids: list[int], *, before: tuple[str, ...], after: str
) -> None:
    named = [row for row in found["lines"] if row["reverse_order_line_id"] in ids]
    if len(named) != len(set(ids)) or not all(row["status"] in before for row in named):
        raise Refused("REVERSE_STATUS_NOT_ALLOWED", "The status of the reverse order does not allow this action.")
    set_status(market, seller, found["reverse_order_id"], after, ids)


def set_status(market: LazadaEmulator, seller: str, number: int, status: str, ids: list[int] | None = None) -> Document:
    """Lines move; once the refund is authorised the items of the order are returned."""
    found = market.returns(seller).edit(number)
    found["updated"] = market.now()
    for row in found["lines"]:
        if ids is None or row["reverse_order_line_id"] in ids:
            row["status"] = status
    if status in ("REFUND_AUTHORIZED", "REFUND_SUCCESS"):
        order = lifecycle.edit(market, seller, found["order_id"])
        gone = {row["order_item_id"] for row in found["lines"] if row["status"] == status}
        back = [item for item in order["items"] if item["order_item_id"] in gone]
        lifecycle.set_status(market, seller, order, back, "returned")
    pushes.reverse(market, seller, found)
    return found


def open_return(
    market: LazadaEmulator, seller: str, order: Document, items: list[Document], kind: str, *, tell: bool = True
) -> Document:
    """A buyer wants the money back, with or without sending the goods."""
    factor = 1 if SELLERS[seller].country == "vn" else 100
    number = market.state.table("reverse").next_number(FIRST)
    found = {
        "reverse_order_id": number,
        "order_id": order["order_id"],
        "kind": kind,
        "reason": "Item does not match description",
        "ordered": order["created"],
        "created": market.now(),
        "updated": market.now(),
        "lines": [
            {
                "reverse_order_line_id": number * 100 + place,
                "order_item_id": item["order_item_id"],
                "product_id": item["product_id"],
                "sku_id": item["sku_id"],
                "sku": item["sku"],
                "cents": int((Decimal(item["price"]) - Decimal(item["voucher"])) * factor),
                "tracking": "",
                "status": "REQUEST_INITIATE",
            }
            for place, item in enumerate(items, start=1)
        ],
    }
    market.returns(seller).put(number, found)
    if tell:
        pushes.reverse(market, seller, found)
    return found


def give_back(market: LazadaEmulator, body: Document) -> Document:
    """Control call: `{"order"}` opens a return, `{"return", "status"}` moves one."""
    if body.get("return"):
        if str(body["return"]) not in market.returns(MAIN):
            raise ControlError(f"There is no return {body['return']}.")
        return set_status(market, MAIN, int(body["return"]), str(body.get("status", "BUYER_RETURN_ITEM")))
    order = lifecycle.find(market, MAIN, str(body.get("order", "")))
    if order is None:
        raise ControlError('Say which: {"order": "…"}.')
    return open_return(market, MAIN, order, order["items"], str(body.get("kind", "RETURN")))
