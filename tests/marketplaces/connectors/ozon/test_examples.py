"""Every official example answer for a call that the connector makes is read: ids, money, statuses, no crash."""

import inspect
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, Size
from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.ozon import client
from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.errors import AlreadyDone
from tests.conftest import SHARED, shared
from tests.marketplaces.connectors.remote import Remote

from .samples import posting, product

SWAGGER = "contracts/ozon/ozon-seller-swagger.trimmed.json"
EMPTY = {"postings": [], "has_next": False, "cursor": ""}
NOW = datetime(2026, 11, 20, tzinfo=UTC)
Read = Callable[[ozon_connector, Remote, Any], None]


def amount(price: Any) -> Decimal:
    return Decimal(str(price["amount"] if isinstance(price, dict) else price))


def holds(order: Any, theirs: dict[str, Any]) -> None:
    """The order says what the posting says."""
    assert (order.remote_id, order.remote_status) == (theirs["posting_number"], theirs["status"])
    assert order.status.value != "unknown"
    assert [line.remote_id for line in order.lines] == [str(row["sku"]) for row in theirs["products"]]
    assert [line.sku for line in order.lines] == [row["offer_id"] for row in theirs["products"]]
    assert [line.unit_price for line in order.lines] == [amount(row["price"]) for row in theirs["products"]]
    assert order.warehouse_remote_id == str(theirs["delivery_method"]["warehouse_id"])


