"""The same orders as WooCommerce (REST v3) and Shopify write them, for their native webhooks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .orders import money
from .times import bare, offset, shop_time

#: Our word → theirs; WooCommerce calls a paid order "processing".
WOO = {
    "pending": "pending", "confirmed": "processing", "processing": "processing", "shipped": "completed",
    "delivered": "completed", "fulfilled": "completed", "cancelled": "cancelled",
}  # fmt: skip
SHOPIFY_MONEY = {
    "unpaid": "pending", "authorized": "authorized", "paid": "paid", "partially_paid": "partially_paid",
    "partially_refunded": "partially_refunded", "refunded": "refunded", "voided": "voided",
}  # fmt: skip
SHIPPED = frozenset({"shipped", "delivered", "fulfilled"})


def woocommerce(document: dict[str, Any]) -> dict[str, Any]:
    """Line totals stand without tax, whatever prices_include_tax says; refunds are negative."""
    order, refunds = document["order"], document["refunds"]
    refunded = sum((Decimal(each["amount"]) for each in refunds), Decimal(0))
    whole = refunds and refunded >= Decimal(order["totals"]["total"])
    return {
        "id": int(order["external_id"]),
        "number": order["number"],
        "status": "refunded" if whole else WOO[order["status"]],
        "currency": order["currency"],
        "prices_include_tax": True,
        "date_created": shop_time(order["placed_at"]),
        "date_created_gmt": bare(order["placed_at"]),
        "date_modified_gmt": bare(order["updated_at"]),
        "date_paid_gmt": bare(order["placed_at"]) if order["payment_status"] == "paid" else None,
        "discount_total": "0.00",
        "shipping_total": money(_net(order["totals"]["shipping"], order["lines"][0]["tax_rate"])),
        "shipping_tax": money(_tax(order["totals"]["shipping"], order["lines"][0]["tax_rate"])),
        "total": order["totals"]["total"],
        "total_tax": order["totals"]["tax"],
        "customer_id": 0,
        "customer_note": order["note"] or "",
        "billing": _woo_address(order["billing_address"])
        | {"email": order["customer"]["email"], "phone": order["customer"]["phone"]},
        "shipping": _woo_address(order["shipping_address"]),
        "shipping_lines": [{"id": 1, "method_id": "flat_rate", "method_title": "Standard"}],
        "line_items": [_woo_line(each) for each in order["lines"]],
        "fee_lines": [],
        "refunds": [
            {"id": place, "reason": each["reason"], "total": f"-{each['amount']}"}
            for place, each in enumerate(refunds, start=900)
        ],
    }


def shopify(document: dict[str, Any]) -> dict[str, Any]:
    """Money in strings, times with an offset, numbers above 2**53, no word for the order but two."""
    order, refunds = document["order"], document["refunds"]
    shipping = order["totals"]["shipping"]
    refunded = sum((Decimal(each["amount"]) for each in refunds), Decimal(0))
    state = "refunded" if refunded >= Decimal(order["totals"]["total"]) else "partially_refunded"
    return {
        "id": int(order["external_id"]),
        "name": order["number"],
        "created_at": offset(order["placed_at"]),
        "processed_at": offset(order["placed_at"]),
        "updated_at": offset(order["updated_at"]),
        "cancelled_at": offset(order["updated_at"]) if order["status"] == "cancelled" else None,
        "cancel_reason": "customer" if order["status"] == "cancelled" else None,
        "currency": order["currency"],
        "presentment_currency": order["currency"],
        "taxes_included": True,
        "financial_status": state if refunds else SHOPIFY_MONEY[order["payment_status"]],
        "fulfillment_status": "fulfilled" if order["status"] in SHIPPED else None,
        "fulfillments": [{"id": 1, "shipment_status": "delivered"}] if order["status"] == "delivered" else [],
        "total_price": order["totals"]["total"],
        "subtotal_price": order["totals"]["subtotal"],
        "total_tax": order["totals"]["tax"],
        "total_discounts": "0.00",
        "total_shipping_price_set": {"shop_money": {"amount": shipping, "currency_code": order["currency"]}},
        "email": order["customer"]["email"],
        "contact_email": order["customer"]["email"],
        "phone": order["customer"]["phone"],
        "customer": {"id": 207119551, "email": order["customer"]["email"]},
        "note": order["note"],
        "test": False,
        "billing_address": _shopify_address(order["billing_address"]),
        "shipping_address": _shopify_address(order["shipping_address"]),
        "shipping_lines": [{"id": 1, "code": "std", "title": "Standard", "price": shipping}],
        "line_items": [_shopify_line(each) for each in order["lines"]],
        "refunds": [
            {
                "id": 9007199254741000 + place,
                "note": each["reason"],
                "transactions": [{"id": place, "kind": "refund", "status": "success", "amount": each["amount"]}],
            }
            for place, each in enumerate(refunds)
        ],
    }


def _woo_line(line: dict[str, Any]) -> dict[str, Any]:
    net = _net(line["total"], line["tax_rate"])
    return {
        "id": int(line["external_line_id"]),
        "name": line["name"],
        "product_id": 93,
        "variation_id": 0,
        "quantity": line["quantity"],
        "subtotal": money(net),
        "subtotal_tax": line["tax"],
        "total": money(net),
        "total_tax": line["tax"],
        "sku": line["sku"] or "",
        "price": float(net / line["quantity"]),
    }


def _shopify_line(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 9007199254740000 + int(line["external_line_id"]),
        "title": line["name"],
        "name": line["name"],
        "quantity": line["quantity"],
        "sku": line["sku"],
        "price": line["unit_price"],
        "requires_shipping": line["requires_shipping"],
        "taxable": True,
        "total_discount": "0.00",
        "discount_allocations": [],
        "tax_lines": [{"title": "VAT", "price": line["tax"], "rate": 0.17}],
    }


def _woo_address(address: dict[str, Any]) -> dict[str, Any]:
    return {
        "first_name": address["first_name"], "last_name": address["last_name"], "company": "",
        "address_1": address["line1"], "address_2": address["line2"], "city": address["city"],
        "state": address["region"], "postcode": address["postal_code"], "country": address["country"],
    }  # fmt: skip


def _shopify_address(address: dict[str, Any]) -> dict[str, Any]:
    return {
        "first_name": address["first_name"], "last_name": address["last_name"], "company": None,
        "address1": address["line1"], "address2": address["line2"], "city": address["city"],
        "province": address["region"], "zip": address["postal_code"], "country_code": address["country"],
        "phone": address["phone"],
    }  # fmt: skip


def _tax(gross: str, rate: str) -> Decimal:
    amount = Decimal(gross)
    return (amount * Decimal(rate) / (100 + Decimal(rate))).quantize(Decimal("0.01"))


def _net(gross: str, rate: str) -> Decimal:
    return Decimal(gross) - _tax(gross, rate)
