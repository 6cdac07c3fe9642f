"""Where the documents say two things, a client that follows either is served. Not held against the schema alone."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import FBS_WAREHOUSE, YEAR, Hub


def ask(hub: Hub, path: str, body: Any) -> Any:
    answer = hub.session.post(f"{hub.url}{path}", json=body, headers=hub.headers, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("written", "backwards"), [("asc", False), ("ASC", False), ("desc", True), ("DESC", True)])
def test_a_direction_may_be_written_as_the_printed_examples_do(hub: Hub, written: str, backwards: bool) -> None:
    rows = ask(hub, "/v4/posting/fbs/list", {"filter": YEAR, "limit": 50, "sort_dir": written})["postings"]
    times = [row["in_process_at"] for row in rows]
    assert len(set(times)) > 1
    assert times == sorted(times, reverse=backwards)


def test_ids_may_be_numbers_or_text(hub: Hub) -> None:
    item = ask(hub, "/v3/product/list", {"limit": 1})["result"]["items"][0]
    number = item["product_id"]
    for one in (number, str(number)):
        (card,) = ask(hub, "/v3/product/info/list", {"product_id": [one]})["items"]
        assert card["offer_id"] == item["offer_id"]
        (row,) = ask(hub, "/v4/product/info/stocks", {"filter": {"product_id": [one]}, "limit": 10})["items"]
        assert row["product_id"] == number
        rows = ask(hub, "/v1/product/info/stocks-by-warehouse/fbs", {"sku": [type(one)(card["sku"])]})["result"]
        assert {row["product_id"] for row in rows} == {number}


@pytest.mark.parametrize("body", [{}, {"limit": 0}, {"limit": 200, "cursor": ""}])
def test_warehouses_come_without_a_limit_as_well(hub: Hub, body: Any) -> None:
    found = ask(hub, "/v2/warehouse/list", body)["warehouses"]
    assert FBS_WAREHOUSE in {row["warehouse_id"] for row in found}
    for one in (FBS_WAREHOUSE, str(FBS_WAREHOUSE)):
        (row,) = ask(hub, "/v2/warehouse/list", body | {"warehouse_ids": [one]})["warehouses"]
        assert row["warehouse_id"] == FBS_WAREHOUSE


def test_a_stock_row_may_name_its_quant_size(hub: Hub) -> None:
    row = {"offer_id": "ORI-LMP-BRS", "stock": 5, "warehouse_id": FBS_WAREHOUSE, "quant_size": 1}
    (answer,) = ask(hub, "/v2/products/stocks", {"stocks": [row]})["result"]
    assert answer["updated"] is True
