"""python-amazon-sp-api, the client most sellers use, before the practice Amazon."""

from __future__ import annotations

import io
import json
import ssl
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from sp_api.api import (
    FeedsV20210630,
    Inventories,
    ListingsItemsV20210801,
    Notifications,
    Orders,
    OrdersV20260101,
    Reports,
    Sellers,
)
from sp_api.auth import AccessTokenClient, access_token_client
from sp_api.auth.exceptions import AuthorizationError
from sp_api.base import (
    Client,
    Marketplaces,
    SellingApiBadRequestException,
    SellingApiForbiddenException,
    SellingApiNotFoundException,
    SellingApiRequestThrottledException,
    SellingApiServerException,
)
from sp_api.base.credential_provider import CredentialProvider
from sp_api.util import load_all_pages, throttle_retry

from tests.clients.door import Door
from tests.clients.shop import CALLBACK, Shop

pytestmark = pytest.mark.clients(
    library="python-amazon-sp-api",
    code="amazon",
    patched="`Marketplaces.endpoint`, `AccessTokenClient.host`, behind TLS (`verify=`)",
)
SINCE = "2020-01-01T00:00:00Z"


@dataclass(frozen=True)
class Place:
    """What the client reads of a member of `Marketplaces`, with another endpoint."""

    endpoint: str
    marketplace_id: str = Marketplaces.DE.marketplace_id
    region: str = Marketplaces.DE.region


class Seller:
    """Makes the library's clients, each as its documentation does: a marketplace and credentials."""

    def __init__(self, shop: Shop, door: Door) -> None:
        self.keys, self._door = shop.keys, door
        self.trusting = ssl.create_default_context(cafile=door.authority)
        self.number = shop.keys["selling_partner_id"]

    def credentials(self, **other: str) -> dict[str, str]:
        keys = self.keys
        told = {"lwa_app_id": keys["client_id"], "lwa_client_secret": keys["client_secret"]}
        return {**told, "refresh_token": keys["refresh_token"], **other}

    def __call__(self, kind: type[Client], **other: str) -> Any:
        place = Place(f"https://{self._door.host}")
        return kind(place, credentials=self.credentials(**other), verify=self.trusting)


@pytest.fixture
def seller(shop: Shop, door: Door, monkeypatch: pytest.MonkeyPatch) -> Seller:
    monkeypatch.setattr(AccessTokenClient, "host", door.host)
    access_token_client.cache.clear()
    access_token_client.grantless_cache.clear()
    return Seller(shop, door)


def sku_of(shop: Shop) -> str:
    products = shop.desk("GET", "state?orders=0&webhooks=0")["products"]
    return str(next(each["sku"] for each in products if each["fulfilled_by"] == "MERCHANT" and each["price"]))


def test_a_code_is_traded_for_tokens_that_open_the_account(seller: Seller, shop: Shop) -> None:
    asked = {"application_id": shop.keys["application_id"], "state": "s1", "redirect_uri": CALLBACK}
    back = shop.agree(f"{shop.url}/apps/authorize/consent?{urlencode(asked)}")
    assert (back["state"], back["selling_partner_id"]) == ("s1", seller.number)
    config = CredentialProvider.Config(**seller.credentials(refresh_token=""))
    lwa = AccessTokenClient(credentials=config, verify=seller.trusting)
    pair = lwa.authorize_auth_code(back["spapi_oauth_code"])
    told = seller(Sellers, refresh_token=pair["refresh_token"]).get_marketplace_participation()
    assert told.payload[0]["marketplace"]["id"] == Marketplaces.DE.marketplace_id
    with pytest.raises(AuthorizationError) as used:
        lwa.authorize_auth_code(back["spapi_oauth_code"])
    assert (used.value.error_code, used.value.status_code) == ("invalid_grant", 400)


def test_orders_come_by_pages_and_each_with_its_items(seller: Seller) -> None:
    orders = seller(OrdersV20260101)
    every = load_all_pages(throttle_by_seconds=0, next_token_param="paginationToken")(
        partial(orders.search_orders, lastUpdatedAfter=SINCE, maxResultsPerPage=25, includedData=["FULFILLMENT"])
    )
    pages = [page.payload["orders"] for page in every()]
    numbers = [order["orderId"] for page in pages for order in page]
    assert len(pages) > 3 and len(numbers) == len(set(numbers)) > 75
    assert all("fulfillmentStatus" in order["fulfillment"] for page in pages for order in page)
    one = orders.get_order(numbers[0], includedData=["PROCEEDS", "RECIPIENT"]).payload["order"]
    assert one["orderId"] == numbers[0] and one["orderItems"] and one["proceeds"]["grandTotal"]["amount"]


