"""Every dirty cell and file that the contract collects, through the whole reader: file in, row out.

Where our rule is another than the contract's, the case stands in OTHERWISE with the reason.
"""

import gzip
import json
import unicodedata
from decimal import Decimal
from typing import Any

import pytest

from core.errors import DomainError
from inventory.models import Product, Variant
from inventory.services.feed import FeedRow, Parsed, import_rows, parse_rows, read_file
from tests.conftest import SHARED
from tests.inventory.world import World

FILE = SHARED / "contracts" / "letzshop" / "feed_dirty_cases.json"
CASES = json.loads(FILE.read_text())["cases"] if FILE.exists() else []
COLUMNS = {"atalanda:tax_rate": "tax_rate", "atalanda:quantity": "quantity"}
OTHERWISE = {
    # “adult: 2, warning, null”: the word is left out, so the product has no such attribute rather than an empty one.
    ("adult", "2"): "",
    # “0,17 … use the shop default”: stores have no default rate of tax; the product says none.
    ("atalanda:tax_rate", "0,17"): "",
}


def of(*fields: str) -> list[dict[str, Any]]:
    return [case for case in CASES if case["field"] in fields]


def named(case: dict[str, Any]) -> str:
    return f"{case['field']} {case['raw'][:24]!r}"


def read(cells: dict[str, str], language: str | None = None) -> Parsed:
    """One product with these cells, as a file of JSON lines, which has no separators of its own to get in the way."""
    row = {"id": "LU-1", "title": "Pot", "price": "49.90 EUR"} | cells
    return parse_rows(read_file(json.dumps(row).encode()), currency="EUR", language=language or "en")


def judged(case: dict[str, Any], parsed: Parsed) -> FeedRow | None:
    """The row where the contract keeps it, with a warning where it wants one; None where it is refused."""
    if case["level"].startswith("error"):
        assert (parsed.rows, len(parsed.refused)) == ([], 1), case
        assert parsed.refused[0][1].endswith(".")
        return None
    assert (parsed.refused, len(parsed.rows)) == ([], 1), case
    assert bool(parsed.warnings) == case["level"].startswith("warning"), parsed.warnings
    return parsed.rows[0]


@pytest.mark.parametrize("case", [case for case in of("price") if case["raw"]], ids=named)
def test_a_price(case: dict[str, Any]) -> None:
    row = judged(case, read({"price": case["raw"]}, case["feed_language"]))
    if row is not None:
        assert (row.price, row.currency) == (Decimal(case["expected"]["amount"]), case["expected"]["currency"])


def test_an_empty_price_refuses_what_is_new_and_leaves_what_is_known_its_own(world: World) -> None:
    """“error: required”. A known product keeps its price: an empty cell takes nothing away."""
    world.variant("LU-1", price=Decimal(5), currency="EUR")
    rows = [read({"id": sku, "price": ""}).rows[0] for sku in ("LU-1", "LU-2")]
    outcome = import_rows(store=world.store, rows=rows, reason="test")
    assert [sku for sku, _why in outcome.refused] == ["LU-2"]
    assert [*Variant.objects.values_list("sku", "price")] == [("LU-1", Decimal(5))]


def test_a_sale_price_that_is_not_lower_is_left_out() -> None:
    row = read({"sale_price": "59.90 EUR"}).rows[0]
    assert "sale_price" not in row.attributes and "not lower" in row.warnings[0]
    assert read({"sale_price": "39.90 EUR"}).rows[0].attributes["sale_price"] == "39.90 EUR"


@pytest.mark.parametrize("case", of("gtin"), ids=named)
def test_a_gtin(case: dict[str, Any]) -> None:
    row = judged(case, read({"gtin": case["raw"]}))
    assert row is not None and row.gtin == case["expected"]


@pytest.mark.parametrize("case", of("availability", "adult", "identifier_exists", "atalanda:tax_rate"), ids=named)
def test_a_word_among_few(case: dict[str, Any]) -> None:
    expected = case["expected"]
    if isinstance(expected, bool):
        expected = "yes" if expected else "no"
    # “19, warning: not a Luxembourg rate, keep”: stores sell from many countries, so any rate is one.
    level = {"level": "ok"} if case["raw"] == "19" else {}
    row = judged(case | level, read({case["field"]: case["raw"]}, case["feed_language"]))
    name = COLUMNS.get(case["field"], case["field"])
    assert row is not None
    assert row.attributes.get(name, "") == OTHERWISE.get((case["field"], case["raw"]), expected)


@pytest.mark.parametrize("case", of("atalanda:quantity"), ids=named)
def test_a_quantity(case: dict[str, Any]) -> None:
    row = judged(case, read({"atalanda:quantity": case["raw"]}))
    assert row is None or row.quantity == case["expected"]


@pytest.mark.parametrize("case", [case for case in of("title") if "(e +" not in case["raw"]], ids=named)
def test_a_title(case: dict[str, Any]) -> None:
    row = judged(case, read({"title": case["raw"]}))
    assert row is None or row.title == case["expected"]


def test_letters_are_composed_before_they_are_compared(world: World) -> None:
    for title in ("Cre\u0300me", "Cr\u00e8me"):
        outcome = import_rows(store=world.store, rows=read({"title": title}).rows, reason="test")
    assert (outcome.created, outcome.unchanged) == (0, 1)
    assert Product.objects.get().title == unicodedata.normalize("NFC", "Crème")


