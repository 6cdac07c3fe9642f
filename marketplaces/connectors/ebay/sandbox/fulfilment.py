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
from .times import iso, read

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
PATH = f"{BASE}/order/{{order}}/shipping_fulfillment"
MOST_PARCELS, LONGEST_COMMENT = 50, 100
REASONS = {
    "BUYER_CANCEL", "BUYER_RETURN", "ITEM_NOT_RECEIVED", "SELLER_WRONG_ITEM", "SELLER_OUT_OF_STOCK",
    "SELLER_FOUND_ISSUE", "OTHER_ADJUSTMENT", "SHIPPING_DISCOUNT",
}  # fmt: skip


@routes.get(PATH, scope=READ)
def get_fulfillments(shop: EbayEmulator, request: Request) -> Answer:
    parcels = find(shop, request, status=400)["_parcels"]
    return json_answer({"fulfillments": parcels, "total": len(parcels)})


@routes.get(f"{PATH}/{{parcel}}", scope=READ)
def get_fulfillment(shop: EbayEmulator, request: Request) -> Answer:
    """The place that the answer to a new parcel names."""
    for parcel in find(shop, request, status=400)["_parcels"]:
        if parcel["fulfillmentId"] == request.params["parcel"]:
            return json_answer(parcel)
    raise _wrong(32110, f"Invalid shipping fulfillment ID: {request.params['parcel']}")


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


@routes.post(f"{BASE}/order/{{order}}/issue_refund", scope="sell.finances", signed=True)
def issue_refund(shop: EbayEmulator, request: Request) -> Answer:
    """Whole or by line; accepted now, given later. One at a time, and no more than was paid."""
    number, told = request.params["order"], body(request, domain=ORDERS)
    order = shop.state.table("orders", request.account).find(number)
    if order is None:
        raise refuse(404, 34913, "Can not find the order.", domain=ORDERS)
    if not told.get("reasonForRefund"):
        raise _wrong(34903, "The refund reason must be specified.")
    if told["reasonForRefund"] not in REASONS:
        raise _wrong(34903, "The refund reason is not known.")
    if len(str(told.get("comment") or "")) > LONGEST_COMMENT:
        raise _wrong(34921, "The comment exceeds the length limit.")
    whole, parts = told.get("orderLevelRefundAmount"), told.get("refundItems")
    if bool(whole) == bool(parts):
        raise _wrong(34905, "Either orderLevelRefundAmount or refundItems must be specified.")
    _check_refundable(order)
    wanted = {"": whole} if whole else {_refunded_line(order, each): each.get("refundAmount") for each in parts or ()}
    amounts = {line: _amount(order, amount) for line, amount in wanted.items()}
    _check_left(order, amounts)
    name = lifecycle.refund(shop, request.account, order["orderId"], amounts)
    return json_answer({"refundId": name, "refundStatus": "PENDING"})


def _check_refundable(order: dict[str, Any]) -> None:
    if order["orderPaymentStatus"] in ("PENDING", "FAILED"):
        raise refuse(409, 34929, "The buyer payment has not been processed yet.", domain=ORDERS)
    if order["cancelStatus"]["cancelState"] == "CANCELED" or order["orderPaymentStatus"] == "FULLY_REFUNDED":
        raise _wrong(34917, "This order was already refunded.")
    if any(each["refundStatus"] == "PENDING" for each in order["paymentSummary"]["refunds"]):
        raise _wrong(34922, "Refund can't be issued while previous refund is processing.")


def _refunded_line(order: dict[str, Any], told: dict[str, Any]) -> str:
    line = told.get("lineItemId")
    if not line:
        raise _wrong(34910, "Either legacyReference or lineItemId must be specified for item level refund.")
    if line not in {each["lineItemId"] for each in order["lineItems"]}:
        raise _wrong(34914, "Can't find the item in the order.")
    return str(line)


def _amount(order: dict[str, Any], told: Any) -> Decimal:
    text, currency = (told or {}).get("value"), (told or {}).get("currency")
    if text is None:
        raise _wrong(34906, "The amount value must be specified.")
    if not currency:
        raise _wrong(34908, "The amount currency must be specified.")
    try:
        amount = Decimal(str(text))
    except InvalidOperation:
        amount = Decimal(0)
    if amount <= 0 or amount != amount.quantize(lifecycle.CENT):
        raise _wrong(34907, "The amount value must be positive and within two decimals.")
    if currency != order["pricingSummary"]["total"]["currency"]:
        raise _wrong(34909, "The amount currency isn't correct.")
    return amount


def _check_left(order: dict[str, Any], amounts: dict[str, Decimal]) -> None:
    total, gone = Decimal(order["pricingSummary"]["total"]["value"]), Decimal(order["_refunded"])
    if sum(amounts.values(), Decimal(0)) > total - gone:
        raise _wrong(34915, "The refund amount exceeds order amount.")
    for line in order["lineItems"]:
        back = sum((Decimal(each["amount"]["value"]) for each in line.get("refunds", ())), Decimal(0))
        if amounts.get(line["lineItemId"], Decimal(0)) > Decimal(line["total"]["value"]) - back:
            raise refuse(409, 34924, "The item refund amount exceeds the item remaining amount.", domain=ORDERS)


def _wrong(number: int, message: str) -> Refused:
    return refuse(400, number, message, domain=ORDERS)
