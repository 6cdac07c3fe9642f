"""An order as Shopify's webhooks send it, written as the contract's order; amounts in the shop's currency."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

from .amounts import money, written

Json = Mapping[str, Any]
ORDERS = frozenset({"orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled", "orders/partially_fulfilled", "orders/edited"})  # fmt: skip  # noqa: E501
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
    refunds = dict(refund(each) for each in native.get("refunds") or [])
    return {
        "system": "shopify",
        "order": _order(native, refunds),
        "native": dict(native),
        "remote_status": str(native.get("financial_status") or "pending"),
        "remote_substatus": str(native.get("fulfillment_status") or "unfulfilled"),
        "cancel_reason": str(native.get("cancel_reason") or ""),
        "payments": {},
        "refunds": refunds,
    }


def number(native: Json, field: str = "id") -> str:
    """As text: it may be above 2**53."""
    found = native.get(field)
    if isinstance(found, bool) or not isinstance(found, int | str) or not str(found).strip():
        raise UnexpectedPayload(field, found)
    return str(found)


def refund(native: Json) -> tuple[str, dict[str, str]]:
    """Its id, and the money that went back by it."""
    given = [
        money(each.get("amount"), "transactions[].amount")
        for each in native.get("transactions") or []
        if each.get("kind") == "refund" and each.get("status") == "success"
    ]
    return f"shopify-{number(native)}", {"amount": written(sum(given, Decimal(0)))}


def _order(native: Json, refunds: Json) -> dict[str, Any]:
    customer, given = native.get("customer") or {}, sum((Decimal(e["amount"]) for e in refunds.values()), Decimal(0))
    shipping, billing = _address(native.get("shipping_address")), _address(native.get("billing_address"))
    person = native.get("billing_address") or native.get("shipping_address") or customer
    return {
        "external_id": number(native),
        "number": str(native.get("name") or number(native)),
        "payment_status": PAYMENTS.get(str(native.get("financial_status") or "pending"), "unpaid"),
        "placed_at": _time(native, "processed_at", "created_at"),
        "updated_at": _time(native, "updated_at"),
        "currency": _currency(native),
        "prices_include_tax": native.get("taxes_included") is True,
        "totals": {
            "shipping": written(_shipping(native)),
            "tax": written(money(native.get("total_tax"), "total_tax")),
            "discount": written(money(native.get("total_discounts"), "total_discounts")),
            "total": written(money(native.get("total_price"), "total_price")),
            "refunded": written(given),
        },
        "customer": {
            "external_id": str(customer["id"]) if customer.get("id") else None,
            "email": native.get("email") or native.get("contact_email") or "",
            "first_name": person.get("first_name") or "",
            "last_name": person.get("last_name") or "",
            "phone": native.get("phone") or person.get("phone") or None,
        },
        "shipping_address": shipping,
        "billing_address": billing,
        "shipping_method": _method(native),
        "lines": [_line(each) for each in native.get("line_items") or []] or [_pseudo(native)],
        "note": native.get("note") or None,
        "metadata": {},
    }


def _line(each: Json) -> dict[str, Any]:
    quantity = each.get("quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
        raise UnexpectedPayload("line_items[].quantity", quantity)
    price = money(each.get("price"), "line_items[].price")
    parts = each.get("discount_allocations") or []
    discount = sum((money(part.get("amount"), "discount_allocations[].amount") for part in parts), Decimal(0))
    tax = sum((money(part.get("price"), "tax_lines[].price") for part in each.get("tax_lines") or []), Decimal(0))
    physical = each.get("requires_shipping")
    return {
        "external_line_id": number(each), "sku": each.get("sku") or None,
        "name": str(each.get("name") or each.get("title") or ""), "quantity": quantity, "unit_price": written(price),
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
    told = (native.get("total_shipping_price_set") or {}).get("shop_money") or {}
    return money(told.get("amount"), "total_shipping_price_set.shop_money.amount")


def _address(given: Json | None) -> dict[str, Any] | None:
    if not given:
        return None
    return {
        "first_name": given.get("first_name") or "", "last_name": given.get("last_name") or "",
        "company": given.get("company") or None, "line1": given.get("address1") or "",
        "line2": given.get("address2") or None, "city": given.get("city") or "",
        "region": given.get("province") or None, "postal_code": given.get("zip") or "",
        "country": given.get("country_code") or "", "phone": given.get("phone") or None,
    }  # fmt: skip


def _method(native: Json) -> dict[str, Any] | None:
    first = next(iter(native.get("shipping_lines") or []), None)
    return {"code": first.get("code") or "", "title": first.get("title") or ""} if first else None


def _time(native: Json, *names: str) -> str:
    for name in names:
        if isinstance(native.get(name), str) and native[name]:
            return str(native[name])
    raise UnexpectedPayload(names[-1], native.get(names[-1]))


def _currency(native: Json) -> str:
    found = native.get("currency")
    if not isinstance(found, str) or len(found) != 3:
        raise UnexpectedPayload("currency", found)
    return found
