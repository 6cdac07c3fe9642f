"""An order as WooCommerce's webhook sends it (REST v3), written as the contract's order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .reading import currency, group, money, needed, rows, text, units, written
from .statuses import WOOCOMMERCE_DRAFTS

Json = Mapping[str, Any]
PAID = frozenset({"processing", "completed"})
FEES = "fees"


def is_ignored(native: Json) -> bool:
    """A cart that is not an order yet."""
    return word(native) in WOOCOMMERCE_DRAFTS


def document(native: Json) -> dict[str, Any]:
    refunds = {
        f"woo-{needed(each, 'id')}": {"amount": written(abs(money(each.get("total"), "refunds[].total")))}
        for each in rows(native, "refunds")
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
    return needed(native, "id")


def word(native: Json) -> str:
    return text(native, "status").removeprefix("wc-")


def _order(native: Json, refunds: Json) -> dict[str, Any]:
    billing, shipping = group(native, "billing"), group(native, "shipping")
    given = sum((Decimal(each["amount"]) for each in refunds.values()), Decimal(0))
    return {
        "external_id": number(native),
        "number": text(native, "number") or number(native),
        "payment_status": "paid" if word(native) in PAID else "unpaid",
        "placed_at": _utc(native, "date_created_gmt"),
        "updated_at": _utc(native, "date_modified_gmt"),
        "currency": currency(native),
        "prices_include_tax": True,
        "totals": {
            "shipping": written(_with_tax(native, "shipping_total", "shipping_tax")),
            "tax": written(money(native.get("total_tax"), "total_tax")),
            "discount": written(_with_tax(native, "discount_total", "discount_tax")),
            "total": written(money(native.get("total"), "total")),
            "refunded": written(given),
        },
        "customer": {
            "external_id": text(native, "customer_id") if native.get("customer_id") else None,
            "email": text(billing, "email"),
            "first_name": text(billing, "first_name"),
            "last_name": text(billing, "last_name"),
            "phone": text(billing, "phone") or None,
        },
        "shipping_address": _address(shipping) or _address(billing),
        "billing_address": _address(billing),
        "shipping_method": _method(native),
        "lines": _lines(native),
        "note": text(native, "customer_note") or None,
        "metadata": {},
    }  # fmt: skip


def _lines(native: Json) -> list[dict[str, Any]]:
    """Goods with the tax in their prices; fees as lines, so that the sums hold; an empty order as one line."""
    goods = [_line(each) for each in rows(native, "line_items")]
    fees = [_fee(each) for each in rows(native, "fee_lines")]
    return goods + fees or [_pseudo(native)]


def _line(each: Json) -> dict[str, Any]:
    """Their totals are net whatever `prices_include_tax` says, and `price` is after the discount."""
    quantity = units(each, "quantity")
    before = money(each.get("subtotal"), "subtotal") + money(each.get("subtotal_tax"), "subtotal_tax")
    tax = money(each.get("total_tax"), "total_tax")
    total = money(each.get("total"), "total") + tax
    return {
        "external_line_id": needed(each, "id"), "sku": text(each, "sku") or None, "name": text(each, "name"),
        "quantity": quantity, "unit_price": written(before / quantity), "subtotal": written(before),
        "discount": written(max(Decimal(0), before - total)), "tax": written(tax), "total": written(total),
    }  # fmt: skip


def _fee(each: Json) -> dict[str, Any]:
    tax = money(each.get("total_tax"), "fee_lines[].total_tax")
    total = written(money(each.get("total"), "fee_lines[].total") + tax)
    name = text(each, "name") or "Fee"
    return _service(f"fee-{needed(each, 'id')}", name, total, written(tax))


def _pseudo(native: Json) -> dict[str, Any]:
    total = money(native.get("total"), "total") - _with_tax(native, "shipping_total", "shipping_tax")
    return _service(FEES, "Order without goods", written(total), "0.00")


def _service(line_id: str, name: str, total: str, tax: str) -> dict[str, Any]:
    """Nothing to pack."""
    return {
        "external_line_id": line_id, "sku": None, "name": name, "quantity": 1, "unit_price": total, "tax": tax,
        "total": total, "is_digital": True, "requires_shipping": False,
    }  # fmt: skip


def _with_tax(native: Json, net: str, tax: str) -> Decimal:
    return money(native.get(net), net) + money(native.get(tax), tax)


def _address(given: Json) -> dict[str, Any] | None:
    if not given.get("address_1") and not given.get("city"):
        return None
    return {
        "first_name": text(given, "first_name"), "last_name": text(given, "last_name"),
        "company": text(given, "company") or None, "line1": text(given, "address_1"),
        "line2": text(given, "address_2") or None, "city": text(given, "city"),
        "region": text(given, "state") or None, "postal_code": text(given, "postcode"),
        "country": text(given, "country"), "phone": text(given, "phone") or None,
    }  # fmt: skip


def _method(native: Json) -> dict[str, Any] | None:
    first = next(iter(rows(native, "shipping_lines")), None)
    return {"code": text(first, "method_id"), "title": text(first, "method_title")} if first else None


def _utc(native: Json, name: str) -> str:
    """The `_gmt` fields are UTC and do not say so."""
    told = needed(native, name)
    return told if told.endswith("Z") else f"{told}Z"
