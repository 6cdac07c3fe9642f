"""What only Amazon has: consent in Seller Central, files of changes, a report of all, the old order API."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from marketplaces.canonical.statuses import Scheme
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.amazon.batches import FEW
from marketplaces.connectors.amazon.walks import MOST_LISTINGS
from tests.contract.shop import Shop

BACK = "http://127.0.0.1:9/connect/amazon/back/"


def asked_of_new(shop: Shop) -> dict[str, Any]:
    """Amazon takes no listing of a new product without these."""
    return {
        "images": ("https://cdn.example.test/teapot-1.jpg",), "description": "A teapot for one litre of tea.",
        "brand": "Atelier Lumen", "category": "TEAPOT", "gtin": "5412345999991",
    }  # fmt: skip


def more(shop: Shop) -> None:
    sign_in(shop)
    stock_at_amazon(shop)
    file_of_changes(shop)
    old_orders(shop)
    large_catalogue(shop)


def sign_in(shop: Shop) -> None:
    link = shop.connector.authorisation_url(redirect_url=BACK, state="s1")
    link = link.replace(shop.transport.base_url, f"{shop.sandbox}/{shop.code}")  # the seller's browser knows no proxy
    page = requests.post(link, data={}, timeout=10, allow_redirects=False)
    assert page.headers["Location"].startswith(BACK)
    query = dict(parse_qsl(urlsplit(page.headers["Location"]).query))
    assert query["state"] == "s1"
    granted = shop.connector.exchange_code(query).values
    assert granted["selling_partner_id"] == shop.credentials.values["selling_partner_id"]
    shop.credentials.values.update(granted)
    shop.connector.prove_other_keys()


def stock_at_amazon(shop: Shop) -> None:
    """Read, told as theirs, and taken from nobody."""
    variants = [each.variants[0] for page in shop.connector.pull_products() for each in page.items]
    theirs = next(each for each in variants if each.stock_is_theirs)
    assert theirs.stock is not None
    update = StockUpdate(ref="t", remote_product_id=theirs.sku, remote_variant_id="", sku=theirs.sku, quantity=9)
    (result,) = shop.push_stock([update])
    assert result.error is not None and result.error.said == "fulfilled by Amazon"


def file_of_changes(shop: Shop) -> None:
    """More than a few go in one file, whose report names the one that was refused."""
    shop.fresh(products=FEW * 2, orders=0)
    levels = shop.stock_levels()[: FEW + 2]
    updates = [
        StockUpdate(
            ref=each.sku, remote_product_id=each.sku, remote_variant_id="", sku=each.sku, quantity=each.quantity + 1
        )
        for each in levels
    ]
    shop.fault("partial_failure", path=f"/listings/{levels[0].sku}", times=1)
    results = {each.ref: each.error for each in shop.push_stock(updates)}
    assert results.pop(levels[0].sku) is not None
    assert set(results.values()) == {None}
    shown = {each.sku: each.quantity for each in shop.stock_levels()}
    assert all(shown[each.sku] == each.quantity + 1 for each in levels[1:])


def old_orders(shop: Shop) -> None:
    """Read by the API before 2026 they are the same orders."""
    shop.fresh(orders=12)
    shop.credentials.values["orders_api"] = "v0"
    old = shop.orders()
    (one,) = shop.connector.order_items([next(iter(old))]).items
    shop.credentials.values["orders_api"] = ""
    new = shop.orders()
    assert old.keys() == new.keys()
    assert one.remote_id in new
    for number, order in old.items():
        other = new[number]
        assert (order.total, order.currency, order.scheme) == (other.total, other.currency, other.scheme)
        assert [line.quantity for line in order.lines] == [line.quantity for line in other.lines]
    assert {each.scheme for each in new.values()} == {Scheme.SELLER, Scheme.MARKETPLACE}


def large_catalogue(shop: Shop) -> None:
    """More than can be paged through come in a report."""
    shop.fresh(products=MOST_LISTINGS + 5, orders=0)
    pages = list(shop.connector.pull_products())
    there = {each["sku"] for each in shop.control("state?orders=0&webhooks=0")["products"]}
    assert {variant.sku for page in pages for each in page.items for variant in each.variants} == there
    assert pages[-1].cursor is None
