"""A marking code in its form: separators as scanners write them, check digits, lengths, days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from fulfillment.services.mark_codes import checked, shown
from marketplaces.canonical.marks import MarkKind, MarkWish, read_wishes, written_wishes

BODY, TAIL = "0104630568317423215EirD_orEif7X", "91EE12{0}92VygELprJ87wrc/qF/Vq/KEFUVpZm4vDPQt2kqUw308Y="
WHOLE = BODY + "\x1d" + TAIL.format("\x1d")


@pytest.mark.parametrize("separator", ["\x1d", "\\u001d", "\\x1D", "<GS>", "{GS}", "␝"])
def test_a_separator_is_read_however_the_scanner_writes_it(separator: str) -> None:
    typed = f" {separator}{BODY}{separator}{TAIL.replace('{0}', separator)} \n"
    assert checked(MarkKind.SGTIN, typed) == WHOLE
    assert checked(MarkKind.SGTIN, shown(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (MarkKind.SGTIN, BODY, BODY),
        (MarkKind.UIN, " 1234567890123456", "1234567890123456"),
        (MarkKind.IMEI, "49-015420-323751-8", "490154203237518"),
        (MarkKind.GTIN, "04601234567893", "4601234567893"),
        (MarkKind.CUSTOMS, "10704010/010624/п000302", "10704010/010624/П000302"),
        (MarkKind.RNPT, "10704010/010624/0000302/001", "10704010/010624/0000302/001"),
        (MarkKind.EXPIRATION, "31.12.2099", "2099-12-31"),
        (MarkKind.EXPIRATION, "2099-12-31", "2099-12-31"),
    ],
)
def test_what_was_typed_is_brought_into_its_form(kind: MarkKind, typed: str, kept: str) -> None:
    assert checked(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        (MarkKind.SGTIN, "0104630", "has 16 to 135 signs; this one has 7"),
        (MarkKind.SGTIN, "1" * 136, "this one has 136"),
        (MarkKind.SGTIN, BODY.replace("E", "Е"), "no Cyrillic letters"),
        (MarkKind.SGTIN, BODY.replace("317423", "317424"), "wrong check digit"),
        (MarkKind.SGTIN, BODY + TAIL.format(""), r"left the separators \(GS\) out"),
        (MarkKind.UIN, "12345", "16 digits"),
        (MarkKind.IMEI, "490154203237519", "15 digits"),
        (MarkKind.GTIN, "4601234567894", "13 digits"),
        (MarkKind.CUSTOMS, "10704010-010624", "Enter the declaration as"),
        (MarkKind.RNPT, "10704010/010624/0000302", "Enter the batch number as"),
        (MarkKind.EXPIRATION, "31.02.2099", "Enter the day as"),
    ],
)
def test_a_wrong_code_says_what_to_enter(kind: MarkKind, typed: str, says: str) -> None:
    with pytest.raises(DomainError, match=says):
        checked(kind, typed)


def test_goods_that_end_soon_are_not_taken() -> None:
    soon = timezone.now().date() + timedelta(days=29)
    with pytest.raises(DomainError, match="30 days"):
        checked(MarkKind.EXPIRATION, soon.isoformat())
    assert checked(MarkKind.EXPIRATION, (soon + timedelta(days=2)).isoformat())


def test_wishes_are_written_and_read_and_an_unknown_word_is_passed_over() -> None:
    wishes = (MarkWish(MarkKind.SGTIN), MarkWish(MarkKind.IMEI, required=False))
    assert written_wishes(wishes) == "sgtin,imei?"
    assert read_wishes("sgtin,imei?") == wishes
    assert read_wishes("sgtin,smell,imei?") == wishes
    assert read_wishes("") == ()
