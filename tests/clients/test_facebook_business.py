"""facebook-business, Meta's own client of the Graph API, before the practice Facebook Shop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from facebook_business.adobjects.business import Business
from facebook_business.adobjects.productcatalog import ProductCatalog
from facebook_business.adobjects.productitem import ProductItem
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from tests.clients.shop import CALLBACK, Shop

pytestmark = pytest.mark.clients(library="facebook-business", code="facebook", patched="`FacebookSession.GRAPH`")
FIELDS = ["id", "retailer_id", "name", "price", "currency", "availability", "inventory", "url"]


class Merchant:
    """`FacebookAdsApi.init` as the documentation has it; nothing is kept as everybody's default."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.keys = shop, shop.keys

    def api(self, *, token: str = "", secret: str = "") -> FacebookAdsApi:
        keys = self.keys
        session = FacebookSession(
            keys["app_id"], secret or keys["app_secret"], token or keys["access_token"], timeout=30
        )
        return FacebookAdsApi(session)

    def catalog(self, **other: str) -> ProductCatalog:
        return ProductCatalog(self.keys["catalog_id"], api=self.api(**other))


@pytest.fixture
def merchant(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Merchant]:
    monkeypatch.setattr(FacebookSession, "GRAPH", shop.url)
    yield Merchant(shop)