def test_the_old_orders_come_by_pages_with_items_and_an_address(seller: Seller) -> None:
    orders = seller(Orders)
    every = load_all_pages(throttle_by_seconds=0)(
        partial(orders.get_orders, LastUpdatedAfter=SINCE, MaxResultsPerPage=40)
    )
    pages = [page.Orders for page in every()]
    numbers = [order["AmazonOrderId"] for page in pages for order in page]
    assert len(pages) > 2 and len(numbers) == len(set(numbers))
    assert orders.get_order(numbers[0]).AmazonOrderId == numbers[0]
    assert orders.get_order_items(numbers[0]).OrderItems[0]["QuantityOrdered"] >= 1
    assert orders.get_order_address(numbers[0]).payload["AmazonOrderId"] == numbers[0]
    assert orders.get_order_buyer_info(numbers[0]).payload["AmazonOrderId"] == numbers[0]
    assert orders.get_order_items_buyer_info(numbers[0]).payload["OrderItems"][0]["OrderItemId"]


def test_the_old_filters_hold_and_a_restricted_token_shows_the_person(seller: Seller) -> None:
    orders = seller(Orders)
    asked = {"CreatedAfter": SINCE, "OrderStatuses": ["Shipped"], "FulfillmentChannels": ["MFN"]}
    shipped = orders.get_orders(**asked).Orders
    assert shipped and {(each["OrderStatus"], each["FulfillmentChannel"]) for each in shipped} == {("Shipped", "MFN")}
    assert "Name" not in shipped[0]["ShippingAddress"]
    people = ["buyerInfo", "shippingAddress"]
    seen = orders.get_orders(RestrictedResources=people, **asked).Orders
    assert all(each["ShippingAddress"]["Name"] and each["BuyerInfo"]["BuyerName"] for each in seen)
    one = orders.get_order(shipped[0]["AmazonOrderId"], RestrictedResources=people)
    assert one.ShippingAddress["Name"] == seen[0]["ShippingAddress"]["Name"]


def test_listings_come_by_pages_as_single_ones_and_as_a_report(seller: Seller) -> None:
    listings = seller(ListingsItemsV20210801)
    asked = {"includedData": "summaries,offers,fulfillmentAvailability", "pageSize": 20}
    page, skus = listings.search_listings_items(seller.number, **asked), set()
    while True:
        skus |= {item["sku"] for item in page.items}
        if not page.next_token:
            break
        page = listings.search_listings_items(seller.number, pageToken=page.next_token, **asked)
    assert len(skus) == page.numberOfResults > 20
    reports = seller(Reports)
    made = reports.create_report(reportType="GET_MERCHANT_LISTINGS_ALL_DATA").reportId
    report = reports.get_report(made)
    while report.processingStatus != "DONE":
        report = reports.get_report(made)
    told = reports.get_report_document(report.reportDocumentId, download=True)
    rows = [line.split("\t") for line in told.document.splitlines()]
    assert {row[rows[0].index("seller-sku")] for row in rows[1:]} == skus


def test_stock_and_price_are_changed_and_read_back(seller: Seller, shop: Shop) -> None:
    sku, listings = sku_of(shop), seller(ListingsItemsV20210801)
    stock = [{"fulfillment_channel_code": "DEFAULT", "quantity": 41}]
    patch = {"op": "replace", "path": "/attributes/fulfillment_availability", "value": stock}
    told = listings.patch_listings_item(seller.number, sku, body={"productType": "PRODUCT", "patches": [patch]})
    assert (told.status, told.sku) == ("ACCEPTED", sku)
    offer = {"marketplace_id": Marketplaces.DE.marketplace_id, "currency": "EUR"}
    offer["our_price"] = [{"schedule": [{"value_with_tax": 12.34}]}]
    patch = {"op": "replace", "path": "/attributes/purchasable_offer", "value": [offer]}
    message = {"messageId": 1, "sku": sku, "operationType": "PATCH", "productType": "PRODUCT", "patches": [patch]}
    feed = {"header": {"sellerId": seller.number, "version": "2.0", "issueLocale": "en_US"}, "messages": [message]}
    feeds = seller(FeedsV20210630)
    kind = "application/json; charset=UTF-8"
    _document, made = feeds.submit_feed("JSON_LISTINGS_FEED", io.BytesIO(json.dumps(feed).encode()), kind)
    report = feeds.get_feed(made.feedId)
    while report.processingStatus not in ("DONE", "FATAL"):
        report = feeds.get_feed(made.feedId)
    summary = json.loads(feeds.get_feed_document(report.resultFeedDocumentId))["summary"]
    assert (summary["messagesAccepted"], summary["errors"]) == (1, 0)
    shown = listings.get_listings_item(seller.number, sku, includedData="offers,fulfillmentAvailability")
    assert shown.fulfillmentAvailability == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 41}]
    assert shown.offers[0]["price"]["amount"] == "12.34"