def roles(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v1/roles", example)
    found = ozon.account()
    assert found.permissions == tuple(role["name"] for role in example["roles"])
    assert found.login_ends_at == datetime.fromisoformat(example["expires_at"])


def unfulfilled(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v4/posting/fbs/list", EMPTY)
    remote.answers("/v3/posting/fbo/list", EMPTY)
    remote.answers("/v4/posting/fbs/unfulfilled/list", example)
    pages = list(ozon.pull_orders(since=NOW, until=NOW))
    assert [item for page in pages for item in page.refused] == []
    for order, theirs in zip([order for page in pages for order in page.items], example["postings"], strict=True):
        holds(order, theirs)


def single(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v3/posting/fbs/get", example)
    (order,) = ozon.order_items(["any"]).items
    holds(order, example["result"])


def shipped(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    (number,) = example["result"]
    told = example["additional_data"][0]["products"][0]
    before = posting(posting_number=number, products=[product(told["sku"], told["quantity"])])
    remote.answers("/v3/posting/fbs/get", {"result": before})
    remote.answers("/v4/posting/fbs/ship", example)
    result = ozon.confirm_shipment(parcel(number, str(told["sku"]), told["quantity"]))
    assert (result.parcel_remote_id, result.visible) == (number, False)


def tracked(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    ready = posting(status="awaiting_deliver", tpl_integration_type="3pl_tracking")
    remote.answers("/v3/posting/fbs/get", {"result": ready})
    remote.answers("/v2/fbs/posting/tracking-number/set", example)
    result = ozon.confirm_shipment(parcel(ready["posting_number"], "4501234567", 3, tracking_number="TRK"))
    assert (result.visible, result.tracking_number) == (True, "TRK")


def parcel(number: str, sku: str, quantity: int, **more: Any) -> ShipmentRequest:
    lines = (ShipmentLine(remote_line_id=sku, sku="", quantity=quantity),)
    return ShipmentRequest(ref="r", order_remote_id=number, lines=lines, **more)


def label(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v2/posting/fbs/package-label", json.dumps(example).encode())
    assert ozon.label(["48173252-0034-4"]).startswith(b"%PDF-1.7")


def cancelled(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v2/posting/fbs/cancel", example)
    ozon.cancel(CancelRequest(ref="r", order_remote_id="1", reason="352"))
    assert len(remote.seen) == 1


def units_cancelled(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v2/posting/fbs/product/cancel", example)
    lines = (ShipmentLine(remote_line_id="150587396", sku="", quantity=5),)
    ozon.cancel(CancelRequest(ref="r", order_remote_id="1", reason="352", message="out", lines=lines))
    (asked,) = remote.bodies("/v2/posting/fbs/product/cancel")
    assert asked["items"] == [{"sku": 150587396, "quantity": 5}]


def reasons(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v1/posting/fbs/cancel-reason", example)
    told = example["result"][0]["reasons"]
    found = ozon.cancel_reasons("73837363-0010-3")
    assert [(reason.code, reason.title) for reason in found] == [(str(row["id"]), row["title"]) for row in told]
    assert [reason.code for reason in found if reason.needs_message] == ["402"]


def warehouses(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v2/warehouse/list", example)
    told = example["warehouses"]
    found = ozon.warehouses()
    assert [(each.remote_id, each.name) for each in found] == [(str(row["warehouse_id"]), row["name"]) for row in told]


def returned(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v1/returns/list", example)
    (page,) = ozon.pull_returns(since=NOW, until=NOW)
    (found,), (told,) = page.items, example["returns"]
    assert (found.remote_id, found.order_remote_id) == (told["id"], told["posting_number"])
    assert found.refund_amount == Decimal(told["product"]["price"]["price"])
    assert (found.remote_status, found.lines[0].sku) == ("ArrivedAtReturnPlace", told["product"]["offer_id"])
    assert found.status.value != "unknown"


def product_list(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v3/product/list", example)
    told = example["result"]["items"][0]
    card = {"id": told["product_id"], "offer_id": told["offer_id"], "name": "Thing", "price": "10.50", "old_price": ""}
    remote.answers("/v3/product/info/list", {"items": [card]})
    (page,) = ozon.pull_products()
    assert remote.bodies("/v3/product/info/list") == [{"product_id": [str(told["product_id"])]}]
    assert [(each.remote_id, each.variants[0].sku) for each in page.items] == [("3397917680", told["offer_id"])]


def stock(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v4/product/info/stocks", example)
    remote.answers("/v1/product/info/stocks-by-warehouse/fbs", {"result": []})
    (page,) = ozon.pull_stock()
    assert page.refused == []
    found = [(level.remote_product_id, level.sku, level.quantity, level.reserved) for level in page.items]
    assert found == [
        ("1000123456", "test-offer-123456", 125, 25),
        ("1000123457", "test-offer-123457", 40, 5),
    ]


def stock_told(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v2/products/stocks", example)
    row = example["result"][0]
    update = StockUpdate(
        ref="r", remote_product_id=str(row["product_id"]), remote_variant_id="", sku=row["offer_id"], quantity=100,
        warehouse_remote_id=str(row["warehouse_id"]),
    )  # fmt: skip
    assert [(result.ref, result.ok) for result in ozon.push_stock([update])] == [("r", True)]


def prices_told(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v1/product/import/prices", example)
    row = example["result"][0]
    update = PriceUpdate(
        ref="r", remote_product_id=str(row["product_id"]), remote_variant_id="", sku=row["offer_id"],
        price=Decimal("1448.50"), currency="RUB",
    )  # fmt: skip
    assert [(result.ref, result.ok) for result in ozon.push_price([update])] == [("r", True)]
    (sent,) = remote.bodies("/v1/product/import/prices")
    assert sent["prices"] == [
        {"offer_id": row["offer_id"], "price": "1448.5", "old_price": "0", "currency_code": "RUB"}
    ]


def offered(ozon: ozon_connector, remote: Remote) -> Any:
    """A new card whose type asks what the example prints."""
    remote.answers("/v3/product/info/list", {"items": []})
    remote.answers("/v3/product/import", {"result": {"task_id": "172549793"}})
    row = {"offer_id": "A", "product_id": 7, "status": "imported", "errors": []}
    remote.answers("/v1/product/import/info", {"result": {"items": [row], "total": 1}})
    card = ProductCard(
        ref="r", sku="A", title="Shirt", price=Decimal(10), currency="RUB", category="200000933/93080", weight_g=5,
        package=Size(length_mm=1, width_mm=2, height_mm=3), options={"Clothes and Shoes brand": "Black"},
    )  # fmt: skip
    (result,) = ozon.push_products([card])
    return result


def characteristics(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v1/description-category/attribute", example)
    remote.answers("/v1/description-category/attribute/values/search", {"result": []})
    error = offered(ozon, remote).error
    assert example["result"][0]["name"] in str(error)


def words(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    asked = {"id": 31, "name": "Clothes and Shoes brand", "is_required": True, "dictionary_id": 28732849}
    remote.answers("/v1/description-category/attribute", {"result": [asked]})
    remote.answers("/v1/description-category/attribute/values/search", example)
    assert offered(ozon, remote).ok
    (sent,) = remote.bodies("/v3/product/import")
    told = example["result"][0]
    values = [{"dictionary_value_id": told["id"], "value": told["value"]}]
    assert sent["items"][0]["attributes"] == [{"complex_id": 0, "id": 31, "values": values}]


def brought_back(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    remote.answers("/v1/product/unarchive", example)
    remote.answers("/v3/product/import", {"result": {"task_id": 1}})
    row = {"offer_id": "A", "product_id": 7, "status": "imported", "errors": []}
    remote.answers("/v1/product/import/info", {"result": {"items": [row], "total": 1}})
    info = {"id": 7, "offer_id": "A", "name": "Thing", "price": "10", "is_archived": True, "currency_code": "RUB"}
    remote.answers("/v3/product/info/list", {"items": [info]})
    card = {"id": 7, "offer_id": "A", "description_category_id": 1, "type_id": 2, "weight": 5, "weight_unit": "g"}
    remote.answers("/v4/product/info/attributes", {"result": [card]})
    given = ProductCard(ref="r", sku="A", title="Thing", price=Decimal(10), currency="RUB")
    assert [result.ok for result in ozon.push_products([given])] == [True]
    assert remote.bodies("/v1/product/unarchive") == [{"product_id": [7]}]


def wishes(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    """The example's request is none that waits; the same one, waiting, is answered by its number."""
    remote.answers("/v2/conditional-cancellation/list", example | {"last_id": 0})
    (row,) = example["result"]
    with pytest.raises(AlreadyDone):
        ozon.answer_cancellation(row["posting_number"], accept=True)
    waiting = row | {"cancellation_id": 7, "state": row["state"] | {"state": "ON_APPROVAL"}}
    remote.answers("/v2/conditional-cancellation/list", example | {"last_id": 0, "result": [waiting]})
    remote.answers("/v2/conditional-cancellation/approve", {})
    ozon.answer_cancellation(row["posting_number"], accept=True)
    assert remote.bodies("/v2/conditional-cancellation/approve") == [{"cancellation_id": 7}]


def figures(ozon: ozon_connector, remote: Remote, example: Any) -> None:
    """The example has no rows."""
    remote.answers("/v1/analytics/data", example)
    (page,) = ozon.pull_figures(since=NOW.date(), until=NOW.date())
    assert (page.items, page.refused, page.cursor) == ([], [], None)


READERS: dict[str, Read] = {
    "/v1/roles": roles,
    "/v4/posting/fbs/unfulfilled/list": unfulfilled,
    "/v3/posting/fbs/get": single,
    "/v4/posting/fbs/ship": shipped,
    "/v2/fbs/posting/tracking-number/set": tracked,
    "/v2/posting/fbs/package-label": label,
    "/v2/posting/fbs/cancel": cancelled,
    "/v2/posting/fbs/product/cancel": units_cancelled,
    "/v1/posting/fbs/cancel-reason": reasons,
    "/v2/warehouse/list": warehouses,
    "/v1/returns/list": returned,
    "/v3/product/list": product_list,
    "/v4/product/info/stocks": stock,
    "/v2/products/stocks": stock_told,
    "/v1/product/import/prices": prices_told,
    "/v1/description-category/attribute": characteristics,
    "/v1/description-category/attribute/values/search": words,
    "/v1/product/unarchive": brought_back,
    "/v2/conditional-cancellation/list": wishes,
    "/v1/analytics/data": figures,
}


def _examples(path: str) -> list[Any]:
    """The examples printed with the good answer of a call."""
    document = json.loads((SHARED / SWAGGER).read_text())
    found = []
    for media in document["paths"][path]["post"]["responses"]["200"].get("content", {}).values():
        found += [media["example"]] if "example" in media else []
        found += [each["value"] for each in media.get("examples", {}).values()]
    return found


@pytest.mark.parametrize("path", READERS)
def test_the_official_example_is_read(path: str, ozon: ozon_connector, remote: Remote) -> None:
    shared(SWAGGER)
    examples = _examples(path)
    assert examples
    for example in examples:
        READERS[path](ozon, remote, example)


def test_no_example_of_a_call_that_the_connector_makes_is_left_out() -> None:
    paths = json.loads(shared(SWAGGER).read_text())["paths"]
    source = inspect.getsource(client)
    made = {path for path in paths if f'"{path}"' in source}
    assert {path for path in made if _examples(path)} == set(READERS)
    assert len(made) >= 20
