"""Items and offers become listings."""

from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.ebay.goods import offers_of, price_levels, product, stock_levels
from tests.marketplaces.connectors.ebay import samples


def test_an_item_and_its_offer_are_one_listing():
    found = product(samples.item(), [samples.offer()])
    assert (found.remote_id, found.title, found.brand, found.language) == ("MUG-1", "Becher", "Lumen", "de-DE")
    assert (found.category, found.weight_g, found.images) == ("36025", 1500, ("https://i.example.com/1.jpg",))
    (variant,) = found.variants
    assert (variant.remote_id, variant.sku, variant.gtin) == ("900000000011", "MUG-1", "5412345001007")
    assert (variant.price, variant.currency) == (Decimal("19.90"), "EUR")
    assert (variant.status, variant.remote_status) == (ListingStatus.ACTIVE, "PUBLISHED/ACTIVE")
    assert variant.options == {"Farbe": "Rot"}


@pytest.mark.parametrize(("there", "cap", "shown"), [(12, 10, 10), (3, 10, 3), (12, None, 12), (0, 10, 0), (12, 0, 0)])
def test_buyers_see_the_lower_of_the_two_numbers(there, cap, shown):
    item = samples.item(availability={"shipToLocationAvailability": {"quantity": there}})
    (variant,) = product(item, [samples.offer(availableQuantity=cap)]).variants
    assert variant.stock == {"": shown}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"status": "UNPUBLISHED", "listing": None}, ListingStatus.INACTIVE),
        ({"listing": {"listingStatus": "ENDED"}}, ListingStatus.INACTIVE),
        ({"listing": {"listingStatus": "SOMETHING_NEW"}}, ListingStatus.INACTIVE),
        ({"availableQuantity": 0}, ListingStatus.OUT_OF_STOCK),
        ({"listing": {"listingStatus": "OUT_OF_STOCK"}, "availableQuantity": 0}, ListingStatus.OUT_OF_STOCK),
    ],
)
def test_only_a_live_offer_is_for_sale(change, status):
    (variant,) = product(samples.item(), [samples.offer(**change)]).variants
    assert variant.status is status


def test_an_item_that_is_offered_nowhere_has_stock_and_no_price():
    found = product(samples.item(), [])
    assert [(each.remote_id, each.price, each.status) for each in found.variants] == [
        ("", None, ListingStatus.INACTIVE)
    ]
    assert [each.quantity for each in stock_levels([found])] == [12]
    assert list(price_levels([found])) == []


def test_auctions_and_other_skus_are_left_out():
    listed = {"offers": [samples.offer(), samples.offer(format="AUCTION"), samples.offer(sku="MUG-2")]}
    assert offers_of("MUG-1", listed) == [samples.offer()]
