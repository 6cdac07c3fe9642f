"""Parcels and refunds that a seller tells; neither has a way back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import lifecycle
from .answers import ORDERS, refuse
from .asked import body
from .orders import BASE, READ, WRITE, find
from .sellers import SELLERS
from .times import iso, read

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
PATH = f"{BASE}/order/{{order}}/shipping_fulfillment"
MOST_PARCELS = 50
REASONS = {
    "BUYER_CANCEL", "BUYER_RETURN", "ITEM_NOT_RECEIVED", "SELLER_WRONG_ITEM", "SELLER_OUT_OF_STOCK",
    "SELLER_FOUND_ISSUE", "OTHER_ADJUSTMENT", "SHIPPING_DISCOUNT",
}  # fmt: skip


@routes.get(PATH, scope=READ)
def get_fulfillments(shop: EbayEmulator, request: Request) -> Answer:
    parcels = find(shop, request, status=400)["_parcels"]
    return json_answer({"fulfillments": parcels, "total": len(parcels)})


@routes.post(PATH, scope=WRITE)
def create_fulfillment(shop: EbayEmulator, request: Request) -> Answer:
    order, told = find(shop, request, status=400), body(request, domain=ORDERS)
    parcel = _parcel(shop, order, told)
    if order["cancelStatus"]["cancelState"] == "CANCELED" or order["orderPaymentStatus"] in ("PENDING", "FAILED"):
        raise _wrong(32600, "Invalid input data: the order is cancelled or not paid")
    if len(order["_parcels"]) >= MOST_PARCELS:
        raise _wrong(34100, "Maximum tracking number for order is exceeded")
    number = lifecycle.ship(shop, request.account, order["orderId"], parcel)
    return Answer(201, b"", {"Location": f"{request.base_url}{PATH.format(order=order['orderId'])}/{number}"})


def _parcel(shop: EbayEmulator, order: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What the seller says has left. Raises Refused for what cannot be."""
    carrier, tracking = told.get("shippingCarrierCode") or "", told.get("trackingNumber") or ""
    if bool(carrier) != bool(tracking) or (tracking and not (str(tracking).isascii() and str(tracking).isalnum())):
        raise _wrong(32300, "Invalid shipment tracking number or carrier")
    shipped = told.get("shippedDate")
    if shipped is not None and (read(str(shipped)) is None):
        raise _wrong(32500, "Invalid shipped date")
    parcel: dict[str, Any] = {
        "lineItems": _lines(order, told.get("lineItems")),
        "shippedDate": shipped or iso(shop.clock.now()),
    }
    if tracking:
        parcel |= {"shipmentTrackingNumber": tracking, "shippingCarrierCode": carrier}
    return parcel


def _lines(order: dict[str, Any], told: Any) -> list[dict[str, Any]]:
    if isinstance(told, dict):
        raise refuse(500, 30500, "System error", domain=ORDERS, category="APPLICATION")
    if not isinstance(told, list) or not told:
        raise _wrong(32600, "Invalid input data: there are no line items")
    open_units = lifecycle.open_units(order)
    lines: list[dict[str, Any]] = []
    for row in told:
        number, quantity = str(row.get("lineItemId")), row.get("quantity", 1)
        if number not in open_units:
            raise _wrong(32200, f"Invalid line item id: {number}")
        if number in {each["lineItemId"] for each in lines}:
            raise _wrong(32210, "Duplicate line item in the request")
        if not isinstance(quantity, int) or not 0 < quantity <= open_units[number]:
            raise _wrong(32600, f"Invalid input data: {open_units[number]} units of {number} are left to ship")
        lines.append({"lineItemId": number, "quantity": quantity})
    return lines


@routes.post(f"{BASE}/order/{{order}}/issue_refund", scope="sell.finances")
def issue_refund(shop: EbayEmulator, request: Request) -> Answer:
    """Whole or by line; accepted now, given later."""
    if SELLERS[request.account].signs and "x-ebay-signature-key" not in request.headers:
        raise refuse(403, 215122, "Signature validation failed", domain=ORDERS)
    order, told = find(shop, request), body(request, domain=ORDERS)
    if told.get("reasonForRefund") not in REASONS:
        raise _wrong(34904, "Invalid reason for refund")
    if len(str(told.get("comment") or "")) > 100:
        raise _wrong(34905, "The comment has at most 100 characters")
    whole, parts = told.get("orderLevelRefundAmount"), told.get("refundItems")
    if bool(whole) == bool(parts):
        raise _wrong(34906, "Either an amount for the order or for its lines")
    amounts = {"": whole} if whole else {str(each.get("lineItemId")): each.get("refundAmount") for each in parts or ()}
    read_amounts = {line: _amount(order, line, amount) for line, amount in amounts.items()}
    number = lifecycle.refund(shop, request.account, order["orderId"], read_amounts)
    return json_answer({"refundId": number, "refundStatus": "PENDING"})


def _amount(order: dict[str, Any], line: str, told: Any) -> Decimal:
    total = order["pricingSummary"]["total"]
    if line and line not in {each["lineItemId"] for each in order["lineItems"]}:
        raise _wrong(32200, f"Invalid line item id: {line}")
    try:
        amount = Decimal(str((told or {}).get("value")))
    except InvalidOperation:
        raise _wrong(34907, "Invalid refund amount") from None
    if (told or {}).get("currency") != total["currency"] or not 0 < amount <= Decimal(total["value"]):
        raise _wrong(34907, "Invalid refund amount")
    return amount


def _wrong(number: int, message: str) -> Refused:
    return refuse(400, number, message, domain=ORDERS)
