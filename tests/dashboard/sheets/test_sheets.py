"""Packing slips and pick lists on paper."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone

from core.models import Store
from dashboard.formats.region import Region
from dashboard.sheets import barcodes, letters
from dashboard.sheets.paper import Paper
from dashboard.sheets.pick import draw_pick_list
from dashboard.sheets.slip import draw_slips
from fulfillment.selectors.picking import pick_list
from fulfillment.selectors.slips import slips
from fulfillment.selectors.to_pack import packable
from marketplaces.models import Connection
from orders.models import Order
from tests.dashboard import world

NAMES = ("Екатерина Соловьёва", "กานต์พิชชา วงศ์สวัสดิ์ ที่อยู่ น้ำปั้น", "ნინო ბერიძე", "Łukasz Żółć", "王小明")


@pytest.fixture
def shop(db: None) -> Connection:
    return world.connection(Store.objects.create(slug="lumen", name="Atelier Lumen"))


def ready(shop: Connection, name: str, **fields: object) -> Order:
    made = world.order(shop, quantity=2, lines=2, customer_name=name, buyer_note="Пожалуйста, как подарок.", **fields)
    for number, line in enumerate(made.items.order_by("position")):
        found = shop.store.variants.filter(sku=f"ORI-LMP-{number}").first()
        world.reserve(line, found or world.variant(shop.store, f"ORI-LMP-{number}", on_hand=50), granted=2)
    return made


def keep(name: str, file: bytes) -> None:
    if folder := os.environ.get("ORION_SHEETS"):
        Path(folder, name).write_bytes(file)


def pages(file: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", file))


class Read(Paper):
    """Paper that remembers what was written on it, since in the file every letter is a number of its font."""

    def __init__(self) -> None:
        super().__init__("Sheet", "Atelier Lumen")
        self.words: list[str] = []

    def text(self, x: float, words: str, size: float, **look: bool) -> None:
        self.words.append(words)
        super().text(x, words, size, **look)


def slip_file(store: Store) -> bytes:
    paper = Paper("Packing slips", store.name)
    orders = list(packable(store, timezone.now()).select_related("connection__marketplace"))
    draw_slips(paper, slips(orders), store=store, region=Region(), now=timezone.now())
    return paper.finished()


def test_each_order_has_its_slip_in_one_file(shop: Connection) -> None:
    for name in NAMES:
        ready(shop, name)
    file = slip_file(shop.store)
    keep("slips.pdf", file)
    assert file.startswith(b"%PDF") and pages(file) == len(NAMES)


def test_a_long_order_goes_on_on_a_second_sheet(shop: Connection) -> None:
    made = world.order(shop, lines=40)
    assert made.items.count() == 40
    file = slip_file(shop.store)
    keep("long.pdf", file)
    assert pages(file) == 3


def test_a_pick_list_adds_up_over_orders(shop: Connection) -> None:
    for name in NAMES:
        ready(shop, name)
    world.order(shop, customer_name="Anna")
    orders = list(packable(shop.store, timezone.now()).select_related("connection__marketplace"))
    picks = pick_list(shop.store, orders, language="en")
    paper = Paper("Pick list", "Atelier Lumen")
    draw_pick_list(paper, picks, store=shop.store, orders=len(orders), region=Region(), now=timezone.now())
    file = paper.finished()
    keep("pick.pdf", file)
    assert [(pick.sku, pick.pieces, pick.linked) for pick in picks] == [
        ("ORI-LMP-0", 10, True), ("ORI-LMP-1", 10, True), ("ORI-LMP-1", 1, False),
    ]  # fmt: skip
    assert len(picks[0].orders) == 5
    assert pages(file) == 1


def test_no_sheet_names_a_price_or_a_phone_number(shop: Connection) -> None:
    ready(shop, "Anna")
    orders = list(packable(shop.store, timezone.now()).select_related("connection__marketplace"))
    paper = Read()
    draw_slips(paper, slips(orders), store=shop.store, region=Region(), now=timezone.now())
    written = " ".join(paper.words)
    assert "Anna" in written and "420111 Казань" in written and "4 units in all" in written
    assert not re.search(r"555|6.?200|12.?400|24.?800", written)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_name_has_a_font(name: str) -> None:
    for run in letters.runs(name):
        assert run.font.startswith("Sheet") == (name != "王小明")
        if run.font.startswith("Sheet"):
            assert all(letters._has(run.font, letter) for letter in run.text)
    assert "".join(run.text for run in letters.runs(name)) == name


def test_a_thai_tone_over_a_vowel_stands_higher() -> None:
    high = [run.text for run in letters.runs("ที่น้ำ้") if run.rise]
    assert high == ["่", "้"]


def test_words_are_wrapped_and_only_a_long_one_is_torn() -> None:
    room = letters.width("Лампа настольная", 10)
    assert letters.wrapped("Лампа настольная «Орион»", 10, room) == ["Лампа настольная", "«Орион»"]
    torn = letters.wrapped("ที่" * 40, 10, 60)
    assert len(torn) > 1 and "".join(torn) == "ที่" * 40
    assert all(line[0] == "ท" for line in torn)
    assert letters.wrapped("a b c d e f g h i j", 10, 20, most=2)[-1].endswith("…")
    assert letters.wrapped("", 10, 20) == []


def test_a_code_128_has_its_symbols_and_quiet_margins() -> None:
    total, found = barcodes.bars("O-10471")
    assert found[0][0] == barcodes.QUIET
    assert (total - 2 * barcodes.QUIET - 13) % 11 == 0  # symbols of eleven modules, the stop of thirteen
    assert found[-1][0] + found[-1][1] == total - barcodes.QUIET
    assert not barcodes.fits_code128("ОРИ-1") and not barcodes.fits_code128("")
    assert barcodes.code128_svg("ОРИ-1") == ""


def test_codes_of_a_page_are_read_aloud_and_escaped() -> None:
    svg = barcodes.qr_svg('A<b>"1"')
    assert 'aria-label="A&lt;b&gt;&quot;1&quot;"' in svg and "style" not in svg
