"""Orders by their time of change and state, and everything a seller says about one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import lifecycle, order_view, withdrawn
from .accounts import MERCHANTS
from .answers import refuse, unknown
from .arguments import arguments, chosen, fields, flag, page, structure
from .lifecycle import STATES

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

routes = Routes()
#: 4800 a day for one person who had to do with the page that day.
CALLS = Bucket(rate=4800 / 86_400, burst=600)
FILTERS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "no_shipments": lambda order: not order["shipments"],
    "has_cancellations": lambda order: bool(order["cancellations"]),
    "no_cancellations": lambda order: not order["cancellations"],
    "has_refunds": lambda order: bool(order["refunds"]),
    "no_refunds": lambda order: not order["refunds"],
}
REASONS = ("CUSTOMER_REQUESTED", "OUT_OF_STOCK", "INVALID_ADDRESS", "SUSPICIOUS_ORDER", "CANCEL_REASON_OTHER")
REFUND_REASONS = (
    "BUYERS_REMORSE", "DAMAGED_GOODS", "NOT_AS_DESCRIBED", "QUALITY_ISSUE", "REFUND_REASON_OTHER", "WRONG_ITEM",
)  # fmt: skip
MOST_ACKNOWLEDGED = 100
LIMITED: dict[str, Any] = {"limit": CALLS, "code": 80001}


@routes.get("/{version}/{node}/commerce_orders", **LIMITED)
def commerce_orders(shop: FacebookEmulator, request: Request) -> Answer:
    """Only CREATED ones unless other states are asked for."""
    _own(shop, request, MERCHANTS[request.account].cms_id)
    query = request.query
    states = [each for each in query.get("state", "CREATED").split(",") if each]
    tests = [each for each in query.get("filters", "").split(",") if each]
    if set(states) - set(STATES) or set(tests) - set(FILTERS):
        raise refuse(100, "Param state or filters has a word that is not known")
    first, last = (_moment(query.get(name)) for name in ("updated_after", "updated_before"))
    found = [
        each
        for each in shop.state.table("orders", request.account).values()
        if each["state"] in states
        and (first is None or order_view.changed_at(each) >= first)
        and (last is None or order_view.changed_at(each) <= last)
        and all(FILTERS[name](each) for name in tests)
    ]
    found.sort(key=lambda each: (len(each["id"]), each["id"]))
    answer = page(request, found, most=100)
    tree = fields(query.get("fields") or order_view.USUAL)
    answer["data"] = [chosen(order_view.seen(each), tree, order_view.FIELDS) for each in answer["data"]]
    return json_answer(answer)


def _moment(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit():
        raise refuse(100, "updated_after and updated_before are Unix seconds")
    return int(text)


@routes.get("/{version}/{node}/items", **LIMITED)
def order_items(shop: FacebookEmulator, request: Request) -> Answer:
    return json_answer({"data": order_view.seen(order_view.find(shop, request))["items"]["data"]})


@routes.post("/{version}/{node}/order_management_apps", **LIMITED)
def register_app(shop: FacebookEmulator, request: Request) -> Answer:
    _own(shop, request, MERCHANTS[request.account].cms_id)
    shop.state.table("order_apps").put(request.account, {"registered": True})
    return json_answer({"success": True})


def _own(shop: FacebookEmulator, request: Request, number: str) -> None:
    if request.params["node"] != number:
        raise unknown(request.params["node"])
    withdrawn.check(shop, request)


# What a seller says; the same key again gives the same answer, a refusal too


def once(shop: FacebookEmulator, request: Request, work: Callable[[dict[str, Any], dict[str, Any]], Any]) -> Answer:
    order, given = order_view.find(shop, request), arguments(request)
    if not shop.state.table("order_apps").find(request.account):
        raise refuse(2361126, "Only the app that is registered for this shop may act on its orders")
    key = str(given.get("idempotency_key") or "")
    if not key:
        raise refuse(100, "The parameter idempotency_key is required")
    name = f"{order['id']}:{request.path.rsplit('/', 1)[-1]}:{key}"
    held = shop.state.table("keys", request.account).find(name)
    if held is None:
        held = _worked(lambda: work(order, given))
        shop.state.table("keys", request.account).put(name, held)
    return Answer(held["status"], held["body"].encode(), {"Content-Type": "application/json; charset=utf-8"})


def _worked(work: Callable[[], Any]) -> dict[str, Any]:
    """The answer as it is kept. A refusal is answered and kept, not raised: that would take the memory of it back."""
    try:
        answer = json_answer(work())
    except Refused as refused:
        answer = refused.answer
    return {"status": answer.status, "body": answer.body.decode()}


@routes.post("/{version}/{node}/acknowledge_order", **LIMITED)
def acknowledge_order(shop: FacebookEmulator, request: Request) -> Answer:
    def work(order: dict[str, Any], given: dict[str, Any]) -> Any:
        lifecycle.acknowledge(shop, request.account, order["id"], str(given.get("merchant_order_reference") or ""))
        return {"id": order["id"], "state": shop.state.table("orders", request.account)[order["id"]]["state"]}

    return once(shop, request, work)


@routes.post("/{version}/{node}/acknowledge_orders", **LIMITED)
def acknowledge_orders(shop: FacebookEmulator, request: Request) -> Answer:
    """Up to a hundred; each by itself."""
    _own(shop, request, MERCHANTS[request.account].page_id)
    given = arguments(request)
    rows = structure(given, "orders", [])
    if not isinstance(rows, list) or len(rows) > MOST_ACKNOWLEDGED:
        raise refuse(100, f"Param orders has at most {MOST_ACKNOWLEDGED} elements")
    answers: list[dict[str, Any]] = []
    for row in rows:
        number = str(row.get("id", ""))
        try:
            lifecycle.acknowledge(shop, request.account, number, str(row.get("merchant_order_reference") or ""))
            answers.append({"id": number, "state": "IN_PROGRESS"})
        except Refused:
            said = {"error_code": 2361004, "error_message": "This order cannot be acknowledged"}
            answers.append({"id": number, "error": said})
    return json_answer({"orders": answers})


@routes.post("/{version}/{node}/shipments", **LIMITED)
def shipments(shop: FacebookEmulator, request: Request) -> Answer:
    def work(order: dict[str, Any], given: dict[str, Any]) -> Any:
        if order["state"] != "IN_PROGRESS":
            raise refuse(2361081, f"An order that is {order['state']} cannot be shipped")
        tracking = structure(given, "tracking_info", {})
        units = _units(order, structure(given, "items"))
        external = str(given.get("external_shipment_id") or "")
        lifecycle.ship(shop, request.account, order["id"], units, tracking, external)
        return {"success": True}

    return once(shop, request, work)


@routes.post("/{version}/{node}/update_shipment", **LIMITED)
def update_shipment(shop: FacebookEmulator, request: Request) -> Answer:
    def work(order: dict[str, Any], given: dict[str, Any]) -> Any:
        names = (str(given.get("external_shipment_id") or ""), str(given.get("shipment_id") or ""))
        found = [each for each in order["shipments"] if each["external"] == names[0] != "" or each["id"] == names[1]]
        if not found:
            raise refuse(100, "There is no such shipment", subcode=33)
        lifecycle.track(shop, request.account, order["id"], found[0]["id"], structure(given, "tracking_info", {}))
        return {"success": True}

    return once(shop, request, work)


@routes.post("/{version}/{node}/cancellations", **LIMITED)
def cancellations(shop: FacebookEmulator, request: Request) -> Answer:
    def work(order: dict[str, Any], given: dict[str, Any]) -> Any:
        reason = structure(given, "cancel_reason", {})
        if reason.get("reason_code", "CANCEL_REASON_OTHER") not in REASONS:
            raise refuse(100, f"reason_code must be one of {', '.join(REASONS)}")
        units = _units(order, structure(given, "items"))
        lifecycle.cancel(shop, request.account, order["id"], units, reason, restock=flag(given, "restock_items", True))
        return {"success": True}

    return once(shop, request, work)


@routes.post("/{version}/{node}/refunds", **LIMITED)
def refunds(shop: FacebookEmulator, request: Request) -> Answer:
    def work(order: dict[str, Any], given: dict[str, Any]) -> Any:
        if given.get("reason_code") not in REFUND_REASONS:
            raise refuse(100, f"reason_code must be one of {', '.join(REFUND_REASONS)}")
        if not order["shipments"]:
            raise refuse(2361073, "Only what was shipped can be refunded")
        lifecycle.refund(
            shop, request.account, order["id"], str(given["reason_code"]), structure(given, "items"),
            structure(given, "shipping"),
        )  # fmt: skip
        return {"success": True}

    return once(shop, request, work)


def _units(order: dict[str, Any], wanted: Any) -> dict[str, int]:
    """How much of which line; without items all that is open."""
    left = {each["id"]: lifecycle.open_units(each) for each in order["lines"]}
    if wanted is None:
        found = {name: count for name, count in left.items() if count}
        if not found:
            raise refuse(2361082, "Nothing of this order is open any more")
        return found
    units: dict[str, int] = {}
    for row in wanted:
        name = _line(order, row)
        units[name] = units.get(name, 0) + int(row.get("quantity") or 0)
        if not 0 < units[name] <= left[name]:
            raise refuse(2361082, f"Only {left[name]} of this item are open")
    return units


def _line(order: dict[str, Any], row: dict[str, Any]) -> str:
    for each in order["lines"]:
        if str(row.get("item_id") or "") == each["id"] or row.get("retailer_id") == each["sku"]:
            return str(each["id"])
    raise refuse(100, "There is no such item in this order", subcode=33)
