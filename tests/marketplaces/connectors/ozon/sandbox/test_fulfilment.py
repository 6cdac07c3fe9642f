"""Packing is asynchronous, splitting makes new numbers, and a wrong order of steps is refused."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import RFBS_WAREHOUSE, Hub

TRACK = "/v2/fbs/posting/tracking-number/set"


def test_packing_is_answered_at_once_and_happens_later(hub: Hub) -> None:
    number = hub.sell()
    assert hub.ship(number).json() == {"result": [number]}
    assert hub.posting(number)["status"] == "awaiting_packaging"
    assert hub.ship(number).json()["message"] == "POSTING_ALREADY_SHIPPED"
    hub.wait()
    assert hub.posting(number)["status"] == "awaiting_deliver"
    assert hub.ship(number).json()["message"] == "POSTING_ALREADY_SHIPPED"


def test_packing_can_fail_and_be_repeated(hub: Hub) -> None:
    number = hub.sell()
    hub.control("faults", {"kind": "partial_failure", "path": "/v4/posting/fbs/ship", "times": 1})
    assert hub.ship(number).status_code == 200
    hub.wait()
    failed = hub.posting(number)
    assert (failed["status"], failed["substatus"]) == ("awaiting_packaging", "ship_failed")
    hub.ship(number)
    hub.wait()
    assert hub.posting(number)["status"] == "awaiting_deliver"


def test_several_packages_split_the_posting_and_its_parent_keeps_the_stock_reserved(hub: Hub) -> None:
    hub.push_stock(("ORI-LMP-BRS", 9))
    number = hub.sell(quantity=3)
    sku = hub.posting(number)["products"][0]["sku"]
    answer = hub.ship(number, [(sku, 2)], [(sku, 1)], **{"with": {"additional_data": True}}).json()
    first, second = answer["result"]
    assert [row["products"][0]["quantity"] for row in answer["additional_data"]] == [2, 1]
    assert hub.call("/v3/posting/fbs/get", {"posting_number": first}).status_code == 404
    before = hub.stock_of("ORI-LMP-BRS")
    hub.wait()
    assert hub.posting(number)["status"] == "cancelled_from_split_pending"
    assert [hub.posting(n)["parent_posting_number"] for n in (first, second)] == [number, number]
    assert hub.stock_of("ORI-LMP-BRS") == before


def test_a_package_must_hold_exactly_what_was_ordered(hub: Hub) -> None:
    hub.push_stock(("ORI-LMP-BRS", 9))
    number = hub.sell(quantity=2)
    sku = hub.posting(number)["products"][0]["sku"]
    assert hub.ship(number, [(sku, 1)]).json()["message"] == "HAS_INCORRECT_PRODUCT_QUANTITY"
    assert hub.ship(number, [(sku, 2)], [(sku, 1)]).json()["message"] == "HAS_INCORRECT_PRODUCT_QUANTITY"
    assert hub.ship(number, [(1, 2)]).json()["message"] == "UNKNOWN_PRODUCT_DEFINED"


def test_an_own_delivery_goes_step_by_step(hub: Hub) -> None:
    hub.push_stock(("ORI-LMP-BRS", 5), warehouse=RFBS_WAREHOUSE)
    number = hub.sell(scheme="RFBS")
    rows = {"posting_number": [number]}
    hub.ship(number)
    hub.wait()
    tracked = hub.call(TRACK, {"tracking_numbers": [{"posting_number": number, "tracking_number": "RB1RU"}]}).json()
    assert tracked == {"result": [{"posting_number": number, "result": True, "error": ""}]}
    early = hub.call("/v2/fbs/posting/delivered", rows).json()["result"][0]
    assert early == {"posting_number": number, "result": False, "error": "TRANSITION_IS_NOT_POSSIBLE"}
    for step, status, substatus in (
        ("delivering", "delivering", "posting_on_way_to_city"),
        ("last-mile", "delivering", "posting_in_courier_service"),
        ("delivered", "delivered", "posting_delivered"),
    ):
        assert hub.call(f"/v2/fbs/posting/{step}", rows).json()["result"][0]["result"]
        hub.wait()
        posting = hub.posting(number)
        assert (posting["status"], posting["substatus"]) == (status, substatus)
    assert posting["tracking_number"] == "RB1RU"
    assert hub.stock_of("ORI-LMP-BRS", RFBS_WAREHOUSE) == {"present": 4, "reserved": 0}


def test_rows_fail_one_by_one_inside_200(hub: Hub) -> None:
    number = hub.sell()
    hub.ship(number)
    hub.wait()
    rows = [{"posting_number": n, "tracking_number": "T"} for n in (number, "9-9-9")]
    errors = [row["error"] for row in hub.call(TRACK, {"tracking_numbers": rows}).json()["result"]]
    assert errors == ["HAS_INCORRECT_TPL_INTEGRATION_TYPE", "POSTING_NOT_FOUND"]
    assert hub.call(TRACK, {"tracking_numbers": rows[:1] * 21}).status_code == 400


def test_a_label_is_a_pdf_once_it_is_ready(hub: Hub) -> None:
    path, number = "/v2/posting/fbs/package-label", hub.sell()
    assert "awaiting_deliver" in hub.call(path, {"posting_number": [number]}).json()["message"]
    hub.ship(number)
    hub.wait()
    assert "aren't ready" in hub.call(path, {"posting_number": [number]}).json()["message"]
    hub.wait(60)
    label = hub.call(path, {"posting_number": [number]})
    assert label.headers["Content-Type"] == "application/pdf"
    assert label.content.startswith(b"%PDF-") and label.content.rstrip().endswith(b"%%EOF")
    assert hub.call(path, {"posting_number": [number, hub.sell()]}).status_code == 400


def test_a_cancelled_posting_gives_its_units_back(hub: Hub) -> None:
    hub.push_stock(("ORI-LMP-BRS", 5))
    before = hub.stock_of("ORI-LMP-BRS")
    number = hub.sell(quantity=2)
    assert hub.stock_of("ORI-LMP-BRS")["reserved"] == before["reserved"] + 2
    body = {"posting_number": number, "cancel_reason_id": 352, "cancel_reason_message": ""}
    assert hub.call("/v2/posting/fbs/cancel", body).json() == {"result": True}
    assert hub.stock_of("ORI-LMP-BRS") == before
    posting = hub.posting(number)
    assert (posting["status"], posting["cancellation"]["cancel_reason_id"]) == ("cancelled", 352)
    assert hub.call("/v2/posting/fbs/cancel", body).json()["message"] == "POSTING_ALREADY_CANCELLED"
    assert hub.ship(number).json()["message"] == "POSTING_ALREADY_CANCELLED"


ITEMS = "/v2/posting/fbs/product/cancel"


def items(number: str, sku: int, quantity: int, **more: Any) -> dict[str, Any]:
    found = {"posting_number": number, "cancel_reason_id": 352, "cancel_reason_message": "one is broken"}
    return found | {"items": [{"sku": sku, "quantity": quantity}]} | more


def test_units_that_cannot_be_sent_leave_the_posting_and_the_last_takes_it_along(hub: Hub) -> None:
    hub.push_stock(("ORI-LMP-BRS", 9))
    before = hub.stock_of("ORI-LMP-BRS")
    number = hub.sell(quantity=3)
    sku = hub.posting(number)["products"][0]["sku"]
    assert hub.call(ITEMS, items(number, sku, 1)).json() == {"result": number}
    posting = hub.posting(number)
    assert (posting["status"], posting["products"][0]["quantity"]) == ("awaiting_packaging", 2)
    assert hub.stock_of("ORI-LMP-BRS") == before | {"reserved": before["reserved"] + 2}
    assert hub.call(ITEMS, items(number, sku, 2)).status_code == 200
    assert hub.posting(number)["status"] == "cancelled"
    assert hub.stock_of("ORI-LMP-BRS") == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"cancel_reason_message": " "}, "cancel_reason_message"),
        ({"cancel_reason_id": 999}, "HAS_INCORRECT_CANCEL_REASON"),
        ({"items": [{"sku": 5, "quantity": 1}]}, "UNKNOWN_PRODUCT_DEFINED"),
        ({"items": []}, "items"),
    ],
)
def test_units_are_not_cancelled_for_nothing(hub: Hub, more: dict[str, Any], said: str) -> None:
    number = hub.sell(quantity=2)
    sku = hub.posting(number)["products"][0]["sku"]
    answer = hub.call(ITEMS, items(number, sku, 1, **more))
    assert (answer.status_code, said in answer.json()["message"]) == (400, True)
    assert hub.call(ITEMS, items(number, sku, 3)).json()["message"] == "HAS_INCORRECT_PRODUCT_QUANTITY"
    assert hub.posting(number)["products"][0]["quantity"] == 2


@pytest.mark.parametrize(
    ("reason", "message", "said"),
    [(402, "", "cancel_reason_message"), (999, "", "HAS_INCORRECT_CANCEL_REASON"), (667, "", "HAS_INCORRECT_STATUS")],
)
def test_a_reason_must_fit(hub: Hub, reason: int, message: str, said: str) -> None:
    body = {"posting_number": hub.sell(), "cancel_reason_id": reason, "cancel_reason_message": message}
    answer = hub.call("/v2/posting/fbs/cancel", body)
    assert (answer.status_code, said in answer.json()["message"]) == (400, True)


def test_reasons_are_listed_for_all_and_for_one(hub: Hub) -> None:
    ids = {row["id"] for row in hub.call("/v2/posting/fbs/cancel-reason/list").json()["result"]}
    assert {352, 400, 401, 402, 665, 666, 667} <= ids
    number = hub.sell()
    one = hub.call("/v1/posting/fbs/cancel-reason", {"related_posting_numbers": [number]}).json()["result"][0]
    assert {row["id"] for row in one["reasons"]} == {352, 400, 401, 402}


def test_only_disputed_postings_go_back_to_shipping(hub: Hub) -> None:
    path, number = "/v2/posting/fbs/awaiting-delivery", hub.sell()
    assert hub.call(path, {"posting_number": [number]}).status_code == 400
    hub.control("move", {"order": number, "status": "arbitration"})
    assert hub.call(path, {"posting_number": [number]}).json() == {"result": True}
    assert hub.posting(number)["status"] == "awaiting_deliver"
