"""A client made of 4Seller's assumed description, before the practice 4Seller."""

from __future__ import annotations

import pytest

from tests.clients.generated import Made, make
from tests.clients.shop import Shop

pytestmark = pytest.mark.clients(
    library="openapi-python-client", code="fourseller", patched="nothing: `Client(base_url)`"
)


class Caller:
    """Each call with the seller's number, as its parameter wants it."""

    def __init__(self, package: str, shop: Shop, key: str = "") -> None:
        self.seller = shop.keys["seller_id"]
        headers = {"Authorization": f"Bearer {key or shop.keys['api_key']}"}
        self.made = Made(package, base_url=f"{shop.url}/v1", headers=headers)

    def ask(self, call, *where, **params):
        return self.made.ask(f"default.{call}", *where, x_seller_id=self.seller, **params)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make("fourseller", "openapi.yaml", tmp_path_factory.mktemp("made"))


@pytest.fixture
def caller(package: str, shop: Shop) -> Caller:
    shop.desk("POST", "limits", {"enabled": False})
    return Caller(package, shop)


def test_orders_and_products_come_by_pages(caller: Caller) -> None:
    assert caller.ask("ping").status_code == 200
    for call, page in (("list_orders", 50), ("list_products", 25)):
        found: list[str] = []
        while True:
            told = caller.ask(call, limit=page, offset=len(found)).parsed
            found += [each.id for each in told.data]
            if len(told.data) < page:
                break
        assert len(found) == len(set(found)) > page
    assert caller.ask("get_product", found[0]).parsed.id == found[0]


def test_stock_and_price_are_changed_and_read_back(caller: Caller) -> None:
    product = caller.ask("list_products", limit=1).parsed.data[0]
    said = {"quantity": 31, "timestamp": "2026-11-27T10:00:00Z"}
    assert caller.ask("set_inventory", product.id, body=said).parsed.quantity == 31
    assert caller.ask("get_inventory", product.id).parsed.quantity == 31
    one = {"sku": product.sku, "quantity": 32}
    told = caller.ask("set_inventory_batch", body={"items": [one, {"sku": "nobody's", "quantity": 1}]}).parsed.results
    assert [each.error in (None, "") or not each.error for each in told][0] and told[1].error
    assert caller.ask("get_inventory", product.id).parsed.quantity == 32
    whole = product.to_dict() | {"price": "77.70"}
    kept = ("sku", "title", "description", "price", "currency", "category", "brand", "condition")
    body = {name: whole[name] for name in kept if name in whole}
    assert caller.ask("update_product", product.id, body=body).status_code == 200
    assert float(caller.ask("get_product", product.id).parsed.price) == 77.7


def test_an_order_is_sent_with_its_tracking_number(caller: Caller, shop: Shop) -> None:
    number = shop.desk("POST", "sell", {})["orders"][0]["id"]
    order = caller.ask("get_order", number).parsed
    lines = [{"line_id": item.line_id, "quantity": item.quantity} for item in order.items]
    parcel = {"tracking_number": "JD014600006281230704", "carrier": "DHL", "lines": lines}
    sent = caller.ask("create_fulfillment", number, body=parcel)
    assert sent.status_code == 201 and sent.parsed.tracking_number == "JD014600006281230704"
    assert caller.ask("get_order", number).parsed.status.value == "shipped"


def test_a_wrong_key_an_unknown_order_and_a_wrong_body_are_told_apart(package: str, caller: Caller, shop: Shop) -> None:
    refused = Caller(package, shop, "not-the-key").ask("list_orders")
    assert refused.status_code == 401 and refused.parsed.error.code == "unauthorized"
    unknown = caller.ask("get_order", "FS-0")
    assert unknown.status_code == 404 and unknown.parsed.error.request_id
    product = caller.ask("list_products", limit=1).parsed.data[0].id
    wrong = caller.ask("set_inventory", product, body={"quantity": -1, "timestamp": "2026-11-27T10:00:00Z"})
    assert wrong.status_code == 422 and "quantity" in wrong.parsed.error.fields.additional_properties


def test_a_limit_says_how_long_to_wait(caller: Caller, shop: Shop) -> None:
    shop.desk("POST", "limits", {"enabled": True})
    over = next(answer for answer in (caller.ask("ping") for _ in range(12)) if answer.status_code != 200)
    assert over.status_code == 429 and int(over.headers["Retry-After"]) >= 1
