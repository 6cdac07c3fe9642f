"""Orders and products in our words: statuses, money, times, and what happens when a field is odd."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.products import ProductCard
from marketplaces.canonical.statuses import ListingStatus, OrderStatus
from marketplaces.connectors.fourseller.goods import amount, as_it_stands, card, product, with_price
from marketplaces.connectors.fourseller.mapping import STATUSES, line_ids, order
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import find_moment, find_money, whole, written
from tests.marketplaces.connectors.fourseller import samples


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("pending", "pending"), ("un_paid", "pending"), ("to_ship", "confirmed"), ("processing", "processing"),
        ("in_process", "processing"), ("shipped", "shipped"), ("delivered", "delivered"), ("cancelled", "cancelled"),
        ("refunded", "refunded"), ("partially_refunded", "partially_refunded"), ("Shipped", "shipped"),
        ("Awaiting_Collection", "unknown"), ("lost", "unknown"),
    ],
)  # fmt: skip
def test_every_word_of_the_contract_has_its_status_and_others_are_unknown(word, status):
    read = order(samples.order(status=word))
    assert (read.status, read.remote_status, read.keeps_status) == (status, word, False)


def test_the_table_holds_every_word_of_the_api_but_the_one_that_keeps_the_status():
    from marketplaces.connectors.fourseller.sandbox.vocabulary import ORDER_STATUSES

    assert set(ORDER_STATUSES) - set(STATUSES) == {"on_hold"}


@pytest.mark.parametrize("field", ["paid_at", "payment_time", "paid_time"])
def test_a_new_order_that_was_paid_is_confirmed(field):
    read = order(samples.order(**{field: "2026-01-05T10:01:00+01:00"}))
    assert read.status == OrderStatus.CONFIRMED
    assert read.paid_at == datetime(2026, 1, 5, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "so_far"),
    [
        ({}, "pending"),
        ({"paid_at": "2026-01-05T10:01:00Z"}, "confirmed"),
        ({"items": [samples.item(fulfilled_quantity=1)]}, "processing"),
        ({"items": [samples.item(fulfilled_quantity=2)]}, "shipped"),
    ],
)
def test_an_order_on_hold_keeps_its_status_and_needs_a_person(more, so_far):
    read = order(samples.order(status="on_hold", **more))
    assert read.keeps_status
    assert read.status == so_far
    assert "on hold" in read.dispute


def test_an_order_is_read_whole():
    row = samples.order(tracking={"number": "LU1", "carrier": "POST", "url": None}, status="shipped")
    read = order(row)
    assert (read.remote_id, read.number, read.remote_substatus) == ("FS-1", "1", "temu")
    assert (read.subtotal, read.shipping_cost, read.tax, read.total) == (
        Decimal("79.80"), Decimal("4.90"), Decimal("12.31"), Decimal("84.70"),
    )  # fmt: skip
    assert (read.buyer.name, read.buyer.email, read.buyer.phone) == ("Luc Hoffmann", "", "+352 661 000 000")
    address = read.shipping_address
    assert (address.line1, address.line2) == ("Hoffmann & Fils", "1, Rue de l'Exemple, 2e étage")
    assert (address.postcode, address.city, address.country) == ("4000", "Esch-sur-Alzette", "LU")
    assert (read.tracking_number, read.carrier, read.parcels[0].remote_id) == ("LU1", "POST", "LU1")
    assert read.billing_address is None
    assert read.raw == row


def test_amounts_are_exact_as_text_and_as_number():
    told = samples.order(total=Decimal("84.70"), items=[samples.item(unit_price=Decimal("0.1"), total=None)])
    assert order(told).total == Decimal("84.70")
    assert order(told).lines[0].unit_price == Decimal("0.1")
    assert order(samples.order(total=84)).total == Decimal(84)
    big = "9007199254740993.01"
    assert order(samples.order(total=big)).total == Decimal(big)


def test_a_line_that_costs_less_than_its_pieces_has_a_discount():
    (line,) = order(samples.order(items=[samples.item(total="70.00")])).lines
    assert (line.unit_price, line.quantity, line.discount) == (Decimal("39.90"), 2, Decimal("9.80"))


def test_an_order_of_the_few_fields_the_first_client_used_can_be_read():
    few = {
        "id": 7, "status": "pending", "total": 12.5, "customer": {"email": "a@example.com"},
        "items": [{"sku": "A", "quantity": 1, "unit_price": 12.5}], "created_at": "2026-01-05T10:00:00",
        "updated_at": "2026-01-05T10:00:00",
    }  # fmt: skip
    read = order(few, currency="EUR")
    assert (read.remote_id, read.number, read.currency, read.lines[0].remote_id) == ("7", "7", "EUR", "A")


def test_lines_without_a_number_are_told_apart():
    items = [{"sku": "A"}, {"sku": "A"}, {"sku": "B", "line_id": 3}, {"sku": "A"}]
    assert line_ids(items) == ["A", "A#2", "3", "A#3"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"id": None}, "id"), ({"status": ""}, "status"), ({"total": None}, "total"), ({"total": "NaN"}, "total"),
        ({"currency": ""}, "currency"), ({"items": []}, "items"), ({"items": "x"}, "items"),
        ({"items": [samples.item(quantity=0)]}, "items[].quantity"),
        ({"items": [samples.item(quantity=1.5)]}, "items[].quantity"),
        ({"items": [samples.item(unit_price=None)]}, "items[].unit_price"),
        ({"created_at": "yesterday"}, "created_at"), ({"updated_at": None}, "updated_at"),
        ({"customer": []}, "customer"), ({"shipping_address": {"city": {}}}, "shipping_address.city"),
    ],
)  # fmt: skip
def test_an_odd_field_is_named(more, path):
    with pytest.raises(UnexpectedPayload) as caught:
        order(samples.order(**more))
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("said", "is_"),
    [
        ("2026-01-05T10:00:00Z", "2026-01-05T10:00:00.000Z"),
        ("2026-01-05T10:00:00", "2026-01-05T10:00:00.000Z"),
        ("2026-01-05T10:00:00.123456Z", "2026-01-05T10:00:00.123Z"),
        ("2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00.000Z"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00.000Z"),
        ("2026-03-29T01:59:59+01:00", "2026-03-29T00:59:59.000Z"),
        ("2026-12-31T23:59:59-05:00", "2027-01-01T04:59:59.000Z"),
        ("2026-06-30T12:00:00+05:30", "2026-06-30T06:30:00.000Z"),
    ],
)
def test_times_are_one_moment_in_every_spelling(said, is_):
    assert written(find_moment(said, "t")) == is_


@pytest.mark.parametrize("odd", [True, [], {}, "x", float("inf")])
def test_no_amount_is_guessed(odd):
    with pytest.raises(UnexpectedPayload):
        find_money(odd, "price")
    with pytest.raises(UnexpectedPayload):
        whole(odd, "quantity")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("active", ListingStatus.ACTIVE), ("inactive", ListingStatus.INACTIVE), ("deleted", ListingStatus.DELETED),
        ("out_of_stock", ListingStatus.OUT_OF_STOCK), ("banned", ListingStatus.INACTIVE), ("", ListingStatus.ACTIVE),
    ],
)  # fmt: skip
def test_every_product_state_has_its_listing_state(word, status):
    (variant,) = product(samples.product(status=word)).variants
    assert (variant.status, variant.remote_status) == (status, word)


def test_a_product_is_one_listing_with_price_stock_and_weight():
    read = product(samples.product())
    (variant,) = read.variants
    assert (read.remote_id, variant.remote_id, variant.sku) == ("P-1", "", "LU-1")
    assert (variant.price, variant.currency, variant.stock) == (Decimal("39.90"), "EUR", {"": 7})
    assert (variant.options, variant.gtin) == ({"color": "blue"}, "5412345001001")
    assert (read.weight_g, read.images) == (980, ("https://img.example.com/1.jpg",))


@pytest.mark.parametrize(
    ("weight", "unit", "grams"),
    [(980, "g", 980), ("0.98", "kg", 980), (1, "lb", 454), (2.5, "oz", 71), (3, "stone", None), (None, "g", None)],
)
def test_weights_become_grams(weight, unit, grams):
    assert product(samples.product(shipping={"weight": weight, "weight_unit": unit})).weight_g == grams


@pytest.mark.parametrize("inventory", [None, {}, {"quantity": None}, {"quantity": 3, "track_quantity": False}])
def test_stock_that_is_not_told_is_unknown_and_never_zero(inventory):
    assert product(samples.product(inventory=inventory)).variants[0].stock is None


@pytest.mark.parametrize(
    ("price", "text"), [("39.9", "39.90"), ("0.005", "0.01"), ("1000000", "1000000.00"), ("19.904", "19.90")]
)
def test_a_price_is_told_as_text_with_two_decimals(price, text):
    assert amount(Decimal(price)) == text


def test_a_price_goes_with_the_whole_product_and_never_with_its_stock():
    row = samples.product(price=Decimal("39.9"), shipping={"weight": Decimal("0.98"), "weight_unit": "kg"})
    body = with_price(row, Decimal("41.5"), "EUR")
    assert "inventory" not in body
    assert (body["price"], body["currency"], body["shipping"]["weight"]) == ("41.50", "EUR", 0.98)
    kept = ("sku", "title", "description", "category", "brand", "condition", "images", "attributes", "metadata")
    assert {name: body[name] for name in kept} == {name: row[name] for name in kept}
    assert as_it_stands(row)["price"] == "39.90"


def test_a_card_tells_what_we_know_and_leaves_the_rest():
    told = ProductCard(ref="c", sku="LU-1", title="T" * 300, price=Decimal(5), currency="EUR", weight_g=500)
    body = card(told, samples.product())
    assert (body["title"], body["price"], body["brand"]) == ("T" * 255, "5.00", "Lumen")
    assert body["shipping"] == {"weight": 500, "weight_unit": "g", "dimensions": {"length": 22}}
    assert "inventory" not in body
    fresh = card(told, None)
    assert fresh["condition"] == "new"
    assert "brand" not in fresh and "images" not in fresh and "inventory" not in fresh


def test_a_new_card_may_bring_its_stock():
    told = ProductCard(ref="c", sku="A", title="T", price=Decimal(5), currency="EUR", quantity=4, options={"size": "S"})
    body = card(told, None)
    assert body["inventory"] == {"quantity": 4, "track_quantity": True}
    assert body["attributes"] == {"size": "S"}
