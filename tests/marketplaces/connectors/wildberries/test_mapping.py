"""Orders, cards and prices: their words to ours, money exact, nothing guessed."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.statuses import ListingStatus, OrderStatus, Scheme
from marketplaces.connectors.wildberries.goods import price_levels, price_row, product
from marketplaces.connectors.wildberries.mapping import order, status_of
from marketplaces.framework.errors import UnexpectedPayload

from . import samples

#: Contract section 11, and the two lists of the status call.
STATUSES = [
    ("new", "waiting", OrderStatus.PENDING),
    ("confirm", "waiting", OrderStatus.PROCESSING),
    ("complete", "waiting", OrderStatus.SHIPPED),
    ("complete", "sorted", OrderStatus.SHIPPED),
    ("complete", "sent_to_carrier", OrderStatus.SHIPPED),
    ("complete", "accepted_by_carrier", OrderStatus.SHIPPED),
    ("complete", "postponed_delivery", OrderStatus.SHIPPED),
    ("complete", "ready_for_pickup", OrderStatus.SHIPPED),
    ("complete", "sold", OrderStatus.DELIVERED),
    ("confirm", "sold", OrderStatus.DELIVERED),
    ("receive", "sold", OrderStatus.DELIVERED),
    ("cancel", "canceled", OrderStatus.CANCELLED),
    ("cancel", "waiting", OrderStatus.CANCELLED),
    ("cancel_carrier", "canceled_by_carrier", OrderStatus.CANCELLED),
    ("cancel_missed_call", "canceled_by_missed_call", OrderStatus.CANCELLED),
    ("new", "declined_by_client", OrderStatus.CANCELLED),
    ("complete", "canceled_by_client", OrderStatus.CANCELLED),
    ("complete", "defect", OrderStatus.CANCELLED),
    ("reject", "canceled_by_client", OrderStatus.CANCELLED),
    ("deliver", "waiting", OrderStatus.SHIPPED),
    ("complete", "", OrderStatus.SHIPPED),
    ("teleported", "waiting", OrderStatus.UNKNOWN),
    ("complete", "stuck_at_customs", OrderStatus.UNKNOWN),
]


@pytest.mark.parametrize(("supplier", "wb", "ours"), STATUSES)
def test_every_pair_of_words_has_its_status(supplier: str, wb: str, ours: OrderStatus) -> None:
    assert status_of(supplier, wb) is ours


def test_an_order_is_one_unit_with_its_price_in_whole_money() -> None:
    found = order(samples.order(price=101455), samples.status())
    (line,) = found.lines
    assert (found.remote_id, found.status, found.currency) == ("13800001", OrderStatus.PROCESSING, "RUB")
    assert (line.quantity, line.unit_price, line.sku) == (1, Decimal("1014.55"), "mug-red")
    assert (line.remote_product_id, line.remote_variant_id) == ("12345678", "987654321")
    assert found.total == Decimal("1014.55")
    assert found.placed_at == datetime(2026, 10, 1, 7, 56, 29, tzinfo=UTC)
    assert (found.scheme, found.remote_scheme, found.warehouse_remote_id) == (Scheme.SELLER, "fbs", "658434")
    assert (found.remote_status, found.remote_substatus) == ("confirm", "waiting")
    assert found.raw["orderUid"] == "165918930_629fbc92"


def test_an_unknown_word_is_kept() -> None:
    found = order(samples.order(), samples.status(wbStatus="stuck_at_customs"))
    assert (found.status, found.remote_substatus) == (OrderStatus.UNKNOWN, "stuck_at_customs")


@pytest.mark.parametrize(("number", "code"), [(643, "RUB"), (933, "BYN"), (398, "KZT"), (51, "AMD"), (417, "KGS")])
def test_currencies_are_told_by_number(number: int, code: str) -> None:
    assert order(samples.order(currencyCode=number), samples.status()).currency == code


@pytest.mark.parametrize(
    ("field", "value"),
    [("currencyCode", 999), ("price", None), ("price", 10.5), ("createdAt", "soon"), ("nmId", 0), ("chrtId", None)],
)
def test_a_field_that_cannot_be_read_is_named(field: str, value: object) -> None:
    with pytest.raises(UnexpectedPayload, match=field):
        order(samples.order(**{field: value}), samples.status())


def test_a_number_beyond_32_bits_is_kept_exactly() -> None:
    found = order(samples.order(id=9007199254740993, chrtId=3123515574), samples.status(id=9007199254740993))
    assert (found.remote_id, found.lines[0].remote_variant_id) == ("9007199254740993", "3123515574")


def test_barcodes_of_the_shop_are_no_gtins() -> None:
    assert order(samples.order(), samples.status()).lines[0].gtin == ""
    real = order(samples.order(skus=["2000000000017", "4601234567893"]), samples.status())
    assert real.lines[0].gtin == "4601234567893"


def test_a_cancelled_order_says_why() -> None:
    found = order(samples.order(), samples.status(supplierStatus="complete", wbStatus="canceled_by_client"))
    assert found.cancel_reason == "The buyer did not take it at the pickup point"
    assert order(samples.order(), samples.status()).cancel_reason == ""


def test_a_card_with_its_price_is_a_product() -> None:
    found = product(samples.card(), samples.price())
    (variant,) = found.variants
    assert (found.remote_id, found.brand, found.category, found.weight_g) == ("12345678", "Тест", "Кружки", 380)
    assert found.images == ("https://images.example.com/12345678/big/1.webp",)
    assert (variant.remote_id, variant.sku, variant.gtin) == ("987654321", "mug-red", "4601234567893")
    assert (variant.price, variant.compare_price, variant.currency) == (Decimal(350), Decimal(500), "RUB")
    assert variant.status is ListingStatus.ACTIVE
    assert variant.options == {}


def test_sizes_of_one_card_have_names_of_their_own() -> None:
    sizes = [{"chrtID": 1 + at, "techSize": name, "wbSize": name, "skus": []} for at, name in enumerate(("36", "38"))]
    found = product(samples.card(sizes=sizes), None)
    assert [variant.sku for variant in found.variants] == ["mug-red/36", "mug-red/38"]
    assert [variant.options for variant in found.variants] == [{"size": "36"}, {"size": "38"}]
    assert {variant.status for variant in found.variants} == {ListingStatus.INACTIVE}


def test_a_price_is_that_after_the_discount() -> None:
    size = {"sizeID": 7, "price": 333, "discountedPrice": Decimal("233.1"), "techSizeName": "0"}
    (level,) = price_levels(samples.price(sizes=[size]))
    assert (level.price, level.compare_price) == (Decimal("233.1"), Decimal(333))


@pytest.mark.parametrize(
    ("price", "compare", "row"),
    [
        ("350", "500", (500, 30)),
        ("350", None, (350, 0)),
        ("350", "350", (350, 0)),
        ("350", "100", (350, 0)),
        ("999", "1999", (1998, 50)),
        ("997", "1500", (997, 0)),  # no whole percents near a third give exactly 997
    ],
)
def test_exactly_our_price_comes_out(price: str, compare: str | None, row: tuple[int, int]) -> None:
    update = PriceUpdate(
        ref="p", remote_product_id="12345678", remote_variant_id="987654321", sku="mug-red", price=Decimal(price),
        currency="RUB", compare_price=Decimal(compare) if compare else None,
    )  # fmt: skip
    told = price_row(update)
    assert (told["price"], told["discount"]) == row
    assert Decimal(told["price"]) * (100 - told["discount"]) / 100 == Decimal(price)
