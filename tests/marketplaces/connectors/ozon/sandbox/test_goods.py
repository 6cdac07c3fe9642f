"""The catalogue, and stock and prices out: what is pushed is what the next read shows."""

from __future__ import annotations

from .hub import FBS_WAREHOUSE, Hub

JSON = {"Content-Type": "application/json"}
PRICES = "/v1/product/import/prices"


def test_products_come_page_by_page_with_their_details(hub: Hub) -> None:
    seen: list[int] = []
    last_id = None
    while last_id != "":
        body = {"filter": {"visibility": "ALL"}, "last_id": last_id or "", "limit": 7}
        result = hub.call("/v3/product/list", body).json()["result"]
        seen += [item["product_id"] for item in result["items"]]
        last_id = result["last_id"]
    assert len(seen) == len(set(seen)) == result["total"] == 60
    items = hub.call("/v3/product/info/list", {"product_id": [str(number) for number in seen]}).json()["items"]
    lamp = next(item for item in items if item["offer_id"] == "ORI-LMP-BRS")
    assert (lamp["name"], lamp["currency_code"]) == ("Настольная лампа «Орион», латунь", "RUB")
    assert lamp["id"] > 2**31
    assert {"LUM-ETUI-01", "LUM-GLOBE-30"} <= {item["offer_id"] for item in items}


def test_the_same_product_is_found_by_article_id_and_sku_once(hub: Hub) -> None:
    lamp = hub.call("/v3/product/info/list", {"offer_id": ["ORI-LMP-BRS", "UNKNOWN"]}).json()["items"][0]
    body = {"offer_id": ["ORI-LMP-BRS"], "product_id": [str(lamp["id"])], "sku": [str(lamp["sku"])]}
    assert [item["id"] for item in hub.call("/v3/product/info/list", body).json()["items"]] == [lamp["id"]]


def test_there_are_three_warehouses_one_for_own_delivery(hub: Hub) -> None:
    warehouses = hub.call("/v2/warehouse/list", {"limit": 100}).json()["warehouses"]
    assert [warehouse["is_rfbs"] for warehouse in warehouses] == [False, False, True]
    first = hub.call("/v2/warehouse/list", {"limit": 2}).json()
    rest = hub.call("/v2/warehouse/list", {"limit": 2, "cursor": first["cursor"]}).json()
    assert first["has_next"] and not rest["has_next"]
    assert first["warehouses"] + rest["warehouses"] == warehouses


def test_a_pushed_stock_is_for_sale_beside_what_is_reserved(hub: Hub) -> None:
    assert hub.push_stock(("ORI-LMP-BRS", 7))[0]["updated"]
    free = hub.stock_of("ORI-LMP-BRS")
    assert free["present"] - free["reserved"] == 7
    hub.sell(quantity=2)
    sold = hub.stock_of("ORI-LMP-BRS")
    assert sold == {"present": free["present"], "reserved": free["reserved"] + 2}
    hub.wait(31)
    hub.control("limits", {"enabled": False})
    hub.push_stock(("ORI-LMP-BRS", 7))
    assert hub.stock_of("ORI-LMP-BRS")["present"] == free["present"] + 2
    body = {"filter": {"offer_id": ["ORI-LMP-BRS"], "visibility": "ALL"}, "limit": 10}
    rows = hub.call("/v4/product/info/stocks", body).json()["items"][0]["stocks"]
    fbs = next(row for row in rows if row["type"] == "fbs")
    assert FBS_WAREHOUSE in fbs["warehouse_ids"]


def test_more_than_is_for_sale_cannot_be_sold(hub: Hub) -> None:
    answer = hub.session.post(f"{hub.url}/_control/sell", json={"sku": "ORI-LMP-BRS", "quantity": 10000}, timeout=5)
    assert answer.status_code == 400


def test_stock_rows_fail_one_by_one_in_their_order(hub: Hub) -> None:
    rows = hub.push_stock(("ORI-LMP-BRS", 3), ("NO-SUCH", 3))
    wrong = hub.push_stock(("ORI-CND-LMG", 3), warehouse=1)
    assert [row["updated"] for row in rows] == [True, False]
    assert [row["errors"][0]["code"] for row in (rows[1], wrong[0])] == ["offer_id_not_found", "WAREHOUSE_NOT_FOUND"]


def test_every_other_row_fails_on_demand(hub: Hub) -> None:
    hub.control("faults", {"kind": "partial_failure", "path": "/v2/products/stocks", "times": 1})
    rows = hub.push_stock(("ORI-LMP-BRS", 3), ("ORI-LMP-BLK", 3), ("ORI-CND-LMG", 3))
    assert [row["updated"] for row in rows] == [False, True, False]


