"""Cards in by task, as the documents tell it: waiting first, judged one by one, checked afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import Hub


def card(**more: Any) -> dict[str, Any]:
    """A floor lamp with all that the call asks."""
    return {
        "offer_id": "NEW-1", "name": "Торшер", "description_category_id": 17028701, "type_id": 91501, "price": "4990",
        "currency_code": "RUB", "depth": 400, "width": 300, "height": 200, "dimension_unit": "mm", "weight": 2300,
        "weight_unit": "g", "images": ["https://shop.example/1.jpg"],
        "attributes": [
            {"complex_id": 0, "id": 85, "values": [{"dictionary_value_id": 126745802, "value": "Atelier Lumen"}]},
            {"complex_id": 0, "id": 9048, "values": [{"value": "Торшер"}]},
        ],
    } | more  # fmt: skip


def sent(hub: Hub, *cards: dict[str, Any]) -> int:
    return int(hub.call("/v3/product/import", {"items": list(cards)}).json()["result"]["task_id"])


def told(hub: Hub, task: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = hub.call("/v1/product/import/info", {"task_id": task}).json()["result"]["items"]
    return rows


def result(hub: Hub, *cards: dict[str, Any]) -> list[dict[str, Any]]:
    task = sent(hub, *cards)
    hub.wait(10)
    return told(hub, task)


def info(hub: Hub, sku: str) -> dict[str, Any]:
    (found,) = hub.call("/v3/product/info/list", {"offer_id": [sku]}).json()["items"]
    return dict(found)


def test_a_task_is_pending_before_it_is_done(hub: Hub) -> None:
    task = sent(hub, card())
    assert [row["status"] for row in told(hub, task)] == ["pending"]
    (row,) = told(hub, task)
    assert (row["status"], row["errors"], row["product_id"] > 0) == ("imported", [], True)


def test_nobody_need_look_for_a_card_to_arrive(hub: Hub) -> None:
    sent(hub, card())
    hub.wait(10)
    assert info(hub, "NEW-1")["name"] == "Торшер"


def test_a_new_card_has_no_sku_and_takes_no_stock_before_it_is_checked(hub: Hub) -> None:
    result(hub, card())
    assert (info(hub, "NEW-1")["sku"], info(hub, "NEW-1")["statuses"]["status"]) == (0, "imported")
    assert hub.push_stock(("NEW-1", 3))[0]["errors"][0]["code"] == "product_is_not_created"
    hub.wait(60)
    assert (info(hub, "NEW-1")["sku"] > 0, info(hub, "NEW-1")["statuses"]["status"]) == (True, "price_sent")
    assert hub.push_stock(("NEW-1", 3))[0]["updated"]


def test_the_same_card_again_is_skipped(hub: Hub) -> None:
    assert [row["status"] for row in result(hub, card())] == ["imported"]
    assert [row["status"] for row in result(hub, card())] == ["skipped"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"weight": 0}, "WRONG_DIMENSIONS"),
        ({"type_id": 91500 + 12}, "CATEGORY_ERROR"),
        ({"price": "0"}, "PRICE_ERROR"),
        ({"currency_code": "CNY"}, "CURRENCY_ERROR"),
        ({"attributes": []}, "MANDATORY_ATTRIBUTE"),
        ({"images": ["ftp://x/1.jpg"]}, "IMAGE_ERROR"),
        ({"attributes": [{"id": 85, "values": [{"value": "Atelier Lumen"}]}]}, "WRONG_DICTIONARY_VALUE"),
    ],
)
def test_a_wrong_card_fails_by_itself(wrong: dict[str, Any], code: str, hub: Hub) -> None:
    bad, good = result(hub, card(offer_id="BAD", **wrong), card())
    assert (bad["status"], code in {each["code"] for each in bad["errors"]}) == ("failed", True)
    assert good["status"] == "imported"


def test_a_daily_number_of_cards_is_kept_and_told(hub: Hub) -> None:
    hub.control("settings", {"daily_create": 1})
    _, second = result(hub, card(), card(offer_id="NEW-2"))
    assert [each["code"] for each in second["errors"]] == ["item_limit_exceeded"]
    limits = hub.call("/v4/product/info/limit").json()
    assert limits["daily_create"] == {"limit": 1, "usage": 1, "reset_at": "2026-10-21T00:00:00Z"}


def test_the_archive_hides_and_gives_back(hub: Hub) -> None:
    number = info(hub, "ORI-LMP-BRS")["id"]
    assert hub.call("/v1/product/archive", {"product_id": [number]}).json() == {"result": True}
    assert info(hub, "ORI-LMP-BRS")["is_archived"]
    listed = hub.call("/v3/product/list", {"filter": {"offer_id": ["ORI-LMP-BRS"]}, "limit": 10}).json()["result"]
    assert listed["items"] == []
    assert hub.call("/v1/product/archive", {"product_id": [1]}).status_code == 404
    assert hub.call("/v1/product/unarchive", {"product_id": [number]}).json() == {"result": True}
    assert not info(hub, "ORI-LMP-BRS")["is_archived"]


def test_the_tree_leads_to_types_with_their_characteristics_and_words(hub: Hub) -> None:
    (root,) = hub.call("/v1/description-category/tree", {"language": "DEFAULT"}).json()["result"]
    lamps = root["children"][0]
    place = {
        "description_category_id": lamps["description_category_id"], "type_id": lamps["children"][0]["type_id"],
    }  # fmt: skip
    asked = hub.call("/v1/description-category/attribute", place).json()["result"]
    assert {each["id"] for each in asked if each["is_required"]} == {85, 9048, 8229}
    search = {**place, "attribute_id": 85, "value": "lumen", "limit": 100}
    words = hub.call("/v1/description-category/attribute/values/search", search).json()["result"]
    assert [each["value"] for each in words] == ["Atelier Lumen", "Lumen Outlet"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v3/product/import", {"items": []}),
        ("/v3/product/import", {"items": [card()] * 101}),
        ("/v3/product/import", {"items": [card(name="x" * 501)]}),
        ("/v3/product/import", {"items": [card(price=4990)]}),
        ("/v3/product/import", {"items": [card(colour="red")]}),
        ("/v1/product/archive", {"product_id": []}),
        ("/v1/description-category/attribute", {"description_category_id": 1}),
        ("/v1/description-category/attribute/values/search",
         {"description_category_id": 17028701, "type_id": 91501, "attribute_id": 85, "value": "x", "limit": 10}),
    ],
)  # fmt: skip
def test_wrong_requests_are_refused(path: str, body: dict[str, Any], hub: Hub) -> None:
    assert hub.call(path, body).status_code == 400


def test_an_unknown_task_is_not_found(hub: Hub) -> None:
    assert hub.call("/v1/product/import/info", {"task_id": 5}).status_code == 404