def worked(catalog: ProductCatalog, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A batch, handed in and waited for."""
    taken = catalog.create_items_batch(
        params={"item_type": "PRODUCT_ITEM", "allow_upsert": False, "requests": rows}, fields=[]
    )
    asked = {"handle": taken["handles"][0], "load_ids_of_invalid_requests": True}
    for _ in range(10):
        told = catalog.get_check_batch_request_status(params=asked)[0]
        if told["status"] == "finished":
            return dict(told)
    raise AssertionError(told)


def item(catalog: ProductCatalog, sku: str) -> ProductItem:
    (found,) = catalog.get_products(fields=FIELDS, params={"filter": {"retailer_id": {"is_any": [sku]}}})
    return found


def test_a_code_becomes_a_token_that_lives_long(merchant: Merchant, shop: Shop) -> None:
    keys, api = shop.keys, merchant.api()
    asked = {"client_id": keys["app_id"], "redirect_uri": CALLBACK, "state": "s1", "scope": "catalog_management"}
    back = shop.agree(f"{shop.url}/{api.API_VERSION}/dialog/oauth?{urlencode(asked)}")
    own = {"client_id": keys["app_id"], "client_secret": keys["app_secret"]}
    first = api.call("GET", ("oauth", "access_token"), {**own, "redirect_uri": CALLBACK, "code": back["code"]}).json()
    swap = {**own, "grant_type": "fb_exchange_token", "fb_exchange_token": first["access_token"]}
    longer = api.call("GET", ("oauth", "access_token"), swap).json()
    assert (back["state"], longer["expires_in"] > first["expires_in"]) == ("s1", True)
    spoken = {"input_token": longer["access_token"], "access_token": f"{keys['app_id']}|{keys['app_secret']}"}
    told = api.call("GET", ("debug_token",), spoken).json()["data"]
    assert told["is_valid"] and "catalog_management" in told["scopes"]
    me = User("me", api=merchant.api(token=longer["access_token"])).api_get(fields=["id", "name"])
    assert me["id"] == told["user_id"]


def test_the_catalogue_is_found_and_comes_by_pages(merchant: Merchant) -> None:
    catalog = merchant.catalog()
    told = catalog.api_get(fields=["id", "name", "product_count", "vertical", "business"])
    owned = Business(told["business"]["id"], api=merchant.api()).get_owned_product_catalogs(fields=["id", "name"])
    assert [each["id"] for each in owned] == [told["id"]]
    cursor = catalog.get_products(fields=FIELDS, params={"limit": 15})
    items = list(cursor)
    assert len({each["retailer_id"] for each in items}) == len(items) == told["product_count"] > 45
    assert cursor.total() == len(items)
    one = ProductItem(items[0]["id"], api=merchant.api()).api_get(fields=FIELDS)
    assert one["retailer_id"] == items[0]["retailer_id"]


def test_stock_and_price_are_changed_by_a_batch_and_read_back(merchant: Merchant) -> None:
    catalog = merchant.catalog()
    sku = catalog.get_products(fields=FIELDS)[0]["retailer_id"]
    data = {"id": sku, "price": "45.60 USD", "quantity_to_sell_on_facebook": 33, "availability": "in stock"}
    nobody = {"id": "NO-SUCH", "quantity_to_sell_on_facebook": 1}
    told = worked(catalog, [{"method": "UPDATE", "data": data}, {"method": "UPDATE", "data": nobody}])
    assert (told["errors_total_count"], told["ids_of_invalid_requests"]) == (1, ["NO-SUCH"])
    shown = item(catalog, sku)
    assert (shown["inventory"], shown["price"], shown["availability"]) == (33, "$45.60", "in stock")


def test_single_items_are_made_changed_and_deleted(merchant: Merchant) -> None:
    catalog = merchant.catalog()
    made = catalog.create_product(params={
        "retailer_id": "CLIENT-1", "name": "Lamp", "price": 1999, "currency": "USD", "url": "https://shop.example.com/1",
        "image_url": "https://shop.example.com/1.jpg", "inventory": 3, "availability": "in stock",
    })  # fmt: skip
    ProductItem(made["id"], api=merchant.api()).api_update(params={"price": 2499, "inventory": 2})
    shown = item(catalog, "CLIENT-1")
    assert (shown["price"], shown["inventory"]) == ("$24.99", 2)
    ProductItem(made["id"], api=merchant.api()).api_delete()
    assert list(catalog.get_products(params={"filter": {"retailer_id": {"is_any": ["CLIENT-1"]}}})) == []


def test_each_refusal_comes_out_with_its_code(merchant: Merchant, shop: Shop) -> None:
    with pytest.raises(FacebookRequestError) as forged:
        merchant.catalog(secret="not the secret").api_get(fields=["id"])
    assert (forged.value.api_error_code(), forged.value.http_status()) == (100, 400)
    with pytest.raises(FacebookRequestError) as unknown:
        merchant.catalog(token="EAAnobody").api_get(fields=["id"])
    assert (unknown.value.api_error_code(), unknown.value.api_error_type()) == (190, "OAuthException")
    with pytest.raises(FacebookRequestError) as strange:
        ProductCatalog("410000000000002", api=merchant.api()).api_get(fields=["id"])
    assert (strange.value.api_error_code(), strange.value.api_error_subcode()) == (100, 33)
    shop.fault("expired_token")
    with pytest.raises(FacebookRequestError) as dead:
        merchant.catalog().api_get(fields=["id"])
    assert (dead.value.api_error_code(), dead.value.api_error_subcode()) == (190, 463)


def test_too_many_batches_are_a_passing_error_with_the_minutes_to_wait(merchant: Merchant, shop: Shop) -> None:
    catalog = merchant.catalog()
    shop.stand_still()
    rows = [{"method": "UPDATE", "data": {"id": "ANY", "quantity_to_sell_on_facebook": 1}}]
    with pytest.raises(FacebookRequestError) as limited:
        for _ in range(12):
            catalog.create_items_batch(params={"item_type": "PRODUCT_ITEM", "requests": rows})
    assert (limited.value.api_error_code(), limited.value.api_transient_error()) == (80014, True)
    assert "estimated_time_to_regain_access" in limited.value.http_headers()["X-Business-Use-Case-Usage"]


def test_orders_are_gone_and_say_so(merchant: Merchant) -> None:
    with pytest.raises(FacebookRequestError) as gone:
        merchant.api().call("GET", ("610000000000001", "commerce_orders"))
    assert gone.value.http_status() == 400
