"""Orders by time and token; parcels; cancelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from .hub import ALL, LONG_AGO, OLD_ORDERS, ORDERS, Hub, error_of


def at(**ago: float) -> str:
    return (datetime.now(UTC) - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.mark.parametrize(
    "query",
    [
        {}, {"lastUpdatedAfter": LONG_AGO, "createdAfter": LONG_AGO}, {"lastUpdatedBefore": "2026-01-01T00:00:00Z"},
        {"lastUpdatedAfter": LONG_AGO, "createdBefore": "2026-01-01T00:00:00Z"},
        {"lastUpdatedAfter": "yesterday"}, {"lastUpdatedAfter": LONG_AGO, "lastUpdatedBefore": "2019-01-01T00:00:00Z"},
        {"lastUpdatedAfter": LONG_AGO, "maxResultsPerPage": 101},
        {"lastUpdatedAfter": LONG_AGO, "maxResultsPerPage": 0},
        {"lastUpdatedAfter": LONG_AGO, "includedData": "FULFILLMENT,GOSSIP"},
        {"lastUpdatedAfter": LONG_AGO, "fulfillmentStatuses": "Shipped"},
        {"lastUpdatedAfter": LONG_AGO, "paginationToken": "mine"},
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused(hub: Hub, query: dict[str, Any]) -> None:
    assert error_of(hub.orders(**query)) == (400, "InvalidInput")


def test_an_end_lies_two_minutes_back_at_least(hub: Hub) -> None:
    assert hub.orders(lastUpdatedAfter=LONG_AGO, lastUpdatedBefore=at(minutes=1)).status_code == 400
    assert hub.orders(lastUpdatedAfter=LONG_AGO, lastUpdatedBefore=at(minutes=3)).status_code == 200


def test_a_new_order_is_in_the_list_two_minutes_later(hub: Hub) -> None:
    number = hub.sell()
    assert number not in hub.orders(lastUpdatedAfter=at(minutes=30)).text
    assert hub.order(number)["orderId"] == number
    hub.control("clock", {"advance": 121})
    assert number in hub.orders(lastUpdatedAfter=at(minutes=30)).text


def test_every_order_comes_once_in_pages_oldest_change_first(hub: Hub) -> None:
    query, found = {"lastUpdatedAfter": LONG_AGO, "maxResultsPerPage": 50}, list[dict[str, Any]]()
    while True:
        answer = hub.orders(**query).json()
        found += answer["orders"]
        if "pagination" not in answer:
            break
        query["paginationToken"] = answer["pagination"]["nextToken"]
    there = hub.control("state?products=0&webhooks=0")["orders"]
    assert sorted(each["orderId"] for each in found) == sorted(each["id"] for each in there)
    moments = [each["lastUpdatedTime"] for each in found]
    assert moments == sorted(moments)


def test_a_token_is_for_its_own_question_and_for_a_day(hub: Hub) -> None:
    first = hub.orders(lastUpdatedAfter=LONG_AGO, maxResultsPerPage=10).json()
    token = first["pagination"]["nextToken"]
    other = hub.orders(lastUpdatedAfter=LONG_AGO, fulfilledBy="AMAZON", paginationToken=token)
    assert error_of(other) == (400, "InvalidInput")
    bare = hub.orders(lastUpdatedAfter=LONG_AGO, paginationToken=token, maxResultsPerPage=5, includedData="FULFILLMENT")
    assert bare.status_code == 200
    hub.control("clock", {"advance": 86_401})
    hub.token = hub.token_call(grant_type="refresh_token", refresh_token=hub.keys["refresh_token"]).json()[
        "access_token"
    ]
    assert error_of(hub.orders(lastUpdatedAfter=LONG_AGO, paginationToken=token)) == (400, "InvalidInput")


def test_parts_come_only_when_asked_for(hub: Hub) -> None:
    number = hub.sell()
    whole = hub.order(number)
    assert {"fulfillment", "buyer", "recipient", "proceeds", "packages"} <= whole.keys()
    short = hub.call("GET", f"{ORDERS}/{number}", {"includedData": "FULFILLMENT"}).json()["order"]
    assert not {"buyer", "recipient", "proceeds", "packages"} & short.keys()


def test_a_pending_order_tells_neither_prices_nor_people(hub: Hub) -> None:
    order = hub.order(hub.sell(paid=False))
    assert order["fulfillment"]["fulfillmentStatus"] == "PENDING"
    assert not {"buyer", "recipient", "proceeds"} & order.keys()
    assert "price" not in order["orderItems"][0]["product"]


def test_what_amazon_sends_has_no_packages(hub: Hub) -> None:
    number = hub.sell(scheme="FBA")
    hub.control("move", {"order": number, "status": "SHIPPED"})
    order = hub.order(number)
    assert (order["fulfillment"]["fulfilledBy"], order["fulfillment"]["fulfillmentStatus"]) == ("AMAZON", "SHIPPED")
    assert "packages" not in order


def test_an_unknown_order_is_not_found(hub: Hub) -> None:
    assert error_of(hub.call("GET", f"{ORDERS}/1-2-3", {"includedData": ALL})) == (404, "NotFound")


# Parcels -------------------------------------------------------------------------------------------------------------
def parcel(hub: Hub, number: str, quantity: int = 1, **more: Any) -> Any:
    line = hub.order(number)["orderItems"][0]["orderItemId"]
    detail = {
        "packageReferenceId": "1", "carrierCode": "DHL", "trackingNumber": "0034", "shipDate": at(minutes=1),
        "orderItems": [{"orderItemId": line, "quantity": quantity}], **more,
    }  # fmt: skip
    body = {"marketplaceId": hub.place, "packageDetail": detail}
    return hub.call("POST", f"{OLD_ORDERS}/{number}/shipmentConfirmation", body=body)


def test_a_parcel_is_told_and_told_again_it_is_the_same(hub: Hub) -> None:
    number = hub.sell(quantity=2)
    assert parcel(hub, number).status_code == 204
    assert hub.order(number)["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"
    assert parcel(hub, number, trackingNumber="0035").status_code == 204
    (package,) = hub.order(number)["packages"]
    assert package["trackingNumber"] == "0035"
    assert parcel(hub, number, packageReferenceId="2").status_code == 204
    assert hub.order(number)["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert error_of(parcel(hub, number, packageReferenceId="3")) == (400, "PackageToUpdateNotFound")


@pytest.mark.parametrize(
    "more",
    [
        {"packageReferenceId": 1}, {"packageReferenceId": "A1"}, {"packageReferenceId": "0"}, {"carrierCode": "Other"},
        {"trackingNumber": ""}, {"shipDate": "today"}, {"orderItems": {"orderItemId": "1", "quantity": 1}},
        {"orderItems": [{"orderItemId": "1", "quantity": 1}]}, {"quantity": 5},
    ],
)  # fmt: skip
def test_a_wrong_parcel_is_refused(hub: Hub, more: dict[str, Any]) -> None:
    assert error_of(parcel(hub, hub.sell(), **more)) == (400, "InvalidInput")


def test_a_whole_order_is_cancelled_with_a_known_reason_and_its_goods_come_back(hub: Hub) -> None:
    sku = hub.own_sku()

    def stock() -> int:
        products = hub.control("state?orders=0&webhooks=0")["products"]
        return int(next(each["stock"][""]["available"] for each in products if each["sku"] == sku))

    before, number = stock(), hub.sell(sku=sku)
    assert stock() == before - 1
    path = f"{ORDERS}/{number}/cancellation"
    assert error_of(hub.call("PUT", path, body={"cancelReason": "BORED"})) == (400, "InvalidInput")
    assert hub.call("PUT", path, body={"cancelReason": "NO_INVENTORY"}).status_code == 204
    order = hub.order(number)
    assert order["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    assert order["orderItems"][0]["cancellation"]["cancellationExecution"]["cancelledBy"] == "MERCHANT"
    assert stock() == before
    assert error_of(hub.call("PUT", path, body={"cancelReason": "NO_INVENTORY"})) == (400, "InvalidInput")


def test_who_has_subscribed_gets_messages_into_a_queue(hub: Hub) -> None:
    seller = hub.token
    hub.token = hub.token_call(grant_type="client_credentials", scope="sellingpartnerapi::notifications").json()[
        "access_token"
    ]
    arn = {"sqs": {"arn": "arn:aws:sqs:eu-west-1:111122223333:q"}}
    body = {"name": "hub", "resourceSpecification": arn}
    made = hub.call("POST", "/notifications/v1/destinations", body=body).json()["payload"]
    assert hub.call("POST", "/notifications/v1/destinations", body=body).status_code == 409
    hub.token = seller
    path = "/notifications/v1/subscriptions/ORDER_CHANGE"
    wanted = {"payloadVersion": "1.0", "destinationId": made["destinationId"]}
    assert hub.call("POST", path, body=wanted).json()["payload"]["subscriptionId"]
    number = hub.sell()
    (message,) = hub.control("queue", {"clear": True})["messages"]
    told = message["Payload"]["OrderChangeNotification"]
    assert (told["AmazonOrderId"], told["Summary"]["OrderStatus"]) == (number, "Unshipped")


def old_orders(hub: Hub, **asked: Any) -> list[dict[str, Any]]:
    """All pages of the old list."""
    query: dict[str, Any] = {"MarketplaceIds": hub.place, "CreatedAfter": LONG_AGO, "MaxResultsPerPage": 20, **asked}
    found: list[dict[str, Any]] = []
    while True:
        payload = hub.call("GET", OLD_ORDERS, query).json()["payload"]
        found += payload["Orders"]
        if "NextToken" not in payload:
            return found
        query["NextToken"] = payload["NextToken"]


def test_the_old_list_keeps_to_statuses_channels_and_numbers_on_every_page(hub: Hub) -> None:
    everything = old_orders(hub)
    shipped = [each["AmazonOrderId"] for each in everything if each["OrderStatus"] in ("Shipped", "Canceled")]
    assert [each["AmazonOrderId"] for each in old_orders(hub, OrderStatuses="Shipped,Canceled")] == shipped
    theirs = [each["AmazonOrderId"] for each in everything if each["FulfillmentChannel"] == "AFN"]
    assert 0 < len(theirs) < len(everything)
    assert [each["AmazonOrderId"] for each in old_orders(hub, FulfillmentChannels="AFN")] == theirs
    named = {each["AmazonOrderId"] for each in everything[:3]}
    assert {each["AmazonOrderId"] for each in old_orders(hub, AmazonOrderIds=",".join(named))} == named


@pytest.mark.parametrize(
    "asked",
    [{"OrderStatuses": "SHIPPED"}, {"FulfillmentChannels": "FBA"}, {"AmazonOrderIds": ",".join(["1-2-3"] * 51)}],
)
def test_the_old_list_refuses_a_filter_that_it_does_not_know(hub: Hub, asked: dict[str, str]) -> None:
    query = {"MarketplaceIds": hub.place, "CreatedAfter": LONG_AGO, **asked}
    assert error_of(hub.call("GET", OLD_ORDERS, query)) == (400, "InvalidInput")


def test_the_old_calls_for_the_buyer_tell_the_name_only_to_a_token_for_personal_data(hub: Hub) -> None:
    number = hub.sell()
    path = f"{OLD_ORDERS}/{number}/buyerInfo"
    bare = hub.call("GET", path).json()["payload"]
    assert (bare["AmazonOrderId"], "BuyerName" in bare, "@marketplace." in bare["BuyerEmail"]) == (number, False, True)
    lines = hub.call("GET", f"{OLD_ORDERS}/{number}/orderItems/buyerInfo").json()["payload"]
    assert (lines["AmazonOrderId"], len(lines["OrderItems"])) == (number, 1)
    resources = {"restrictedResources": [{"method": "GET", "path": path}]}
    hub.token = hub.call("POST", "/tokens/2021-03-01/restrictedDataToken", body=resources).json()["restrictedDataToken"]
    assert hub.call("GET", path).json()["payload"]["BuyerName"]


def test_an_unpaid_order_has_no_buyer_yet(hub: Hub) -> None:
    number = hub.sell(paid=False)
    assert hub.call("GET", f"{OLD_ORDERS}/{number}/buyerInfo").json()["payload"] == {"AmazonOrderId": number}
