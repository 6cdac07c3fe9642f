"""Products as no document prints them: each is kept or refused by itself, and an empty list empties nothing."""

from typing import Any

import pytest

from inventory.models import MarketplaceProduct, Product
from marketplaces.models import Connection
from tests.trial.conftest import Customer
from tests.trial.ozon import ozon
from tests.trial.stub import Script


def card(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "offer_id": f"TEA-{number}", "name": "Чай", "sku": 1000 + number, "price": "1390.0000",
        "old_price": "", "currency_code": "RUB", "images": [], "primary_image": [], "barcodes": [], "new_field": {},
        "statuses": {"status": "price_sent", "is_created": True, "status_failed": "", "moderate_status": "approved"},
        "visibility_details": {"has_price": True, "has_stock": True}, "stocks": {"has_stock": True, "stocks": []},
        "updated_at": "2026-11-18T05:50:26.123456Z", "is_archived": False, "is_autoarchived": False,
    } | more  # fmt: skip


def selling(*cards: dict[str, Any]) -> Script:
    script = ozon()
    script.cards = list(cards)  # type: ignore[attr-defined]
    script.routes |= {
        "/v3/product/list": lambda _asked: {"result": {"items": [
            {"product_id": each["id"], "offer_id": each["offer_id"]} for each in script.cards  # type: ignore[attr-defined]
        ], "total": len(script.cards), "last_id": ""}},  # type: ignore[attr-defined]
        "/v3/product/info/list": lambda _asked: {"items": script.cards},  # type: ignore[attr-defined]
        "/v2/warehouse/list": lambda _asked: {"warehouses": [], "has_next": False, "cursor": ""},
        "/v4/product/info/stocks": lambda _asked: {"items": [], "cursor": "", "total": 0},
    }  # fmt: skip
    return script


ODD = {
    "without a price": card(price="", visibility_details={"has_price": False}),
    "a price of null": card(price=None),
    "a price as a number": card(price=1390.15),
    "a damaged GTIN": card(barcodes=["4006381333932"]),
    "a GTIN of many zeros": card(barcodes=["00000000000000"]),
    "ids as text": card(sku="1728663479", id="1"),
    "a huge id": card(id=2**62, sku=2**63 - 1),
    "a long name with a NUL, emoji and right to left": card(name="☕️ שלום \x00" + "Ж" * 3000),
    "nulls": card(images=None, primary_image=None, barcodes=None, statuses=None, visibility_details=None, stocks=None,
                  old_price=None, currency_code=None, name=None, updated_at=None),
    "an empty date": card(updated_at=""),
    "a list of one picture as text": card(primary_image="https://x.example/1.jpg"),
}  # fmt: skip


@pytest.mark.parametrize("row", ODD.values(), ids=ODD.keys())
def test_an_odd_product_is_kept(customer: Customer, row: dict) -> None:
    shop = customer.connect("ozon", selling(row, card(7)))
    said = customer.sync(shop, "products", "--create-missing")
    assert (said.code, said.line["created"]) == (0, 2), said.line["errors"]
    assert MarketplaceProduct.objects.count() == Product.objects.count() == 2
    again = customer.sync(shop, "products", "--create-missing", "--full")
    assert (again.code, again.line["unchanged"], Product.objects.count()) == (0, 2, 2)


UNREADABLE = {
    "no offer id": card(offer_id=None),
    "no id": card(id=None),
    "a price that is none": card(price="cheap"),
    "a price below zero": card(price="-1"),
    "a price that no column holds": card(price="1e20"),
    "a page for a list": card(barcodes="x") | {"images": {"a": 1}},
}


@pytest.mark.parametrize("row", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_product_stops_no_other(customer: Customer, row: dict) -> None:
    shop = customer.connect("ozon", selling(row, card(7)))
    said = customer.sync(shop, "products", "--create-missing")
    assert (said.code, said.line["created"], said.line["failed_records"]) == (1, 1, 1), said
    assert len(said.line["errors"][0]["reason"]) > 20


def test_an_empty_list_empties_no_shop(customer: Customer) -> None:
    script = selling(card(1), card(2))
    shop: Connection = customer.connect("ozon", script)
    customer.sync(shop, "products", "--create-missing")
    script.cards = []  # type: ignore[attr-defined]
    said = customer.sync(shop, "products", "--full")
    assert (said.code, said.line["total_records"]) == (0, 0)
    assert set(MarketplaceProduct.objects.values_list("status", flat=True)) == {"active"}
