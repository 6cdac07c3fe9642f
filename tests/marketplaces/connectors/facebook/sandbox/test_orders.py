"""The order calls: gone, and as they were for who brings them back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .hub import CMS, PAGE, Hub


def listed(former: Hub, **query: Any) -> list[dict[str, Any]]:
    return list(former.get(f"{CMS}/commerce_orders", **query)["data"])


def act(former: Hub, number: str, edge: str, **fields: Any) -> Any:
    return former.call("POST", f"{number}/{edge}", **fields)


def acknowledged(former: Hub, **more: Any) -> str:
    number = former.sell(**more)
    assert act(former, number, "acknowledge_order", idempotency_key="a").json() == {
        "id": number,
        "state": "IN_PROGRESS",
    }
    return number


def state(former: Hub, number: str) -> str:
    return str(former.get(number, fields="order_status")["order_status"]["state"])


def test_the_order_calls_are_gone(bare: Hub) -> None:
    for version in ("v26.0", "v25.0", "v21.0"):
        bare.version = version
        assert bare.error(bare.call("GET", f"{CMS}/commerce_orders")) == (12, 0)
    assert bare.control("state", method="GET")["orders"] == []


def test_the_newest_version_never_had_them(former: Hub) -> None:
    assert former.call("GET", f"{CMS}/commerce_orders").ok
    former.version = "v26.0"
    assert former.error(former.call("GET", f"{CMS}/commerce_orders")) == (12, 0)


def test_only_new_ones_are_listed_unless_states_are_named(former: Hub) -> None:
    assert {each["order_status"]["state"] for each in listed(former)} == {"CREATED"}
    for word in ("FB_PROCESSING", "IN_PROGRESS", "COMPLETED"):
        assert {each["order_status"]["state"] for each in listed(former, state=word)} == {word}
    every = listed(former, state="FB_PROCESSING,CREATED,IN_PROGRESS,COMPLETED", limit=100)
    assert len({each["order_status"]["state"] for each in every}) > 1
    assert every[0].keys() == {"id", "order_status", "created", "last_updated"}
    assert former.error(former.call("GET", f"{CMS}/commerce_orders", state="SHIPPED")) == (100, 0)


def test_changes_are_asked_for_in_whole_seconds(former: Hub) -> None:
    number = former.sell()
    now = 1_795_521_600  # the hub's clock stands still here
    assert [each["id"] for each in listed(former, updated_after=now)] == [number]
    assert listed(former, updated_before=now - 1, updated_after=now - 1) == []
    assert former.error(former.call("GET", f"{CMS}/commerce_orders", updated_after="2026-11-24")) == (100, 0)


def test_filters_are_joined(former: Hub) -> None:
    words = {"state": "COMPLETED", "fields": "shipments,cancellations,refunds", "limit": 100}
    for each in listed(former, filters="no_shipments,has_cancellations", **words):
        assert each["cancellations"]["data"] and not each["shipments"]["data"]
    assert listed(former, filters="has_refunds", **words)
    assert former.error(former.call("GET", f"{CMS}/commerce_orders", filters="x")) == (100, 0)


def test_an_order_is_acknowledged_once_and_then_shipped_in_parcels(former: Hub) -> None:
    number = acknowledged(former, quantity=2)
    assert former.error(act(former, number, "acknowledge_order", idempotency_key="b")) == (2361004, 0)
    (line,) = former.get(f"{number}/items")["data"]
    parcel = {"items": json.dumps([{"item_id": line["id"], "quantity": 1}]), "external_shipment_id": "p1"}
    tracking = json.dumps({"carrier": "USPS", "tracking_number": "9400"})
    assert act(former, number, "shipments", idempotency_key="s1", tracking_info=tracking, **parcel).json() == {
        "success": True
    }
    assert state(former, number) == "IN_PROGRESS"
    assert act(former, number, "shipments", idempotency_key="s2").ok
    assert state(former, number) == "COMPLETED"
    first, second = former.get(number, fields="shipments")["shipments"]["data"]
    assert (first["external_shipment_id"], first["tracking_number"]) == ("p1", "9400")
    changed = json.dumps({"carrier": "UPS", "tracking_number": "1Z"})
    assert act(
        former, number, "update_shipment", idempotency_key="u", shipment_id=second["id"], tracking_info=changed
    ).ok
    assert former.get(number, fields="shipments")["shipments"]["data"][1]["carrier"] == "UPS"


def test_the_same_key_gives_the_same_answer_and_does_nothing_twice(former: Hub) -> None:
    number = former.sell(quantity=2)
    early = act(former, number, "shipments", idempotency_key="k")
    assert former.error(early) == (2361081, 0)
    act(former, number, "acknowledge_order", idempotency_key="a")
    assert former.error(act(former, number, "shipments", idempotency_key="k")) == (2361081, 0)
    for _ in range(2):
        assert act(former, number, "shipments", idempotency_key="new").json() == {"success": True}
    assert len(former.get(number, fields="shipments")["shipments"]["data"]) == 1
    assert former.error(act(former, number, "shipments")) == (100, 0)


def test_up_to_a_hundred_are_acknowledged_together_each_by_itself(former: Hub) -> None:
    good, done = former.sell(), acknowledged(former)
    rows = json.dumps([{"id": good}, {"id": done}, {"id": "1"}])
    answers = former.post(f"{PAGE}/acknowledge_orders", idempotency_key="k", orders=rows)["orders"]
    assert answers[0] == {"id": good, "state": "IN_PROGRESS"}
    assert all("error_code" in each["error"] for each in answers[1:])
    many = json.dumps([{"id": str(n)} for n in range(101)])
    assert former.error(former.call("POST", f"{PAGE}/acknowledge_orders", idempotency_key="k", orders=many)) == (100, 0)


def test_what_has_not_left_is_cancelled_and_whom_it_was_for_is_lost(former: Hub) -> None:
    number = former.sell()
    assert former.get(number, fields="buyer_details")["buyer_details"]["name"]
    reason = json.dumps({"reason_code": "OUT_OF_STOCK", "reason_description": "x"})
    assert act(former, number, "cancellations", idempotency_key="c", cancel_reason=reason).ok
    assert state(former, number) == "COMPLETED"
    assert former.get(number, fields="buyer_details,shipping_address").keys() == {"id"}
    assert former.error(act(former, number, "cancellations", idempotency_key="d", cancel_reason=reason)) == (2361082, 0)
    odd = json.dumps({"reason_code": "WHIM"})
    assert former.error(act(former, former.sell(), "cancellations", idempotency_key="c", cancel_reason=odd)) == (100, 0)


def test_only_what_was_shipped_is_refunded_and_no_more_than_was_paid(former: Hub) -> None:
    number = acknowledged(former)
    reason = {"reason_code": "DAMAGED_GOODS"}
    assert former.error(act(former, number, "refunds", idempotency_key="1", **reason)) == (2361073, 0)
    act(former, number, "shipments", idempotency_key="s")
    assert former.error(act(former, number, "refunds", idempotency_key="2", reason_code="WHIM")) == (100, 0)
    assert act(former, number, "refunds", idempotency_key="3", **reason).ok
    assert former.error(act(former, number, "refunds", idempotency_key="4", **reason)) == (2361074, 0)
    given = former.get(number, fields="refunds,estimated_payment_details")
    total = given["estimated_payment_details"]["total_amount"]
    assert given["refunds"]["data"][0]["refund_amount"] == total


def test_more_than_is_open_is_refused(former: Hub) -> None:
    number = acknowledged(former)
    (line,) = former.get(f"{number}/items")["data"]
    two = json.dumps([{"retailer_id": line["retailer_id"], "quantity": 2}])
    assert former.error(act(former, number, "shipments", idempotency_key="s", items=two)) == (2361082, 0)
    strange = json.dumps([{"item_id": "1", "quantity": 1}])
    assert former.error(act(former, number, "shipments", idempotency_key="t", items=strange)) == (100, 33)


def test_buyers_are_of_every_script(former: Hub) -> None:
    every = listed(former, state="CREATED,IN_PROGRESS,FB_PROCESSING", fields="buyer_details", limit=100)
    letters = "".join(each["buyer_details"]["name"] for each in every if "buyer_details" in each)
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in letters)
    assert any("\u0400" <= letter <= "\u04ff" for letter in letters)


def test_nobody_buys_where_nobody_can(bare: Hub) -> None:
    answer = bare.session.post(f"{bare.url}/_control/sell", json={}, timeout=10)
    assert answer.status_code == 400 and "any more" in answer.json()["error"]


@pytest.mark.parametrize("word", ["FB_PROCESSING", "IN_PROGRESS"])
def test_meta_moves_an_order(former: Hub, word: str) -> None:
    number = former.sell()
    assert former.control("move", {"order": number, "status": word})["status"] == word
    assert state(former, number) == word
