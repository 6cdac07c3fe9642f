"""Order calls: the list in windows of 15 days, the detail of up to 50, cancelling and the buyer's wish to cancel."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import lifecycle, order_view
from .arguments import arguments
from .envelope import success
from .errors import Refused, missing, wrong
from .vocabulary import CANCELLABLE, OPTIONAL_ORDER_FIELDS, WINDOW

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

DETAIL_LIMIT = 50

#: What the list is narrowed by beside its time.
NARROWING = ("order_status", "logistics_channel_id", "request_order_status_pending")

Document = dict[str, Any]


@routes.get("/api/v2/order/get_order_list")
def get_order_list(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Order numbers of a time range, oldest first; the cursor is the place after the last row."""
    given = arguments(request)
    _check_range(given["time_from"], given["time_to"])
    wanted = _optional(given, frozenset({"order_status"}))
    pending = given.get("request_order_status_pending", False)
    found = _next(_places(emulator, request.account, given), given)
    page, more = found[: given["page_size"]], len(found) > given["page_size"]
    table = emulator.orders(request.account)
    rows = [order_view.list_row(table[sn], wanted=wanted, pending=pending) for _, sn in page]
    if emulator.faults.take("missing_page", request.path):
        rows = []
    cursor = f"{page[-1][0]}.{page[-1][1]}" if more else ""
    return success({"more": more, "next_cursor": cursor, "order_list": rows})


@routes.get("/api/v2/order/get_order_detail")
def get_order_detail(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Up to 50 orders; numbers that are not of this shop are left out."""
    given = arguments(request)
    numbers = given["order_sn_list"]
    if len(numbers) > DETAIL_LIMIT:
        raise Refused("error_limit", "The number of order_sn_list is over 50.")
    wanted = _optional(given, OPTIONAL_ORDER_FIELDS)
    pending = given.get("request_order_status_pending", False)
    table = emulator.orders(request.account)
    found = [order for number in dict.fromkeys(numbers) if (order := table.find(number)) is not None]
    if not found:
        raise missing("Wrong parameters, detail: the order is not found.")
    return success({"order_list": [order_view.detail(order, wanted=wanted, pending=pending) for order in found]})


@routes.post("/api/v2/order/cancel_order")
def cancel_order(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The seller cancels before the shipment is arranged."""
    given = arguments(request)
    order = find_order(emulator, request.account, given["order_sn"])
    if given.get("partial_cancel_item_list"):
        raise wrong("Wrong parameters, detail: this shop cannot cancel a part of an order.")
    if order["status"] not in CANCELLABLE:
        raise wrong(f"Wrong parameters, detail: the order is {order['status']} and can no longer be cancelled.")
    _check_reason(order, given)
    reason = given["cancel_reason"]
    done = lifecycle.cancel(emulator, order["shop_id"], order["order_sn"], by="seller", reason=reason)
    return success({"update_time": done["update_time"]})


@routes.post("/api/v2/order/handle_buyer_cancellation")
def handle_buyer_cancellation(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The seller answers a buyer who wants to cancel."""
    given = arguments(request)
    order = find_order(emulator, request.account, given["order_sn"])
    if order["status"] != "IN_CANCEL":
        raise Refused("order.cancel_order_invalid_status", "The order is not waiting for an answer to a cancellation.")
    shop_id, number = order["shop_id"], order["order_sn"]
    if given["operation"] == "ACCEPT":
        wish = order["cancel"].get("buyer_reason", "")
        done = lifecycle.cancel(emulator, shop_id, number, by="buyer", reason="CUSTOMER_REQUEST", buyer_reason=wish)
    else:
        emulator.orders(shop_id).edit(number)["cancel"] = {}
        done = lifecycle.set_status(emulator, shop_id, number, order["before_cancel"] or "READY_TO_SHIP")
        lifecycle.plan_next(emulator, shop_id, number, done["status"])
    return success({"update_time": done["update_time"]})


def find_order(emulator: ShopeeEmulator, account: str, number: str) -> Document:
    """An order of this shop. Raises Refused when there is none."""
    order = emulator.orders(account).find(number)
    if order is None:
        raise missing(f"Wrong parameters, detail: the order {number} is not found.")
    return order


def _check_range(start: int, end: int) -> None:
    if not 0 <= end - start <= WINDOW:
        raise Refused("order.order_list_invalid_time", "Start time must be earlier than end time and diff in 15days.")


def _places(emulator: ShopeeEmulator, account: str, given: Document) -> list[tuple[int, str]]:
    """The places of all orders that a list holds, in its order, whichever of its pages is asked for."""
    name, start, end = given["time_range_field"], given["time_from"], given["time_to"]
    narrowed = "order_status" in given or "logistics_channel_id" in given

    def made() -> list[tuple[int, str]]:
        return sorted(
            (order[name], order["order_sn"])
            for order in emulator.orders(account).values()
            if start <= order[name] <= end and (not narrowed or _fits(order, given))
        )

    asked = tuple(given.get(each) for each in NARROWING)
    return emulator.state.kept((account, name, start, end, asked), made)


def _next(places: list[tuple[int, str]], given: Document) -> list[tuple[int, str]]:
    """The places of the next page and one more, which tells whether there is another page."""
    begin = bisect_right(places, _place(given["cursor"])) if given.get("cursor") else 0
    return places[begin : begin + given["page_size"] + 1]


def _fits(order: Document, given: Document) -> bool:
    channel = order["packages"][0]["channel"]
    shown = order_view.shown_status(order, pending=given.get("request_order_status_pending", False))
    return given.get("logistics_channel_id", channel) == channel and given.get("order_status", shown) == shown


def _place(cursor: str) -> tuple[int, str]:
    second, _, number = cursor.partition(".")
    if not (second.isascii() and second.isdigit() and number):
        raise wrong("Wrong parameters, detail: cursor is invalid.")
    return int(second), number


def _optional(given: Document, known: frozenset[str]) -> frozenset[str]:
    wanted = frozenset(given.get("response_optional_fields", ()))
    if unknown := wanted - known:
        raise wrong(f"Wrong parameters, detail: response_optional_fields does not know {', '.join(sorted(unknown))}.")
    return wanted


def _check_reason(order: Document, given: Document) -> None:
    reason = given["cancel_reason"]
    if reason == "UNDELIVERABLE_AREA" and order["region"] not in ("TW", "MY"):
        raise wrong("Wrong parameters, detail: UNDELIVERABLE_AREA is for TW and MY only.")
    if reason == "COD_NOT_SUPPORTED" and not order["cod"]:
        raise wrong("Wrong parameters, detail: the order is not paid cash on delivery.")
    named = [(row["item_id"], row["model_id"]) for row in given.get("item_list", ())]
    if reason == "OUT_OF_STOCK" and not named:
        raise wrong("Wrong parameters, detail: item_list is required when cancel_reason is OUT_OF_STOCK.")
    if set(named) - {(line["item_id"], line["model_id"]) for line in order["lines"]}:
        raise wrong("Wrong parameters, detail: item_list names an item that is not in the order.")
