"""Orders as Graph shows them: four fields unless more are asked for, edges of lines, parcels and refunds inside."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer

from . import withdrawn
from .accounts import CURRENCY
from .answers import unknown
from .arguments import chosen, fields

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

USUAL = "id,order_status,created,last_updated"
FIELDS = (
    "id", "order_status", "created", "last_updated", "channel", "ship_by_date", "buyer_details", "shipping_address",
    "selected_shipping_option", "estimated_payment_details", "merchant_order_id", "is_test_order", "items", "shipments",
    "cancellations", "refunds",
)  # fmt: skip


def read(shop: FacebookEmulator, request: Request) -> Answer:
    """One order."""
    order = find(shop, request)
    return json_answer(chosen(seen(order), fields(request.query.get("fields") or USUAL), FIELDS))


def find(shop: FacebookEmulator, request: Request) -> dict[str, Any]:
    """The order of the path. One that is there is answered as withdrawn where the order calls are."""
    found = shop.state.table("orders", request.account).find(request.params["node"])
    if found is None:
        raise unknown(request.params["node"])
    withdrawn.check(shop, request)
    return found


def amount(value: str | Decimal) -> dict[str, str]:
    return {"amount": f"{Decimal(value):.2f}", "currency": CURRENCY}


def seen(order: dict[str, Any]) -> dict[str, Any]:
    """A fully cancelled order has lost whom it was for."""
    person = order["person"]
    shown: dict[str, Any] = {
        "id": order["id"],
        "order_status": {"state": order["state"]},
        "created": order["created"],
        "last_updated": order["updated"],
        "channel": order["channel"],
        "ship_by_date": order["ship_by"],
        "selected_shipping_option": {"name": "Standard", "price": amount(order["shipping"])},
        "merchant_order_id": order.get("reference", ""),
        "estimated_payment_details": _sums(order),
        "items": {"data": [line(each) for each in order["lines"]]},
        "shipments": {"data": [_parcel(each) for each in order["shipments"]]},
        "cancellations": {"data": order["cancellations"]},
        "refunds": {"data": order["refunds"]},
    }
    if not is_cancelled(order):
        shown["buyer_details"] = {"name": person["name"], "email": person["email"], "email_remarketing_option": False}
        shown["shipping_address"] = {name: person[name] for name in (
            "name", "street1", "street2", "city", "state", "postal_code", "country",
        )}  # fmt: skip
    return shown


def line(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": each["id"], "product_id": each["product_id"], "retailer_id": each["sku"], "product_name": each["name"],
        "quantity": each["quantity"], "price_per_unit": amount(each["price"]),
    }  # fmt: skip


def _parcel(each: dict[str, Any]) -> dict[str, Any]:
    tracking = each["tracking"]
    return {
        "id": each["id"], "external_shipment_id": each["external"], "carrier": tracking.get("carrier", ""),
        "tracking_number": tracking.get("tracking_number", ""), "tracking_info": tracking,
        "items": {"data": each["items"]},
    }  # fmt: skip


def goods(order: dict[str, Any]) -> Decimal:
    return sum((Decimal(each["price"]) * each["quantity"] for each in order["lines"]), Decimal(0))


def total(order: dict[str, Any]) -> Decimal:
    return goods(order) + Decimal(order["shipping"]) + Decimal(order["tax"])


def _sums(order: dict[str, Any]) -> dict[str, Any]:
    return {
        "subtotal": {"items": amount(goods(order)), "shipping": amount(order["shipping"])},
        "tax": amount(order["tax"]),
        "total_amount": amount(total(order)),
        "tax_remitted": True,
    }


def is_cancelled(order: dict[str, Any]) -> bool:
    return all(each["cancelled"] == each["quantity"] for each in order["lines"])


def changed_at(order: dict[str, Any]) -> float:
    return datetime.fromisoformat(order["updated"]).timestamp()
