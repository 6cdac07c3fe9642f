"""Lazada's products in our words."""

from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.lazada import catalogue
from marketplaces.framework.errors import UnexpectedPayload
from tests.marketplaces.connectors.lazada.samples import place, product, sku


def test_a_product_has_its_skus_as_variants():
    found = catalogue.product(product(skus=[sku(), sku(SkuId=7000002, SellerSku="TEA-2")]), currency="THB")
    assert (found.remote_id, found.title, found.brand, found.category) == ("2000001", "Tea", "No Brand", "6614")
    assert [(each.remote_id, each.sku) for each in found.variants] == [("7000001", "TEA-1"), ("7000002", "TEA-2")]
    assert (found.variants[0].price, found.variants[0].currency) == (Decimal("150.0"), "THB")
    assert found.weight_g == 130
    assert found.images == ("https://img.example/t.jpg",)


def test_pictures_may_be_the_text_of_a_list():
    assert catalogue.product(product(images='["https://a/1.jpg"]'), currency="").images == ("https://a/1.jpg",)


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (sku(), {"": 12}),
        (sku(multiWarehouseInventories=[place("a", 3), place("b", 0)]), {"a": 3, "b": 0}),
        (sku(multiWarehouseInventories=[place("only", 5)]), {"": 5}),
        (sku(multiWarehouseInventories=None), {"": 12}),
        ({"SkuId": 1, "SellerSku": "X"}, None),
    ],
)
def test_stock_is_what_can_be_sold_by_warehouse(row, wanted):
    assert catalogue.stock_of(row) == wanted


def test_what_is_held_is_told_beside():
    found = catalogue.product(product(skus=[sku(multiWarehouseInventories=[place("x", 5, occupied=2)])]), currency="")
    (level,) = catalogue.stock_levels([found])
    assert (level.quantity, level.reserved, level.warehouse_remote_id) == (5, 2, "")


@pytest.mark.parametrize(
    ("whole", "own", "units", "wanted"),
    [
        ("Active", "active", 1, ListingStatus.ACTIVE),
        ("Active", "active", 0, ListingStatus.OUT_OF_STOCK),
        ("Active", "inactive", 1, ListingStatus.INACTIVE),
        ("InActive", "active", 1, ListingStatus.INACTIVE),
        ("Pending QC", "active", 1, ListingStatus.INACTIVE),
        ("Suspended", "active", 1, ListingStatus.REFUSED),
        ("Deleted", "active", 1, ListingStatus.DELETED),
        ("Dreaming", "active", 1, ListingStatus.INACTIVE),
    ],
)
def test_a_listing_is_offered_only_where_both_words_say_so(whole, own, units, wanted):
    row = sku(Status=own, multiWarehouseInventories=[place("x", units)])
    (variant,) = catalogue.product(product(status=whole, skus=[row]), currency="").variants
    assert variant.status is wanted


def test_a_product_without_skus_is_not_believed():
    with pytest.raises(UnexpectedPayload, match="skus"):
        catalogue.product(product(skus=[]), currency="")


def test_warehouses_are_those_that_the_goods_show():
    several = catalogue.product(
        product(skus=[sku(multiWarehouseInventories=[place("a", 1), place("b", 1)])]), currency=""
    )
    one = catalogue.product(product(), currency="")
    assert [each.remote_id for each in catalogue.warehouses([several])] == ["a", "b"]
    assert [each.remote_id for each in catalogue.warehouses([one])] == [""]