def test_a_shipment_is_confirmed_and_seen(seller: Seller, shop: Shop) -> None:
    number = shop.desk("POST", "sell", {"quantity": 2})["orders"][0]["id"]
    item = seller(OrdersV20260101).get_order(number).payload["order"]["orderItems"][0]["orderItemId"]
    parcel = {
        "packageReferenceId": "1", "carrierCode": "DHL", "trackingNumber": "00340000000000000001",
        "shipDate": "2026-11-03T10:00:00.000Z", "orderItems": [{"orderItemId": item, "quantity": 2}],
    }  # fmt: skip
    body = {"marketplaceId": Marketplaces.DE.marketplace_id, "packageDetail": parcel}
    assert seller(Orders).confirm_shipment(number, **body).payload["status_code"] == 204
    order = seller(OrdersV20260101).get_order(number, includedData="FULFILLMENT,PACKAGES").payload["order"]
    assert order["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert order["packages"][0]["trackingNumber"] == parcel["trackingNumber"]


def test_what_lies_at_amazon_is_counted(seller: Seller) -> None:
    told = seller(Inventories).get_inventory_summary_marketplace(details=True)
    rows = told.payload["inventorySummaries"]
    assert rows and all(row["inventoryDetails"]["fulfillableQuantity"] >= 0 for row in rows)


def test_a_queue_is_told_of_orders_until_it_is_given_up(seller: Seller) -> None:
    told = seller(Notifications)
    place = told.create_destination("orders", arn="arn:aws:sqs:eu-west-1:444455556666:orders").payload
    number = place["destinationId"]
    assert number in {each["destinationId"] for each in told.get_destinations().payload}
    assert told.get_destination(number).payload["name"] == "orders"
    made = told.create_subscription("ORDER_CHANGE", destination_id=number).payload["subscriptionId"]
    assert told.get_subscription("ORDER_CHANGE").payload["subscriptionId"] == made
    with pytest.raises(SellingApiForbiddenException):  # with the seller's token, where it is the application's
        told.delete_notification_subscription("ORDER_CHANGE", made)
    told._request_grantless_operation(
        f"/notifications/v1/subscriptions/ORDER_CHANGE/{made}", params={"method": "DELETE"}
    )
    with pytest.raises(SellingApiNotFoundException):
        told.get_subscription("ORDER_CHANGE")
    told.delete_destination(number)
    with pytest.raises(SellingApiNotFoundException):
        told.get_destination(number)


def test_each_refusal_comes_out_as_its_exception(seller: Seller, shop: Shop) -> None:
    with pytest.raises(AuthorizationError) as wrong:
        seller(Sellers, lwa_client_secret="not the secret").get_marketplace_participation()
    assert (wrong.value.error_code, wrong.value.status_code) == ("invalid_client", 401)
    orders = seller(OrdersV20260101)
    with pytest.raises(SellingApiNotFoundException):
        orders.get_order("111-0000000-0000000")
    with pytest.raises(SellingApiBadRequestException) as both:
        orders.search_orders(lastUpdatedAfter=SINCE, createdAfter=SINCE)
    assert both.value.amzn_code == "InvalidInput"
    shop.fault("error500")
    with pytest.raises(SellingApiServerException):
        orders.get_order("111-0000000-0000000")
    shop.desk("POST", "expire", {})
    with pytest.raises(SellingApiForbiddenException) as dead:
        orders.get_order("111-0000000-0000000")
    assert (dead.value.amzn_code, "expired" in dead.value.error[0]["details"]) == ("Unauthorized", True)


def test_its_own_throttling_knows_the_limit_and_tries_again(seller: Seller) -> None:
    sellers, tried = seller(Sellers), []

    def ask() -> Any:
        tried.append(1)
        return sellers.get_marketplace_participation()

    first = ask()
    assert float(first.rate_limit) == 0.016
    with pytest.raises(SellingApiRequestThrottledException) as limited:
        for _ in range(20):
            ask()
    assert limited.value.amzn_code == "QuotaExceeded" and len(tried) == 16
    with pytest.raises(SellingApiRequestThrottledException):
        throttle_retry(tries=3, delay=0.01)(ask)()
    assert len(tried) == 19
