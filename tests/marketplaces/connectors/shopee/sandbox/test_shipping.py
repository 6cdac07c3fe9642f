"""Shipping: what is needed, exactly one mode, parcels of split orders, tracking that comes later."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import Hub
from .test_orders import wish

PICKUP_AND_DROPOFF, DROPOFF_ONLY, OWN = 70021, 70022, 70099


def needed(hub: Hub, number: str, **query: str) -> dict[str, Any]:
    return hub.get("logistics/get_shipping_parameter", order_sn=number, **query)


def ship(hub: Hub, number: str, **body: Any) -> dict[str, Any]:
    return hub.post("logistics/ship_order", {"order_sn": number} | body)


def pickup(hub: Hub, number: str, **query: str) -> dict[str, Any]:
    place = needed(hub, number, **query)["response"]["pickup"]["address_list"][0]
    slot = place["time_slot_list"][0]["pickup_time_id"]
    return {"address_id": place["address_id"], "pickup_time_id": slot}


def tracking(hub: Hub, number: str, **query: str) -> str:
    return str(hub.get("logistics/get_tracking_number", order_sn=number, **query)["response"]["tracking_number"])


@pytest.mark.parametrize(
    ("channel", "modes"),
    [(PICKUP_AND_DROPOFF, {"pickup", "dropoff"}), (DROPOFF_ONLY, {"dropoff"}), (OWN, {"non_integrated"})],
)
def test_what_is_needed_names_the_modes_of_the_channel(hub: Hub, channel: int, modes: set[str]) -> None:
    number = hub.sell(**wish(hub), channel=channel)
    assert set(needed(hub, number)["response"]["info_needed"]) == modes


def test_a_pickup_moves_the_order_on_and_its_number_comes_later(hub: Hub, at_noon: int) -> None:
    number = hub.sell(**wish(hub))
    assert ship(hub, number, pickup=pickup(hub, number))["error"] == ""
    order = hub.order(number)
    assert order["order_status"] == "PROCESSED"
    assert order["package_list"][0]["logistics_status"] == "LOGISTICS_REQUEST_CREATED"
    assert tracking(hub, number) == ""
    hub.control("clock", {"advance": 5})
    assert tracking(hub, number).startswith("THSPX")


def test_the_courier_collects_and_delivers_by_itself(hub: Hub, at_noon: int) -> None:
    number = hub.sell(**wish(hub))
    ship(hub, number, dropoff={})
    steps = []
    for seconds in (125, 2 * 86400, 3 * 86400):
        hub.control("clock", {"advance": seconds})
        steps.append(hub.state(order=number)["orders"][0]["status"])
    assert steps == ["SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED"]


def test_an_own_shipment_carries_the_sellers_number_at_once(hub: Hub) -> None:
    number = hub.sell(**wish(hub), channel=OWN)
    assert ship(hub, number, non_integrated={})["error"] == "logistics.ship_order_need_tracking_number"
    assert ship(hub, number, non_integrated={"tracking_number": "MY-1"})["error"] == ""
    assert tracking(hub, number) == "MY-1"
    assert hub.order(number)["order_status"] == "SHIPPED"


def test_shipping_twice_is_refused(hub: Hub) -> None:
    number = hub.sell(**wish(hub))
    assert ship(hub, number, dropoff={})["error"] == ""
    assert ship(hub, number, dropoff={})["error"] == "logistics.package_already_shipped"


@pytest.mark.parametrize("body", [{}, {"dropoff": {}, "pickup": {"address_id": 2955}}])
def test_none_or_two_modes_are_refused(hub: Hub, body: dict[str, Any]) -> None:
    number = hub.sell(**wish(hub))
    assert ship(hub, number, **body)["error"] == "logistics.ship_order_only_support_one_type"
    assert hub.order(number)["order_status"] == "READY_TO_SHIP"


@pytest.mark.parametrize(
    ("channel", "body", "error"),
    [
        (DROPOFF_ONLY, {"pickup": {"address_id": 2955, "pickup_time_id": "1_1"}}, "unsupport_pickup"),
        (DROPOFF_ONLY, {"non_integrated": {"tracking_number": "A"}}, "unsupport_non_integrated"),
        (OWN, {"dropoff": {}}, "unsupport_dropoff"),
        (PICKUP_AND_DROPOFF, {"pickup": {"address_id": 2955}}, "need_address_pickup_time"),
        (PICKUP_AND_DROPOFF, {"pickup": {"address_id": 2955, "pickup_time_id": "1_1"}}, "pickup_time_invalid"),
        (PICKUP_AND_DROPOFF, {"dropoff": {"branch_id": 4}}, "need_branch_id"),
        (OWN, {"non_integrated": {"tracking_number": "9" * 51}}, "long_tracking_number"),
    ],
)
def test_a_wrong_mode_is_refused(hub: Hub, channel: int, body: dict[str, Any], error: str) -> None:
    number = hub.sell(**wish(hub), channel=channel)
    assert ship(hub, number, **body)["error"] == f"logistics.ship_order_{error}"


@pytest.mark.parametrize(
    "body",
    [
        {"pickup": {"pickup_time_id": "x"}},
        {"non_integrated": {"tracking_no": "A"}},
        {"dropoff": None},
        {"dropoff": {}, "carrier": "x"},
    ],
)
def test_a_body_of_another_shape_is_refused(hub: Hub, body: dict[str, Any]) -> None:
    assert ship(hub, hub.sell(**wish(hub)), **body)["error"] == "error_param"


def test_the_package_number_is_left_out_unless_the_order_is_split(hub: Hub) -> None:
    number = hub.sell(**wish(hub))
    only = hub.order(number)["package_list"][0]["package_number"]
    answer = ship(hub, number, dropoff={}, package_number=only)
    assert answer["error"] == "logistics.ship_order_not_need_pacakge_number"


def test_a_split_order_is_shipped_parcel_by_parcel(hub: Hub, at_noon: int) -> None:
    number = hub.sell(**wish(hub, 3))
    hub.control("split", {"order": number})
    order = hub.order(number, "package_list,split_up")
    first, second = (package["package_number"] for package in order["package_list"])
    assert order["split_up"] is True
    assert ship(hub, number, dropoff={})["error"] == "logistics.ship_order_need_pacakge_number"
    assert ship(hub, number, dropoff={}, package_number="OFG0")["error"] == "logistics.package_not_exist"
    assert needed(hub, number)["error"] == "logistics.package_number_not_exist"
    assert ship(hub, number, dropoff={}, package_number=first)["error"] == ""
    assert hub.order(number)["order_status"] == "READY_TO_SHIP"
    assert ship(hub, number, pickup=pickup(hub, number, package_number=second), package_number=second)["error"] == ""
    assert hub.order(number)["order_status"] == "PROCESSED"
    hub.control("clock", {"advance": 4})
    assert tracking(hub, number, package_number=first) != tracking(hub, number, package_number=second) != ""


@pytest.mark.parametrize("status", ["UNPAID", "PENDING"])
def test_an_order_that_is_not_ready_is_not_shipped(hub: Hub, status: str) -> None:
    number = hub.sell(**wish(hub), status=status)
    assert ship(hub, number, dropoff={})["error"] == "logistics.ship_order_not_ready_to_ship"
    assert needed(hub, number)["error"] == "error_status"


def test_a_missed_pickup_can_be_arranged_again(hub: Hub) -> None:
    number = hub.sell(**wish(hub))
    ship(hub, number, dropoff={})
    hub.control("move", {"order": number, "status": "RETRY_SHIP"})
    assert ship(hub, number, pickup=pickup(hub, number))["error"] == ""
    assert hub.order(number)["order_status"] == "PROCESSED"


def test_an_unknown_order_is_not_found(hub: Hub) -> None:
    assert ship(hub, "000000XXXXXX", dropoff={})["error"] == "error_not_found"
    assert needed(hub, "000000XXXXXX")["error"] == "error_not_found"


def test_the_way_of_a_parcel_is_told(hub: Hub) -> None:
    number = hub.sell(**wish(hub))
    hub.control("move", {"order": number, "status": "TO_CONFIRM_RECEIVE"})
    told = hub.get("logistics/get_tracking_info", order_sn=number)["response"]
    assert told["logistics_status"] == "LOGISTICS_DELIVERY_DONE"
    assert len(told["tracking_info"]) == 3


def test_many_parcels_are_shipped_and_each_answers_for_itself(hub: Hub) -> None:
    numbers = [hub.sell(**wish(hub), channel=channel) for channel in (PICKUP_AND_DROPOFF, DROPOFF_ONLY, OWN)]
    packages = [hub.order(number)["package_list"][0]["package_number"] for number in numbers]
    body = {"package_list": [{"package_number": one} for one in [*packages, "OFG0"]], "dropoff": {}}
    answer = hub.post("logistics/mass_ship_order", body)
    assert [row["package_number"] for row in answer["success_list"]] == packages[:2]
    assert [row["package_number"] for row in answer["fail_list"]] == [packages[2], "OFG0"]
    body["package_list"] = [{"package_number": str(place)} for place in range(51)]
    assert hub.post("logistics/mass_ship_order", body)["error"] == "error_param"


def search(hub: Hub, **body: Any) -> dict[str, Any]:
    return hub.post("order/search_package_list", {"pagination": {"page_size": 10}} | body)


def test_the_work_list_is_walked_by_cursor(hub: Hub) -> None:
    found: list[str] = []
    cursor, more = "", True
    while more:
        body = search(hub, filter={"package_status": 2}, pagination={"page_size": 10, "cursor": cursor})["response"]
        found += [row["package_number"] for row in body["packages_list"]]
        cursor, more = body["pagination"]["next_cursor"], body["pagination"]["more"]
    assert len(found) == len(set(found)) == body["pagination"]["total_count"] > 40


def test_an_arranged_parcel_leaves_the_work_list(hub: Hub) -> None:
    number = hub.sell(**wish(hub))
    todo, done = ({"package_status": status} for status in (2, 3))
    page = {"page_size": 100}

    def numbers(chosen: dict[str, int]) -> set[str]:
        rows = search(hub, filter=chosen, pagination=page)["response"]["packages_list"]
        return {row["order_sn"] for row in rows}

    assert number in numbers(todo) - numbers(done)
    ship(hub, number, dropoff={})
    assert number in numbers(done) - numbers(todo)


@pytest.mark.parametrize(
    "body",
    [
        {"filter": {"package_status": 4}},
        {"pagination": {"page_size": 101}},
        {"pagination": {}},
        {"pagination": {"page_size": 5, "cursor": "x"}},
        {"sort": {"by": 1}},
        {"filter": {"logistics_channel_ids": ["70021"]}},
    ],
)
def test_a_wrong_work_list_is_refused(hub: Hub, body: dict[str, Any]) -> None:
    assert search(hub, **body)["error"] == "error_param"


def test_parcels_are_told_in_full(hub: Hub) -> None:
    rows = search(hub, pagination={"page_size": 50})["response"]["packages_list"]
    numbers = [row["package_number"] for row in rows]
    answer = hub.get("order/get_package_detail", package_number_list=",".join(numbers))
    assert [row["package_number"] for row in answer["response"]["package_list"]] == numbers
    too_many = ",".join(str(n) for n in range(51))
    assert hub.get("order/get_package_detail", package_number_list=too_many)["error"] == "error_limit"
    assert hub.get("order/get_package_detail", package_number_list="OFG0")["error"] == "error_not_found"
