"""Ozon as a script: postings and goods in the forms that its documents print, the odd ones included."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.trial.stub import Asked, Reply, Script


def stamp(**ago: float) -> str:
    """A moment so long ago, as Ozon writes it."""
    return (datetime.now(UTC) - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


def product(sku: int = 1728663479, quantity: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "price": {"amount": "1390.0000", "currency": "RUB"}, "offer_id": f"TEA-{sku}", "name": "Чай «Ассам», 250 г",
        "sku": sku, "quantity": quantity, "imei": [], "product_color": None, "weight": 0.25, "is_new_field": True,
    } | more  # fmt: skip


def posting(number: str = "57195475-0050-3", status: str = "awaiting_packaging", **more: Any) -> dict[str, Any]:
    """An FBS posting: the buyer is hidden, fields stand in no order, unknown ones are there."""
    products = more.pop("products", None) or [product()]
    return {
        "substatus": "posting_created", "status": status, "zz_unknown": {"a": [1, {"b": None}]},
        "posting_number": number, "order_id": 9007199254740993, "order_number": number.rsplit("-", 1)[0],
        "products": products, "parent_posting_number": "", "related_postings": None, "customer": None,
        "addressee": None, "in_process_at": stamp(hours=2), "shipment_date": stamp(hours=-20), "delivering_date": None,
        "tracking_number": "", "tpl_integration_type": "ozon", "financial_data": None, "analytics_data": None,
        "delivery_method": {
            "id": 1020000063827, "name": "Доставка Ozon", "warehouse_id": 1020000063827, "warehouse": "Склад",
            "tpl_provider_id": 24, "tpl_provider": "Доставка Ozon",
        },
        "cancellation": None, "available_actions": None, "barcodes": None, "requirements": {}, "multi_box_qty": 0,
    } | more  # fmt: skip


def ozon(*postings: dict[str, Any]) -> Script:
    """A seller account with these postings in its change list; `script.postings` may be changed on the way."""
    script = Script()
    script.postings = list(postings)  # type: ignore[attr-defined]

    def listed(_asked: Asked) -> Any:
        return {"postings": script.postings, "cursor": "", "has_next": False}  # type: ignore[attr-defined]

    def one(asked: Asked) -> Any:
        wanted = asked.json["posting_number"]
        found = [row for row in script.postings if row["posting_number"] == wanted]  # type: ignore[attr-defined]
        return {"result": found[0]} if found else Reply({"code": 5, "message": "POSTING_NOT_FOUND"}, 404)

    script.routes = {
        "/v1/roles": lambda _asked: {"roles": [{"name": "Admin", "methods": ["/v3/posting/fbs/list"]}],
                                     "expires_at": stamp(days=-90)},
        "/v1/seller/info": lambda _asked: {"company": {"name": "ООО «Чайная»", "currency": "RUB", "country": "RU"}},
        "/v4/posting/fbs/list": listed,
        "/v4/posting/fbs/unfulfilled/list": lambda _asked: {"postings": [], "cursor": "", "has_next": False},
        "/v3/posting/fbo/list": lambda _asked: {"postings": [], "cursor": "", "has_next": False},
        "/v3/posting/fbs/get": one,
    }  # fmt: skip
    return script
