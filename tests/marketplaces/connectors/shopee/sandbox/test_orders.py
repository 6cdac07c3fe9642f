"""Orders: windows, pages, optional fields, masking, cancelling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .hub import Hub

DAY = 86400
ALL_STATUSES = {
    "UNPAID", "PENDING", "INVOICE_PENDING", "READY_TO_SHIP", "PROCESSED", "RETRY_SHIP", "SHIPPED",
    "TO_CONFIRM_RECEIVE", "IN_CANCEL", "CANCELLED", "TO_RETURN", "COMPLETED",
}  # fmt: skip
CONTRACT_FIELDS = (
    "buyer_user_id,buyer_username,recipient_address,item_list,package_list,total_amount,pay_time,note,payment_method,"
    "shipping_carrier,estimated_shipping_fee,actual_shipping_fee,invoice_data,cancel_by,cancel_reason,"
    "buyer_cancel_reason,fulfillment_flag,pickup_done_time,split_up,edt"
)


def page(hub: Hub, **change: Any) -> dict[str, Any]:
    now = hub.now()
    query = {"time_range_field": "create_time", "time_from": now - 15 * DAY, "time_to": now, "page_size": 50}
    return hub.get("order/get_order_list", **{k: v for k, v in (query | change).items() if v is not None})


def walk(hub: Hub, **change: Any) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        answer = page(hub, cursor=cursor, **change)["response"]
        yield from answer["order_list"]
        if not answer["more"]:
            return
        cursor = answer["next_cursor"]


def detail(hub: Hub, numbers: list[str], **query: Any) -> dict[str, Any]:
    return hub.get("order/get_order_detail", order_sn_list=",".join(numbers), **query)


def cancel(hub: Hub, number: str, reason: str, **more: Any) -> dict[str, Any]:
    return hub.post("order/cancel_order", {"order_sn": number, "cancel_reason": reason} | more)


def test_two_windows_of_pages_hold_every_order_once_in_every_status(hub: Hub) -> None:
    now = hub.now()
    windows = [(now - 22 * DAY, now - 8 * DAY - 1), (now - 8 * DAY, now)]
    rows = [
        row
        for start, end in windows
        for row in walk(
            hub,
            time_from=start,
            time_to=end,
            page_size=17,
            response_optional_fields="order_status",
            request_order_status_pending="true",
        )
    ]
    assert len({row["order_sn"] for row in rows}) == len(rows) == 180
    assert {row["order_status"] for row in rows} == ALL_STATUSES


def test_the_status_is_absent_unless_it_is_asked_for(hub: Hub) -> None:
    assert "order_status" not in page(hub)["response"]["order_list"][0]


@pytest.mark.parametrize("span", [15 * DAY + 1, 16 * DAY, -1])
def test_a_window_of_more_than_fifteen_days_is_refused(hub: Hub, span: int) -> None:
    start = hub.now() - 17 * DAY
    answer = page(hub, time_from=start, time_to=start + span)
    assert answer["error"] == "order.order_list_invalid_time"
    assert "15days" in answer["message"]


@pytest.mark.parametrize(
    "change",
    [
        {"page_size": 101},
        {"page_size": 0},
        {"page_size": "many"},
        {"time_range_field": "pay_time"},
        {"time_range_field": None},
        {"time_from": None},
        {"cursor": "x"},
        {"order_status": "LOST"},
        {"order_status": ["SHIPPED", "UNPAID"]},
        {"response_optional_fields": "buyer"},
        {"unknown": 1},
    ],
)
def test_a_wrong_list_parameter_is_refused(hub: Hub, change: dict[str, Any]) -> None:
    assert page(hub, **change)["error"] == "error_param"


def test_the_list_can_be_told_the_status(hub: Hub) -> None:
    rows = list(walk(hub, order_status="SHIPPED", response_optional_fields="order_status"))
    assert rows
    assert {row["order_status"] for row in rows} == {"SHIPPED"}


def test_pending_is_shown_only_to_who_opts_in(hub: Hub) -> None:
    number = hub.sell(**wish(hub), status="PENDING")
    old = detail(hub, [number])["response"]["order_list"][0]
    new = detail(hub, [number], request_order_status_pending="true")["response"]["order_list"][0]
    assert (old["order_status"], new["order_status"]) == ("READY_TO_SHIP", "PENDING")
    assert new["pending_terms"]


def wish(hub: Hub, quantity: int = 1) -> dict[str, Any]:
    for product in hub.state(orders="0")["products"]:
        shelf = product["stock"]["THZ"]
        if shelf["available"] >= 10 and not shelf["reserved"]:
            return {"sku": product["sku"], "quantity": quantity}
    raise LookupError


def test_a_detail_without_optional_fields_has_no_items_amounts_or_address(hub: Hub) -> None:
    order = detail(hub, [hub.sell(**wish(hub))])["response"]["order_list"][0]
    assert not {"item_list", "total_amount", "recipient_address", "package_list", "buyer_username"} & set(order)
    assert {"order_sn", "region", "currency", "order_status", "create_time", "update_time"} <= set(order)


def test_a_detail_has_what_was_asked_for(hub: Hub) -> None:
    order = detail(hub, [hub.sell(**wish(hub, 2))], response_optional_fields=CONTRACT_FIELDS)["response"]["order_list"][
        0
    ]
    line = order["item_list"][0]
    assert line["model_quantity_purchased"] == 2
    assert order["total_amount"] == pytest.approx(2 * line["model_discounted_price"] + order["estimated_shipping_fee"])
    assert order["package_list"][0]["logistics_status"] == "LOGISTICS_READY"
    assert order["currency"] == "THB"


def test_every_seeded_order_fits_the_specification_in_full(hub: Hub) -> None:
    now = hub.now()
    rows = [
        row["order_sn"]
        for start in (now - 22 * DAY, now - 8 * DAY)
        for row in walk(hub, time_from=start, time_to=start + 14 * DAY)
    ]
    for first in range(0, len(rows), 50):
        answer = detail(hub, rows[first : first + 50], response_optional_fields=CONTRACT_FIELDS)
        assert len(answer["response"]["order_list"]) == len(rows[first : first + 50])


def test_fifty_orders_are_taken_and_fifty_one_are_not(hub: Hub) -> None:
    numbers = [row["order_sn"] for row in walk(hub)][:51]
    assert len(detail(hub, numbers[:50])["response"]["order_list"]) == 50
    assert detail(hub, numbers)["error"] == "error_limit"


def test_repeating_the_list_parameter_is_refused(hub: Hub) -> None:
    numbers = [row["order_sn"] for row in walk(hub)][:2]
    assert hub.get("order/get_order_detail", order_sn_list=numbers)["error"] == "error_param"


def test_an_unknown_order_is_left_out_and_alone_not_found(hub: Hub) -> None:
    number = hub.sell(**wish(hub))
    assert len(detail(hub, [number, "000000XXXXXX"])["response"]["order_list"]) == 1
    assert detail(hub, ["000000XXXXXX"])["error"] == "error_not_found"


def test_the_buyer_is_masked_outside_the_shipping_window(hub: Hub) -> None:
    number = hub.sell(**wish(hub))
    fields = "recipient_address,buyer_username"
    plain = hub.order(number, fields)["recipient_address"]
    hub.control("move", {"order": number, "status": "COMPLETED"})
    masked = hub.order(number, fields)
    assert "*" not in plain["full_address"]
    assert masked["recipient_address"]["full_address"] == "****"
    assert masked["recipient_address"]["name"] == f"{plain['name'][0]}****{plain['name'][-1]}"
    assert "****" in masked["buyer_username"]
    assert masked["recipient_address"]["city"] == plain["city"]


def test_an_order_takes_stock_and_a_cancelled_one_gives_it_back(hub: Hub) -> None:
    chosen = wish(hub, 3)
    before = stock(hub, chosen["sku"])
    number = hub.sell(**chosen)
    assert stock(hub, chosen["sku"]) == before - 3
    line = hub.order(number)["item_list"][0]
    items = [{"item_id": line["item_id"], "model_id": line["model_id"]}]
    assert cancel(hub, number, "OUT_OF_STOCK", item_list=items)["response"]["update_time"] >= hub.now() - 2
    assert stock(hub, chosen["sku"]) == before
    told = hub.order(number, "cancel_by,cancel_reason")
    assert (told["order_status"], told["cancel_by"], told["cancel_reason"]) == ("CANCELLED", "seller", "OUT_OF_STOCK")


def stock(hub: Hub, sku: str) -> int:
    return int(hub.state(orders="0", sku=sku)["products"][0]["stock"]["THZ"]["available"])


def test_an_order_that_shopee_sends_leaves_the_sellers_stock_alone(hub: Hub) -> None:
    chosen = wish(hub, 2)
    before = stock(hub, chosen["sku"])
    number = hub.sell(**chosen, scheme="shopee")
    assert hub.order(number, "fulfillment_flag")["fulfillment_flag"] == "fulfilled_by_shopee"
    hub.control("cancel", {"order": number})
    assert stock(hub, chosen["sku"]) == before


def test_shopees_own_stock_falls_and_comes_back(hub: Hub) -> None:
    held = next(product for product in hub.state(orders="0")["products"] if product["shopee_stock"])

    def left() -> int:
        return int(hub.state(orders="0", sku=held["sku"])["products"][0]["shopee_stock"])

    number = hub.sell(sku=held["sku"], quantity=2, scheme="shopee")
    assert left() == held["shopee_stock"] - 2
    hub.control("cancel", {"order": number})
    assert left() == held["shopee_stock"]


def test_more_than_there_is_cannot_be_sold(hub: Hub) -> None:
    body = wish(hub) | {"quantity": 100_000}
    reply = hub.session.post(f"{hub.url}/_control/sell", json=body, timeout=10)
    assert reply.status_code == 400
    assert "left" in reply.json()["error"]


@pytest.mark.parametrize(
    ("reason", "more"),
    [
        ("OUT_OF_STOCK", {}),
        ("OUT_OF_STOCK", {"item_list": [{"item_id": 1, "model_id": 1}]}),
        ("UNDELIVERABLE_AREA", {}),
        ("BORED", {}),
        ("CUSTOMER_REQUEST", {"item_list": [{"item_id": "1"}]}),
        ("CUSTOMER_REQUEST", {"note": "x"}),
    ],
)
def test_a_wrong_reason_to_cancel_is_refused(hub: Hub, reason: str, more: dict[str, Any]) -> None:
    number = hub.sell(**wish(hub))
    assert cancel(hub, number, reason, **more)["error"] == "error_param"
    assert hub.order(number)["order_status"] == "READY_TO_SHIP"


def test_cancelling_twice_or_too_late_is_refused(hub: Hub) -> None:
    number, late = hub.sell(**wish(hub)), hub.sell(**wish(hub))
    assert cancel(hub, number, "CUSTOMER_REQUEST")["error"] == ""
    assert cancel(hub, number, "CUSTOMER_REQUEST")["error"] == "error_param"
    hub.control("move", {"order": late, "status": "SHIPPED"})
    assert cancel(hub, late, "CUSTOMER_REQUEST")["error"] == "error_param"
    assert cancel(hub, "000000XXXXXX", "CUSTOMER_REQUEST")["error"] == "error_not_found"


@pytest.mark.parametrize(("operation", "status"), [("ACCEPT", "CANCELLED"), ("REJECT", "READY_TO_SHIP")])
def test_a_buyers_wish_to_cancel_is_answered(hub: Hub, operation: str, status: str) -> None:
    number = hub.sell(**wish(hub))
    body = {"order_sn": number, "operation": operation}
    assert hub.post("order/handle_buyer_cancellation", body)["error"] == "order.cancel_order_invalid_status"
    hub.control("cancel", {"order": number, "request": True})
    assert hub.order(number)["order_status"] == "IN_CANCEL"
    assert hub.post("order/handle_buyer_cancellation", body)["error"] == ""
    assert hub.order(number)["order_status"] == status


def test_a_missing_page_has_no_rows_but_goes_on(hub: Hub) -> None:
    hub.control("faults", {"kind": "missing_page", "times": 1, "path": "/api/v2/order/get_order_list"})
    assert len(list(walk(hub))) == len(list(walk(hub))) - 50


def test_the_second_shop_has_its_own_orders(hub: Hub) -> None:
    assert hub.state(account="220077889")["orders"][0]["currency"] == "SGD"


@pytest.mark.parametrize("scheme", ["", "shopee"])
def test_a_buyer_who_names_nothing_takes_what_there_is_most_of(hub: Hub, scheme: str) -> None:
    sold = hub.sell(scheme=scheme)
    order = detail(hub, [sold], response_optional_fields=CONTRACT_FIELDS)["response"]["order_list"][0]
    assert [line["model_quantity_purchased"] for line in order["item_list"]] == [1]
