"""Goods are read to the end of the list, whatever the size of a page, and nothing on it is lost in silence."""

from typing import Any

import pytest

from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from tests.marketplaces.connectors.remote import Remote

from .conftest import Seen

LIST, CARDS = "/v3/product/list", "/v3/product/info/list"
STOCKS, BY_WAREHOUSE, PRICES = (
    "/v4/product/info/stocks", "/v1/product/info/stocks-by-warehouse/fbs", "/v5/product/info/prices",
)  # fmt: skip
GOODS = [{"product_id": number, "offer_id": f"A-{number}"} for number in (1, 2, 9007199254740993, 4, 5)]


def page(seen: Seen, cursor: str, *, size: int = 2) -> tuple[list[dict[str, Any]], str]:
    """So many goods after the cursor: a shop that cuts its pages shorter than it was asked to."""
    start = int(seen.body.get(cursor) or 0)
    return GOODS[start : start + size], str(start + size) if start + size < len(GOODS) else ""


def listing(seen: Seen) -> dict[str, Any]:
    items, following = page(seen, "last_id")
    return {"result": {"items": items, "total": len(GOODS), "last_id": following}}


def cards(seen: Seen) -> dict[str, Any]:
    asked = set(seen.body["product_id"])
    found = [each for each in GOODS if str(each["product_id"]) in asked]
    return {"items": [{"id": each["product_id"], "offer_id": each["offer_id"], "price": "10"} for each in found]}


def stocks(seen: Seen) -> dict[str, Any]:
    items, following = page(seen, "cursor")
    shelf = [{"type": "fbs", "present": 5, "reserved": 1, "sku": 7, "warehouse_ids": [3]}]
    return {"items": [item | {"stocks": shelf} for item in items], "total": len(GOODS), "cursor": following}


def test_short_pages_are_followed_while_their_total_says_more(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(LIST, listing)
    remote.answers(CARDS, cards)
    pages = list(ozon.pull_products())
    assert [[each.remote_id for each in found.items] for found in pages] == [
        ["1", "2"], ["9007199254740993", "4"], ["5"],
    ]  # fmt: skip
    assert [found.cursor for found in pages] == [{"last_id": "2"}, {"last_id": "4"}, None]
    rest = list(ozon.pull_products(cursor={"last_id": "4"}))
    assert [each.remote_id for found in rest for each in found.items] == ["5"]


def test_a_short_page_without_a_total_is_the_last(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(LIST, {"result": {"items": GOODS[:2], "last_id": "bVsiLCJd"}})
    remote.answers(CARDS, cards)
    assert len(list(ozon.pull_products())) == 1


@pytest.mark.parametrize("total", [5, 500])
def test_a_total_that_is_too_high_ends_with_the_list(total: int, ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(LIST, {"result": {"items": GOODS[:2], "total": total, "last_id": "x"}},
                   {"result": {"items": [], "total": total, "last_id": "x"}})  # fmt: skip
    remote.answers(CARDS, cards)
    assert [len(found.items) for found in ozon.pull_products()] == [2, 0]


def test_a_missing_page_does_not_cost_those_behind_it(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(LIST, {"result": {"items": [], "total": 5, "last_id": "a"}},
                   {"result": {"items": GOODS[2:], "total": 5, "last_id": ""}})  # fmt: skip
    remote.answers(CARDS, cards)
    assert [len(found.items) for found in ozon.pull_products()] == [0, 3]


def test_a_product_without_its_card_is_named(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(LIST, {"result": {"items": GOODS[:2], "total": 2, "last_id": ""}})
    remote.answers(CARDS, {"items": [{"id": "1", "offer_id": "A-1", "name": "Thing"}]})
    (found,) = ozon.pull_products()
    assert [each.remote_id for each in found.items] == ["1"]
    assert [(each.remote_id, type(each.error)) for each in found.refused] == [("2", NotFound)]


def test_one_unreadable_card_is_refused_and_the_others_come(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(LIST, {"result": {"items": GOODS[:3], "total": 3, "last_id": ""}})
    good = {"offer_id": "A", "price": "", "barcodes": None, "statuses": None, "images": None, "primary_image": "u"}
    remote.answers(
        CARDS, {"items": [good | {"id": 1}, good | {"id": 2, "price": "abc"}, good | {"id": GOODS[2]["product_id"]}]}
    )
    (found,) = ozon.pull_products()
    assert [each.remote_id for each in found.items] == ["1", "9007199254740993"]
    assert [(each.remote_id, type(each.error)) for each in found.refused] == [("2", UnexpectedPayload)]


def test_stock_stands_as_it_is_summed_where_no_warehouse_is_told(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(STOCKS, stocks)
    remote.answers(BY_WAREHOUSE, (404, {"code": 5, "message": "Not Found", "details": []}))
    levels = [level for found in ozon.pull_stock() for level in found.items]
    assert [(level.remote_product_id, level.quantity, level.warehouse_remote_id) for level in levels] == [
        (str(each["product_id"]), 4, "3") for each in GOODS
    ]


def test_prices_are_read_page_by_page(ozon: ozon_connector, remote: Remote) -> None:
    def prices(seen: Seen) -> dict[str, Any]:
        items, following = page(seen, "cursor")
        told = {"price": "10.10", "old_price": "", "currency_code": "RUB"}
        return {"items": [item | {"price": told} for item in items], "total": len(GOODS), "cursor": following}

    remote.answers(PRICES, prices)
    found = [level for each in ozon.pull_prices() for level in each.items]
    assert [(level.remote_product_id, str(level.price), level.compare_price) for level in found] == [
        (str(each["product_id"]), "10.10", None) for each in GOODS
    ]
