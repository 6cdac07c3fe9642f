"""Items, models, stock and price: one item per call, a verdict per model."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import Hub


def items(hub: Hub, **change: Any) -> dict[str, Any]:
    query = {"offset": 0, "page_size": 100, "item_status": ["NORMAL"]} | change
    return hub.get("product/get_item_list", **{k: v for k, v in query.items() if v is not None})


def ids(hub: Hub) -> list[int]:
    return [row["item_id"] for row in items(hub, item_status=["NORMAL", "UNLIST"])["response"]["item"]]


def base(hub: Hub, numbers: list[int]) -> list[dict[str, Any]]:
    answer = hub.get("product/get_item_base_info", item_id_list=",".join(map(str, numbers)))
    return list(answer["response"]["item_list"])


def models(hub: Hub, item_id: int) -> list[dict[str, Any]]:
    return list(hub.get("product/get_model_list", item_id=item_id)["response"]["model"])


def plain(hub: Hub) -> dict[str, Any]:
    return next(i for i in base(hub, ids(hub)) if not i["has_model"] and not i["is_fulfillment_by_shopee"])


def varied(hub: Hub, *, promoted: bool = False) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    for item in base(hub, ids(hub)):
        if item["has_model"] and item["has_promotion"] == promoted:
            return item, models(hub, item["item_id"])
    raise LookupError


def set_stock(hub: Hub, item_id: int, *rows: tuple[int, int], **place: str) -> dict[str, Any]:
    stock_list = [{"model_id": model, "seller_stock": [{"stock": stock} | place]} for model, stock in rows]
    return hub.post("product/update_stock", {"item_id": item_id, "stock_list": stock_list})


def set_price(hub: Hub, item_id: int, *rows: tuple[int, float]) -> dict[str, Any]:
    price_list = [{"model_id": model, "original_price": price} for model, price in rows]
    return hub.post("product/update_price", {"item_id": item_id, "price_list": price_list})


def test_the_whole_range_fits_the_specification(hub: Hub) -> None:
    found = base(hub, ids(hub))
    skus = [i["item_sku"] for i in found if not i["has_model"]]
    skus += [model["model_sku"] for i in found if i["has_model"] for model in models(hub, i["item_id"])]
    assert len(skus) == len(set(skus)) == 60
    assert "SHP-GIFT-WRAP" in skus


def test_items_are_walked_by_offset(hub: Hub) -> None:
    found: list[int] = []
    offset: int | None = 0
    while offset is not None:
        body = items(hub, offset=offset, page_size=7)["response"]
        found += [row["item_id"] for row in body["item"]]
        offset = body.get("next_offset")
    assert len(found) == len(set(found)) == body["total_count"]
    assert body["has_next_page"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"page_size": 101},
        {"item_status": None},
        {"item_status": ["NORMAL,UNLIST"]},
        {"item_status": ["SOLD"]},
        {"offset": -1},
        {"offset": None},
    ],
)
def test_a_wrong_item_list_is_refused(hub: Hub, change: dict[str, Any]) -> None:
    assert items(hub, **change)["error"] == "error_param"


def test_price_and_stock_of_an_item_with_models_are_with_its_models(hub: Hub) -> None:
    item, variants = varied(hub)
    assert not {"price_info", "stock_info_v2"} & set(item)
    assert all(model["price_info"][0]["currency"] == "THB" for model in variants)
    assert {"price_info", "stock_info_v2"} <= set(plain(hub))
    assert models(hub, plain(hub)["item_id"]) == []


def test_base_info_takes_fifty_and_not_fifty_one(hub: Hub) -> None:
    many = ",".join(str(2000001 + n) for n in range(51))
    assert hub.get("product/get_item_base_info", item_id_list=many)["error"] == "product.error_query_over_itemid_size"
    assert hub.get("product/get_item_base_info", item_id_list="1")["error"] == "product.error_item_not_found"
    assert hub.get("product/get_item_base_info", item_id_list="x")["error"] == "error_param"


def test_a_pushed_stock_is_what_the_next_read_shows(hub: Hub) -> None:
    item, variants = varied(hub)
    pairs = [(model["model_id"], 31 + place) for place, model in enumerate(variants)]
    answer = set_stock(hub, item["item_id"], *pairs)["response"]
    assert [(row["model_id"], row["stock"]) for row in answer["success_list"]] == pairs
    shown = [(m["model_id"], m["stock_info_v2"]["seller_stock"][0]["stock"]) for m in models(hub, item["item_id"])]
    assert shown == pairs
    assert hub.state(sku=variants[0]["model_sku"])["products"][0]["stock"]["THZ"]["available"] == 31


def test_an_item_without_models_has_model_zero(hub: Hub) -> None:
    item = plain(hub)
    body = {"item_id": item["item_id"], "stock_list": [{"seller_stock": [{"stock": 4}]}]}
    assert hub.post("product/update_stock", body)["response"]["failure_list"] == []
    assert set_stock(hub, item["item_id"], (0, 5), location_id="THZ")["response"]["failure_list"] == []
    assert base(hub, [item["item_id"]])[0]["stock_info_v2"]["summary_info"]["total_available_stock"] == 5


def test_one_refused_model_does_not_fail_the_others(hub: Hub) -> None:
    item, variants = varied(hub)
    first = variants[0]["model_id"]
    answer = set_stock(hub, item["item_id"], (first, 9), (123, 9))
    assert answer["error"] == ""
    assert [row["model_id"] for row in answer["response"]["success_list"]] == [first]
    assert [row["model_id"] for row in answer["response"]["failure_list"]] == [123]


def test_stock_cannot_go_below_what_a_promotion_holds(hub: Hub) -> None:
    item, variants = varied(hub, promoted=True)
    held = next(m for m in variants if m["stock_info_v2"]["summary_info"]["total_reserved_stock"])
    answer = set_stock(hub, item["item_id"], (held["model_id"], 4))["response"]
    assert "reserved" in answer["failure_list"][0]["failed_reason"]
    assert set_stock(hub, item["item_id"], (held["model_id"], 5))["response"]["failure_list"] == []


@pytest.mark.parametrize(("stock", "place"), [(-1, {}), (1_000_000, {}), (5, {"location_id": "VNZ"})])
def test_an_impossible_stock_fails_its_row(hub: Hub, stock: int, place: dict[str, str]) -> None:
    answer = set_stock(hub, plain(hub)["item_id"], (0, stock), **place)["response"]
    assert len(answer["failure_list"]) == 1
    assert answer["success_list"] == []


def test_stock_that_shopee_holds_is_not_writable(hub: Hub) -> None:
    item = next(i for i in base(hub, ids(hub)) if i["is_fulfillment_by_shopee"])
    assert len(set_stock(hub, item["item_id"], (0, 5))["response"]["failure_list"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"item_id": "2000001", "stock_list": [{"seller_stock": [{"stock": 1}]}]},
        {"item_id": 2000001, "stock_list": []},
        {"item_id": 2000001, "stock_list": [{"seller_stock": [{"stock": 1.5}]}]},
        {"item_id": 2000001, "stock_list": [{"normal_stock": 1}]},
        {"item_id": 2000001, "stock_list": [{"model_id": n, "seller_stock": [{"stock": 1}]} for n in range(51)]},
        {"stock_list": [{"seller_stock": [{"stock": 1}]}]},
        [],
    ],
)
def test_a_stock_body_of_another_shape_is_refused(hub: Hub, body: Any) -> None:
    assert hub.post("product/update_stock", body)["error"] == "error_param"


def test_stock_of_an_item_with_models_needs_the_model(hub: Hub) -> None:
    item, _ = varied(hub)
    error = set_stock(hub, item["item_id"], (0, 5))["error"]
    assert error == "product.error_edit_item_stock_for_item_has_model"
    assert set_stock(hub, 1, (0, 5))["error"] == "product.error_item_not_found"


def test_a_pushed_price_is_what_the_next_read_shows(hub: Hub) -> None:
    item, variants = varied(hub)
    pairs = [(model["model_id"], 100.5 + place) for place, model in enumerate(variants)]
    assert set_price(hub, item["item_id"], *pairs)["response"]["failure_list"] == []
    shown = [(m["model_id"], m["price_info"][0]["original_price"]) for m in models(hub, item["item_id"])]
    assert shown == pairs


@pytest.mark.parametrize("price", [0, -5, 500_001, 10.005])
def test_an_impossible_price_fails_its_row(hub: Hub, price: float) -> None:
    answer = set_price(hub, plain(hub)["item_id"], (0, price))["response"]
    assert len(answer["failure_list"]) == 1


def test_a_price_in_promotion_is_locked(hub: Hub) -> None:
    item, variants = varied(hub, promoted=True)
    locked = next(m for m in variants if m["has_promotion"])
    assert locked["price_info"][0]["current_price"] < locked["price_info"][0]["original_price"]
    answer = set_price(hub, item["item_id"], (locked["model_id"], 10.0))["response"]
    assert "promotion" in answer["failure_list"][0]["failed_reason"]


def test_a_partial_failure_on_demand_hits_one_row(hub: Hub) -> None:
    item, variants = varied(hub)
    hub.control("faults", {"kind": "partial_failure", "times": 1, "path": "/api/v2/product/update_stock"})
    answer = set_stock(hub, item["item_id"], *[(m["model_id"], 7) for m in variants])
    assert answer["error"] == ""
    assert len(answer["response"]["failure_list"]) == 1
    assert len(answer["response"]["success_list"]) == len(variants) - 1
