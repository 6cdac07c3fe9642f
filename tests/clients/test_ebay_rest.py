"""ebay-rest, generated from eBay's own descriptions, before the practice eBay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from ebay_rest import API, Error
from ebay_rest.multiton import Multiton
from ebay_rest.token import UserToken

from tests.clients.door import Door
from tests.clients.shop import CALLBACK, Shop

pytestmark = pytest.mark.clients(
    library="ebay-rest", code="ebay", patched="nothing; eBay's sandbox names lead to ours, behind TLS"
)
NAMES = ("api.sandbox.ebay.com", "apiz.sandbox.ebay.com", "auth.sandbox.ebay.com")
JSON = "application/json"
PREFIX = "https://api.ebay.com/oauth/api_scope"
ASKED = ("sell.fulfillment", "sell.inventory", "sell.finances", "commerce.identity.readonly")
SCOPES = [PREFIX, *(f"{PREFIX}/{name}" for name in ASKED)]


class Seller:
    """The library's own way in: three dictionaries in place of its file."""

    def __init__(self, shop: Shop) -> None:
        self.keys = shop.keys

    def application(self, **other: str) -> dict[str, str]:
        keys = self.keys
        told = {"app_id": keys["client_id"], "cert_id": keys["client_secret"], "redirect_uri": keys["ru_name"]}
        return {**told, "dev_id": "", **other}

    def user(self, **other: str) -> dict[str, Any]:
        told = {"refresh_token": self.keys["refresh_token"], "refresh_token_expiry": self.keys["login_ends"]}
        return {"email_or_username": "somebody", "password": "something", "scopes": SCOPES, **told, **other}

    def __call__(self, *, secret: str = "", refresh: str = "", **signing: Any) -> API:
        header = {
            "accept_language": "en-US", "content_language": "en-US", "country": "US", "currency": "USD",
            "marketplace_id": "EBAY_US", "zip": "", "affiliate_campaign_id": "", "affiliate_reference_id": "",
            "device_id": "",
        }  # fmt: skip
        application = self.application(**({"cert_id": secret} if secret else {}))
        user = self.user(**({"refresh_token": refresh} if refresh else {}))
        return API(application=application, user=user, header=header, **signing)


@pytest.fixture
def seller(shop: Shop, door: Door) -> Iterator[Seller]:
    """Tokens are kept by the library for as long as the process lives."""
    Multiton._instances.clear()
    yield Seller(shop)
    Multiton._instances.clear()


