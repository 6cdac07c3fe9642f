"""Payloads in the contract's own shape (sections 3 to 6), whole."""

from typing import Any

CATALOG = "410000000000009"


def item(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": f"700{number}", "retailer_id": f"TEA-{number}", "name": "Green tea", "description": "Loose leaf",
        "price": "฿150.00", "currency": "THB", "availability": "in stock", "inventory": 12, "brand": "Demo",
        "url": f"https://shop.example/tea-{number}", "image_url": "https://shop.example/t1.jpg",
        "additional_image_urls": ["https://shop.example/t2.jpg"], "retailer_product_group_id": "TEA",
        "product_group": {"id": "9001", "retailer_id": "TEA"}, "review_status": "approved", "visibility": "published",
        **more,
    }  # fmt: skip


def page(rows: list[Any], after: str = "", *, following: bool = False) -> dict[str, Any]:
    """One page of a list; cursors are there on the last one too."""
    paging: dict[str, Any] = {"cursors": {"before": "QVFI0", "after": after or "QVFI9"}}
    if following:
        paging["next"] = f"https://graph.facebook.com/v26.0/{CATALOG}/products?after={after}"
    return {"data": rows, "paging": paging}


def money(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def order(**more: Any) -> dict[str, Any]:
    return {
        "id": "64000000000001", "order_status": {"state": "CREATED"}, "created": "2025-01-14T19:17:31+00:00",
        "last_updated": "2025-01-14T19:47:35+00:00", "channel": "instagram", "ship_by_date": "2025-01-17",
        "buyer_details": {
            "name": "สมชาย ใจดี", "email": "x1@marketplace.facebook.com", "email_remarketing_option": False,
        },
        "shipping_address": {
            "name": "สมชาย ใจดี", "street1": "1 Main St", "street2": "", "city": "Austin", "state": "TX",
            "postal_code": "73301", "country": "US",
        },
        "estimated_payment_details": {
            "subtotal": {"items": money("20.00"), "shipping": money("4.90")}, "tax": money("1.65"),
            "total_amount": money("26.55"), "tax_remitted": True,
        },
        "items": {"data": [
            {
                "id": "5001", "product_id": "7001", "retailer_id": "TEA-1", "quantity": 2,
                "price_per_unit": money("10.00"),
            },
        ]},
        **more,
    }  # fmt: skip


def state(word: str) -> dict[str, Any]:
    return {"order_status": {"state": word}}


def edge(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(rows)}


def parcel(external: str = "", quantity: int = 2) -> dict[str, Any]:
    return {
        "id": "8001", "external_shipment_id": external, "carrier": "USPS", "tracking_number": "9400",
        "items": edge({"id": "5001", "retailer_id": "TEA-1", "quantity": quantity}),
    }  # fmt: skip


def cancelled(quantity: int = 2) -> dict[str, Any]:
    return {
        "id": "9001", "cancel_reason": {"reason_code": "OUT_OF_STOCK"},
        "items": edge({"id": "5001", "retailer_id": "TEA-1", "quantity": quantity}),
    }  # fmt: skip


def error(code: int, *, subcode: int = 0, message: str = "Jotain meni vikaan", **more: Any) -> dict[str, Any]:
    inner: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Atrace1"}
    return {"error": inner | ({"error_subcode": subcode} if subcode else {}) | more}
