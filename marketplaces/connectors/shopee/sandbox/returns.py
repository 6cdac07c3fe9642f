"""Return calls: the list, the detail and the seller's consent, which gives the refund; contract section 7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .arguments import arguments
from .envelope import success
from .errors import Refused, wrong
from .vocabulary import WINDOW

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

Document = dict[str, Any]


@routes.get("/api/v2/returns/get_return_list")
def get_return_list(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Returns in numbered pages, the first one being 0, the newest change first."""
    given = arguments(request)
    for name in ("create_time", "update_time"):
        start, end = given.get(f"{name}_from"), given.get(f"{name}_to")
        if start is not None and end is not None and not 0 <= end - start <= WINDOW:
            raise wrong(f"Wrong parameters, detail: {name} must span at most 15 days.")
    found = [held for held in emulator.returns(request.account).values() if _fits(held, given)]
    found.sort(key=lambda held: (-held["update_time"], held["return_sn"]))
    start, end = given["page_no"] * given["page_size"], (given["page_no"] + 1) * given["page_size"]
    return success({"more": end < len(found), "return": [_row(held) for held in found[start:end]]})


@routes.get("/api/v2/returns/get_return_detail")
def get_return_detail(emulator: ShopeeEmulator, request: Request) -> Answer:
    """One return."""
    return success(_row(_find(emulator, request.account, arguments(request)["return_sn"])))


@routes.post("/api/v2/returns/confirm")
def confirm(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The seller agrees; Shopee refunds the buyer."""
    held = _find(emulator, request.account, arguments(request)["return_sn"])
    if held["status"] not in ("REQUESTED", "PROCESSING"):
        raise Refused("error_validation", f"The return is {held['status']} and cannot be confirmed.")
    changed = emulator.returns(request.account).edit(held["return_sn"])
    changed["status"], changed["update_time"] = "ACCEPTED", int(emulator.now())
    return success({"return_sn": held["return_sn"]})


def new_return(
    order: Document, *, number: int, status: str, at: int, lines: list[Document] | None = None, parcel: bool = False
) -> Document:
    """What a buyer sends back: the whole order, or some of its lines; without `parcel` the buyer keeps the goods."""
    lines = order["lines"] if lines is None else lines
    amount = round(sum(line["price"] * line["quantity"] for line in lines), 2)
    return {
        "return_sn": f"{order['order_sn'][:6]}{number:09d}",
        "order_sn": order["order_sn"],
        "status": status,
        "reason": "ITEM_DAMAGED",
        "text_reason": "ของแตกระหว่างขนส่ง",
        "refund_amount": amount,
        "currency": order["currency"],
        "create_time": at,
        "update_time": at,
        "username": order["buyer"]["username"],
        "lines": lines,
        "parcel": parcel,
    }


def _find(emulator: ShopeeEmulator, account: str, number: str) -> Document:
    held = emulator.returns(account).find(number)
    if held is None:
        raise Refused("error_not_exists", "The return does not exist.")
    return held


def _fits(held: Document, given: Document) -> bool:
    for name in ("create_time", "update_time"):
        if not given.get(f"{name}_from", 0) <= held[name] <= given.get(f"{name}_to", 2**40):
            return False
    return bool(given.get("status", held["status"]) == held["status"])


def _row(held: Document) -> Document:
    return {
        "image": [],
        "reason": held["reason"],
        "text_reason": held["text_reason"],
        "return_sn": held["return_sn"],
        "refund_amount": held["refund_amount"],
        "currency": held["currency"],
        "create_time": held["create_time"],
        "update_time": held["update_time"],
        "status": held["status"],
        "due_date": held["create_time"] + 5 * 86400,
        "tracking_number": "",
        "needs_logistics": held.get("parcel", False),
        "amount_before_discount": held["refund_amount"],
        "user": {"username": held["username"], "email": "", "portrait": ""},
        "item": [_line(line) for line in held["lines"]],
        "order_sn": held["order_sn"],
        "return_ship_due_date": held["create_time"] + 7 * 86400,
        "return_seller_due_date": held["create_time"] + 5 * 86400,
        "return_solution": 0,
    }


def _line(line: Document) -> Document:
    return {
        "model_id": line["model_id"],
        "name": line["name"],
        "images": [],
        "amount": line["quantity"],
        "item_price": line["price"],
        "is_add_on_deal": False,
        "is_main_item": False,
        "add_on_deal_id": 0,
        "item_id": line["item_id"],
        "item_sku": line["item_sku"],
        "variation_sku": line["model_sku"],
    }
