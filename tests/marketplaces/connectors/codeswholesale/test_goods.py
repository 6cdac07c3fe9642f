"""The list's products: bands by quantity, where a key works, barcodes, texts of a language, wishes."""

from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.codeswholesale import goods
from marketplaces.framework.errors import UnexpectedPayload
from tests.marketplaces.connectors.codeswholesale import samples
from tests.marketplaces.connectors.codeswholesale.samples import PRODUCT


@pytest.mark.parametrize(
    ("quantity", "cost"), [(1, "8.49"), (9, "8.49"), (10, "7.9"), (99, "7.9"), (100, "7.1"), (5000, "7.1"), (0, None)]
)
def test_the_cost_is_that_of_the_band_which_holds_the_quantity(quantity, cost):
    found = goods.offer(samples.product()).find_cost(quantity)
    assert found == (None if cost is None else Decimal(cost))


def test_the_order_of_bands_means_nothing():
    first = goods.offer(samples.product())
    second = goods.offer(samples.product(prices=samples.product()["prices"][::-1]))
    assert first.bands == second.bands
    assert [band.first for band in first.bands] == [1, 10, 100]


def test_where_two_bands_hold_a_quantity_the_dearer_one_counts():
    prices = [{"value": 7, "from": 1, "to": None}, {"value": 8, "from": 1, "to": 5}]
    assert goods.offer(samples.product(prices=prices)).find_cost(2) == Decimal(8)


def test_a_product_is_one_listing_under_its_number():
    found = goods.product(samples.product())
    (variant,) = found.variants
    assert (found.remote_id, variant.sku, variant.remote_id) == (PRODUCT, f"cw_{PRODUCT}", "")
    assert (variant.price, variant.currency) == (Decimal("8.49"), "EUR")
    assert (variant.stock, variant.stock_is_theirs) == ({"": 41}, True)
    assert found.images == ("https://images.example/1_m.jpg", "https://images.example/1_s.jpg")
    assert variant.options == {
        "platform": "steam", "region": "EU, UK", "region_note": "EU without CH", "language": "en, de",
    }  # fmt: skip
    assert found.raw == samples.product()


@pytest.mark.parametrize(
    ("quantity", "status"), [(41, ListingStatus.ACTIVE), (1, ListingStatus.ACTIVE), (0, ListingStatus.OUT_OF_STOCK)]
)
def test_nothing_left_is_out_of_stock(quantity, status):
    assert goods.product(samples.product(quantity=quantity)).variants[0].status is status


@pytest.mark.parametrize("word", [None, "", "None", "none", "null"])
def test_some_products_have_no_platform(word):
    found = goods.product(samples.product(platform=word, regions=None, languages=[], regionDescription=None))
    assert found.variants[0].options == {}


def test_a_product_without_a_band_for_one_has_no_price_and_no_level():
    row = samples.product(prices=[{"value": 5, "from": 10, "to": None}])
    assert goods.product(row).variants[0].price is None
    assert goods.price_level(row) is None
    assert goods.offer(row).find_cost(1) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("productId", None), ("name", ""), ("quantity", None), ("quantity", -1), ("quantity", 1.5), ("quantity", True),
        ("prices", "8.49"), ("prices", [8.49]), ("prices", [{"value": None, "from": 1}]),
        ("prices", [{"value": -1, "from": 1}]), ("prices", [{"value": 1}]), ("regions", "EU"), ("images", ["a"]),
    ],
)  # fmt: skip
def test_a_field_of_another_form_is_named(field, value):
    with pytest.raises(UnexpectedPayload) as caught:
        goods.product(samples.product(**{field: value}))
    assert caught.value.path.startswith(field)


def test_the_first_good_barcode_counts():
    assert goods.product(samples.product(), samples.texts()).variants[0].gtin == "4006381333931"
    assert goods.product(samples.product(), samples.texts(eans=[])).variants[0].gtin == ""
    assert goods.product(samples.product()).variants[0].gtin == ""


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("fr", "Exemple de quête", "<p>Une quête.</p>"),
        ("en", "Example Quest (Steam)", "<p>A quest.</p>"),
        ("de", "Example Quest (Steam)", "<p>A quest.</p>"),
    ],
)
def test_texts_are_those_of_the_language_or_the_first(language, title, text):
    found = goods.product(samples.product(), samples.texts(), language=language)
    assert (found.title, found.description, found.brand, found.category) == (title, text, "Lumen Works", "Games")


@pytest.mark.parametrize(
    ("wishes", "fits"),
    [
        ({}, True), ({"platform": "steam"}, True), ({"platform": "gog,STEAM"}, True), ({"platform": "gog"}, False),
        ({"regions": "uk"}, True), ({"regions": "us"}, False), ({"regions": "uk", "platform": "gog"}, False),
        ({"languages": "de,fr"}, True), ({"languages": "fr"}, False),
    ],
)  # fmt: skip
def test_a_wish_leaves_out_what_is_of_no_use(wishes, fits):
    wanted = {name: goods.wish(text) for name, text in wishes.items()}
    assert goods.fits(samples.product(), wanted) is fits


def test_what_is_good_everywhere_fits_every_wish_and_blanks_do_not_count():
    wanted = {"regions": goods.wish("jp"), "languages": goods.wish("ja"), "platform": goods.wish("UbisoftConnect")}
    row = samples.product(regions=["WORLDWIDE"], languages=["Multilanguage"], platform="Ubisoft Connect")
    assert goods.fits(row, wanted)
    assert goods.fits("torn", wanted)


@pytest.mark.parametrize(
    ("skus", "numbers"),
    [
        ([f"cw_{PRODUCT}", f"cw_{PRODUCT}", PRODUCT, "LU-1001", "cw_", "cw_../x", ""], [PRODUCT]),
        ([], []),
    ],
)
def test_our_sku_tells_their_number(skus, numbers):
    assert goods.product_ids(skus) == numbers
