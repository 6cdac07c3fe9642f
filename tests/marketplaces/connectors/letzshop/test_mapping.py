"""Shipments and orders in our words, from the contract's own examples and from samples."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.connectors.letzshop import mapping, orders
from marketplaces.framework.errors import UnexpectedPayload
from tests.conftest import shared

from .samples import address, order, shipment, unit


def examples():
    return json.loads(shared("contracts/letzshop/examples.json").read_text())


def test_the_contracts_shipment_is_read():
    (row,) = examples()["platform_shipments"]["data"]["shipments"]["nodes"]
    read = mapping.order(row)
    assert (read.remote_id, read.number, read.status) == ("U2hpcG1lbnQtMQ==", "H10000000001", OrderStatus.PENDING)
    assert read.placed_at == datetime(2026, 1, 5, 8, 12, 33, tzinfo=UTC)
    assert [(line.sku, line.quantity, line.unit_price, line.title) for line in read.lines] == [
        ("LU-1001", 1, Decimal("49.90"), "Théière émaillée"), ("LU-2001-S", 2, Decimal("24.90"), "T-shirt coton bio"),
    ]  # fmt: skip
    assert [line.gtin for line in read.lines] == ["5401122000001", ""]
    assert (read.currency, read.total) == ("EUR", None)
    assert read.shipping_address.line1 == "12A, Rue de l'Exemple"
    assert read.billing_address and read.billing_address.line1 == "Exemple Sàrl"
    assert read.raw == row


def test_the_contracts_seed_order_is_read():
    (edge,) = examples()["seed_orders"]["data"]["orders"]["edges"]
    read = orders.order(edge["node"])
    assert (read.remote_id, read.number, read.status) == ("1001", "LS-2026-1001", OrderStatus.CONFIRMED)
    assert (read.subtotal, read.shipping_cost, read.tax, read.total) == (
        Decimal("99.70"), Decimal("5.90"), Decimal("15.34"), Decimal("105.60"),
    )  # fmt: skip
    assert [(line.sku, line.quantity, line.unit_price) for line in read.lines] == [
        ("LU-1001", 1, Decimal("49.90")), ("LU-2001-S", 2, Decimal("24.90")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "units", "status", "word"),
    [
        ("unconfirmed", ["unconfirmed"], "pending", "unconfirmed"),
        ("unconfirmed", ["unconfirmed", "confirmed_unavailable"], "pending", "unconfirmed"),
        ("confirmed", ["confirmed_available"], "confirmed", "confirmed"),
        ("confirmed", ["confirmed_available", "confirmed_unavailable"], "confirmed", "confirmed"),
        ("confirmed", ["returned", "returned"], "refunded", "returned"),
        ("confirmed", ["returned", "confirmed_unavailable"], "refunded", "returned"),
        ("confirmed", ["returned", "confirmed_available"], "partially_refunded", "partly returned"),
        ("declined", ["confirmed_unavailable"], "cancelled", "declined"),
        ("parked", ["unconfirmed"], "unknown", "parked"),
        ("confirmed", ["confirmed_available", "lost"], "unknown", "confirmed: lost"),
    ],
)
def test_state_and_pieces_make_the_status(state, units, status, word):
    read = mapping.order(shipment(state=state, units=[unit(n, state=each) for n, each in enumerate(units)]))
    assert (read.status, read.remote_status) == (status, word)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("PENDING", "pending"), ("PAID", "confirmed"), ("PROCESSING", "processing"), ("SHIPPED", "shipped"),
        ("DELIVERED", "delivered"), ("CANCELLED", "cancelled"), ("REFUNDED", "refunded"), ("ON_HOLD", "unknown"),
    ],
)  # fmt: skip
def test_each_word_of_seed_has_its_status(said, status):
    assert (orders.order(order(status=said)).status, orders.order(order(status=said)).remote_status) == (status, said)


def test_pieces_of_one_variant_are_a_line_and_declined_ones_are_its_cancelled_units():
    pieces = [unit(1, state="confirmed_available"), unit(2, state="confirmed_unavailable"), unit(3, sku="LU-2")]
    pieces[2]["state"] = "confirmed_available"
    read = mapping.order(shipment(state="confirmed", units=pieces))
    assert [(line.sku, line.quantity, line.cancelled_quantity) for line in read.lines] == [
        ("LU-1001", 2, 1),
        ("LU-2", 1, 0),
    ]


def test_pieces_of_one_variant_at_two_prices_are_two_lines():
    read = mapping.order(shipment(units=[unit(1), unit(2, price="39.90 EUR"), unit(3, price="49.9")]))
    assert [(line.remote_id, line.quantity) for line in read.lines] == [("Var-LU-1001", 2), ("Var-LU-1001#2", 1)]


@pytest.mark.parametrize(
    ("price", "exact"), [("24.90", "24.90"), (Decimal("24.9"), "24.9"), ("24.90 EUR", "24.90"), (25, "25")]
)
def test_a_price_is_exact_in_every_spelling(price, exact):
    (line,) = mapping.order(shipment(units=[unit(price=price)])).lines
    assert line.unit_price == Decimal(exact)


@pytest.mark.parametrize(
    ("locale", "title"), [("fr", "Théière"), ("en", "Teapot"), ("de", "Théière"), ("lb", "Théière"), (None, "Théière")]
)
def test_a_name_is_taken_in_the_buyers_language_then_in_another(locale, title):
    (line,) = mapping.order(shipment(locale=locale)).lines
    assert line.title == title


def test_without_any_name_the_sku_stands_for_it_and_without_a_sku_their_number():
    nameless = unit(product={"name": None, "_brand": {}})
    assert mapping.order(shipment(units=[nameless])).lines[0].title == "LU-1001"
    (line,) = mapping.order(shipment(units=[unit(sku=None, tradeId=None)])).lines
    assert (line.sku, line.remote_product_id, line.gtin) == ("", "Var-None", "")


@pytest.mark.parametrize(
    ("country", "street", "number", "line"),
    [
        ("LU", "Rue X", "12A", "12A, Rue X"),
        ("DE", "Körnerstraße", "45", "Körnerstraße 45"),
        ("LU", "Rue X", None, "Rue X"),
    ],
)
def test_a_house_number_stands_where_the_country_writes_it(country, street, number, line):
    given = address(streetName=street, streetNumber=number, country={"name": "", "iso": country})
    assert mapping.order(shipment(shipAddress=given)).shipping_address.line1 == line


@pytest.mark.parametrize(
    ("said", "utc"),
    [
        ("2026-01-05T09:12:33+01:00", "2026-01-05T08:12:33"),
        ("2026-07-05T09:12:33+02:00", "2026-07-05T07:12:33"),
        ("2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00"),  # the night with two half past twos
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00"),
        ("2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00"),
        ("2026-01-05T08:12:33Z", "2026-01-05T08:12:33"),
        ("2026-01-05T08:12:33.250Z", "2026-01-05T08:12:33.250000"),
    ],
)
def test_times_are_kept_in_utc(said, utc):
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert mapping.order(shipment(completedAt=said)).placed_at == expected
    assert orders.order(order(updatedAt=said)).updated_at == expected


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (shipment(completedAt=None), "order.completedAt"),
        (shipment(completedAt="yesterday"), "order.completedAt"),
        (shipment(units=[]), "inventoryUnits"),
        (shipment(units=[unit(price="cheap")]), "inventoryUnits[].variant.price"),
        (shipment(units=[unit(price=None)]), "inventoryUnits[].variant.price"), ({}, "id"),
        (shipment(units=[unit(1), unit(2, sku="B", price="1.00 CHF")]), "inventoryUnits[].variant.price"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(row, path):
    with pytest.raises(UnexpectedPayload) as caught:
        mapping.order(row)
    assert caught.value.path == path