def test_a_description_is_freed_of_what_acts_and_keeps_its_words() -> None:
    (case,) = of("description")
    row = judged(case, read({"description": case["raw"]}))
    assert row is not None and row.description == case["expected"]
    told = read({"description": '<p onclick="x()">Nice\n<b>pot</b></p><iframe src=x></iframe>'}).rows[0].description
    assert told == "<p>Nice\n<b>pot</b></p>"


@pytest.mark.parametrize("case", of("image_link", "link"), ids=named)
def test_an_address(case: dict[str, Any]) -> None:
    row = judged(case, read({case["field"]: case["raw"]}))
    assert row is not None
    found = row.attributes.get("link") if case["field"] == "link" else (row.images or (None,))[0]
    assert found == case["expected"]


@pytest.mark.parametrize("case", [case for case in of("id") if "twice" not in case["raw"]], ids=named)
def test_an_id(case: dict[str, Any]) -> None:
    row = judged(case, read({"id": case["raw"]}))
    assert row is None or row.sku == case["expected"]


def test_an_id_that_our_own_export_has_guarded_comes_back_as_it_was() -> None:
    assert read({"id": '\'=HYPERLINK("x")'}).rows[0].sku == '=HYPERLINK("x")'


def test_of_an_id_that_is_there_twice_the_last_row_wins() -> None:
    data = b"id,title,price\nLU-1001,First,1.50 EUR\nLU-1001,Last,2.50 EUR\n"
    parsed = parse_rows(read_file(data), currency="EUR")
    assert [(row.title, row.price) for row in parsed.rows] == [("Last", Decimal("2.50"))]
    assert parsed.warnings == ["LU-1001 is in line 2 and in line 3; the later line counts."]


def test_a_row_with_a_cell_too_few_is_refused_with_its_number() -> None:
    feed = read_file(b"id,title,price\n1,Pot\n2,Cup,5 EUR\n")
    assert [number for number, _why in feed.torn] == [2] and "2 cells" in feed.torn[0][1]
    assert [line.cells["id"] for line in feed.lines] == ["2"]


def test_a_quoted_cell_with_a_line_break_is_one_row() -> None:
    parsed = parse_rows(read_file(b'id,title,price\n1,"Pot\nblue",5 EUR\n'), currency="EUR")
    assert [row.title for row in parsed.rows] == ["Pot blue"]


@pytest.mark.parametrize(
    ("encoding", "separator", "price"),
    [
        ("utf-8-sig", ",", "5.50 EUR"), ("utf-16", ",", "5.50 EUR"), ("cp1252", ",", "5.50 EUR"),
        ("utf-8", "\t", "5.50 EUR"), ("utf-8", ";", "5,50"),
    ],
    ids=["UTF-8 with BOM", "UTF-16 with BOM", "cp1252 with 0x85", "tabs in a .csv", "semicolons and decimal commas"],
)  # fmt: skip
def test_a_file_of_any_make_is_read(encoding: str, separator: str, price: str) -> None:
    rows = (("id", "title", "price"), ("LU-1", "Crémant brut… Größe", price))
    data = "\n".join(separator.join(row) for row in rows).encode(encoding)
    assert encoding != "cp1252" or b"\x85" in data
    parsed = parse_rows(read_file(data), currency="EUR")
    assert [(row.sku, row.title, row.price) for row in parsed.rows] == [
        ("LU-1", "Crémant brut… Größe", Decimal("5.50"))
    ]


FEED = b"id,title,price\n1,Pot,5 EUR\n2,Cup,6 EUR\n"


def test_a_packed_file_is_unpacked_also_in_several_parts() -> None:
    for data in (gzip.compress(FEED), gzip.compress(FEED[:20]) + gzip.compress(FEED[20:])):
        assert [line.cells["title"] for line in read_file(data).lines] == ["Pot", "Cup"]


def test_a_packed_file_that_breaks_off_or_is_damaged_is_no_feed() -> None:
    packed = gzip.compress(FEED * 1000)
    with pytest.raises(DomainError, match="breaks off"):
        read_file(packed[:-9])
    with pytest.raises(DomainError, match="damaged"):
        read_file(packed[:12] + b"\xff" * 20 + packed[32:])


def test_a_packed_file_never_fills_the_memory() -> None:
    with pytest.raises(DomainError, match="larger than 100 MB once it is unpacked"):
        read_file(gzip.compress(bytes(100_000_001), compresslevel=1))


@pytest.mark.parametrize("data", [b"", b"id,title,price\n", b"<!doctype html><form>Sign in</form>"])
def test_what_is_no_feed_fails_and_empties_nothing(world: World, data: bytes) -> None:
    world.variant("LU-1")
    with pytest.raises(DomainError):
        read_file(data)
    assert Variant.objects.count() == 1


def test_every_case_of_the_contract_has_its_test() -> None:
    """A case that is added to the contract under a field without a test here is noticed."""
    assert not CASES or {case["field"] for case in CASES} == {
        "price", "sale_price", "gtin", "availability", "adult", "identifier_exists", "atalanda:tax_rate",
        "atalanda:quantity", "title", "description", "image_link", "link", "id", "row", "file",
    }  # fmt: skip
