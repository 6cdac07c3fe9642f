"""An order as the API of 2026 tells it: parts only where they were asked for, prices only once it is paid."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from .sellers import PLACES

PARTS = frozenset({
    "BUYER", "RECIPIENT", "PROCEEDS", "EXPENSE", "PROMOTION", "CANCELLATION", "FULFILLMENT", "PACKAGES", "TAX",
    "PAYMENT", "FULFILLMENT_ORDERS",
})  # fmt: skip
UNPAID = ("PENDING", "PENDING_AVAILABILITY")


def seen(order: dict[str, Any], parts: Collection[str]) -> dict[str, Any]:
    """With the parts that were asked for. While it is pending nothing of money or people is told."""
    place, open_ = PLACES[order["place"]], order["status"] not in UNPAID
    told: dict[str, Any] = {
        "orderId": order["id"],
        "createdTime": order["created"],
        "lastUpdatedTime": order["updated"],
        "programs": order["programs"],
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": place.number, "marketplaceName": place.name},
        "orderItems": [_line(each, order, parts, place.currency) for each in order["lines"]],
    }
    if order["alias"]:
        told["orderAliases"] = [{"aliasId": order["alias"], "aliasType": "SELLER_ORDER_ID"}]
    if "FULFILLMENT" in parts:
        told["fulfillment"] = _fulfillment(order)
    if "BUYER" in parts and open_:
        told["buyer"] = {"buyerName": order["buyer"]["name"], "buyerEmail": order["buyer"]["email"]}
    if "RECIPIENT" in parts and open_ and order["by"] == "MERCHANT":
        told["recipient"] = {"deliveryAddress": order["address"]}
    if "PROCEEDS" in parts and open_:
        told["proceeds"] = _proceeds(order, place.currency)
    if "PACKAGES" in parts and order["by"] == "MERCHANT":
        told["packages"] = [_package(each) for each in order["packages"]]
    return told


def _fulfillment(order: dict[str, Any]) -> dict[str, Any]:
    windows = {"shipByWindow": order["ship_by"], "deliverByWindow": order["deliver_by"]}
    return {
        "fulfillmentStatus": order["status"], "fulfilledBy": order["by"], "fulfillmentServiceLevel": order["service"],
    } | {
        name: {"earliestDateTime": span[0], "latestDateTime": span[1]} for name, span in windows.items()
    }  # fmt: skip


def _line(line: dict[str, Any], order: dict[str, Any], parts: Collection[str], currency: str) -> dict[str, Any]:
    product: dict[str, Any] = {
        "asin": line["asin"], "title": line["title"], "sellerSku": line["sku"],
        "condition": {"conditionType": "NEW", "conditionSubtype": "NEW"},
    }  # fmt: skip
    told: dict[str, Any] = {"orderItemId": line["id"], "quantityOrdered": line["quantity"], "product": product}
    if order["status"] not in UNPAID:
        product["price"] = {"unitPrice": money(line["unit"], currency)}
        if "PROCEEDS" in parts:
            told["proceeds"] = _line_proceeds(line, currency)
    if "FULFILLMENT" in parts:
        over = order["status"] == "CANCELLED"
        told["fulfillment"] = {
            "quantityFulfilled": line["shipped"],
            "quantityUnfulfilled": 0 if over else line["quantity"] - line["shipped"],
        }
    if "CANCELLATION" in parts and (line["asked"] or line["cancelled_by"]):
        told["cancellation"] = _cancellation(line)
    return told


def _cancellation(line: dict[str, Any]) -> dict[str, Any]:
    told = {}
    if line["asked"]:
        told["cancellationRequest"] = {"requester": "BUYER", "cancelReason": line["asked"]}
    if line["cancelled_by"]:
        told["cancellationExecution"] = {"cancelledBy": line["cancelled_by"], "cancelReason": line["cancel_reason"]}
    return told


def _line_proceeds(line: dict[str, Any], currency: str) -> dict[str, Any]:
    rest = Decimal(line["tax"]) - Decimal(line["goods_tax"])
    parts: list[dict[str, Any]] = [{"type": "ITEM", "subtotal": money(line["goods"], currency)}]
    if Decimal(line["postage"]):
        parts.append({"type": "SHIPPING", "subtotal": money(line["postage"], currency)})
    if Decimal(line["discount"]):
        parts.append({
            "type": "DISCOUNT", "subtotal": money(f"-{line['discount']}", currency),
            "detailedBreakdowns": [{"subtype": "ITEM", "value": money(f"-{line['discount']}", currency)}],
        })  # fmt: skip
    details = [{"subtype": "ITEM", "value": money(line["goods_tax"], currency)}]
    if rest:
        details.append({"subtype": "SHIPPING", "value": money(str(rest), currency)})
    parts.append({"type": "TAX", "subtotal": money(line["tax"], currency), "detailedBreakdowns": details})
    return {"proceedsTotal": money(line["total"], currency), "breakdowns": parts}


def _proceeds(order: dict[str, Any], currency: str) -> dict[str, Any]:
    def total(name: str) -> Decimal:
        return sum((Decimal(line[name]) for line in order["lines"]), Decimal(0))

    sums = {"ITEM": total("goods"), "SHIPPING": total("postage"), "DISCOUNT": -total("discount"), "TAX": total("tax")}
    parts = [{"type": name, "subtotal": money(str(value), currency)} for name, value in sums.items() if value]
    return {"grandTotal": money(str(total("total")), currency), "breakdowns": parts}


def _package(package: dict[str, Any]) -> dict[str, Any]:
    told = {
        "packageReferenceId": package["reference"], "createdTime": package["created"],
        "packageStatus": {"status": package["status"]}, "carrier": package["carrier"],
        "shipTime": package["ship_time"], "trackingNumber": package["tracking"],
        "packageItems": [{"orderItemId": row["id"], "quantity": row["quantity"]} for row in package["items"]],
    }  # fmt: skip
    return told | ({"shippingService": package["service"]} if package.get("service") else {})


def money(amount: str, currency: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": currency}
