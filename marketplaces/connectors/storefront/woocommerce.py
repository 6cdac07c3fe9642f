"""An order as WooCommerce's webhook sends it (REST v3), written as the contract's order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

from .amounts import money, written
from .statuses import WOOCOMMERCE_DRAFTS

Json = Mapping[str, Any]
PAID = frozenset({"processing", "completed"})
FEES = "fees"


def is_ignored(native: Json) -> bool:
    """A cart that is not an order yet."""
    return word(native) in WOOCOMMERCE_DRAFTS


def document(native: Json) -> dict[str, Any]:
    refunds = {
        f"woo-{each.get('id')}": {"amount": written(abs(money(each.get("total"), "refunds[].total")))}
        for each in native.get("refunds") or []
    }
    return {
        "system": "woocommerce",
        "order": _order(native, refunds),
        "native": dict(native),
        "remote_status": word(native),
        "remote_substatus": "",
        "payments": {},
        "refunds": refunds,
    }


def number(native: Json) -> str:
    found = native.get("id")
    if isinstance(found, bool) or not isinstance(found, int | str) or not str(found).strip():
        raise UnexpectedPayload("id", found)
    return str(found)


def word(native: Json) -> str:
    return str(native.get("status") or "").removeprefix("wc-")


def _order(native: Json, refunds: Json) -> dict[str, Any]:
    billing, shipping = native.get("billing") or {}, native.get("shipping") or {}
    given = sum((Decimal(each["amount"]) for each in refunds.values()), Decimal(0))
    return {
        "external_id": number(native),
        "number": str(native.get("number") or number(native)),
        "payment_status": "paid" if word(native) in PAID else "unpaid",
        "placed_at": _utc(native, "date_created_gmt"),
        "updated_at": _utc(native, "date_modified_gmt"),
        "currency": _currency(native),
        "prices_include_tax": True,
        "totals": {
            "shipping": written(
                money(native.get("shipping_total"), "shipping_total") + money(native.get("shipping_tax"), "shipping_tax")
            ),
            "tax": written(money(native.get("total_tax"), "total_tax")),
            "discount": written(
                money(native.get("discount_total"), "discount_total") + money(native.get("discount_tax"), "discount_tax")
            ),
            "total": written(money(native.get("total"), "total")),
            "refunded": written(given),
        },
        "customer": {
            "external_id": str(native["customer_id"]) if native.get("customer_id") else None,
            "email": billing.get("email") or "",
            "first_name": billing.get("first_name") or "",
            "last_name": billing.get("last_name") or "",
            "phone": billing.get("phone") or None,
        },
        "shipping_address": _address(shipping) or _address(billing),
        "billing_address": _address(billing),
        "shipping_method": _method(native),
        "lines": _lines(native),
        "note": native.get("customer_note") or None,
        "metadata": {},
    }  # fmt: skip


def _lines(native: Json) -> list[dict[str, Any]]:
    """Goods with the tax in their prices; fees as lines, so that the sums hold; an empty order as one line."""
    goods = [_line(each) for each in native.get("line_items") or []]
    fees = [_fee(each) for each in native.get("fee_lines") or []]
    return goods + fees or [_pseudo(native)]


def _line(each: Json) -> dict[str, Any]:
    """Their totals are net whatever `prices_include_tax` says, and `price` is after the discount."""
    quantity = each.get("quantity")
    if not isinstance(quantity, int) or quantity < 1:
        raise UnexpectedPayload("line_items[].quantity", quantity)
    before = money(each.get("subtotal"), "subtotal") + money(each.get("subtotal_tax"), "subtotal_tax")
    tax = money(each.get("total_tax"), "total_tax")
    total = money(each.get("total"), "total") + tax
    return {
        "external_line_id": str(each.get("id")), "sku": each.get("sku") or None, "name": str(each.get("name") or ""),
        "quantity": quantity, "unit_price": written(before / quantity), "subtotal": written(before),
        "discount": written(max(Decimal(0), before - total)), "tax": written(tax), "total": written(total),
    }  # fmt: skip


def _fee(each: Json) -> dict[str, Any]:
    tax = money(each.get("total_tax"), "fee_lines[].total_tax")
    total = written(money(each.get("total"), "fee_lines[].total") + tax)
    name = str(each.get("name") or "Fee")
    return _service(f"fee-{each.get('id')}", name, total, written(tax))


def _pseudo(native: Json) -> dict[str, Any]:
    total = money(native.get("total"), "total") - money(native.get("shipping_total"), "shipping_total")
    total -= money(native.get("shipping_tax"), "shipping_tax")
    return _service(FEES, "Order without goods", written(total), "0.00")


def _service(line_id: str, name: str, total: str, tax: str) -> dict[str, Any]:
    """Nothing to pack."""
    return {
        "external_line_id": line_id, "sku": None, "name": name, "quantity": 1, "unit_price": total, "tax": tax,
        "total": total, "is_digital": True, "requires_shipping": False,
    }  # fmt: skip


def _address(given: Json) -> dict[str, Any] | None:
    if not given.get("address_1") and not given.get("city"):
        return None
    return {
        "first_name": given.get("first_name") or "", "last_name": given.get("last_name") or "",
        "company": given.get("company") or None, "line1": given.get("address_1") or "",
        "line2": given.get("address_2") or None, "city": given.get("city") or "",
        "region": given.get("state") or None, "postal_code": given.get("postcode") or "",
        "country": given.get("country") or "", "phone": given.get("phone") or None,
    }  # fmt: skip


def _method(native: Json) -> dict[str, Any] | None:
    first = next(iter(native.get("shipping_lines") or []), None)
    return {"code": first.get("method_id") or "", "title": first.get("method_title") or ""} if first else None


def _utc(native: Json, name: str) -> str:
    """The `_gmt` fields are UTC and do not say so."""
    text = native.get(name)
    if not isinstance(text, str) or not text:
        raise UnexpectedPayload(name, text)
    return text if text.endswith("Z") else f"{text}Z"


def _currency(native: Json) -> str:
    found = native.get("currency")
    if not isinstance(found, str) or len(found) != 3:
        raise UnexpectedPayload("currency", found)
    return found
