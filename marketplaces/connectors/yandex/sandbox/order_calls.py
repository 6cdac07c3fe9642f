"""The calls about orders: lists in two dialects, statuses, tracking, fewer items, cancellations."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Refused, Request
from marketplaces.sandbox.routes import Routes

from . import identifiers, order_view, orders, pushes
from .answers import bare, ok, refuse
from .cabinets import shop_of
from .pages import page
from .quotas import HOUR
from .shapes import Wrong, day, fields, flag, from_text, limit, many, moment, one_of, query, text, whole
from .times import old_day, read
from .vocabulary import (
    CANCELLED,
    DBS,
    DBS_REASONS,
    DBS_STEPS,
    DELIVERY,
    DELIVERY_SERVICES,
    FBY,
    PACKAGING,
    PENDING,
    PICKUP,
    PROCESSING,
    READY_TO_SHIP,
    SHOP_REASONS,
    STARTED,
    SUBSTATUSES,
)

if TYPE_CHECKING:
    from .market import YandexEmulator

AREA = "INVENTORY_AND_ORDER_PROCESSING"
WINDOW = timedelta(days=30)
MOST_NAMED, MOST_UPDATED, PER_PAGE = 50, 30, 50
PROGRAMS = ("FBY", "FBS", "DBS", "EXPRESS", "LAAS")
PLATFORMS = ("MARKET", "OZON", "WILDBERRIES", "OTHER")
STATUSES = (*SUBSTATUSES, "UNKNOWN")
DATES = fields(
    {f"{kind}Date{end}": moment if kind == "update" else day for kind in ("creation", "shipment", "update")
     for end in ("From", "To")}
)  # fmt: skip
FILTER = fields(
    {
        "orderIds": many(whole(), most=MOST_NAMED, unique=True),
        "externalOrderIds": many(text(), most=MOST_NAMED, unique=True),
        "programTypes": many(one_of(*PROGRAMS), unique=True),
        "campaignIds": many(whole(1), most=MOST_NAMED, unique=True),
        "statuses": many(one_of(*STATUSES), unique=True),
        "substatuses": many(text(), unique=True),
        "dates": DATES,
        "fake": flag,
        "waitingForCancellationApprove": flag,
        "sourcePlatforms": many(one_of(*PLATFORMS), unique=True),
    }
)

routes = Routes()


@routes.post("/v1/businesses/{businessId}/orders", limit=Quota(10_000, HOUR), parallel=6, area=AREA, reads=True,
             shape=FILTER)  # fmt: skip
def business_orders(market: YandexEmulator, request: Request) -> Answer:
    """Newest order first. Named orders are given whatever their age; else 30 days at most, the last 30 untold."""
    wanted = query(request, {"pageToken": text(), "limit": limit(PER_PAGE)})
    filters = FILTER(request.json, "")
    spans = _spans(market, filters)
    name = (request.account, json.dumps(request.json), None if filters.get("dates") else market.clock.now())
    found = market.state.kept(name, lambda: _found(market, request, filters, spans))
    shown, paging = page(
        found, lambda order: int(order["id"]), wanted.get("pageToken"), wanted.get("limit", PER_PAGE), newest_first=True
    )
    return bare({"orders": [order_view.of_cabinet(order) for order in shown], "paging": paging})


def _found(
    market: YandexEmulator, request: Request, filters: dict[str, Any], spans: list[Callable[[dict[str, Any]], bool]]
) -> list[dict[str, Any]]:
    """All that a list holds, whichever of its pages is asked for."""
    mine = (order for order in market.state.table("orders").values() if order["cabinet"] == request.account)
    return [order for order in mine if _fits(order, filters) and all(span(order) for span in spans)]


def _fits(order: dict[str, Any], filters: dict[str, Any]) -> bool:
    return (
        (not filters.get("orderIds") or order["id"] in filters["orderIds"])
        and (not filters.get("externalOrderIds") or order["external"] in filters["externalOrderIds"])
        and (not filters.get("programTypes") or order["model"] in filters["programTypes"])
        and (not filters.get("campaignIds") or int(order["shop"]) in filters["campaignIds"])
        and (not filters.get("statuses") or order["status"] in filters["statuses"])
        and (not filters.get("substatuses") or order["substatus"] in filters["substatuses"])
        and order["fake"] == bool(filters.get("fake"))
        and (not filters.get("waitingForCancellationApprove") or order["cancelRequested"])
        and (not filters.get("sourcePlatforms") or order["platform"] in filters["sourcePlatforms"])
    )


def _spans(market: YandexEmulator, filters: dict[str, Any]) -> list[Callable[[dict[str, Any]], bool]]:
    """The date filters as tests of an order. Raises Wrong for one that is too long or upside down."""
    dates = filters.get("dates") or {}
    spans: list[Callable[[dict[str, Any]], bool]] = []
    for kind, name in (("creation", "created"), ("shipment", "shipBy"), ("update", "updated")):
        first, last = _moments(dates.get(f"{kind}DateFrom"), dates.get(f"{kind}DateTo"))
        begin = first or (last - WINDOW if last else None)
        end = last or (first + WINDOW if first else None)
        if begin is None or end is None:
            continue
        if begin > end:
            raise Wrong(f"dates.{kind}DateFrom: must not be after dates.{kind}DateTo")
        if end - begin > WINDOW + timedelta(days=0 if kind == "update" else 1):
            raise Wrong(f"dates.{kind}DateTo: the range must not be longer than 30 days")
        spans.append(partial(_is_within, name, begin, end))
    if not spans and not filters.get("orderIds") and not filters.get("externalOrderIds"):
        spans.append(partial(_is_within, "created", market.clock.now() - WINDOW, market.clock.now()))
    return spans


def _is_within(name: str, begin: datetime, end: datetime, order: dict[str, Any]) -> bool:
    return begin <= read(order[name]) <= end


def _moments(begin: Any, end: Any) -> tuple[datetime | None, datetime | None]:
    """Days are whole days."""
    found = [
        value
        if value is None or isinstance(value, datetime)
        else datetime(value.year, value.month, value.day, tzinfo=UTC)
        for value in (begin, end)
    ]
    if found[1] is not None and not isinstance(end, datetime):
        found[1] += timedelta(days=1)
    return found[0], found[1]


@routes.get("/v2/campaigns/{campaignId}/orders", limit=Quota(10_000, HOUR), parallel=6, area=AREA, reads=True)
def shop_orders(market: YandexEmulator, request: Request) -> Answer:
    """The older list of one shop: by page number or by token; what ended over 30 days ago is hidden."""
    shop = shop_of(market, request)
    wanted = query(
        request,
        {
            "status": text(), "substatus": text(), "fromDate": text(), "toDate": text(), "fake": text(),
            "updatedAtFrom": moment, "updatedAtTo": moment, "pageToken": text(), "limit": limit(PER_PAGE),
            "page": from_text(whole(1, 10000)), "pageSize": from_text(whole(1, 50)), "orderIds": text(),
        },
    )  # fmt: skip
    edge = market.clock.now() - WINDOW
    found = [
        order
        for order in market.state.table("orders").values()
        if order["shop"] == shop["id"]
        and not (order_view.is_over(order) and read(order["updated"]) < edge)
        and order["fake"] == (wanted.get("fake", "false") == "true")
        and order["status"] in str(wanted.get("status", order["status"])).split(",")
        and order["substatus"] in str(wanted.get("substatus", order["substatus"])).split(",")
        and _between(order, wanted)
        and (not wanted.get("orderIds") or str(order["id"]) in request.values("orderIds"))
    ]
    size = wanted.get("limit") or wanted.get("pageSize") or PER_PAGE
    paging: dict[str, str] = {}
    if "page" in wanted and "pageToken" not in wanted:
        ordered = sorted(found, key=lambda order: -order["id"])
        shown = ordered[(wanted["page"] - 1) * size : wanted["page"] * size]
    else:
        shown, paging = page(found, lambda order: int(order["id"]), wanted.get("pageToken"), size, newest_first=True)
    pager = {
        "total": len(found), "from": 1, "to": len(shown), "currentPage": wanted.get("page", 1),
        "pagesCount": -(-len(found) // size), "pageSize": size,
    }  # fmt: skip
    return bare({"orders": [order_view.of_shop(order) for order in shown], "pager": pager, "paging": paging})


def _between(order: dict[str, Any], wanted: dict[str, Any]) -> bool:
    day_text = old_day(order["created"])
    key = "".join(reversed(day_text.split("-")))
    begin, end = ("".join(reversed(wanted.get(name, "").split("-"))) for name in ("fromDate", "toDate"))
    changed = read(order["updated"])
    return (
        (not begin or key >= begin)
        and (not end or key <= end)
        and changed >= wanted.get("updatedAtFrom", changed)
        and changed <= wanted.get("updatedAtTo", changed)
    )


def order_of(market: YandexEmulator, request: Request) -> dict[str, Any]:
    """The order of the path, in the shop of the path."""
    shop = shop_of(market, request)
    order = orders.find(market, request.params["orderId"])
    if order is None or order["shop"] != shop["id"]:
        raise refuse(f"Order {request.params['orderId']} not found", 404, "ORDER_NOT_FOUND")
    return order


@routes.get("/v2/campaigns/{campaignId}/orders/{orderId}", limit=Quota(10_000, HOUR), parallel=6, area=AREA, reads=True)
def shop_order(market: YandexEmulator, request: Request) -> Answer:
    return bare({"order": order_view.of_shop(order_of(market, request))})


@routes.get("/v2/campaigns/{campaignId}/orders/{orderId}/buyer", limit=Quota(3000, HOUR), area=AREA, reads=True)
def buyer(market: YandexEmulator, request: Request) -> Answer:
    order = order_of(market, request)
    if order["status"] not in (PROCESSING, DELIVERY, PICKUP):
        raise refuse(f"Buyer of order {order['id']} is not available in status {order['status']}")
    return ok(order_view.buyer(order))


STEP = {"status!": one_of(*STATUSES), "substatus": text()}
DELIVERY_DATES = fields({"dates": fields({"realDeliveryDate": text()})})


@routes.add("PUT", "/v2/campaigns/{campaignId}/orders/{orderId}/status", limit=Quota(10_000, HOUR), area=AREA,
            shape=fields({"order!": fields({**STEP, "delivery": DELIVERY_DATES})}))  # fmt: skip
def set_status(market: YandexEmulator, request: Request) -> Answer:
    order = order_of(market, request)
    _step(market, order, request.json["order"])
    return bare({"order": order_view.of_shop(market.state.table("orders")[str(order["id"])])})


def _step(market: YandexEmulator, order: dict[str, Any], wish: dict[str, Any]) -> None:
    """Raises Refused for a step that the model does not know."""
    status, substatus = wish["status"], wish.get("substatus", "")
    now = (order["status"], order["substatus"])
    if (status, substatus or SUBSTATUSES.get(status, ("",))[0]) == now and status != CANCELLED:
        return
    if order["model"] == FBY or not _may(order, status, substatus):
        raise refuse(
            f"Order {order['id']} with status {now[0]} and substatus {now[1]} is not allowed for status {status}"
            + (f" and substatus {substatus}" if substatus else ""),
            400,
            "STATUS_NOT_ALLOWED",
        )
    if order["model"] != DBS and substatus == READY_TO_SHIP:
        identifiers.check_ready(market, order)
    kept = orders.set_status(market, order["id"], status, substatus or SUBSTATUSES[status][0])
    told = (wish.get("delivery") or {}).get("dates", {}).get("realDeliveryDate")
    if told:
        kept["realDeliveryDate"] = "-".join(reversed(told.split("-"))) if told[2:3] == "-" else told


def _may(order: dict[str, Any], status: str, substatus: str) -> bool:
    now, detail, own = order["status"], order["substatus"], order["model"] == DBS
    if status == CANCELLED:
        if own:
            return now in (PENDING, PROCESSING, DELIVERY, PICKUP) and substatus in DBS_REASONS
        return now == PROCESSING and detail in (STARTED, PACKAGING, READY_TO_SHIP) and substatus in SHOP_REASONS
    if (status, substatus) == (PROCESSING, READY_TO_SHIP):
        return now == PROCESSING and detail in (STARTED, PACKAGING)
    return own and status in DBS_STEPS.get(now, ())


@routes.post("/v2/campaigns/{campaignId}/orders/status-update", limit=Quota(10_000, HOUR), area=AREA,
             shape=fields({"orders!": many(fields({"id!": whole(), **STEP}), most=MOST_UPDATED)}))  # fmt: skip
def set_statuses(market: YandexEmulator, request: Request) -> Answer:
    """An answer for each; one that is refused leaves the others alone."""
    shop = shop_of(market, request)
    return ok({"orders": [_one_of_many(market, shop, wish) for wish in request.json["orders"]]})


def _one_of_many(market: YandexEmulator, shop: dict[str, Any], wish: dict[str, Any]) -> dict[str, Any]:
    order = orders.find(market, wish["id"])
    if order is None or order["shop"] != shop["id"]:
        return {"id": wish["id"], "updateStatus": "ERROR", "errorDetails": f"Order {wish['id']} not found"}
    try:
        _step(market, order, wish)
    except Refused as refused:
        said = json.loads(refused.answer.body)["errors"][0]["message"]
        return {"id": wish["id"], "updateStatus": "ERROR", "errorDetails": said}
    now = market.state.table("orders")[str(wish["id"])]
    return {"id": wish["id"], "status": now["status"], "substatus": now["substatus"], "updateStatus": "OK"}


@routes.post("/v2/campaigns/{campaignId}/orders/{orderId}/delivery/track", limit=Quota(10_000, HOUR), area=AREA,
             shape=fields({"trackCode!": text(), "deliveryServiceId!": whole()}))  # fmt: skip
def track(market: YandexEmulator, request: Request) -> Answer:
    """DBS only, from when the order is prepared until the buyer has it."""
    order = order_of(market, request)
    if order["model"] != DBS or order["status"] not in (PROCESSING, DELIVERY, PICKUP):
        raise refuse(f"Track code cannot be added to order {order['id']} in status {order['status']}")
    if not request.json["trackCode"].strip():
        raise refuse("trackCode: must not be blank")
    if request.json["deliveryServiceId"] not in dict(DELIVERY_SERVICES):
        raise refuse(f"Unknown delivery service {request.json['deliveryServiceId']}")
    kept = orders.edit(market, order["id"])
    row = {name: request.json[name] for name in ("trackCode", "deliveryServiceId")}
    kept["tracks"] = [*(each for each in kept["tracks"] if each != row), row]
    return ok()


@routes.get("/v2/delivery/services", limit=Quota(5000, HOUR), reads=True)
def services(market: YandexEmulator, request: Request) -> Answer:
    return bare({"result": {"deliveryService": [{"id": number, "name": name} for number, name in DELIVERY_SERVICES]}})


@routes.add("PUT", "/v2/campaigns/{campaignId}/orders/{orderId}/items", 
            limit=Quota(10_000, HOUR), parallel=6, area=AREA,
            shape=fields({
                "items!": many(fields({"id!": whole(), "count!": whole(0), "instances": many(identifiers.INSTANCE)})),
                "reason": one_of("PARTNER_REQUESTED_REMOVE", "USER_REQUESTED_REMOVE"),
            }))  # fmt: skip
def items(market: YandexEmulator, request: Request) -> Answer:
    """DBS drops units before the order is ready; neither the last line nor nearly all of its value."""
    order = order_of(market, request)
    if order["model"] != DBS:
        raise refuse("Method is available for DBS only, use PUT boxes")
    if (order["status"], order["substatus"]) != (PROCESSING, STARTED):
        raise refuse(f"Items of order {order['id']} cannot be changed in status {order['status']}/{order['substatus']}")
    wanted = {row["id"]: row["count"] for row in request.json["items"]}
    for item in order["items"]:
        if wanted.get(item["id"], 0) > item["count"]:
            raise refuse(f"Item {item['id']} has only {item['count']} units")
    total = sum(float(item["payment"]) for item in order["items"])
    left = sum(float(i["payment"]) * wanted.get(i["id"], 0) / i["count"] for i in order["items"])
    if left <= 0.01 * total:
        raise refuse("Removed items are more than 99% of order value")
    orders.shrink(market, order["id"], wanted)
    return Answer(200, b"", {"Content-Type": "application/json; charset=utf-8"})


@routes.add("PUT", "/v2/campaigns/{campaignId}/orders/{orderId}/cancellation/accept", limit=Quota(500, HOUR), area=AREA,
            shape=fields({"accepted!": flag, "reason": one_of("ORDER_DELIVERED", "ORDER_IN_DELIVERY")}))  # fmt: skip
def answer_cancellation(market: YandexEmulator, request: Request) -> Answer:
    order = order_of(market, request)
    if not order["cancelRequested"]:
        raise refuse(f"Order {order['id']} has no cancellation request")
    if not request.json["accepted"] and "reason" not in request.json:
        raise refuse("reason: must not be null when accepted is false")
    if request.json["accepted"]:
        orders.set_status(market, order["id"], CANCELLED, "USER_CHANGED_MIND")
    else:
        kept = orders.edit(market, order["id"])
        kept["cancelRequested"] = False
        pushes.status_updated(market, kept)
    return ok()


@routes.post("/v2/campaigns/{campaignId}/orders/{orderId}/external-id", limit=Quota(1000, HOUR), area=AREA,
             shape=fields({"externalOrderId!": text(longest=255)}))  # fmt: skip
def external_id(market: YandexEmulator, request: Request) -> Answer:
    orders.edit(market, order_of(market, request)["id"])["external"] = request.json["externalOrderId"]
    return ok()
