"""Orders and keys: every word of the tables, what is not in them, amounts, and what may never be shown."""

import hashlib
from decimal import Decimal

import pytest

from marketplaces.canonical.purchases import LOOKS, KeyForm, PurchaseState
from marketplaces.connectors.codeswholesale import mapping, pictures
from marketplaces.framework.errors import UnexpectedPayload
from tests.marketplaces.connectors.codeswholesale import samples


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Fulfilling", PurchaseState.WAITING), ("Completed", PurchaseState.READY), ("COMPLETED", PurchaseState.READY),
        ("READY", PurchaseState.READY), ("PREPARED", PurchaseState.READY), ("FULFILLED", PurchaseState.READY),
        ("Cancelled", PurchaseState.FAILED), ("Failed", PurchaseState.FAILED), ("OnHold", PurchaseState.UNKNOWN),
        ("", PurchaseState.UNKNOWN), (None, PurchaseState.UNKNOWN),
    ],
)  # fmt: skip
def test_every_documented_status_has_its_state_and_any_other_is_unknown(word, state):
    found = mapping.purchase(samples.order(status=word))
    assert (found.state, found.remote_status) == (state, word or "")


def test_the_table_of_states_is_in_lower_case():
    assert all(word == word.lower() for word in (*mapping.STATES, *mapping.FORMS))


@pytest.mark.parametrize(
    ("kind", "words", "form"),
    [
        ("CODE_TEXT", "Text code", KeyForm.TEXT), ("CODE_IMAGE", "Image code", KeyForm.IMAGE),
        ("CODE_PREORDER", "Pre-ordered code", KeyForm.PROMISED), ("PRE_ORDER", "", KeyForm.PROMISED),
        (None, "Text code", KeyForm.TEXT), (None, "Image code", KeyForm.IMAGE),
        (None, "Pre-ordered code", KeyForm.PROMISED), ("CODE_VIDEO", "Text code", KeyForm.UNKNOWN),
        (None, None, KeyForm.UNKNOWN),
    ],
)  # fmt: skip
def test_the_form_of_a_key_is_told_by_its_type_or_in_version_2_by_its_sentence(kind, words, form):
    found = mapping.key(samples.code(codeType=kind, status=words, code=None))
    assert (found.form, found.remote_word) == (form, kind or words or "")


def test_a_key_of_an_unknown_form_is_kept_as_it_came():
    found = mapping.key(samples.code(codeType="CODE_VOUCHER"))
    assert (found.form, found.text) == (KeyForm.UNKNOWN, "AAAA-BBBB-0001")


def test_the_pictures_vector_of_the_contract():
    image, media_type = pictures.decoded(samples.PNG)
    assert (len(image), media_type) == (67, "image/png")
    assert hashlib.sha256(image).hexdigest() == "064b66188821584121784c30ca28eadbc5f265e025c6dd9eeed64cf1ef8e1f46"


@pytest.mark.parametrize("written", ["AAAAA", "%%%%", samples.PNG[:-2] + "*=", "QUFBQS1CQkJC", "PHN2Zz48L3N2Zz4="])
def test_what_is_no_picture_is_refused_without_being_shown(written):
    with pytest.raises(UnexpectedPayload) as caught:
        pictures.decoded(written)
    assert written not in str(caught.value)


def test_a_jpeg_is_one_too():
    assert pictures.decoded("/9j/4AAQ") == (b"\xff\xd8\xff\xe0\x00\x10", "image/jpeg")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("card.png", "card.png"), ("../../etc/card.png", "card.png"), ("C:\\keys\\card.png", "card.png"),
        ("", "key.png"), ("..", "key.png"), ("a\x00b\n.png", "ab.png"), ("ключ (1).png", "ключ (1).png"),
        (".htaccess", "htaccess"), ("x" * 300, "x" * 100),
    ],
)  # fmt: skip
def test_only_the_last_part_of_a_file_name_counts(written, wanted):
    assert pictures.file_name(written, "image/png") == wanted


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("8.4900", "8.49"), ("8", "8"), ("100", "100"), ("1E+2", "100"), ("0.10", "0.1"), ("0", "0"),
        ("123456789012.3456", "123456789012.3456"), ("0.0000001", "0.0000001"),
    ],
)  # fmt: skip
def test_amounts_are_written_exactly(amount, written):
    assert mapping.amount(Decimal(amount)) == written


@pytest.mark.parametrize("missing", ["orderId", "products"])
def test_a_missing_field_is_named(missing):
    row = samples.order(samples.code())
    del row[missing]
    with pytest.raises(UnexpectedPayload) as caught:
        mapping.purchase(row)
    assert caught.value.path == missing


@pytest.mark.parametrize("codes", ["SECRET-KEY-1", ["SECRET-KEY-1"], {"code": "SECRET-KEY-1"}, None])
def test_codes_of_another_shape_are_named_and_never_shown(codes):
    row = samples.order()
    row["products"][0]["codes"] = codes
    with pytest.raises(UnexpectedPayload) as caught:
        mapping.purchase(row)
    assert caught.value.path.startswith("products[].codes")
    assert "SECRET" not in f"{caught.value} {caught.value.as_dict()}"


def test_what_is_kept_holds_everything_but_the_keys():
    row = samples.order(samples.code(1, serial="AAAA-BBBB-0001"), samples.image(2))
    kept = mapping.without_keys(row)
    assert [code["code"] for code in kept["products"][0]["codes"]] == [mapping.HIDDEN, None]
    assert "AAAA" not in str(kept)
    assert {name: value for name, value in kept.items() if name != "products"} == {
        name: value for name, value in row.items() if name != "products"
    }
    assert row["products"][0]["codes"][0]["code"] == "AAAA-BBBB-0001"


def test_an_unfinished_purchase_is_looked_at_soon_and_then_every_ten_minutes():
    assert [each.total_seconds() for each in LOOKS] == [2, 5, 15, 30, 60, 600]
