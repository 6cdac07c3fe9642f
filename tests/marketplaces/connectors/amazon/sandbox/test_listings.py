"""Listings in pages, changes by call and by file, reports and what lies at Amazon."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from .hub import FEEDS, LISTINGS, REPORTS, Hub, error_of

PARTS = "summaries,attributes,issues,offers,fulfillmentAvailability,productTypes"


def stock(quantity: Any, op: str = "merge", channel: str = "DEFAULT") -> dict[str, Any]:
    value = {"fulfillment_channel_code": channel, "quantity": quantity}
    return {"op": op, "path": "/attributes/fulfillment_availability", "value": [value]}


def price(value: Any, currency: str = "EUR", place: str = "A1PA6795UKMFR9") -> dict[str, Any]:
    offer = {"marketplace_id": place, "currency": currency, "our_price": [{"schedule": [{"value_with_tax": value}]}]}
    return {"op": "merge", "path": "/attributes/purchasable_offer", "value": [offer]}


def seen(hub: Hub, sku: str) -> dict[str, Any]:
    path = f"{LISTINGS}/{hub.seller}/{sku}"
    return dict(hub.call("GET", path, {"marketplaceIds": hub.place, "includedData": PARTS}).json())


def test_every_listing_comes_once_in_pages_of_twenty(hub: Hub) -> None:
    query, found = {"includedData": PARTS, "pageSize": 20, "sortBy": "sku", "sortOrder": "ASC"}, list[str]()
    while True:
        answer = hub.listings(**query).json()
        found += [each["sku"] for each in answer["items"]]
        if "nextToken" not in answer.get("pagination", {}):
            break
        query["pageToken"] = answer["pagination"]["nextToken"]
    assert len(found) == answer["numberOfResults"] == 60
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    "query",
    [
        {"pageSize": 21}, {"pageSize": 0}, {"sortBy": "price"}, {"includedData": "gossip"}, {"pageToken": "mine"},
        {"identifiers": "A"}, {"identifiers": ",".join(map(str, range(21))), "identifiersType": "SKU"},
        {"lastUpdatedAfter": "yesterday"},
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused(hub: Hub, query: dict[str, Any]) -> None:
    assert error_of(hub.listings(**query)) == (400, "InvalidInput")


def test_no_more_than_a_thousand_can_be_paged_through(hub: Hub) -> None:
    hub.control("seed", {"products": 1030, "orders": 0})
    query, count = {"pageSize": 20, "sortBy": "sku", "sortOrder": "ASC"}, 0
    while True:
        answer = hub.listings(**query).json()
        count += len(answer["items"])
        if "nextToken" not in answer.get("pagination", {}):
            break
        query["pageToken"] = answer["pagination"]["nextToken"]
    assert (answer["numberOfResults"], count) == (1030, 1000)


def test_merging_keeps_what_stands_beside_and_replacing_drops_it(hub: Hub) -> None:
    sku = hub.own_sku()
    assert hub.patch(sku, stock(7)).json()["status"] == "ACCEPTED"
    (row,) = seen(hub, sku)["attributes"]["fulfillment_availability"]
    assert (row["quantity"], row["lead_time_to_ship_max_days"]) == (7, 2)
    hub.patch(sku, stock(8, op="replace"))
    (row,) = seen(hub, sku)["attributes"]["fulfillment_availability"]
    assert row == {"fulfillment_channel_code": "DEFAULT", "quantity": 8}


def test_another_channel_becomes_a_second_row(hub: Hub) -> None:
    sku = hub.own_sku()
    hub.patch(sku, stock(None, channel="AMAZON_EU"))
    assert len(seen(hub, sku)["fulfillmentAvailability"]) == 2


def test_a_price_is_a_number_and_read_back_as_text(hub: Hub) -> None:
    sku = hub.own_sku()
    assert hub.patch(sku, price(19.99)).json()["status"] == "ACCEPTED"
    assert seen(hub, sku)["offers"][0]["price"] == {"currencyCode": "EUR", "amount": "19.99"}


@pytest.mark.parametrize(
    "patch",
    [
        stock(-1), stock(1.5), stock("7"), price("19.99"), price(0), price(19.999), price(19.99, "USD"),
        {"op": "merge", "path": "/attributes/fulfillmentAvailability", "value": [{"quantity": 1}]},
        {"op": "replace", "path": "/attributes/item_name/0/value", "value": [{"value": "x"}]},
        {"op": "replace", "path": "/attributes/item_name", "value": [{"value": "x" * 201}]},
    ],
)  # fmt: skip
def test_invalid_comes_with_200_and_changes_nothing(hub: Hub, patch: dict[str, Any]) -> None:
    sku = hub.own_sku()
    before = seen(hub, sku)
    reply = hub.patch(sku, patch)
    assert (reply.status_code, reply.json()["status"]) == (200, "INVALID")
    assert reply.json()["issues"][0]["message"]
    assert seen(hub, sku) == before


def test_a_listing_that_is_not_there_is_invalid(hub: Hub) -> None:
    assert hub.patch("NO-SUCH-SKU", stock(1)).json()["status"] == "INVALID"
    path = f"{LISTINGS}/{hub.seller}/NO-SUCH-SKU"
    assert error_of(hub.call("GET", path, {"marketplaceIds": hub.place})) == (404, "NotFound")


def test_accepted_is_seen_later_where_that_is_set(hub: Hub) -> None:
    sku = hub.own_sku()
    hub.control("delay", {"listings": 60})
    before = seen(hub, sku)["fulfillmentAvailability"]
    assert hub.patch(sku, stock(77)).json()["status"] == "ACCEPTED"
    assert seen(hub, sku)["fulfillmentAvailability"] == before
    hub.control("clock", {"advance": 61})
    assert seen(hub, sku)["fulfillmentAvailability"][0]["quantity"] == 77


# Files ---------------------------------------------------------------------------------------------------------------
def submitted(hub: Hub, body: Any) -> dict[str, Any]:
    """A feed worked off to its end."""
    kind = "application/json; charset=UTF-8"
    made = hub.call("POST", f"{FEEDS}/documents", body={"contentType": kind}).json()
    put = hub.session.put(made["url"], data=json.dumps(body).encode(), headers={"Content-Type": kind}, timeout=10)
    assert put.status_code == 200
    wanted = {
        "feedType": "JSON_LISTINGS_FEED", "marketplaceIds": [hub.place], "inputFeedDocumentId": made["feedDocumentId"],
    }  # fmt: skip
    number = hub.call("POST", f"{FEEDS}/feeds", body=wanted).json()["feedId"]
    states = [hub.call("GET", f"{FEEDS}/feeds/{number}").json() for _ in range(3)]
    assert states[0]["processingStatus"] == "IN_PROGRESS"
    return dict(states[-1])


def report_of(hub: Hub, feed: dict[str, Any]) -> dict[str, Any]:
    told = hub.call("GET", f"{FEEDS}/documents/{feed['resultFeedDocumentId']}").json()
    content = hub.session.get(told["url"], timeout=10).content
    return dict(json.loads(gzip.decompress(content) if told.get("compressionAlgorithm") else content))


def message(number: int, sku: str, patch: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": number, "sku": sku, "operationType": "PATCH", "productType": "PRODUCT", "patches": [patch],
    }  # fmt: skip


def test_a_feed_does_what_it_can_and_names_what_it_cannot(hub: Hub) -> None:
    sku = hub.own_sku()
    messages = [message(1, sku, stock(55)), message(2, "NO-SUCH-SKU", stock(1)), message(3, sku, stock(-1))]
    feed = submitted(hub, {"header": {"sellerId": hub.seller, "version": "2.0"}, "messages": messages})
    assert feed["processingStatus"] == "DONE"
    report = report_of(hub, feed)
    assert [each["messageId"] for each in report["issues"]] == [2, 3]
    assert (report["summary"]["messagesAccepted"], report["summary"]["messagesInvalid"]) == (1, 2)
    assert seen(hub, sku)["fulfillmentAvailability"][0]["quantity"] == 55


@pytest.mark.parametrize(
    "body",
    [
        [], {"messages": []},
        {"header": {"sellerId": "A0STRANGER0000", "version": "2.0"}, "messages": [{"messageId": 1}]},
        {"header": {"sellerId": "A3LUMEN7DE4K2X", "version": "1.0"}, "messages": [{"messageId": 1}]},
        {"header": {"sellerId": "A3LUMEN7DE4K2X", "version": "2.0"}, "messages": [{"messageId": 1}, {"messageId": 1}]},
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_fatal(hub: Hub, body: Any) -> None:
    assert submitted(hub, body)["processingStatus"] == "FATAL"


def test_a_sixth_feed_in_five_minutes_is_refused(hub: Hub) -> None:
    made = hub.call("POST", f"{FEEDS}/documents", body={"contentType": "application/json; charset=UTF-8"}).json()
    wanted = {
        "feedType": "JSON_LISTINGS_FEED", "marketplaceIds": [hub.place], "inputFeedDocumentId": made["feedDocumentId"],
    }  # fmt: skip
    hub.control("limits", {"enabled": True})
    replies = [hub.call("POST", f"{FEEDS}/feeds", body=wanted).status_code for _ in range(6)]
    hub.control("limits", {"enabled": False})
    assert replies == [202] * 5 + [429]


def test_a_link_is_for_one_direction_five_minutes_and_no_token(hub: Hub) -> None:
    kind = "application/json; charset=UTF-8"
    url = hub.call("POST", f"{FEEDS}/documents", body={"contentType": kind}).json()["url"]
    assert hub.session.get(url, timeout=10).status_code == 403
    assert hub.session.put(url, data=b"{}", headers={"Content-Type": "text/plain"}, timeout=10).status_code == 403
    told = {"Content-Type": kind, "x-amz-access-token": hub.token}
    assert hub.session.put(url, data=b"{}", headers=told, timeout=10).status_code == 403
    hub.control("clock", {"advance": 301})
    assert hub.session.put(url, data=b"{}", headers={"Content-Type": kind}, timeout=10).status_code == 403


def test_a_report_is_a_table_in_an_old_alphabet(hub: Hub) -> None:
    wanted = {"reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": [hub.place]}
    number = hub.call("POST", f"{REPORTS}/reports", body=wanted).json()["reportId"]
    states = [hub.call("GET", f"{REPORTS}/reports/{number}").json() for _ in range(2)]
    assert [each["processingStatus"] for each in states] == ["IN_PROGRESS", "DONE"]
    told = hub.call("GET", f"{REPORTS}/documents/{states[-1]['reportDocumentId']}").json()
    table = hub.session.get(told["url"], timeout=10).content.decode("cp1252").split("\r\n")
    heads = table[0].split("\t")
    rows = [dict(zip(heads, line.split("\t"), strict=True)) for line in table[1:]]
    assert len(rows) == 60
    assert {each["fulfillment-channel"] for each in rows} == {"DEFAULT", "AMAZON_EU"}
    assert all(not each["quantity"] for each in rows if each["fulfillment-channel"] != "DEFAULT")


def test_reports_are_listed_the_newest_first(hub: Hub) -> None:
    kind = "GET_MERCHANT_LISTINGS_ALL_DATA"
    wanted = {"reportType": kind, "marketplaceIds": [hub.place]}
    made = [hub.call("POST", f"{REPORTS}/reports", body=wanted).json()["reportId"] for _ in range(2)]
    query = {"reportTypes": kind, "marketplaceIds": hub.place, "createdSince": "2026-01-01T00:00:00Z", "pageSize": 10}
    listed = hub.call("GET", f"{REPORTS}/reports", query).json()["reports"]
    assert [each["reportId"] for each in listed] == made[::-1]
    assert error_of(hub.call("GET", f"{REPORTS}/reports", {"pageSize": 10})) == (400, "InvalidInput")


def test_a_report_on_no_listings_is_cancelled(hub: Hub) -> None:
    wanted = {"reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": ["A13V1IB3VIYZZH"]}
    number = hub.call("POST", f"{REPORTS}/reports", body=wanted).json()["reportId"]
    states = [hub.call("GET", f"{REPORTS}/reports/{number}").json() for _ in range(2)]
    assert states[-1]["processingStatus"] == "CANCELLED"


def test_what_lies_at_amazon_is_counted_and_not_changed(hub: Hub) -> None:
    query = {
        "granularityType": "Marketplace", "granularityId": hub.place, "marketplaceIds": hub.place, "details": "true",
    }  # fmt: skip
    answer = hub.call("GET", "/fba/inventory/v1/summaries", query).json()
    theirs = {
        each["sku"]: each["stock"][""]["available"]
        for each in hub.control("state?orders=0&webhooks=0")["products"]
        if each["fulfilled_by"] == "AMAZON"
    }
    told = {
        each["sellerSku"]: each["inventoryDetails"]["fulfillableQuantity"]
        for each in answer["payload"]["inventorySummaries"]
    }
    assert told == theirs
    assert error_of(hub.call("GET", "/fba/inventory/v1/summaries", {**query, "granularityId": "X"}))[0] == 400
