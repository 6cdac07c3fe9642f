"""Postings as Ozon sends them."""

from typing import Any


def posting(**changes: Any) -> dict[str, Any]:
    """An rFBS posting with a buyer, as the change list gives it."""
    found: dict[str, Any] = {
        "posting_number": "39268230-0002-3",
        "order_id": 33301885134,
        "order_number": "39268230-0002",
        "parent_posting_number": "",
        "status": "awaiting_packaging",
        "substatus": "posting_created",
        "in_process_at": "2026-11-18T05:50:26Z",
        "shipment_date": "2026-11-20T18:00:00Z",
        "delivering_date": None,
        "tracking_number": "",
        "tpl_integration_type": "non_integrated",
        "delivery_method": {
            "id": 1020000000001, "name": "Own courier, Kazan", "warehouse_id": 1020000000001, "warehouse": "Kazan",
            "tpl_provider_id": 51, "tpl_provider": "Own courier",
        },
        "products": [
            {
                "sku": 4501234567, "offer_id": "LAMP-ARC", "name": "Лампа «Арка»", "quantity": 3,
                "price": {"amount": "1490.10", "currency": "RUB"},
            }
        ],
        "customer": {
            "customer_id": 66032, "name": "Алия Сафина", "phone": "+7 900 000-00-00", "customer_email": "a@example.org",
            "address": {
                "address_tail": "ул. Баумана, 12, кв. 4", "city": "Казань", "region": "Татарстан", "zip_code": "420111",
                "country": "Россия", "comment": "Домофон 4",
            },
        },
        "addressee": {"name": "Тимур Сафин"},
        "financial_data": {
            "products": [
                {"product_id": 4501234567, "payout": 4000.05, "commission": {"amount": 470.25, "currency": "RUB"}}
            ]
        },
        "cancellation": {"cancel_reason_id": 0, "cancel_reason": ""},
        "available_actions": ["ship"],
    }  # fmt: skip
    return found | changes


def product(sku: int, quantity: int, **changes: Any) -> dict[str, Any]:
    return {
        "sku": sku, "offer_id": f"SKU-{sku}", "name": f"Thing {sku}", "quantity": quantity,
        "price": {"amount": "10.00", "currency": "RUB"},
    } | changes  # fmt: skip
