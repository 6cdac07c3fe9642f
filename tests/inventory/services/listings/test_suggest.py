"""How likely a listing and a product are the same: the evidence, and what the score says of it."""

from decimal import Decimal

import pytest

from inventory.services.listings.suggest import CERTAIN, DOUBTFUL, Side, is_gtin, likeness, title_likeness

OURS = Side(
    sku="ORI-BPK-NVY", gtin="4006381333931", titles=("Canvas backpack, navy", "Рюкзак из канваса, синий"),
    price=Decimal(100), currency="EUR",
)  # fmt: skip


def said(**theirs: object) -> dict[str, str]:
    return {each.field: each.verdict for each in likeness(Side(**theirs), OURS).evidence}


def score(**theirs: object) -> int:
    return likeness(Side(**theirs), OURS).score


def test_each_field_agrees_is_alike_differs_or_is_absent() -> None:
    there = {"sku": "ori_bpk nvy", "gtin": "04006381333931", "titles": ("Navy backpack canvas",)}
    found = said(**there, price=Decimal(103), currency="EUR")
    assert found == {"gtin": "equal", "sku": "alike", "title": "equal", "price": "alike"}
    found = said(sku="X", gtin="96385074", titles=("Teapot",), price=Decimal(62), currency="EUR")
    assert found == {"gtin": "differs", "sku": "differs", "title": "differs", "price": "differs"}
    assert set(said().values()) == {"absent"}


def test_prices_in_two_currencies_say_nothing() -> None:
    assert said(price=Decimal(100), currency="RUB")["price"] == "absent"


def test_a_title_in_a_script_of_its_own_says_nothing_and_in_a_known_language_says_all() -> None:
    assert said(titles=("กระเป๋าเป้ผ้าใบ",))["title"] == "absent"
    assert said(titles=("Рюкзак из канваса синий",))["title"] == "equal"


def test_a_number_with_a_wrong_check_digit_is_evidence_of_nothing() -> None:
    assert said(gtin="4006381333932")["gtin"] == "absent"
    assert not is_gtin("00000000") and not is_gtin("٤٠٠٦٣٨١٣٣٣٩٣١") and is_gtin("96385074")


@pytest.mark.parametrize(
    "there",
    [
        {"gtin": "4006381333931", "titles": ("กระเป๋า",)},
        {"gtin": "4006381333931", "sku": "LZ-1", "price": Decimal(103), "currency": "EUR"},
        {"sku": "ORI-BPK-NVY"},
        {"sku": "ori-bpk-nvy", "titles": ("Canvas backpack navy",), "price": Decimal(100), "currency": "EUR"},
    ],
)
def test_the_number_of_the_article_or_the_sku_make_it_certain(there: dict[str, object]) -> None:
    assert score(**there) >= CERTAIN


@pytest.mark.parametrize(
    "there",
    [
        {"titles": ("Canvas backpack, navy",)},
        {"sku": "ORI-BPK-NVY", "gtin": "96385074", "titles": ("Canvas backpack, navy",)},
        {"sku": "ORI-BPK-NVY", "titles": ("Brass table lamp",)},
        {"gtin": "4006381333931", "titles": ("Set of six teapots",), "price": Decimal(600), "currency": "EUR"},
    ],
)
def test_a_title_alone_or_a_contradiction_is_never_certain(there: dict[str, object]) -> None:
    assert score(**there) < CERTAIN


def test_another_number_is_another_article_whatever_it_is_called() -> None:
    assert score(gtin="96385074", titles=("Canvas backpack, navy",)) < DOUBTFUL


def test_a_title_half_alike_is_doubtful() -> None:
    assert score(titles=("Canvas shopper, red",)) < DOUBTFUL


def test_titles_are_alike_whatever_the_order_case_and_accents_but_not_the_size() -> None:
    assert title_likeness("Lampe de table, laiton", "LAITON table lampe dé") == 1.0
    assert title_likeness("Backpack 20 l", "Backpack 30 l") < title_likeness("Backpack 20 l", "Backpack 20 litres")
    assert title_likeness("", "Lamp") == 0.0


def test_a_score_never_leaves_its_bounds() -> None:
    assert score(sku="ORI-BPK-NVY", gtin="4006381333931", titles=OURS.titles, price=Decimal(100), currency="EUR") == 99
    assert score(gtin="96385074", price=Decimal(1), currency="EUR") == 0
