"""Payloads in the contract's own shape, small and whole."""

from typing import Any

PRODUCT = "b7a0c1d2-0001-4a00-8000-000000000001"
OTHER = "b7a0c1d2-0002-4a00-8000-000000000002"
ORDER = "0a0a0a0a-0000-4000-8000-000000000001"
REFERENCE = "hub-4711-1"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg=="
TOKEN = {"access_token": "token-new-0002", "token_type": "bearer", "expires_in": 1158}
BALANCE = {
    "fullName": "Example Store", "email": "Buyer@example.lu", "currentBalance": 120.5, "currentCredit": 30.0,
    "totalToUse": 150.5, "links": [],
}  # fmt: skip


def product(number: str = PRODUCT, **more: Any) -> dict[str, Any]:
    return {
        "productId": number, "identifier": "EX-1", "name": "Example Quest (Steam)", "platform": "Steam",
        "quantity": 41, "images": [
            {"image": "https://images.example/1_s.jpg", "format": "SMALL"},
            {"image": "https://images.example/1_m.jpg", "format": "MEDIUM"},
        ],
        "regions": ["EU", "UK"], "languages": ["en", "de"],
        "prices": [
            {"value": 7.1, "from": 100, "to": None}, {"value": 7.9, "from": 10, "to": 99},
            {"value": 8.49, "from": 1, "to": 9},
        ],
        "releaseDate": "2024-03-01T00:00:00.000Z", "regionDescription": "EU without CH", "badges": [], "links": [],
        **more,
    }  # fmt: skip


def texts(**more: Any) -> dict[str, Any]:
    return {
        "productId": PRODUCT, "officialTitle": "Example Quest", "developerName": "Lumen Works", "category": "Games",
        "eans": ["123", "5401122000002", "4006381333931"],
        "localizedTitles": [{"title": "Exemple de quête", "territory": "French"}],
        "factSheets": [
            {"territory": "English", "description": "<p>A quest.</p>"},
            {"territory": "French", "description": "<p>Une quête.</p>"},
        ],
        **more,
    }  # fmt: skip


def page(*rows: Any, token: str | None = None) -> dict[str, Any]:
    return {"items": list(rows), "continuationToken": token}


def code(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "codeType": "CODE_TEXT", "status": "Text code", "codeId": f"c0de-{number}", "filename": "",
        "code": f"AAAA-BBBB-{number:04d}", "links": [], **more,
    }  # fmt: skip


def image(number: int = 1, **more: Any) -> dict[str, Any]:
    return code(number, **{
        "codeType": "CODE_IMAGE", "status": "Image code", "filename": "card.png", "code": None, **more,
    })  # fmt: skip


def order(*codes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "orderId": ORDER, "clientOrderId": REFERENCE, "identifier": "EXAMPLE-1", "totalPrice": 16.98,
        "createdOn": "2026-11-20T12:00:00.000Z", "status": "Completed" if codes else "Fulfilling",
        "products": [
            {
                "productId": PRODUCT, "name": "Example Quest (Steam)", "unitPrice": 8.49, "codes": list(codes),
                "links": [],
            }
        ],
        "links": [], **more,
    }  # fmt: skip


def error(status: int, code: int = 0, message: str = "no") -> tuple[int, dict[str, Any]]:
    return status, {
        "status": status, "code": code or status, "message": message, "developerMessage": message, "moreInfo": "",
    }  # fmt: skip
