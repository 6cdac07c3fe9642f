"""Counts come back as a file: what they contradict is said before, what has moved since is not written over."""

import pytest

from core.errors import DomainError
from inventory.models import InventoryChange, Reservation
from inventory.selectors.to_count import to_count
from inventory.services import count_sheets
from inventory.services.bundles import set_parts
from inventory.services.count_sheets import Agreed, Sheet
from inventory.services.stock import adjust
from tests.inventory.world import World, conserved, levels, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def _agreed(sheet: Sheet) -> list[Agreed]:
    return [Agreed(row.variant.pk, row.location.pk, row.counted, row.book) for row in sheet.rows]


def test_counts_stand_beside_the_book(world: World) -> None:
    world.variant("CUP")
    world.variant("POT", 5)
    world.variant("TEA", 9)
    annex = world.another_place("annex")
    sheet = count_sheets.read(world.store, b"sku;place;counted\nPOT;;3\nTEA;Annex;2\nCUP;main;1\nTEA;;\n")
    found = [(row.variant.sku, row.location, row.book, row.counted, row.difference) for row in sheet.rows]
    assert found == [("POT", world.place, 5, 3, -2), ("TEA", annex, 0, 2, 2), ("CUP", world.place, None, 1, 1)]
    assert (sheet.empty, sheet.refused, len(sheet.differing)) == (1, [], 3)


def test_a_count_that_contradicts_open_orders_says_so_and_is_taken(world: World) -> None:
    pot = world.variant("POT", 5)
    world.reserve(pot, 4)
    sheet = count_sheets.read(world.store, b"sku,counted\nPOT,1\n")
    assert sheet.rows[0].conflict == "4 are promised to open orders: the newest of them become short by 3."
    done = count_sheets.write(world.store, _agreed(sheet), reason="Count sheet", actor_label="Ann")
    assert (done.written, done.refused) == (1, [])
    assert levels(pot) == (1, 1) and conserved(pot)
    assert Reservation.objects.get().short == 3
    change = InventoryChange.objects.latest("created_at")
    assert (change.cause, change.reason, change.actor_label, change.delta) == ("recount", "Count sheet", "Ann", -4)


def test_what_has_moved_since_it_was_looked_at_is_looked_at_again(world: World) -> None:
    pot, tea, cup = world.variant("POT", 5), world.variant("TEA", 9), world.variant("CUP")
    sheet = count_sheets.read(world.store, b"sku,counted\nPOT,3\nTEA,8\nCUP,1\n")
    adjust(store=world.store, variant=pot, location=world.place, delta=1, reason="came in")
    adjust(store=world.store, variant=cup, location=world.place, delta=2, reason="came in")
    done = count_sheets.write(world.store, _agreed(sheet), reason="Count sheet")
    assert done.refused == [
        ("POT", "It was 5 when you looked and is 6 now. Look at it again."),
        ("CUP", "It was never counted when you looked and is 2 now. Look at it again."),
    ]
    assert (done.written, levels(pot), levels(tea), levels(cup)) == (1, (6, 0), (8, 0), (2, 0))


def test_the_same_sheet_twice_is_written_once(world: World) -> None:
    world.variant("POT", 5)
    sheet = count_sheets.read(world.store, b"sku,counted\nPOT,3\n")
    assert count_sheets.write(world.store, _agreed(sheet), reason="a").written == 1
    assert count_sheets.write(world.store, _agreed(sheet), reason="a").written == 0


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("NOPE,,1", "no product with the SKU NOPE"),
        (",,1", "no product with the SKU –"),
        ("POT,attic,1", "no place “attic”"),
        ("POT,,many", "“many” is no number of units"),
        ("POT,,1.000", "“1.000” is no number of units"),
        ("POT,,2.5", "“2.5” is no number of units"),
        ("POT,,-1", "cannot be below zero"),
        ("POT,,99999999999", "more than can be kept"),
        ("GIFT,,1", "GIFT is a bundle"),
    ],
)
def test_a_line_that_cannot_be_is_named_and_costs_the_others_nothing(world: World, line: str, sentence: str) -> None:
    pot = world.variant("POT", 5)
    world.variant("TEA", 9)
    set_parts(world.variant("GIFT"), {pot.pk: 1}, by="Ann")
    sheet = count_sheets.read(world.store, f"sku,place,counted\nTEA,,8\n{line}\n".encode())
    assert [row.variant.sku for row in sheet.rows] == ["TEA"]
    ((number, why),) = sheet.refused
    assert number == 3 and sentence in why


def test_a_line_twice_is_asked_back(world: World) -> None:
    world.variant("POT", 5)
    sheet = count_sheets.read(world.store, b"sku,counted\nPOT,3\nPOT,2\n")
    assert [row.counted for row in sheet.rows] == [3]
    assert sheet.refused == [(3, "POT is in line 2 already. Add the two numbers up in one line.")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_spreadsheets_of_every_kind_are_read(world: World, encoding: str) -> None:
    world.variant("THÉ", 9)
    (row,) = count_sheets.read(world.store, "SKU\tQty\r\nTHÉ\t8\r\n".encode(encoding)).rows
    assert (row.variant.sku, row.counted) == ("THÉ", 8)


def test_lines_that_end_as_on_an_old_mac_are_read(world: World) -> None:
    world.variant("POT", 5)
    (row,) = count_sheets.read(world.store, b"sku,counted\rPOT,3.0\r").rows
    assert (row.line, row.counted) == (2, 3)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "must name the columns"),
        (b"sku,price\nPOT,3\n", "must name the columns"),
        (b"sku,counted\nPOT\x00,3\n", "no CSV file"),
        (b'sku,title,counted\nTEA,Tea,1\nCUP,"A cup,\nPOT,A "pot",12\n', "line 3 is not closed"),
        (b'sku,title,counted\nCUP,"' + b"A cup\n" * 30_000, "line 2 is not closed"),
        (b"sku,counted\n" + b"POT,1\n" * 2_001, "more than 2000 lines"),
        (b"x" * 2_000_001, "too large"),
    ],
)
def test_what_is_no_count_sheet_is_said(world: World, data: bytes, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        count_sheets.read(world.store, data)


def test_strangers_goods_are_unknown_and_never_written(world: World) -> None:
    other = make_world()
    theirs = other.variant("THEIRS", 5)
    assert count_sheets.read(world.store, b"sku,counted\nTHEIRS,1\n").rows == []
    told = [Agreed(theirs.pk, other.place.pk, 1, 5)]
    assert count_sheets.write(world.store, told, reason="x").written == 0
    assert levels(theirs) == (5, 0)


def test_a_sheet_names_what_lies_there_without_bundles(world: World) -> None:
    pot, annex = world.variant("POT", 5), world.another_place("annex")
    world.variant("CUP")
    set_parts(world.variant("GIFT"), {pot.pk: 1}, by="Ann")
    assert [row.sku for row in to_count(world.store, "all", world.place)] == ["CUP", "POT"]
    assert [row.sku for row in to_count(world.store, "all", world.place, only_there=True)] == ["POT"]
    assert list(to_count(world.store, "all", annex, only_there=True)) == []
    assert [row.sku for row in to_count(world.store, "uncounted", world.place)] == ["CUP"]
