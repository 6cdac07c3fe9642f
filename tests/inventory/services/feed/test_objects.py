"""Feeds of JSON: arrays, lines, exact numbers, and what is damaged."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from inventory.services.feed import parse_rows, read_file


@pytest.mark.parametrize(
    "text",
    [
        '[\n{"id": "1", "title": "Pot"},\n{"id": 2, "title": "Cup"}]',
        '\ufeff\n{"id": "1", "title": "Pot"}\n{"id": 2, "title": "Cup"}\n',
        '{"count": 2, "products": [\n{"id": "1", "title": "Pot"},\n{"id": 2, "title": "Cup"}]}',
    ],
    ids=["an array", "lines", "an array in an object"],
)
def test_objects_are_read_each_with_its_line(text: str) -> None:
    feed = read_file(text.encode())
    assert feed.described == "JSON"
    assert [(line.number, line.cells["id"], line.cells["title"]) for line in feed.lines] == [
        (2, "1", "Pot"),
        (3, "2", "Cup"),
    ]


@pytest.mark.parametrize(
    ("price", "amount", "currency"),
    [
        ("49.9", "49.9", "KZT"), ("1.234", "1.23", "KZT"), ("1234", "1234", "KZT"), ('"1.234,50 €"', "1234.50", "EUR"),
        ("4.99e1", "49.9", "KZT"), ('{"value": "12.50", "currency": "PLN"}', "12.50", "PLN"),
        ('{"amount": 12.5, "currency": "PLN"}', "12.5", "PLN"),
        ('{"amount": 0.285, "currency": "KWD"}', "0.285", "KWD"), ("0.285", "0.29", "KZT"), ("1.005", "1.01", "KZT"),
    ],
)  # fmt: skip
def test_a_price_never_goes_through_a_float(price: str, amount: str, currency: str) -> None:
    parsed = parse_rows(read_file(f'[{{"id": 1, "title": "Pot", "price": {price}}}]'.encode()), currency="KZT")
    assert [(row.price, row.currency) for row in parsed.rows] == [(Decimal(amount), currency)]


@pytest.mark.parametrize("price", ["NaN", "Infinity", "1e999999999", "-5", "1" * 5000])
def test_what_is_no_price_is_refused_in_no_time(price: str) -> None:
    parsed = parse_rows(read_file(f'[{{"id": 1, "title": "Pot", "price": {price}}}]'.encode()), currency="EUR")
    assert not parsed.rows and len(parsed.refused) == 1


def test_lists_become_lists_and_what_is_left_out_stays_empty() -> None:
    feed = read_file(
        b'[{"id": 4006381333931, "title": "Pot", "additional_image_link": ["http://x/1.png", "http://x/2.png"]},'
        b'{"ID": "2", "Name": "Cup", "identifier_exists": false, "title": null, "dims": {"w": 1}}]'
    )
    parsed = parse_rows(feed, currency="EUR")
    assert parsed.rows[0].sku == "4006381333931" and parsed.rows[0].images == ("http://x/1.png", "http://x/2.png")
    assert feed.lines[1].cells["identifier_exists"] == "FALSE"


def test_a_damaged_line_costs_itself_alone() -> None:
    lines = [b'{"id": 1, "title": "Pot"}', b'{"id": 2, "tit', b"[1]", rb'{"id": 3, "title": "\ud800"}']
    feed = read_file(b"\n".join([*lines, rb'{"id": 4, "title": "C\u0000up"}']))
    assert [(line.cells["id"], line.cells["title"]) for line in feed.lines] == [("1", "Pot"), ("4", "Cup")]
    assert [number for number, _sentence in feed.torn] == [2, 3, 4]


def test_a_name_that_is_half_a_letter_is_kept_from_the_database() -> None:
    feed = read_file(b'[{"id": 1, "title": "Pot", "\\ud800\\u0000x": 1}]')
    assert feed.columns == ("id", "title", "x")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"id": 1, "title": "Pot"},\n{"id": 2, "ti', "breaks off or is damaged near line 2"),
        ('[{"id": 1, "title": "Pot"}\n{"id": 2}]', "breaks off or is damaged"),
        ('[{"id": 1, "title": "Pot"}] {"id": 2}', "breaks off or is damaged"),
        ('[{"id": 1, "title": "Pot"},', "breaks off or is damaged"),
        ("[]", "no products"),
        ('{"error": "denied"}', "“id” and “title” among them. It names: error"),
        ("[" * 100_000, "nested too deep"),
        ("[1, 2]", "“id” and “title” among them"),
        ("[{" + ",".join(f'"{place}": 1' for place in range(400)) + "}]", "more than 300 columns"),
    ],
    ids=[
        "cut off",
        "no comma",
        "two things",
        "cut behind a comma",
        "nothing",
        "an error",
        "too deep",
        "numbers",
        "wide",
    ],
)
def test_json_that_is_no_feed_is_told_so(text: str, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        read_file(text.encode())
