"""An order as Shopify's webhooks send it, written as the contract's order; amounts in the shop's currency."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .reading import currency, group, money, needed, rows, text, units, written

Json = Mapping[str, Any]
ORDERS = frozenset(
    {
        "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled",
        "orders/partially_fulfilled", "orders/edited",
    }
)  # fmt: skip
REFUND = "refunds/create"
PAYMENTS = {
    "pending": "unpaid", "expired": "unpaid", "authorized": "authorized", "paid": "paid",
    "partially_paid": "partially_paid", "partially_refunded": "partially_refunded", "refunded": "refunded",
    "voided": "voided",
}  # fmt: skip


def is_ignored(native: Json) -> bool:
    """A trial order of the shop's owner."""
    return native.get("test") is True


def document(native: Json) -> dict[str, Any]:
    refunds = dict(refund(each) for each in rows(native, "refunds"))
    return {
        "system": "shopify",
        "order": _order(native, refunds),
        "native": dict(native),
        "remote_status": text(native, "financial_status") or "pending",
        "remote_substatus": text(native, "fulfillment_status") or "unfulfilled",
        "cancel_reason": text(native, "cancel_reason"),
        "marks": [
            text(native, "cancelled_at"),
            *(text(each, "shipment_status") for each in rows(native, "fulfillments")),
        ],
        "payments": {},
        "refunds": refunds,
    }


def number(native: Json, field: str = "id") -> str:
    """As text: it may be above 2**53."""
    return needed(native, field)


def refund(native: Json) -> tuple[str, dict[str, str]]:
    """Its id, and the money that went back by it."""
    given = [
        money(each.get("amount"), "transactions[].amount")
        for each in rows(native, "transactions")
        if each.get("kind") == "refund" and each.get("status") == "success"
    ]
    return f"shopify-{number(native)}", {"amount": written(sum(given, Decimal(0)))}


def _order(native: Json, refunds: Json) -> dict[str, Any]:
    customer, given = group(native, "customer"), sum((Decimal(e["amount"]) for e in refunds.values()), Decimal(0))
    shipping, billing = _address(group(native, "shipping_address")), _address(group(native, "billing_address"))
    person = group(native, "billing_address") or group(native, "shipping_address") or customer
    return {
        "external_id": number(native),
        "number": text(native, "name") or number(native),
        "payment_status": PAYMENTS.get(text(native, "financial_status") or "pending", "unpaid"),
        "placed_at": _time(native, "processed_at", "created_at"),
        "updated_at": _time(native, "updated_at"),
        "currency": currency(native),
        "prices_include_tax": native.get("taxes_included") is True,
        "totals": {
            "shipping": written(_shipping(native)),
            "tax": written(money(native.get("total_tax"), "total_tax")),
            "discount": written(money(native.get("total_discounts"), "total_discounts")),
            "total": written(money(native.get("total_price"), "total_price")),
            "refunded": written(given),
        },
        "customer": {
            "external_id": text(customer, "id") or None,
            "email": text(native, "email") or text(native, "contact_email"),
            "first_name": text(person, "first_name"),
            "last_name": text(person, "last_name"),
            "phone": text(native, "phone") or text(person, "phone") or None,
        },
        "shipping_address": shipping,
        "billing_address": billing,
        "shipping_method": _method(native),
        "lines": [_line(each) for each in rows(native, "line_items")] or [_pseudo(native)],
        "note": text(native, "note") or None,
        "metadata": {},
    }


def _line(each: Json) -> dict[str, Any]:
    quantity = units(each, "quantity")
    price = money(each.get("price"), "line_items[].price")
    parts = rows(each, "discount_allocations")
    discount = sum((money(part.get("amount"), "discount_allocations[].amount") for part in parts), Decimal(0))
    tax = sum((money(part.get("price"), "tax_lines[].price") for part in rows(each, "tax_lines")), Decimal(0))
    physical = each.get("requires_shipping")
    return {
        "external_line_id": number(each), "sku": text(each, "sku") or None,
        "name": text(each, "name") or text(each, "title"), "quantity": quantity, "unit_price": written(price),
        "subtotal": written(price * quantity), "discount": written(discount), "tax": written(tax),
        "total": written(price * quantity - discount),
        **({} if physical is None else {"requires_shipping": bool(physical), "is_digital": not physical}),
    }  # fmt: skip


def _pseudo(native: Json) -> dict[str, Any]:
    """An order of tips or fees only."""
    total = written(money(native.get("total_price"), "total_price") - _shipping(native))
    return {
        "external_line_id": "fees", "sku": None, "name": "Order without goods", "quantity": 1, "unit_price": total,
        "total": total, "is_digital": True, "requires_shipping": False,
    }  # fmt: skip


def _shipping(native: Json) -> Decimal:
    told = group(group(native, "total_shipping_price_set"), "shop_money")
    return money(told.get("amount"), "total_shipping_price_set.shop_money.amount")


def _address(given: Json) -> dict[str, Any] | None:
    if not given:
        return None
    return {
        "first_name": text(given, "first_name"), "last_name": text(given, "last_name"),
        "company": text(given, "company") or None, "line1": text(given, "address1"),
        "line2": text(given, "address2") or None, "city": text(given, "city"),
        "region": text(given, "province") or None, "postal_code": text(given, "zip"),
        "country": text(given, "country_code"), "phone": text(given, "phone") or None,
    }  # fmt: skip


def _method(native: Json) -> dict[str, Any] | None:
    first = next(iter(rows(native, "shipping_lines")), None)
    return {"code": text(first, "code"), "title": text(first, "title")} if first else None


def _time(native: Json, *names: str) -> str:
    *wanted, last = names
    return next((found for name in wanted if (found := text(native, name))), "") or needed(native, last)
