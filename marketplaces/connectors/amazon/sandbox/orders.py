"""Orders of the API of 2026: searched by time in pages whose tokens live a day, or one by one."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import lifecycle
from .answers import missing, refuse, wrong
from .order_view import PARTS, seen
from .participations import asked
from .times import iso, read

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
BASE = "/orders/2026-01-01/orders"
STATUSES = {
    "PENDING_AVAILABILITY", "PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED", "UNFULFILLABLE",
}  # fmt: skip
#: Nothing younger than this is told.
AGE = timedelta(minutes=2)
HISTORY = timedelta(days=730)
TOKEN_SECONDS = 86_400
#: The only parameters that may change from page to page.
FREE = ("paginationToken", "maxResultsPerPage", "includedData")
REASONS = ("NO_INVENTORY", "BUYER_CANCELLED", "SHIPPING_ADDRESS_UNDELIVERABLE", "CUSTOMER_EXCHANGE", "PRICING_ERROR")


@dataclass(frozen=True)
class Span:
    """The asked time: which of an order's two moments, from and until when."""

    field: str
    name: str
    first: datetime
    last: datetime

    def takes(self, order: dict[str, Any]) -> bool:
        return self.first <= datetime.fromisoformat(order[self.field]) <= self.last


@routes.get(BASE, limit=Bucket(0.0056, 20))
def search(shop: AmazonEmulator, request: Request) -> Answer:
    """Oldest change first. What changes while pages are turned comes in a later search."""
    parts, size, places = _parts(request), _size(request), {each.number for each in asked(request, needed=False)}
    held = _token(shop, request)
    span = _span(shop, request, held)
    by, words = request.query.get("fulfilledBy", ""), request.query.get("fulfillmentStatuses", "")
    wanted = set(filter(None, words.split(",")))
    if by not in ("", "MERCHANT", "AMAZON") or wanted - STATUSES:
        raise wrong("Invalid fulfilledBy or fulfillmentStatuses.")
    found = [
        each
        for each in shop.state.table("orders", request.account).values()
        if span.takes(each) and each["place"] in places and by in ("", each["by"])
        and (not wanted or each["status"] in wanted) and _young(shop, each)
    ]  # fmt: skip
    found.sort(key=lambda each: (each[span.field], each["id"]))
    if held:
        found = [each for each in found if [each[span.field], each["id"]] > held["after"]]
    part = found[:size]
    answer: dict[str, Any] = {"orders": [seen(each, parts) for each in part], span.name: iso(span.last)}
    if len(found) > size:
        place = {"after": [part[-1][span.field], part[-1]["id"]], "last": iso(span.last)}
        answer["pagination"] = {"nextToken": _new_token(shop, request, place)}
    return json_answer(answer)


@routes.get(f"{BASE}/{{order}}", limit=Bucket(0.5, 30))
def get_order(shop: AmazonEmulator, request: Request) -> Answer:
    return json_answer({"order": seen(find(shop, request), _parts(request))})


@routes.add("PUT", f"{BASE}/{{order}}/cancellation", limit=Bucket(1, 5))
def cancel(shop: AmazonEmulator, request: Request) -> Answer:
    """Whole orders of which nothing has left. Only reference pages describe it: the field's name is assumed."""
    order, told = find(shop, request), request.json if isinstance(request.json, dict) else {}
    if told.get("cancelReason") not in REASONS:
        raise wrong(f"cancelReason is one of {', '.join(REASONS)}.")
    if order["by"] == "AMAZON" or order["status"] not in ("UNSHIPPED", "PENDING"):
        raise wrong("The order cannot be cancelled in its current state.")
    lifecycle.cancel(shop, request.account, order["id"], by="MERCHANT", reason=told["cancelReason"])
    return Answer(204, b"", {})


def find(shop: AmazonEmulator, request: Request) -> dict[str, Any]:
    order = shop.state.table("orders", request.account).find(request.params["order"])
    if order is None or not _young(shop, order):
        raise missing(f"Order {request.params['order']} not found.")
    return order


def _young(shop: AmazonEmulator, order: dict[str, Any]) -> bool:
    return datetime.fromisoformat(order["created"]) >= shop.clock.now() - HISTORY


def _parts(request: Request) -> set[str]:
    parts = {each for each in request.query.get("includedData", "").split(",") if each}
    if parts - PARTS:
        raise wrong(f"Invalid includedData: {sorted(parts - PARTS)[0]}")
    return parts


def _size(request: Request) -> int:
    text = request.query.get("maxResultsPerPage", "100")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise wrong("maxResultsPerPage is from 1 to 100.")
    return int(text)


def _span(shop: AmazonEmulator, request: Request, held: dict[str, Any]) -> Span:
    """Exactly one of two beginnings; the end belongs to it and lies two minutes back at least."""
    families = {"lastUpdated": "updated", "created": "created"}
    given = [name for name in families if f"{name}After" in request.query]
    if len(given) != 1:
        raise wrong("Exactly one of createdAfter and lastUpdatedAfter is required.")
    (name,) = given
    other = next(each for each in families if each != name)
    if f"{other}Before" in request.query:
        raise wrong(f"{other}Before is not allowed beside {name}After.")
    latest = shop.clock.now() - AGE
    first, last = _moment(request, f"{name}After"), latest
    if f"{name}Before" in request.query:
        last = _moment(request, f"{name}Before")
        if last < first or (last > latest and not held):
            raise wrong(f"{name}Before is not before {name}After and at least two minutes in the past.")
    if held:
        last = datetime.fromisoformat(held["last"])
    return Span(families[name], f"{name}Before", first, last)


def _moment(request: Request, name: str) -> datetime:
    found = read(request.query[name])
    if found is None:
        raise wrong(f"{name} is not a moment in ISO 8601.")
    return found


def _kept(request: Request) -> list[list[str]]:
    return sorted([name, text] for name, text in request.pairs if name not in FREE)


def _new_token(shop: AmazonEmulator, request: Request, place: dict[str, Any]) -> str:
    told = {**place, "asked": _kept(request), "made": shop.clock.timestamp()}
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


def _token(shop: AmazonEmulator, request: Request) -> dict[str, Any]:
    """Where to go on; empty for a first page."""
    text = request.query.get("paginationToken")
    if not text:
        return {}
    try:
        held: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        raise _no_token() from None
    if held["made"] + TOKEN_SECONDS < shop.clock.timestamp():
        raise _no_token()
    if held["asked"] != _kept(request):
        raise wrong("The other parameters must be those of the first page.")
    return held


def _no_token() -> Refused:
    return refuse(400, "InvalidInput", "The paginationToken is invalid or has expired.")
