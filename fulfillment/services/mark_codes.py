"""A marking code as it was scanned or typed: brought into its form, or refused with what to enter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum import ean, imei
from stdnum.exceptions import ValidationError

from core.errors import DomainError
from marketplaces.canonical.marks import MarkKind

#: The separator of groups in a code of Честный знак. Scanners and files write it in several ways.
SEPARATOR = "\x1d"
SEPARATORS = ("\\u001d", "\\u001D", "\\x1d", "\\x1D", "<GS>", "{GS}", "␝")
SHORTEST, LONGEST = 16, 135
#: GTIN and serial number alone; what is longer has further groups behind a separator.
WITHOUT_GROUPS = 31
#: Wildberries takes nothing that ends sooner, and a buyer would not either.
SOONEST = timedelta(days=30)
WITH_GTIN = re.compile(r"01(\d{14})21")
CUSTOMS = re.compile(r"\d{8}/\d{6}/[0-9A-ZА-Я]{7}(/\d{1,3})?")
RNPT = re.compile(r"\d{8}/\d{6}/[0-9A-ZА-Я]{7}/\d{3}")


def checked(kind: MarkKind, text: str) -> str:
    """The code as it is kept and sent. Raises DomainError with what is wrong with it."""
    return CHECKS[kind](text.strip())


def _sgtin(text: str) -> str:
    for written in SEPARATORS:
        text = text.replace(written, SEPARATOR)
    text = text.strip(SEPARATOR)
    if not SHORTEST <= len(text) <= LONGEST:
        words = _("A marking code has %(least)d to %(most)d signs; this one has %(n)d. Scan it once more.")
        raise DomainError(words % {"least": SHORTEST, "most": LONGEST, "n": len(text)})
    if not all("!" <= sign <= "~" or sign == SEPARATOR for sign in text):
        raise DomainError(_("A marking code has no blanks and no Cyrillic letters. Set the keyboard to English."))
    found = WITH_GTIN.match(text)
    if found and not ean.is_valid(found[1]):
        raise DomainError(_("The GTIN inside this code has a wrong check digit. Scan it once more."))
    if found and len(text) > WITHOUT_GROUPS and SEPARATOR not in text:
        raise DomainError(_("The scanner left the separators (GS) out of this code. Set it to send them, or paste it."))
    return text


def _uin(text: str) -> str:
    if not re.fullmatch(r"\d{16}", text):
        raise DomainError(_("A jewellery number has 16 digits."))
    return text


def _imei(text: str) -> str:
    digits = re.sub(r"[\s/-]", "", text)
    try:
        found = str(imei.validate(digits))
    except ValidationError:
        found = ""
    if len(found) != 15:
        raise DomainError(_("An IMEI has 15 digits, the last of which checks the others. Dial *#06# to see it."))
    return found


def _gtin(text: str) -> str:
    digits = text.replace(" ", "").removeprefix("0") if len(text.replace(" ", "")) == 14 else text.replace(" ", "")
    if len(digits) != 13 or not ean.is_valid(digits):
        raise DomainError(_("This GTIN has 13 digits, the last of which checks the others."))
    return digits


def _expiration(text: str) -> str:
    found = _day(text)
    if found is None:
        raise DomainError(_("Enter the day as 31.12.2027."))
    if found < timezone.now().date() + SOONEST:
        raise DomainError(_("It must be good for 30 days at least."))
    return found.isoformat()


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _customs(text: str) -> str:
    if not CUSTOMS.fullmatch(text.upper()):
        raise DomainError(_("Enter the declaration as 10704010/010624/0000302."))
    return text.upper()


def _rnpt(text: str) -> str:
    if not RNPT.fullmatch(text.upper()):
        raise DomainError(_("Enter the batch number as 10704010/010624/0000302/001."))
    return text.upper()


CHECKS: Mapping[MarkKind, Callable[[str], str]] = {
    MarkKind.SGTIN: _sgtin,
    MarkKind.UIN: _uin,
    MarkKind.IMEI: _imei,
    MarkKind.GTIN: _gtin,
    MarkKind.EXPIRATION: _expiration,
    MarkKind.CUSTOMS: _customs,
    MarkKind.RNPT: _rnpt,
}


def shown(code: str) -> str:
    """As a person sees it in a field: the separator is a sign of its own, which `checked` reads again."""
    return code.replace(SEPARATOR, "␝")
