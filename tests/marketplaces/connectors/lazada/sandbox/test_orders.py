"""Orders, packages and cancellations as the documents tell them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from .hub import Hub

SINCE = "2020-01-01T00:00:00+07:00"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "17"),
        ({"update_after": "2026-01-01"}, "17"),
        ({"update_after": "2026-01-01T00:00:00"}, "17"),
        ({"update_after": SINCE, "limit": "101"}, "19"),
        ({"update_after": SINCE, "limit": "0"}, "19"),
        ({"update_after": SINCE, "offset": "5001"}, "14"),
        ({"update_after": SINCE, "status": "cancelled"}, "36"),
        ({"update_after": SINCE, "sort_by": "price"}, "74"),
        ({"update_after": SINCE, "sort_direction": "UP"}, "75"),
    ],
)
def test_wrong_questions_have_their_codes(hub: Hub, asked: dict[str, str], code: str) -> None:
    assert hub.get("/orders/get", **asked)["code"] == code


def test_the_list_is_paged_and_sorted(hub: Hub) -> None:
    asked = {"update_after": SINCE, "sort_by": "updated_at", "sort_direction": "ASC", "limit": "25"}
    pages = [hub.get("/orders/get", offset=str(offset), **asked)["data"] for offset in (0, 25, 50)]
    rows = [row for page in pages for row in page["orders"]]
    assert [page["count"] for page in pages] == [25, 25, 10]
    assert {page["countTotal"] for page in pages} == {60}
    assert [row["updated_at"] for row in rows] == sorted(row["updated_at"] for row in rows)
    assert len({row["order_id"] for row in rows}) == 60


def test_one_item_is_one_unit_and_the_order_has_no_state(hub: Hub) -> None:
    order = hub.sell(3)
    items = hub.items(order)
    assert len(items) == 3 and len({each["order_item_id"] for each in items}) == 3
    row = hub.get("/order/get", order_id=order)["data"]
    assert row["statuses"] == ["pending"] and "status" not in row


def test_items_of_more_than_fifty_orders_are_refused(hub: Hub) -> None:
    assert hub.get("/orders/items/get", order_ids=list(range(1, 52)))["code"] == "InvalidParameter"


def test_an_order_of_another_shop_is_not_there(hub: Hub) -> None:
    other = hub.control("sell", {"account": "300501"})["orders"][0]["id"]
    assert hub.get("/order/get", order_id=other)["code"] == "16"
    assert hub.get("/orders/items/get", order_ids=[int(other)])["data"] == []


def test_the_newest_change_moves_an_order_to_the_end(hub: Hub) -> None:
    order = hub.sell()
    hub.control("clock", {"advance": 60})
    hub.control("move", {"order": str(order), "status": "topack"})
    asked = {"update_after": SINCE, "sort_by": "updated_at", "sort_direction": "DESC", "limit": "1"}
    assert hub.get("/orders/get", **asked)["data"]["orders"][0]["order_id"] == order


def pack(hub: Hub, order: int, ids: list[int], **more: Any) -> dict[str, Any]:
    body = {
        "pack_order_list": [{"order_id": order, "order_item_list": ids}],
        "delivery_type": "dropship", "shipping_allocate_type": "TFS", **more,
    }  # fmt: skip
    return dict(hub.post("/order/fulfill/pack", packReq=body)["result"])


def packages(hub: Hub, path: str, field: str, *names: str) -> list[dict[str, Any]]:
    body = {"packages": [{"package_id": name} for name in names]}
    return list(hub.post(path, **{field: body})["result"]["data"]["packages"])


def test_a_parcel_goes_its_way(hub: Hub) -> None:
    order = hub.sell(2)
    ids = [each["order_item_id"] for each in hub.items(order)]
    rows = pack(hub, order, ids)["data"]["pack_order_list"][0]["order_item_list"]
    (name,) = {row["package_id"] for row in rows}
    assert {row["item_err_code"] for row in rows} == {"0"}
    assert packages(hub, "/order/package/rts", "readyToShipReq", name)[0]["item_err_code"] == "0"
    assert {each["status"] for each in hub.items(order)} == {"ready_to_ship"}
    asked = {"doc_type": "PDF", "packages": [{"package_id": name}]}
    label = hub.post("/order/package/document/get", getDocumentReq=asked)["result"]["data"]["file"]
    assert base64.b64decode(label).startswith(b"%PDF")


def test_the_outer_answer_says_yes_while_an_item_says_no(hub: Hub) -> None:
    order = hub.sell(1)
    (item,) = hub.items(order)
    pack(hub, order, [item["order_item_id"]])
    again = pack(hub, order, [item["order_item_id"], 1])
    assert again["success"] is True
    codes = [row["item_err_code"] for row in again["data"]["pack_order_list"][0]["order_item_list"]]
    assert codes == ["700010", "700002"]


def test_an_inner_refusal_keeps_the_outer_code(hub: Hub) -> None:
    told = pack(hub, hub.sell(), [1], delivery_type="pigeon")
    assert (told["success"], told["error_code"]) == (False, "700005")


def test_a_package_is_undone_and_packed_anew(hub: Hub) -> None:
    order = hub.sell(1)
    (item,) = hub.items(order)
    first = pack(hub, order, [item["order_item_id"]])["data"]["pack_order_list"][0]["order_item_list"][0]["package_id"]
    assert packages(hub, "/order/package/repack", "rePackReq", first)[0]["item_err_code"] == "0"
    assert hub.items(order)[0]["status"] == "repacked"
    second = pack(hub, order, [item["order_item_id"]])["data"]["pack_order_list"][0]["order_item_list"][0]["package_id"]
    assert second != first
    assert packages(hub, "/order/package/rts", "readyToShipReq", first)[0]["item_err_code"] == "700003"


def test_two_reasons_leave_the_shelf_empty_and_others_give_back(hub: Hub) -> None:
    order = hub.sell(1)
    (item,) = hub.items(order)
    sku = item["sku"]
    before = units(hub, sku)
    cancel(hub, order, [item["order_item_id"]], "10000026")
    assert units(hub, sku) == before + 1
    order = int(hub.control("sell", {"sku": sku})["orders"][0]["id"])
    cancel(hub, order, [hub.items(order)[0]["order_item_id"]], "10000021")
    assert units(hub, sku) == 0


def test_one_packed_unit_takes_its_package_along(hub: Hub) -> None:
    order = hub.sell(2)
    ids = [each["order_item_id"] for each in hub.items(order)]
    pack(hub, order, ids)
    cancel(hub, order, ids[:1], "10000026")
    assert {each["status"] for each in hub.items(order)} == {"canceled"}


def test_what_left_cannot_be_cancelled(hub: Hub) -> None:
    order = hub.sell(1)
    hub.control("move", {"order": str(order), "status": "shipped"})
    ids = [str(each["order_item_id"]) for each in hub.items(order)]
    told = hub.get("/order/reverse/cancel/validate", order_id=str(order), order_item_id_list=ids)
    assert told["code"] == "CANCEL_NOT_ALLOWED"


def cancel(hub: Hub, order: int, ids: list[int], reason: str) -> None:
    told = hub.get(
        "/order/reverse/cancel/create", order_id=order, order_item_id_list=[str(each) for each in ids], reason_id=reason
    )
    assert told["data"]["tip_type"] == "success"


def units(hub: Hub, sku: str) -> int:
    products = hub.control("state?orders=0&webhooks=0")["products"]
    return int(next(each["stock"][""]["available"] for each in products if each["sku"] == sku))


def test_a_return_is_agreed_to_in_two_steps(hub: Hub) -> None:
    order = hub.sell(1)
    hub.control("move", {"order": str(order), "status": "delivered"})
    opened = hub.control("return", {"order": str(order)})
    number, lines = opened["reverse_order_id"], [each["reverse_order_line_id"] for each in opened["lines"]]
    asked = {"reverse_order_id": number, "reverse_order_item_ids": lines}
    path = "/order/reverse/return/update"
    assert hub.get(path, action="agreeRefund", **asked)["code"] == "REVERSE_STATUS_NOT_ALLOWED"
    assert hub.get(path, action="agreeReturn", **asked)["code"] == "0"
    hub.control("return", {"return": number, "status": "BUYER_RETURN_ITEM"})
    assert hub.get(path, action="agreeRefund", **asked)["code"] == "0"
    assert hub.items(order)[0]["status"] == "returned"
    listed = hub.get("/reverse/getreverseordersforseller", page_no=1, page_size=100)["result"]
    row = next(each for each in listed["items"] if each["reverse_order_id"] == number)
    assert row["reverse_order_lines"][0]["reverse_status"] == "REFUND_AUTHORIZED"