def test_one_pair_takes_a_new_number_every_thirty_seconds(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    assert hub.push_stock(("ORI-LMP-BRS", 3))[0]["updated"]
    row = hub.push_stock(("ORI-LMP-BRS", 4))[0]
    assert (row["updated"], row["errors"][0]["code"]) == (False, "TOO_MANY_REQUESTS")
    hub.wait(30)
    assert hub.push_stock(("ORI-LMP-BRS", 4))[0]["updated"]


def test_eighty_stock_calls_a_minute_and_no_more(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    taken = 0
    for _ in range(120):
        body = {"stocks": [{"offer_id": "ORI-LMP-BRS", "stock": 1, "warehouse_id": FBS_WAREHOUSE}]}
        taken += hub.call("/v2/products/stocks", body).status_code == 200
        hub.wait(0.5)
    assert taken in (79, 80)


def test_four_stock_calls_may_come_at_once_and_wrong_ones_do_not_count(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    hub.wait(60)
    body = {"stocks": [{"offer_id": "NONE", "stock": 1, "warehouse_id": FBS_WAREHOUSE}]}
    assert [hub.call("/v2/products/stocks", {"stocks": []}).status_code for _ in range(9)] == [400] * 9
    assert [hub.call("/v2/products/stocks", body).status_code for _ in range(5)] == [200] * 4 + [429]


def test_fifty_calls_a_second_and_then_429(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    answers = [hub.call("/v1/roles") for _ in range(53)]
    assert [answer.status_code for answer in answers] == [200] * 50 + [429] * 3
    assert (answers[-1].json()["code"], "rate limit per second" in answers[-1].json()["message"]) == (8, True)
    hub.wait(1)
    assert hub.call("/v1/roles").status_code == 200


def test_a_pushed_price_is_what_the_next_read_shows(hub: Hub) -> None:
    row = {"offer_id": "ORI-LMP-BRS", "price": "7990", "old_price": "9990", "currency_code": "RUB"}
    assert hub.call(PRICES, {"prices": [row]}).json()["result"][0]["updated"]
    body = {"filter": {"offer_id": ["ORI-LMP-BRS"]}, "limit": 1}
    price = hub.call("/v5/product/info/prices", body).json()["items"][0]["price"]
    assert (price["price"], price["old_price"]) == (7990.0, 9990.0)
    item = hub.call("/v3/product/info/list", {"offer_id": ["ORI-LMP-BRS"]}).json()["items"][0]
    assert (item["price"], item["old_price"]) == ("7990.00", "9990.00")


def test_a_discount_must_be_worth_it(hub: Hub) -> None:
    said = []
    for price, old in (("300", "310"), ("1000", "1020"), ("20000", "20400"), ("100", "10000"), ("-1", "0"), ("x", "0")):
        row = {"offer_id": "ORI-LMP-BRS", "price": price, "old_price": old, "min_price": "0"}
        said.append(hub.call(PRICES, {"prices": [row]}).json()["result"][0]["errors"][0]["code"])
    assert said == [
        "discount_for_low_price_is_too_small",
        "discount_for_average_price_is_too_small",
        "discount_for_top_price_is_too_small",
        "discount_too_big",
        "price_negative",
        "invalid_price",
    ]


def test_a_price_moves_ten_times_an_hour(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    row = {"offer_id": "ORI-LMP-BRS", "price": "7990", "old_price": "0", "min_price": "0"}
    done = [hub.call(PRICES, {"prices": [row]}).json()["result"][0]["updated"] for _ in range(11)]
    assert done == [True] * 10 + [False]
    hub.wait(3600)
    assert hub.call(PRICES, {"prices": [row]}).json()["result"][0]["updated"]


def test_a_buyer_who_names_nothing_takes_what_there_is_most_of(hub: Hub) -> None:
    number = hub.control("sell", {"count": 2})["orders"][1]["id"]
    assert hub.posting(number)["status"] == "awaiting_packaging"


def test_a_price_is_told_with_its_indexes_and_actions(hub: Hub) -> None:
    """Every part of the row that the specification names is there, also where nobody sells it and no action runs."""
    body = b'{"filter":{"offer_id":["ORI-LMP-BRS"],"visibility":"ALL"},"limit":1}'
    headers = hub.headers | {"Content-Type": "application/json"}
    (row,) = hub.call("/v5/product/info/prices", json=None, data=body, headers=headers).json()["items"]
    assert row["marketing_actions"]["actions"] == [] and row["marketing_actions"]["ozon_actions_exist"] is False
    assert set(row["price_indexes"]) == {
        "color_index", "external_index_data", "ozon_index_data", "self_marketplaces_index_data",
    }  # fmt: skip
    assert row["price_indexes"]["ozon_index_data"] == {
        "min_price": 0.0, "min_price_currency": "", "price_index_value": 0.0,
    }  # fmt: skip
