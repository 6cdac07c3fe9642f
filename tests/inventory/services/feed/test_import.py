"""Rows of a feed become products, once."""

import csv
from decimal import Decimal
from typing import Any

import pytest

from inventory.models import InventoryChange, Product, Variant
from inventory.services.feed import import_rows, parse_rows, read_file, storing
from inventory.services.stock import recount
from tests.conftest import shared
from tests.inventory.world import World, levels, wanted

HEADER = "id,title,description,price,gtin,brand,item_group_id,color,image_link,quantity\n"


def _bring(world: World, text: str | bytes, **more: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    parsed = parse_rows(read_file(data), currency=world.store.currency)
    outcome = import_rows(store=world.store, rows=parsed.rows, reason="Feed test.csv", **more)
    return parsed, outcome


def _tell(outcome: Any) -> tuple[int, int, int]:
    return outcome.created, outcome.updated, outcome.unchanged


@pytest.mark.parametrize(
    ("name", "separator", "rows"),
    [("feed_google_81_ru_kzt.csv", ",", 81), ("feed_google_fr_eur_slice.tsv", "\t", 18)],
)
def test_every_row_of_the_real_feeds_comes_in_exact(world: World, name: str, separator: str, rows: int) -> None:
    path = shared("data") / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        expected = {row["id"]: row for row in csv.DictReader(file, delimiter=separator)}
    parsed, outcome = _bring(world, path.read_bytes())
    assert (len(expected), _tell(outcome), parsed.refused) == (rows, (rows, 0, 0), [])
    for variant in Variant.objects.filter(store=world.store).select_related("product"):
        row = expected.pop(variant.sku)
        amount, currency = row["price"].split()
        assert (variant.price, variant.currency) == (Decimal(amount), currency)
        assert variant.gtin == row.get("gtin", "")
        assert variant.product.title == " ".join(row["title"].split())
        assert variant.product.description == row["description"].strip()
        assert variant.product.brand == row["brand"]
        assert variant.product.images == [row["image_link"]]
    assert expected == {}
    again = _bring(world, path.read_bytes())[1]
    assert (_tell(again), Product.history.filter(store=world.store).count()) == ((0, 0, rows), rows)


def test_a_changed_row_is_the_only_one_written(world: World) -> None:
    _bring(world, HEADER + "1,Pot,,5.00 EUR,,,,,,\n2,Cup,,6.00 EUR,,,,,,\n")
    outcome = _bring(world, HEADER + "1,Pot,,5.50 EUR,,,,,,\n2,Cup,,6.00 EUR,,,,,,\n")[1]
    assert _tell(outcome) == (0, 1, 1)
    pot = Variant.objects.get(sku="1")
    assert [str(row.price) for row in pot.history.order_by("history_date")] == ["5.0000", "5.5000"]
    assert pot.history.latest().history_change_reason == "Feed test.csv"


def test_a_new_price_is_told_to_the_shops(world: World) -> None:
    world.shop.price_out = True
    world.shop.save()
    _bring(world, HEADER + "1,Pot,,5.00 EUR,,,,,,\n")
    listing = world.listing(Variant.objects.get(sku="1"))
    _bring(world, HEADER + "1,Pot,,5.50 EUR,,,,,,\n")
    assert wanted(listing, "price") == 1


def test_rows_of_one_group_are_variants_of_one_product(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "PAGE", 2)
    text = HEADER + "".join(f"{n},Pot {n},,5 EUR,,,G,{colour},,\n" for n, colour in enumerate(("red", "blue", "tan")))
    assert _tell(_bring(world, text)[1]) == (3, 0, 0)
    product = Product.objects.get(store=world.store)
    assert (product.title, product.feed_id) == ("Pot 0", "G")
    assert {each.options["color"] for each in product.variants.all()} == {"red", "blue", "tan"}
    assert _tell(_bring(world, text)[1]) == (0, 0, 3)


def test_a_known_sku_keeps_its_product_and_the_feed_fills_it(world: World) -> None:
    pot = world.variant("1")
    assert _tell(_bring(world, HEADER + "1,Blue pot,,5 EUR,,Acme,,,,\n2,Cup,,6 EUR,,,1,,,\n")[1]) == (1, 1, 0)
    pot.product.refresh_from_db()
    assert (pot.product.title, pot.product.brand, pot.product.feed_id) == ("Blue pot", "Acme", "1")
    assert set(pot.product.variants.values_list("sku", flat=True)) == {"1", "2"}


def test_an_empty_cell_takes_nothing_away(world: World) -> None:
    _bring(world, HEADER + "1,Pot,Long,5 EUR,4006381333931,Acme,,,http://x/1.png,\n")
    parsed, outcome = _bring(world, HEADER + "1,Pot,,,,,,,,\n")
    pot = Variant.objects.get(sku="1")
    assert _tell(outcome) == (0, 0, 1)
    assert (str(pot.price), pot.gtin, pot.product.description) == ("5.0000", "4006381333931", "Long")
    assert "1 has no price in the feed" in parsed.rows[0].warnings[0]


@pytest.mark.parametrize("gtin", ["8.43657E+12", "4006381333932", "12345", "ABC"])
def test_a_damaged_gtin_is_left_out_and_said(world: World, gtin: str) -> None:
    parsed, _outcome = _bring(world, HEADER + f"1,Pot,,5 EUR,{gtin},,,,,\n")
    assert Variant.objects.get(sku="1").gtin == ""
    assert gtin in parsed.rows[0].warnings[0]


def test_what_cannot_be_read_is_refused_and_the_rest_comes_in(world: World) -> None:
    lines = (
        "1,Pot,,5 EUR,,,,,,\n,Nobody,,5 EUR,,,,,,\n3,,,5 EUR,,,,,,\n"
        '4,Jug,,"1,234 EUR",,,,,,\n1,Twice,,5 EUR,,,,,,\n5,Cup\n'
    )
    parsed, outcome = _bring(world, HEADER + lines)
    assert _tell(outcome) == (1, 0, 0)
    assert [item for item, _sentence in parsed.refused] == ["line 7", "line 3", "3", "4"]


def test_of_a_sku_that_is_there_twice_the_last_line_counts_and_is_told(world: World) -> None:
    text = HEADER + "1,Pot,,5 EUR,,,,,,\n2,Cup,,6 EUR,,,,,,\n1,Blue pot,,7 EUR,,,,,,\n"
    parsed, outcome = _bring(world, text)
    pot = Variant.objects.select_related("product").get(sku="1")
    assert (_tell(outcome), pot.product.title, pot.price) == ((2, 0, 0), "Blue pot", Decimal(7))
    assert parsed.warnings == ["1 is in line 2 and in line 4; the later line counts."]
    assert _tell(_bring(world, text)[1]) == (0, 0, 2)


def test_what_is_new_needs_a_price_where_the_feed_has_prices(world: World) -> None:
    outcome = _bring(world, HEADER + "1,Pot,,,,,,,,\n2,Cup,,6 EUR,,,,,,\n")[1]
    assert (_tell(outcome), outcome.refused) == ((1, 0, 0), [("1", "1 is new and has no price. Enter one.")])
    assert _tell(_bring(world, "id,title\n1,Pot\n")[1]) == (1, 0, 0)


def test_a_quantity_is_the_opening_count_and_never_a_later_one(world: World) -> None:
    outcome = _bring(world, HEADER + "1,Pot,,5 EUR,,,,,,7\n2,Cup,,5 EUR,,,,,,\n3,Jug,,5 EUR,,,,,,some\n")[1]
    pot, cup = Variant.objects.get(sku="1"), Variant.objects.get(sku="2")
    assert (outcome.counted, levels(pot), cup.opening_counted_at) == (1, (7, 0), None)
    assert InventoryChange.objects.get(variant=pot).cause == "opening"
    recount(store=world.store, variant=pot, location=world.place, counted=4)
    assert _bring(world, HEADER + "1,Pot,,5 EUR,,,,,,70\n")[1].counted == 0
    assert levels(pot) == (4, 0)


def test_availability_alone_counts_nothing(world: World) -> None:
    _bring(world, "id,title,price,availability\n1,Pot,5 EUR,in_stock\n")
    assert Variant.objects.get(sku="1").opening_counted_at is None


def test_listings_that_waited_for_the_sku_are_linked(world: World) -> None:
    listing = world.listing(None, marketplace_sku="1")
    assert _bring(world, HEADER + "1,Pot,,5 EUR,,,,,,3\n")[1].linked == 1
    listing.refresh_from_db()
    assert (listing.variant, listing.linked_by) == (Variant.objects.get(sku="1"), "same SKU")
    assert wanted(listing) == 1


def test_a_deleted_product_is_not_brought_back_by_a_feed(world: World) -> None:
    world.variant("1").soft_delete()
    outcome = _bring(world, HEADER + "1,Pot,,5 EUR,,,,,,\n2,Cup,,5 EUR,,,,,,\n")[1]
    assert (_tell(outcome), outcome.refused) == ((1, 0, 0), [("1", "1 was deleted here. Restore it first.")])
