"""Listings as products, stock and prices."""

from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.amazon import goods
from marketplaces.framework.errors import UnexpectedPayload

from .conftest import GERMANY
from .samples import at_amazon, listing


def read(item, theirs=None):
    return goods.product(item, place=GERMANY, theirs=theirs)


def test_a_listing_is_one_product_with_one_variant():
    found = read(listing())
    assert (found.remote_id, found.title, found.brand, found.description) == ("MUG-1", "Becher", "Lumen", "Rot")
    assert (found.category, found.weight_g, found.language) == ("DRINKING_CUP", 450, "de-DE")
    assert found.images == ("https://i.example.com/1.jpg", "https://i.example.com/2.jpg")
    assert found.url == "https://www.amazon.de/dp/B000000001"
    (variant,) = found.variants
    assert (variant.remote_id, variant.sku, variant.gtin) == ("", "MUG-1", "5412345001007")
    assert (variant.price, variant.currency, variant.stock) == (Decimal("9.99"), "EUR", {"": 4})


def test_the_price_is_that_of_consumers():
    assert read(listing()).variants[0].price == Decimal("9.99")
    only_companies = [{"marketplaceId": GERMANY, "offerType": "B2B", "price": {"currencyCode": "EUR", "amount": "9"}}]
    assert read(listing(offers=only_companies)).variants[0].price is None


@pytest.mark.parametrize(
    ("words", "quantity", "issues", "wanted"),
    [
        (["BUYABLE", "DISCOVERABLE"], 4, [], ListingStatus.ACTIVE),
        (["BUYABLE"], 4, ["WARNING"], ListingStatus.ACTIVE),
        (["DISCOVERABLE"], 0, [], ListingStatus.OUT_OF_STOCK),
        (["DISCOVERABLE"], 4, [], ListingStatus.INACTIVE),
        ([], 4, ["ERROR"], ListingStatus.REFUSED),
        ([], 0, [], ListingStatus.OUT_OF_STOCK),
    ],
)
def test_the_state_of_a_listing(words, quantity, issues, wanted):
    item = listing(
        fulfillmentAvailability=[{"fulfillmentChannelCode": "DEFAULT", "quantity": quantity}],
        issues=[{"code": "1", "message": "m", "severity": word, "categories": []} for word in issues],
    )
    item["summaries"][0]["status"] = words
    found = read(item).variants[0]
    assert (found.status, found.remote_status) == (wanted, "/".join(words))


def test_what_lies_at_amazon_is_theirs():
    for theirs, stock in (({"A": 7}, {"": 7}), ({"B": 7}, {"": 0}), (None, None)):
        found = read(at_amazon("A"), theirs).variants[0]
        assert (found.stock, found.stock_is_theirs) == (stock, True)


def test_a_listing_of_both_kinds_is_theirs():
    both = [{"fulfillmentChannelCode": "DEFAULT", "quantity": 3}, {"fulfillmentChannelCode": "AMAZON_EU"}]
    assert goods.is_theirs(listing(fulfillmentAvailability=both))


def test_a_listing_without_a_number_of_units_has_none():
    assert read(listing(fulfillmentAvailability=[])).variants[0].stock == {"": 0}


def test_an_entry_of_another_marketplace_is_not_taken():
    item = listing()
    item["attributes"]["brand"].insert(0, {"value": "Lumière", "marketplace_id": "A13V1IB3VIYZZH"})
    assert read(item).brand == "Lumen"


def test_a_price_that_is_no_number_names_the_field():
    bad = [{"marketplaceId": GERMANY, "offerType": "B2C", "price": {"currencyCode": "EUR", "amount": "cheap"}}]
    with pytest.raises(UnexpectedPayload, match="price"):
        read(listing(offers=bad))
