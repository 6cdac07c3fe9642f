"""Orders that the seller sends: lists by status, one by its number, and what the seller does with it."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import answers, notes, orders
from .fields import any_text, body, check_object, one_of, query, whole
from .labels import pdf
from .order_view import order_view
from .sellers import API, SHOPS, check_shops
from .statuses import (
    CANCELED,
    COMPLETED,
    CREATED,
    DBS,
    DELIVERING,
    PACKING,
    REASONS,
    RETURNED,
    SELLER_MAY_CANCEL,
    SELLER_REASONS,
    SELLER_SENDS,
    STATUSES,
)
from .times import written

if TYPE_CHECKING:
    from .market import UzumEmulator

routes = Routes()
Order = dict[str, Any]
SECONDS_END = 10**10
"""A number of seconds has ten digits until the year 2286; one with more is milliseconds and finds nothing."""
FILTERS = {
    "shopIds!*": whole(), "status": one_of(*STATUSES), "scheme": one_of(*SELLER_SENDS), "dateFrom": whole(),
    "dateTo": whole(),
}  # fmt: skip
LABELLED = (PACKING, "PENDING_DELIVERY", DELIVERING, "ACCEPTED_AT_DP", "DELIVERED")
ISSUE_CODE = "4711"


@routes.get(f"{API}/v2/fbs/orders")
def order_list(market: UzumEmulator, request: Request) -> Answer:
    """Newest first. Without a status only new ones; the total counts the page, so it is seen live."""
    wanted = query(request, {**FILTERS, "page": whole(), "size": whole(1, 50)})
    rows = _matching(market, request, wanted)
    page, size = wanted.get("page", 0), wanted.get("size", 20)
    shown = rows[page * size : (page + 1) * size]
    if shown and market.faults.take("missing_page", request.path):
        shown = []
    found = {"orders": [_view(market, order) for order in shown], "totalAmount": len(shown)}
    return answers.wrapped(found, market.clock.now())


@routes.get(f"{API}/v2/fbs/orders/count")
def order_count(market: UzumEmulator, request: Request) -> Answer:
    wanted = query(request, {name: check for name, check in FILTERS.items() if name != "scheme"})
    return answers.wrapped(len(_matching(market, request, wanted)), market.clock.now())


def _matching(market: UzumEmulator, request: Request, wanted: dict[str, Any]) -> list[Order]:
    shops = check_shops(market, request.account, wanted["shopIds"])
    since, until = wanted.get("dateFrom", 0), wanted.get("dateTo", SECONDS_END)
    if until < since:
        raise answers.refuse("seller-order-12", market.clock.now(), "dateTo is before dateFrom")
    status = wanted.get("status", CREATED)
    chosen = [
        order
        for order in _all(market)
        if order["shop"] in shops
        and order["status"] == status
        and order["scheme"] in (wanted.get("scheme") or SELLER_SENDS)
        and since <= datetime.fromisoformat(order["placed"]).timestamp() <= until
    ]
    return sorted(chosen, key=lambda order: (order["placed"], order["id"]), reverse=True)


def _all(market: UzumEmulator) -> Iterable[Order]:
    return (order for order in market.state.table("orders").values() if order["scheme"] in SELLER_SENDS)


@routes.get(f"{API}/v1/fbs/order/return-reasons")
def return_reasons(market: UzumEmulator, request: Request) -> Answer:
    return answers.wrapped({"reasons": [{"reason": reason} for reason in REASONS]}, market.clock.now())


@routes.get(API + "/v1/fbs/order/{order}")
def one_order(market: UzumEmulator, request: Request) -> Answer:
    return answers.wrapped(_view(market, find(market, request)), market.clock.now())


@routes.post(API + "/v1/fbs/order/{order}/confirm")
def confirm(market: UzumEmulator, request: Request) -> Answer:
    order = find(market, request)
    if order["status"] != CREATED:
        raise answers.refuse("seller-order-02", market.clock.now())
    if order["acceptUntil"] < written(market.clock.now()):
        raise answers.refuse("seller-order-03", market.clock.now())
    return answers.wrapped(_view(market, orders.move(market, str(order["id"]), PACKING)), market.clock.now())


@routes.post(API + "/v1/fbs/order/{order}/cancel")
def cancel(market: UzumEmulator, request: Request) -> Answer:
    order, given = find(market, request), body(request, needed={"reason": str}, allowed={"comment": str})
    now = market.clock.now()
    if given["reason"] not in SELLER_REASONS:
        raise answers.refuse("seller-order-12", now, "This reason is not the seller's to give")
    if order["status"] == CANCELED:
        raise answers.refuse("seller-order-13", now)
    if order["status"] not in SELLER_MAY_CANCEL:
        raise answers.refuse("seller-order-02", now)
    orders.cancel(market, str(order["id"]), given["reason"])
    return answers.wrapped({}, now)


@routes.post(API + "/v1/fbs/order/{order}/identifier")
def identifiers(market: UzumEmulator, request: Request) -> Answer:
    """Marking codes: as many for each line as it has units."""
    order, given = find(market, request), body(request, needed={"items": list})
    by_id = {item["id"]: item for item in order["items"]}
    for row in given["items"]:
        check_object(row, {"orderItemId": int, "values": list}, {}, "items[]")
        item = by_id.get(row["orderItemId"])
        if item is None or len(row["values"]) != item["amount"]:
            raise answers.refuse("seller-order-05", market.clock.now())
    kept = market.state.table("orders").edit(order["id"])
    kept["identifiers"] = {str(row["orderItemId"]): row["values"] for row in given["items"]}
    return answers.wrapped({}, market.clock.now())


@routes.get(API + "/v1/fbs/order/{order}/labels/print")
def label(market: UzumEmulator, request: Request) -> Answer:
    """A PDF written as base64 inside JSON; a list of them, as seen live."""
    order, wanted = find(market, request), query(request, {"size!": one_of("LARGE", "BIG")})
    now = market.clock.now()
    if order["marked"] and not order["identifiers"]:
        raise answers.refuse("seller-order-15", now)
    if order["status"] not in LABELLED:
        raise answers.refuse("seller-order-02", now)
    sheet = pdf([[str(order["id"]), order["scheme"], wanted["size"]]])
    return answers.wrapped({"document": [base64.b64encode(sheet).decode()]}, now)


@routes.post(API + "/v1/dbs/order/{order}/delivering")
def delivering(market: UzumEmulator, request: Request) -> Answer:
    return _step(market, request, before=PACKING, after=DELIVERING)


@routes.post(API + "/v1/dbs/order/{order}/completed")
def completed(market: UzumEmulator, request: Request) -> Answer:
    if query(request, {"issueCode": any_text}).get("issueCode", ISSUE_CODE) != ISSUE_CODE:
        raise answers.refuse("seller-order-38", market.clock.now())
    return _step(market, request, before=DELIVERING, after=COMPLETED)


@routes.post(API + "/v1/dbs/order/{order}/refund")
def refund(market: UzumEmulator, request: Request) -> Answer:
    return _step(market, request, before=COMPLETED, after=RETURNED)


def _step(market: UzumEmulator, request: Request, *, before: str, after: str) -> Answer:
    order = find(market, request)
    if order["scheme"] != DBS:
        raise answers.refuse("fbs-18-invalid-order-type", market.clock.now())
    if order["status"] != before:
        raise answers.refuse("seller-order-02", market.clock.now())
    orders.move(market, str(order["id"]), after)
    return answers.wrapped({}, market.clock.now())


def find(market: UzumEmulator, request: Request) -> Order:
    """The order of the path, of one of the seller's shops. Raises Refused."""
    order = market.state.table("orders").find(request.params["order"])
    if order is None or order["shop"] not in SHOPS[request.account] or order["scheme"] not in SELLER_SENDS:
        raise answers.refuse("seller-order-01", market.clock.now())
    return order


def _view(market: UzumEmulator, order: Order) -> dict[str, Any]:
    """The order with the note that it is in."""
    note = market.state.table("notes").find(order["note"]) if order["note"] else None
    in_note = {
        "invoiceNumber": notes.number_of(note) if note else None,
        "timeSlot": notes.slot_view(market, note["slot"]) if note else None,
        "dropOffPoint": notes.short_point(note["point"]) if note else None,
    }
    return order_view(market, order, in_note)
