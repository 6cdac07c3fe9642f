"""What only Facebook has: signing in by link, a token's own state, single items, a product without its SKU."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from marketplaces.canonical.products import ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.facebook.connector import FacebookConnector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.results import Awaited
from tests.contract.exercise import NEW_SKU, new_card, product_id
from tests.contract.shop import Shop

#: The field whose value requests and messages are signed with, and the header that carries a message's signature.
SIGNED_WITH = PUSHES_SIGNED_WITH = "app_secret"
PUSH_SIGNATURE = "x-hub-signature-256"
WAY_BACK = "https://hub.example.com/connect/facebook/callback/"


def asked_of_new(shop: Shop) -> dict[str, Any]:
    """A picture; where it is sold is a setting."""
    return {"images": ("https://pictures.example.com/teapot.jpg",), "brand": "Atelier Lumen"}


def more(shop: Shop) -> None:
    connector = shop.connector
    assert isinstance(connector, FacebookConnector)
    connector.prove_other_keys()
    look_at_one(shop)
    wait_for_a_slow_batch(shop)
    remove_without_sku(shop)
    sign_in(shop, connector)


def look_at_one(shop: Shop) -> None:
    level = next(level for page in shop.connector.pull_stock() for level in page.items)
    (page,) = shop.connector.pull_stock(remote_product_ids=[level.remote_product_id])
    assert page.items == [level]


def wait_for_a_slow_batch(shop: Shop) -> None:
    """Nobody waits for it: it is asked about until it is done, and only then is the number there."""
    shop.control("batches", {"seconds": 300})
    (page, *_) = shop.connector.pull_products()
    variant = page.items[0].variants[0]
    number = sum((variant.stock or {}).values()) + 3
    update = StockUpdate(
        ref="slow", remote_product_id=page.items[0].remote_id, remote_variant_id="", sku=variant.sku, quantity=number
    )
    (told,) = shop.connector.push_stock([update])
    assert told.ok and told.later is not None and not told.visible
    waiting = [Awaited(ref="slow", item=told.later.item)]
    (again,) = shop.connector.ask_about(told.later.job, waiting, of=Capability.PUSH_STOCK)
    assert again.later == told.later and stock_there(shop, variant.sku) != number
    shop.pass_time(301)
    (done,) = shop.connector.ask_about(told.later.job, waiting, of=Capability.PUSH_STOCK)
    assert (done.ok, done.visible, done.later) == (True, True, None)
    assert stock_there(shop, variant.sku) == number
    shop.control("batches", {})


def stock_there(shop: Shop, sku: str) -> int:
    (found,) = shop.connector.find_products([sku])
    return sum((found.variants[0].stock or {}).values())


def remove_without_sku(shop: Shop) -> None:
    assert [result.error for result in shop.connector.push_products([new_card(shop)])] == [None]
    removal = ProductRemoval(ref="d", remote_product_id=product_id(shop, NEW_SKU))
    assert [result.error for result in shop.connector.delete_products([removal])] == [None]


def sign_in(shop: Shop, connector: FacebookConnector) -> None:
    """By consent and code to a token for sixty days, which also finds the catalogue of the business."""
    values = shop.credentials.values
    catalog = values.pop("catalog_id")
    values |= {"business_id": "310000000000001", "redirect_url": WAY_BACK}
    link = connector.authorisation_url(redirect_url=WAY_BACK, state="s1")
    link = link.replace(shop.transport.base_url, f"{shop.sandbox}/{shop.code}")  # the merchant's browser knows no proxy
    page = requests.post(link, data={"merchant": "lumen"}, timeout=10, allow_redirects=False)
    query = dict(parse_qsl(urlsplit(page.headers["Location"]).query))
    assert query["state"] == "s1"
    values.update(connector.exchange_code(query).values)
    assert values["catalog_id"] == catalog
    account = connector.account()
    assert (account.remote_account_id, account.currency) == (catalog, "USD")
    assert account.login_ends_at is not None
