"""Orders: filters, pages, both dialects, boxes, statuses, what each does to the stock."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import DBS_SHOP, LIST, SHOP, Hub, said


def test_pages_give_every_order_once(hub: Hub) -> None:
    found = [order["orderId"] for order in hub.orders(campaignIds=[int(SHOP)])]
    there = {int(o["id"]) for o in hub.control("state?products=0&webhooks=0", method="GET")["orders"]}
    assert len(found) == len(set(found))
    assert set(found) <= there
    assert len(found) > 60


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"campaignIds": []}, "size"),
        ({"orderIds": list(range(51))}, "size"),
        ({"statuses": ["NEW"]}, "none of"),
        ({"dates": {"updateDateFrom": "2026-01-01T00:00:00Z", "updateDateTo": "2026-02-15T00:00:00Z"}}, "30 days"),
        ({"dates": {"updateDateFrom": "01-10-2026"}}, "date-time"),
        ({"limit": 50}, "unknown field"),
    ],
)
def test_a_filter_of_another_form_is_refused(hub: Hub, filters: dict[str, Any], words: str) -> None:
    answer = hub.call("POST", LIST, filters)
    assert answer.status_code == 400
    assert words in said(answer)


def test_test_orders_are_only_told_when_asked_for(hub: Hub) -> None:
    number = hub.sell(fake=True)
    assert hub.call("POST", LIST, {"orderIds": [number]}).json()["orders"] == []
    assert hub.call("POST", LIST, {"orderIds": [number], "fake": True}).json()["orders"][0]["fake"] is True


def test_a_line_tells_sums_of_all_its_units(hub: Hub) -> None:
    sku = hub.sellable()
    price = next(p for p in hub.control("state?orders=0", method="GET")["products"] if p["sku"] == sku)["price"]
    (item,) = hub.order(hub.sell(sku, quantity=2))["items"]
    paid = item["prices"]["payment"]["value"] + item["prices"].get("cashback", {"value": 0})["value"]
    assert paid == 2 * float(price)
    assert item["prices"]["payment"]["currencyId"] == "RUR"


def test_the_older_dialect_has_other_names_and_dates(hub: Hub) -> None:
    number = hub.sell()
    order = hub.call("GET", f"/v2/campaigns/{SHOP}/orders/{number}").json()["order"]
    assert (order["id"], order["creationDate"]) == (number, "20-10-2026 15:00:00")
    listed = hub.call("GET", f"/v2/campaigns/{SHOP}/orders", params={"status": "PROCESSING", "page": 1}).json()
    assert number in {each["id"] for each in listed["orders"]}


def test_packing_and_readiness_go_in_this_order(hub: Hub) -> None:
    number = hub.sell(quantity=2)
    (item,) = hub.order(number)["items"]
    part = {"boxes": [{"items": [{"id": item["id"], "fullCount": 1}]}]}
    assert "not fully packed" in said(hub.call("PUT", hub.at(number, "boxes"), part))
    assert hub.call("GET", hub.at(number, "delivery/labels")).status_code == 400
    box = hub.pack(number).json()["result"]["boxes"][0]["boxId"]
    assert hub.order(number)["delivery"]["boxesLayout"][0]["boxId"] == box
    assert hub.step(number, "PROCESSING", "READY_TO_SHIP").json()["order"]["substatus"] == "READY_TO_SHIP"
    assert hub.pack(number).status_code == 400
    label = hub.call("GET", hub.at(number, "delivery/labels"), params={"format": "A7"})
    assert label.content.startswith(b"%PDF")


def test_units_that_are_missing_may_be_dropped(hub: Hub) -> None:
    sku = hub.sellable()
    before = hub.stock_of(sku)
    number = hub.sell(sku, quantity=2)
    (item,) = hub.order(number)["items"]
    body = {"boxes": [{"items": [{"id": item["id"], "fullCount": 1}]}], "allowRemove": True}
    assert hub.call("PUT", hub.at(number, "boxes"), body).status_code == 200
    (left,) = hub.order(number)["items"]
    assert (left["count"], left["prices"]["payment"]["value"] * 2) == (1, item["prices"]["payment"]["value"])
    assert hub.stock_of(sku)["AVAILABLE"] == before["AVAILABLE"] - 1


def test_a_marked_item_wants_its_codes(hub: Hub) -> None:
    number = hub.sell(marked=True)
    assert "requires CIS" in said(hub.pack(number))


def test_stock_is_laid_aside_and_given_back(hub: Hub) -> None:
    sku = hub.sellable()
    before = hub.stock_of(sku)
    number = hub.sell(sku)
    held = hub.stock_of(sku)
    assert (held["AVAILABLE"], held.get("FREEZE", 0)) == (before["AVAILABLE"] - 1, before.get("FREEZE", 0) + 1)
    assert held["FIT"] == before["FIT"]
    assert hub.step(number, "CANCELLED", "SHOP_FAILED").status_code == 200
    assert hub.stock_of(sku) == before


@pytest.mark.parametrize(
    ("status", "substatus"),
    [("DELIVERED", ""), ("DELIVERY", ""), ("PROCESSING", "SHIPPED"), ("CANCELLED", "USER_CHANGED_MIND")],
)
def test_a_shop_of_the_markets_couriers_cannot_take_these_steps(hub: Hub, status: str, substatus: str) -> None:
    answer = hub.step(hub.sell(), status, substatus)
    assert answer.status_code == 400
    assert "is not allowed" in said(answer)


def test_a_shop_of_its_own_couriers_goes_the_whole_way(hub: Hub) -> None:
    number = hub.sell(scheme="DBS")
    track = {"trackCode": "RA1", "deliveryServiceId": 48}
    assert hub.call("POST", hub.at(number, "delivery/track", DBS_SHOP), track).status_code == 200
    for status in ("DELIVERY", "PICKUP", "DELIVERED"):
        assert hub.step(number, status, shop=DBS_SHOP).json()["order"]["status"] == status
    assert hub.call("POST", hub.at(number, "delivery/track", DBS_SHOP), track).status_code == 400
    assert hub.call("GET", hub.at(number, "buyer", DBS_SHOP)).status_code == 400


def test_the_last_line_cannot_be_taken_out(hub: Hub) -> None:
    number = hub.sell(scheme="DBS")
    (item,) = hub.order(number)["items"]
    body = {"items": [{"id": item["id"], "count": 0}], "reason": "PARTNER_REQUESTED_REMOVE"}
    assert "99%" in said(hub.call("PUT", hub.at(number, "items", DBS_SHOP), body))


def test_many_statuses_answer_each_for_itself(hub: Hub) -> None:
    number = hub.sell()
    ready = {"status": "PROCESSING", "substatus": "READY_TO_SHIP"}
    body = {"orders": [{"id": number, **ready}, {"id": 404, **ready}]}
    path = f"/v2/campaigns/{SHOP}/orders/status-update"
    told = hub.call("POST", path, body).json()["result"]["orders"]
    assert [each["updateStatus"] for each in told] == ["OK", "ERROR"]
    assert hub.call("POST", path, {"orders": [{"id": number, **ready}] * 31}).status_code == 400


def test_our_own_number_finds_the_order_again(hub: Hub) -> None:
    number = hub.sell()
    assert hub.call("POST", hub.at(number, "external-id"), {"externalOrderId": "O-77"}).status_code == 200
    (found,) = hub.call("POST", LIST, {"externalOrderIds": ["O-77"]}).json()["orders"]
    assert (found["orderId"], found["externalOrderId"]) == (number, "O-77")


def test_reports_of_orders_lag_and_bill_what_is_over(hub: Hub) -> None:
    number, path = hub.sell(), f"/v2/campaigns/{SHOP}/stats/orders"
    hub.control("move", {"order": number, "status": "DELIVERED"})
    assert hub.call("POST", path, {"orders": [number]}).json()["result"]["orders"] == []
    hub.control("clock", {"advance": 41 * 60})
    (told,) = hub.call("POST", path, {"orders": [number]}).json()["result"]["orders"]
    assert told["status"] == "DELIVERED" and all(each["actual"] > 0 for each in told["commissions"])
    every, token = [], ""
    while token is not None:
        params = {"limit": "40"} | ({"pageToken": token} if token else {})
        result = hub.call("POST", path, {"dateFrom": "2026-01-01"}, params=params).json()["result"]
        every += [each["id"] for each in result["orders"]]
        token = result["paging"].get("nextPageToken")
    assert len(every) == len(set(every)) > 80 and number in every
    assert hub.call("POST", path, {"orders": list(range(1, 202))}).status_code == 400
