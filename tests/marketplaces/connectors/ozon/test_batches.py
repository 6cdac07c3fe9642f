"""Stock and prices: a call for many rows, a result for each of ours."""

from decimal import Decimal
from typing import Any

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.connectors.ozon.goods import gtin, listing_status
from marketplaces.framework.errors import NotFound, RateLimited, Rejected, Unavailable
from tests.marketplaces.connectors.remote import Remote

STOCKS, PRICES = "/v2/products/stocks", "/v1/product/import/prices"
PLACE = "1020000000001"


def stock(ref: str, sku: str, quantity: int, place: str = PLACE, product: str = "1386") -> StockUpdate:
    return StockUpdate(
        ref=ref, remote_product_id=product, remote_variant_id="", sku=sku, quantity=quantity, warehouse_remote_id=place
    )


def row(offer: str, *errors: str, place: str = PLACE) -> dict[str, Any]:
    told = [{"code": code, "message": f"{code}!"} for code in errors]
    return {"offer_id": offer, "product_id": 7, "warehouse_id": int(place), "updated": not errors, "errors": told}


def test_each_row_has_its_own_result(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(STOCKS, {"result": [row("B", "TOO_MANY_REQUESTS"), row("C", "offer_id_not_found"), row("A")]})
    results = ozon.push_stock([stock("a", "A", 1), stock("b", "B", 2), stock("c", "C", 3), stock("d", "D", 4)])
    found = {result.ref: (result.ok, type(result.error)) for result in results}
    assert found == {
        "a": (True, type(None)), "b": (False, RateLimited), "c": (False, NotFound), "d": (False, Unavailable),
    }  # fmt: skip


def test_rows_carry_the_article_or_the_product_id_never_both(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(STOCKS, {"result": [row("A")]})
    ozon.push_stock([stock("a", "A", 1), stock("b", "", 2)])
    assert remote.bodies(STOCKS) == [
        {"stocks": [
            {"offer_id": "A", "stock": 1, "warehouse_id": 1020000000001},
            {"product_id": 1386, "stock": 2, "warehouse_id": 1020000000001},
        ]}
    ]  # fmt: skip


def test_the_same_article_at_two_warehouses_is_told_apart(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(STOCKS, {"result": [row("A", place="2"), row("A", "WAREHOUSE_NOT_FOUND", place="1")]})
    first, second = ozon.push_stock([stock("a", "A", 1, "1"), stock("b", "A", 1, "2")])
    assert (first.ref, first.ok, second.ref, second.ok) == ("a", False, "b", True)


def test_a_bare_row_counts_and_an_odd_one_costs_only_itself(ozon: ozon_connector, remote: Remote) -> None:
    odd = [
        {"offer_id": "A", "updated": True},
        {"offer_id": "B", "updated": False, "errors": ["STOCK_TOO_BIG"]},
        {"offer_id": "C", "updated": False, "errors": None},
        {"offer_id": "D", "updated": False, "errors": {"code": "SOMETHING_NEW", "message": "no such day"}},
    ]
    remote.answers(STOCKS, {"result": odd})
    results = ozon.push_stock([stock(ref, ref, 1) for ref in "ABCD"])
    assert [(result.ref, result.ok) for result in results] == [("A", True), ("B", False), ("C", False), ("D", False)]
    assert "STOCK_TOO_BIG" in str(results[1].error)
    assert "no such day (SOMETHING_NEW)" in str(results[3].error)


def test_a_refusal_is_not_hidden_by_another_row_of_the_same_product(ozon: ozon_connector, remote: Remote) -> None:
    good, bad = {"offer_id": "A", "updated": True}, {"offer_id": "A", "updated": False, "errors": []}
    for told in ([good, bad], [bad, good]):
        remote.answers(STOCKS, {"result": told})
        assert [result.ok for result in ozon.push_stock([stock("a", "A", 1)])] == [False]


def test_stock_without_a_warehouse_is_refused_before_the_call(ozon: ozon_connector, remote: Remote) -> None:
    (result,) = ozon.push_stock([stock("a", "A", 1, "")])
    assert (result.ok, type(result.error)) == (False, Rejected)
    assert remote.seen == []


def test_a_pair_that_comes_twice_is_told_once_with_its_newest_value(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(STOCKS, {"result": [row("A")]})
    results = ozon.push_stock([stock("a", "A", 1), stock("b", "A", 5)])
    assert [each["stock"] for each in remote.bodies(STOCKS)[0]["stocks"]] == [5]
    assert [(result.ref, result.ok) for result in results] == [("a", True), ("b", True)]


def test_prices_are_text_and_an_old_price_is_taken_away(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(PRICES, {"result": [{"offer_id": "A", "product_id": 1, "updated": True, "errors": []},
                                       {"offer_id": "B", "product_id": 2, "updated": False,
                                        "errors": [{"code": "discount_too_big", "message": "no"}]}]})  # fmt: skip
    common = {"remote_product_id": "1", "remote_variant_id": "", "currency": "RUB"}
    one = PriceUpdate(ref="a", sku="A", price=Decimal("1490.00"), **common)
    other = PriceUpdate(ref="b", sku="B", price=Decimal("5.05"), compare_price=Decimal("6"), **common)
    results = ozon.push_price([one, other])
    assert remote.bodies(PRICES)[0]["prices"] == [
        {"offer_id": "A", "price": "1490", "old_price": "0", "currency_code": "RUB"},
        {"offer_id": "B", "price": "5.05", "old_price": "6", "currency_code": "RUB"},
    ]
    assert [(result.ref, result.ok) for result in results] == [("a", True), ("b", False)]
    assert "90 %" in str(results[1].error)


def test_only_a_real_gtin_is_taken_for_one() -> None:
    assert gtin(["OZN4501234567", "4006381333932", "4006381333931"]) == "4006381333931"
    assert gtin(["OZN4501234567", "123"]) == ""


def test_a_listing_has_the_status_that_holds_first() -> None:
    live = {"statuses": {"status": "price_sent", "is_created": True}, "visibility_details": {"has_price": True}}
    assert listing_status(live) == "active"
    assert listing_status(live | {"stocks": {"has_stock": False}}) == "out_of_stock"
    assert listing_status(live | {"visibility_details": {"has_price": False}}) == "inactive"
    assert listing_status(live | {"is_archived": True}) == "deleted"
    assert listing_status({"statuses": {"status": "price_sent", "status_failed": "moderation"}}) == "refused"
    assert listing_status({"statuses": {"status": "imported"}}) == "inactive"
