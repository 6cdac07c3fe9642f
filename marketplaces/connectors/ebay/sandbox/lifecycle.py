"""What happens to an order: it is paid, sent in parcels, cancelled, refunded; each change is written into it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from . import pushes, shelf
from .times import iso

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

CENT = Decimal("0.01")
#: What eBay keeps of a sale, here and in payments.
FEE = Decimal("0.1325")
UNTRACKED = "999"


def amount(value: Decimal, currency: str) -> dict[str, str]:
    """As eBay writes it: often with one decimal only."""
    text = str(value.quantize(CENT, ROUND_HALF_UP))
    return {"value": text[:-1] if text.endswith("0") else text, "currency": currency}


def place(shop: EbayEmulator, account: str, order: dict[str, Any]) -> dict[str, Any]:
    """A buyer has ordered: goods leave the shelf, the seller is told where it is paid."""
    for line in order["lineItems"]:
        if line.get("sku"):
            shelf.take(shop, account, line["sku"], line["quantity"])
    kept = shop.state.table("orders", account).put(order["orderId"], order)
    if order["orderPaymentStatus"] == "PAID":
        pushes.order_confirmed(shop, account, order)
    return kept


def pay(shop: EbayEmulator, account: str, number: str) -> dict[str, Any]:
    order = _edit(shop, account, number)
    order["orderPaymentStatus"] = "PAID"
    order["paymentSummary"]["payments"] = [payment(order, iso(shop.clock.now()))]
    pushes.order_confirmed(shop, account, order)
    return order


def payment(order: dict[str, Any], at: str) -> dict[str, Any]:
    """What arrived for the seller: net of fees, not what the buyer paid."""
    return {
        "paymentMethod": "EBAY",
        "paymentReferenceId": order["salesRecordReference"],
        "paymentDate": at,
        "amount": order["paymentSummary"]["totalDueSeller"],
        "paymentStatus": "PAID",
    }


def open_units(order: dict[str, Any]) -> dict[str, int]:
    """Units of each line that no parcel has."""
    left = {each["lineItemId"]: int(each["quantity"]) for each in order["lineItems"]}
    for parcel in order["_parcels"]:
        for row in parcel["lineItems"]:
            left[row["lineItemId"]] -= row["quantity"]
    return left


def ship(shop: EbayEmulator, account: str, number: str, parcel: dict[str, Any]) -> str:
    """A parcel leaves; its number is that of its tracking, or one that says nothing."""
    order = _edit(shop, account, number)
    name = parcel.get("shipmentTrackingNumber") or UNTRACKED
    add_parcel(order, parcel, name)
    return str(name)


def add_parcel(order: dict[str, Any], parcel: dict[str, Any], name: str) -> None:
    order["_parcels"].append({"fulfillmentId": name, **parcel})
    order["fulfillmentHrefs"].append(
        f"https://api.ebay.com/sell/fulfillment/v1/order/{order['orderId']}/shipping_fulfillment/{name}"
    )
    left = open_units(order)
    for line in order["lineItems"]:
        sent = line["quantity"] - left[line["lineItemId"]]
        line["lineItemFulfillmentStatus"] = _progress(sent, line["quantity"])
    total = sum(each["quantity"] for each in order["lineItems"])
    order["orderFulfillmentStatus"] = _progress(total - sum(left.values()), total)


def _progress(sent: int, wanted: int) -> str:
    return "FULFILLED" if sent >= wanted else "IN_PROGRESS" if sent else "NOT_STARTED"


def ask_to_cancel(shop: EbayEmulator, account: str, number: str) -> dict[str, Any]:
    """The buyer asks; the seller has to answer."""
    order = _edit(shop, account, number)
    order["cancelStatus"] = {
        "cancelState": "IN_PROGRESS",
        "cancelRequests": [_request(shop, "BUYER_CANCEL_ORDER", "BUYER", "REQUESTED")],
    }
    return order


def refuse_to_cancel(shop: EbayEmulator, account: str, number: str) -> None:
    """The order goes on as if nobody had asked; the request stays in its history."""
    order = _edit(shop, account, number)
    requests = [{**each, "cancelRequestState": "REJECTED"} for each in order["cancelStatus"]["cancelRequests"]]
    order["cancelStatus"] = {"cancelState": "NONE_REQUESTED", "cancelRequests": requests}


def cancel(shop: EbayEmulator, account: str, number: str, *, reason: str, by: str) -> str:
    """Over, at once: goods come back, money too."""
    order = _edit(shop, account, number)
    now = iso(shop.clock.now())
    request = {**_request(shop, reason, by, "COMPLETED"), "cancelCompletedDate": now}
    order["cancelStatus"] = {"cancelState": "CANCELED", "cancelledDate": now, "cancelRequests": [request]}
    for line in order["lineItems"]:
        if line.get("sku"):
            shelf.take(shop, account, line["sku"], -open_units(order)[line["lineItemId"]])
    return str(request["cancelRequestId"])


def _request(shop: EbayEmulator, reason: str, by: str, state: str) -> dict[str, Any]:
    return {
        "cancelReason": reason,
        "cancelRequestedDate": iso(shop.clock.now()),
        "cancelInitiator": by,
        "cancelRequestId": str(shop.state.table("cancellations").next_number(5_000_000_001)),
        "cancelRequestState": state,
    }


def refund(shop: EbayEmulator, account: str, number: str, amounts: dict[str, Decimal]) -> str:
    """Accepted: a second later the buyer has it. The empty line is the order as a whole."""
    name = str(shop.state.table("refunds").next_number(7_000_000_001))
    order = _edit(shop, account, number)
    begin_refund(order, amounts, name, iso(shop.clock.now()), state="PENDING")
    shop.later(1, "settle_refund", account=account, number=number, refund=name)
    return name


def begin_refund(order: dict[str, Any], amounts: dict[str, Decimal], name: str, at: str, *, state: str) -> None:
    """In the payment it is the seller's share, in the line what the buyer gets."""
    currency = order["pricingSummary"]["total"]["currency"]
    whole = sum(amounts.values(), Decimal(0))
    common = {"refundId": name, "refundDate": at, "refundReferenceId": name}
    order["paymentSummary"]["refunds"].append(
        {**common, "amount": amount(whole * (1 - FEE), currency), "refundStatus": state}
    )
    for line in order["lineItems"]:
        if line["lineItemId"] in amounts:
            part = amount(amounts[line["lineItemId"]], currency)
            line.setdefault("refunds", []).append({**common, "amount": part})
    order["_refunded"] = str(Decimal(order["_refunded"]) + whole)
    total = Decimal(order["pricingSummary"]["total"]["value"])
    order["_payment_after"] = "FULLY_REFUNDED" if Decimal(order["_refunded"]) >= total else "PARTIALLY_REFUNDED"
    if state == "REFUNDED":
        order["orderPaymentStatus"] = order["_payment_after"]


def settle_refund(shop: EbayEmulator, *, account: str, number: str, refund: str) -> None:
    """The money has arrived; the rest of the order stays as it was."""
    order = _edit(shop, account, number)
    for each in order["paymentSummary"]["refunds"]:
        if each["refundId"] == refund:
            each["refundStatus"] = "REFUNDED"
    order["orderPaymentStatus"] = order["_payment_after"]


def _edit(shop: EbayEmulator, account: str, number: str) -> dict[str, Any]:
    order = shop.state.table("orders", account).edit(number)
    order["lastModifiedDate"] = iso(shop.clock.now())
    return order