def records(pages: Iterator[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """What a paged call yields: the records, and at last its count of them."""
    told = list(pages)
    return [each["record"] for each in told if "record" in each], told[-1]["total"]


def first_sku(api: API) -> str:
    return str(records(api.sell_inventory_get_inventory_items())[0][0]["sku"])


def consented(shop: Shop, **form: str) -> str:
    """The library's own link and exchange, around a page that a person would have pressed; the refresh token."""
    keys = shop.keys
    tokens = UserToken(True, keys["client_id"], keys["client_secret"], keys["ru_name"], user_scopes=SCOPES)
    link = tokens._oauth2api_inst.generate_user_authorization_url(SCOPES, state="s1")
    page = link.replace("https://auth.sandbox.ebay.com", shop.url)
    code = shop.agree(page, accepted=CALLBACK, **form)["code"]
    pair = tokens._oauth2api_inst.exchange_code_for_access_token(code)
    assert pair.error is None and pair.refresh_token
    return str(pair.refresh_token)


def test_a_code_is_traded_for_a_refresh_token_that_opens_the_account(seller: Seller, shop: Shop) -> None:
    user = seller(refresh=consented(shop)).commerce_identity_get_user()
    assert user["registration_marketplace_id"] == "EBAY_US" and user["status"] == "CONFIRMED"


def test_orders_come_by_pages_and_each_with_its_items(seller: Seller, shop: Shop) -> None:
    shop.desk("POST", "seed", {"orders": 450})
    api = seller()
    orders, count = records(api.sell_fulfillment_get_orders())
    numbers = [order["order_id"] for order in orders]
    assert len(numbers) == len(set(numbers)) == count["records_available"] > 400
    some, _count = records(api.sell_fulfillment_get_orders(filter="orderfulfillmentstatus:{NOT_STARTED|IN_PROGRESS}"))
    assert 0 < len(some) < len(orders)
    one = api.sell_fulfillment_get_order(numbers[0])
    assert one["order_id"] == numbers[0]
    assert one["line_items"][0]["quantity"] >= 1 and one["pricing_summary"]["total"]["currency"] == "USD"


def test_items_and_offers_are_listed(seller: Seller) -> None:
    api = seller()
    items, count = records(api.sell_inventory_get_inventory_items())
    assert len({item["sku"] for item in items}) == count["records_available"] > 20
    sku = items[0]["sku"]
    assert api.sell_inventory_get_inventory_item(sku)["product"]["title"]
    offers, _count = records(api.sell_inventory_get_offers(sku=sku, limit=100))
    assert api.sell_inventory_get_offer(offers[0]["offer_id"])["sku"] == sku


def test_stock_and_price_are_changed_and_read_back(seller: Seller) -> None:
    api = seller()
    sku = first_sku(api)
    offer = records(api.sell_inventory_get_offers(sku=sku, limit=100))[0][0]["offer_id"]
    change = {
        "sku": sku, "shipToLocationAvailability": {"quantity": 37},
        "offers": [{"offerId": offer, "availableQuantity": 37, "price": {"value": "43.21", "currency": "USD"}}],
    }  # fmt: skip
    told = api.sell_inventory_bulk_update_price_quantity({"requests": [change]}, JSON)
    assert {each["status_code"] for each in told["responses"]} == {200}
    item = api.sell_inventory_get_inventory_item(sku)
    assert item["availability"]["ship_to_location_availability"]["quantity"] == 37
    shown = api.sell_inventory_get_offer(offer)
    assert (shown["available_quantity"], shown["pricing_summary"]["price"]["value"]) == (37, "43.21")


def test_a_shipment_is_confirmed_and_seen(seller: Seller, shop: Shop) -> None:
    number, api = shop.desk("POST", "sell", {"quantity": 2})["orders"][0]["id"], seller()
    line = api.sell_fulfillment_get_order(number)["line_items"][0]["line_item_id"]
    parcel = {
        "lineItems": [{"lineItemId": line, "quantity": 2}], "shippedDate": "2026-11-03T10:00:00.000Z",
        "shippingCarrierCode": "USPS", "trackingNumber": "9400100000000000000000",
    }  # fmt: skip
    api.sell_fulfillment_create_shipping_fulfillment(parcel, JSON, number)
    told = api.sell_fulfillment_get_shipping_fulfillments(number)
    assert told["fulfillments"][0]["shipment_tracking_number"] == parcel["trackingNumber"]
    one = api.sell_fulfillment_get_shipping_fulfillment(told["fulfillments"][0]["fulfillment_id"], number)
    assert one["line_items"][0]["quantity"] == 2
    assert api.sell_fulfillment_get_order(number)["order_fulfillment_status"] == "FULFILLED"


def test_a_european_refund_is_taken_only_with_the_signature_that_the_library_makes(seller: Seller, shop: Shop) -> None:
    user_id = "usr-4Tg7LumenDE"
    refresh = consented(shop, account=user_id)
    number = shop.desk("POST", "sell", {"account": user_id})["orders"][0]["id"]
    wanted = {"reasonForRefund": "OTHER_ADJUSTMENT", "orderLevelRefundAmount": {"value": "1.00", "currency": "EUR"}}
    with pytest.raises(Error) as unsigned:
        seller(refresh=refresh).sell_fulfillment_issue_refund(JSON, number, body=wanted)
    assert number_of(unsigned.value) == 215122
    signing = seller(refresh=refresh, digital_signatures=True)
    assert signing.get_digital_signature_key(create_new=True)["signing_key_cipher"] == "ED25519"
    assert signing.sell_fulfillment_issue_refund(JSON, number, body=wanted)["refund_status"] == "PENDING"


def test_what_belongs_to_the_application_is_told_to_its_token(seller: Seller, shop: Shop) -> None:
    api = seller()
    limits = api.developer_analytics_get_rate_limits(api_context="sell", api_name="inventory")
    assert limits["rate_limits"][0]["resources"][0]["rates"][0]["limit"] > 0
    assert api.commerce_notification_get_public_key(shop.keys["notification_key_id"])["algorithm"] == "ECDSA"


def test_each_refusal_comes_out_with_its_number(seller: Seller, shop: Shop) -> None:
    with pytest.raises(Error) as wrong:
        seller(secret="SBX-not-the-secret").sell_fulfillment_get_order("1")
    assert "invalid_client" in wrong.value.reason
    with pytest.raises(Error) as withdrawn:
        seller(refresh="v^1.1#nobody").sell_fulfillment_get_order("1")
    assert "invalid_grant" in withdrawn.value.reason
    api = seller()
    with pytest.raises(Error) as missing:
        api.sell_fulfillment_get_order("11-22222-33333")
    assert (missing.value.number, number_of(missing.value)) == (99404, 32100)
    shop.desk("POST", "expire", {})
    with pytest.raises(Error) as dead:
        api.sell_fulfillment_get_order("11-22222-33333")
    assert (dead.value.number, number_of(dead.value)) == (99401, 1001)


def test_too_many_calls_are_its_error_of_429(seller: Seller, shop: Shop) -> None:
    api = seller()
    number = records(api.sell_fulfillment_get_orders(limit=1))[0][0]["order_id"]
    shop.stand_still()
    with pytest.raises(Error) as limited:
        for _ in range(25):
            api.sell_fulfillment_get_order(number)
    assert (limited.value.number, number_of(limited.value)) == (99429, 2001)


def number_of(error: Error) -> int:
    """eBay's own number, in the body that the library hands on."""
    return int(json.loads(error.detail)["errors"][0]["errorId"])
