"""All dirty cells that the contract collects, each with the outcome it wants."""

import json
from decimal import Decimal

import pytest

from marketplaces.connectors.letzshop import feed_cells as cells
from tests.conftest import SHARED

FILE = SHARED / "contracts" / "letzshop" / "feed_dirty_cases.json"
CASES = json.loads(FILE.read_text())["cases"] if FILE.exists() else []


def of(*fields):
    return [case for case in CASES if case["field"] in fields]


def named(case):
    return f"{case['field']} {case['raw'][:24]!r}"


def judged(case, value, warning):
    level = case["level"]
    if level.startswith("error"):
        pytest.fail(f"{value} should have been refused")
    assert bool(warning) == level.startswith("warning"), warning
    return value


def refuses(case, read):
    if not case["level"].startswith("error"):
        return False
    with pytest.raises(cells.CellRefused) as caught:
        read()
    assert str(caught.value)[-1] == "."
    return True


@pytest.mark.parametrize("case", of("price"), ids=named)
def test_prices(case):
    def read():
        return cells.price(case["raw"], language=case["feed_language"] or "")

    if not refuses(case, read):
        amount, currency = judged(case, *read())
        assert {"amount": str(amount), "currency": currency} == case["expected"]


def test_a_sale_price_that_is_not_lower_is_dropped():
    assert cells.sale_price("59.90 EUR", Decimal("49.90"))[0] is None
    assert cells.sale_price("59.90 EUR", Decimal("49.90"))[1]
    assert cells.sale_price("39.90 EUR", Decimal("49.90")) == (Decimal("39.90"), "")
    assert cells.sale_price("", Decimal("49.90")) == (None, "")


@pytest.mark.parametrize("case", of("gtin"), ids=named)
def test_gtins(case):
    assert judged(case, *cells.gtin(case["raw"])) == (case["expected"] or "")


@pytest.mark.parametrize("case", of("availability"), ids=named)
def test_availabilities(case):
    assert judged(case, *cells.availability(case["raw"])) == case["expected"]


@pytest.mark.parametrize("case", of("adult", "identifier_exists"), ids=named)
def test_booleans(case):
    assert judged(case, *cells.boolean(case["raw"])) == case["expected"]


@pytest.mark.parametrize("case", of("atalanda:tax_rate"), ids=named)
def test_tax_rates(case):
    value = judged(case, *cells.tax_rate(case["raw"]))
    assert (None if value is None else str(value)) == case["expected"]


@pytest.mark.parametrize("case", of("atalanda:quantity"), ids=named)
def test_quantities(case):
    def read():
        return cells.quantity(case["raw"])

    if not refuses(case, read):
        assert judged(case, *read()) == case["expected"]


def test_texts_are_composed_trimmed_and_do_nothing():
    assert cells.title("  Crémant   brut ") == "Crémant brut"
    assert cells.title("Cre\u0300me") == "Crème"
    assert cells.description("<script>alert(1)</script>Nice") == "Nice"
    assert cells.description('<b onclick="x()">Nice</b>') == "<b>Nice</b>"


@pytest.mark.parametrize(
    ("raw", "read", "warned"),
    [("//cdn.example.lu/a.jpg", "https://cdn.example.lu/a.jpg", False), ("ftp://x/a.jpg", "", True),
     ("javascript:alert(1)", "", True), ("", "", False)],
)  # fmt: skip
def test_only_web_addresses_are_kept(raw, read, warned):
    found, warning = cells.address(raw, "image")
    assert (found, bool(warning)) == (read, warned)


def test_an_apostrophe_that_holds_a_formula_back_is_taken_off():
    assert [cells.plain(each) for each in ("'=1+1", "'012", "'t Oud", "=1")] == ["=1+1", "012", "'t Oud", "=1"]


def test_no_case_of_the_contract_is_left_out():
    tested = {"price", "sale_price", "gtin", "availability", "adult", "identifier_exists", "atalanda:tax_rate"}
    tested |= {"atalanda:quantity", "title", "description", "image_link", "link", "id", "row", "file"}
    assert {case["field"] for case in CASES} <= tested
