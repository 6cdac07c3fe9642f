"""Payloads of both dialects as Letzshop answers them, names changed; and feed files."""

from typing import Any


def unit(
    number: int = 1, *, state: str = "unconfirmed", sku: str | None = "LU-1001", price: Any = "49.90 EUR", **more: Any
):
    variant = {
        "id": f"Var-{sku}", "sku": sku, "mpn": None, "price": price,
        "tradeId": {"number": "5401122000001", "parser": "gtin13"},
        "product": {"name": {"en": "Teapot", "fr": "Théière", "de": None}, "_brand": {}}, **more,
    }  # fmt: skip
    return {"id": f"Unit-{number}", "state": state, "variant": variant}


def address(**more: Any) -> dict[str, Any]:
    return {
        "firstName": "Claire", "lastName": "Weber", "company": None, "streetName": "Rue de l'Exemple",
        "streetNumber": "12A", "city": "Luxembourg", "zipCode": "L-1234", "phone": "+352 691 000 000",
        "country": {"name": "Luxembourg", "iso": "LU"}, **more,
    }  # fmt: skip


def shipment(
    number: int = 1, *, state: str = "unconfirmed", units: list[Any] | None = None, **order: Any
) -> dict[str, Any]:
    return {
        "id": f"Ship-{number}", "number": f"H{number}", "state": state,
        "order": {
            "id": "Order-1", "number": "R1", "email": "claire@example.lu", "total": "210.00 EUR",
            "completedAt": "2026-01-05T09:12:33+01:00", "locale": "fr", "shipAddress": address(),
            "billAddress": address(company="Exemple Sàrl"), **order,
        },
        "inventoryUnits": [unit(number, state="unconfirmed" if state == "unconfirmed" else "confirmed_available")]
        if units is None else units,
    }  # fmt: skip


def shipments(rows: list[Any], *, after: str = "", errors: list[Any] | None = None) -> dict[str, Any]:
    page = {"nodes": rows, "pageInfo": {"hasNextPage": bool(after), "endCursor": after or "MQ"}}
    return {"data": {"shipments": page}} | ({"errors": errors} if errors else {})


def order(number: int = 1001, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number), "orderNumber": f"LS-2026-{number}", "status": "PAID", "createdAt": "2026-01-05T08:12:33Z",
        "updatedAt": "2026-01-05T08:13:02Z",
        "customer": {"email": "claire@example.lu", "firstName": "Claire", "lastName": "Weber", "phone": "+35269100"},
        "shippingAddress": {
            "street": "12A, Rue de l'Exemple", "city": "Luxembourg", "postalCode": "L-1234", "country": "LU"
        },
        "items": [
            {"product": {"id": "p1", "sku": "LU-1001", "name": "Théière"}, "quantity": 2, "unitPrice": "24.90",
             "totalPrice": "49.80"},
        ],
        "totals": {"subtotal": "49.80", "shipping": "5.90", "tax": "8.09", "total": "55.70", "currency": "EUR"},
        "fulfillment": None, **more,
    }  # fmt: skip


def orders(rows: list[Any], *, after: str = "") -> dict[str, Any]:
    edges = [{"node": row} for row in rows]
    return {"data": {"orders": {"edges": edges, "pageInfo": {"hasNextPage": bool(after), "endCursor": after or None}}}}
