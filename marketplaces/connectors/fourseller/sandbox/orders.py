"""Orders: page by page as they change, one by one, and what the seller tells about them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import lifecycle
from .answers import invalid, refuse
from .products import page_of
from .shapes import moment, read_body, read_query
from .vocabulary import FOLLOWS, FULFILMENT, ORDER_CHANGE, ORDER_QUERY

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator

routes = Routes()


@routes.get("/v1/orders")
def list_orders(shop: FourSellerEmulator, request: Request) -> Answer:
    """By the time of the last change, the newest first."""
    asked = read_query(ORDER_QUERY, request.query)
    first, last = (moment(asked[name]) if name in asked else None for name in ("date_from", "date_to"))
    found = [each for each in shop.state.table("orders", request.account).values() if _listed(each, first, last, asked)]
    found.sort(key=lambda each: (each["updated_at"], each["id"]), reverse=True)
    return page_of(shop, request, asked, [seen(each) for each in found])


def _listed(order: dict[str, Any], first: datetime | None, last: datetime | None, asked: dict[str, Any]) -> bool:
    changed = moment(order["updated_at"])
    assert changed is not None
    within = (first is None or changed >= first) and (last is None or changed <= last)
    return within and asked.get("status", order["status"]) == order["status"]


@routes.get("/v1/orders/{id}")
def get_order(shop: FourSellerEmulator, request: Request) -> Answer:
    return json_answer(seen(_order(shop, request)))


@routes.add("PATCH", "/v1/orders/{id}")
def update_order(shop: FourSellerEmulator, request: Request) -> Answer:
    order = _order(shop, request)
    body = read_body(ORDER_CHANGE, request.json)
    _check_newer(order, body)
    status = body["status"]
    if status != order["status"] and status not in FOLLOWS[order["status"]]:
        raise refuse(409, f"an order that is {order['status']} cannot become {status}", code="wrong_status")
    if body.get("tracking"):
        changed = shop.state.table("orders", request.account).edit(order["id"])
        changed["tracking"] = {"number": "", "carrier": "", "url": None, **body["tracking"]}
    return json_answer(seen(lifecycle.set_status(shop, request.account, order["id"], status)))


def _check_newer(order: dict[str, Any], body: dict[str, Any]) -> None:
    told, held = moment(body.get("updated_at", "")), moment(order["updated_at"])
    if told is not None and held is not None and told < held:
        raise refuse(409, "the order was changed later than that")


@routes.post("/v1/orders/{id}/fulfillment")
def create_fulfillment(shop: FourSellerEmulator, request: Request) -> Answer:
    order = _order(shop, request)
    body = read_body(FULFILMENT, request.json)
    if order["status"] not in ("pending", "processing"):
        raise refuse(409, f"an order that is {order['status']} cannot be shipped", code="wrong_status")
    if not order["paid_at"]:
        raise refuse(409, "the order is not paid yet", code="not_paid")
    made = lifecycle.fulfil(shop, request.account, order["id"], body, _units(order, body.get("lines")))
    return json_answer(made, 201)


def _units(order: dict[str, Any], wanted: list[dict[str, Any]] | None) -> dict[str, int]:
    """How much of which line is in the parcel; without lines all that is open."""
    left = {each["line_id"]: lifecycle.open_units(each) for each in order["lines"]}
    if wanted is None:
        return {name: count for name, count in left.items() if count}
    units: dict[str, int] = {}
    for number, row in enumerate(wanted):
        name = row["line_id"]
        if name not in left:
            raise invalid({f"lines.{number}.line_id": ["is no line of this order"]})
        units[name] = units.get(name, 0) + row["quantity"]
        if units[name] > left[name]:
            raise invalid({f"lines.{number}.quantity": [f"only {left[name]} left to ship"]})
    return units


def _order(shop: FourSellerEmulator, request: Request) -> dict[str, Any]:
    found = shop.state.table("orders", request.account).find(request.params["id"])
    if found is None:
        raise refuse(404, f"there is no order {request.params['id']}")
    return found


def seen(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the API shows it; the time of payment where it is paid (contract section 5)."""
    person = order["person"]
    address = {"name": person["name"], "company": None, "line1": person["line1"], "line2": None}
    address |= {name: person[name] for name in ("city", "region", "postal_code", "country", "phone")}
    shown = ("line_id", "sku", "name", "quantity", "unit_price", "total", "fulfilled_quantity")
    return {
        **{name: order[name] for name in ("id", "number", "channel", "channel_order_id", "status", "currency")},
        **order["sums"],
        "customer": {name: person[name] for name in ("name", "email", "phone")},
        "shipping_address": address,
        "billing_address": None,
        "items": [{name: each[name] for name in shown} for each in order["lines"]],
        "tracking": order["tracking"] or None,
        **({"paid_at": order["paid_at"]} if order["paid_at"] else {}),
        "created_at": order["created_at"],
        "updated_at": order["updated_at"],
    }
