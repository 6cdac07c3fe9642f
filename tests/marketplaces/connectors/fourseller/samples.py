"""Payloads in the contract's own shape, small and whole."""

from typing import Any


def item(**more: Any) -> dict[str, Any]:
    return {
        "line_id": "1", "sku": "LU-1001", "name": "Teapot", "quantity": 2, "unit_price": "39.90", "total": "79.80",
        "fulfilled_quantity": 0, **more,
    }  # fmt: skip


def order(**more: Any) -> dict[str, Any]:
    return {
        "id": "FS-1", "number": "1", "channel": "temu", "channel_order_id": "576400000000000001", "status": "pending",
        "currency": "EUR", "subtotal": "79.80", "shipping": "4.90", "tax": "12.31", "discount": "0.00",
        "total": "84.70", "customer": {"name": "Luc Hoffmann", "email": None, "phone": "+352 661 000 000"},
        "shipping_address": {
            "name": "Luc Hoffmann", "company": "Hoffmann & Fils", "line1": "1, Rue de l'Exemple", "line2": "2e étage",
            "city": "Esch-sur-Alzette", "region": None, "postal_code": "4000", "country": "LU", "phone": None,
        },
        "billing_address": None, "items": [item()], "tracking": None, "created_at": "2026-01-05T10:00:00Z",
        "updated_at": "2026-01-05T10:00:00Z", **more,
    }  # fmt: skip


def product(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": f"P-{number}", "sku": f"LU-{number}", "title": f"Teapot {number}", "description": "Holds a litre.",
        "price": "39.90", "currency": "EUR", "category": "tableware", "brand": "Lumen", "condition": "new",
        "images": [{"url": "https://img.example.com/1.jpg", "alt": "Teapot"}],
        "attributes": {"color": "blue", "gtin": "5412345001001"},
        "shipping": {"weight": 0.98, "weight_unit": "kg", "dimensions": {"length": 22}},
        "metadata": {"source": "shop"}, "inventory": {"quantity": 7, "track_quantity": True}, "status": "active",
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-05T10:00:00Z", **more,
    }  # fmt: skip


def page(rows: list[Any], *, offset: int = 0, total: int | None = None, limit: int = 100) -> dict[str, Any]:
    """One page of a list."""
    return {
        "data": rows, "pagination": {"limit": limit, "offset": offset, "total": len(rows) if total is None else total}
    }  # fmt: skip
