"""Prices as people write them in feeds. What can be read two ways is refused: a price is never guessed."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from core.money import is_currency, minor_digits

SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₽": "RUB",
    "₸": "KZT",
    "₴": "UAH",
    "zł": "PLN",
    "Kč": "CZK",
    "сум": "UZS",
    "руб": "RUB",
}
NUMBER = re.compile(r"\d[\d.,]*")
SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'’"))


class PriceUnreadable(ValueError):
    """str() says what is wrong with it."""


def read_price(text: str, *, currency: str) -> tuple[Decimal, str]:
    """Amount and currency of “465000.00 KZT”, “6,99 €”, “EUR 1.234,50”; `currency` where none is named."""
    numbers = NUMBER.findall(text.translate(SPACES))
    if len(numbers) != 1:
        raise PriceUnreadable(_("“%(text)s” is no price. Write it like 1234.50 EUR.") % {"text": text})
    before, _found, after = text.translate(SPACES).partition(numbers[0])
    named = _currency(before + after, text) or currency
    if "-" in before or "−" in before:
        raise PriceUnreadable(_("The price %(text)s is below zero.") % {"text": text})
    return _amount(numbers[0], text, named), named


def _currency(rest: str, text: str) -> str:
    word = rest.strip(" .-−")
    if not word:
        return ""
    if is_currency(word.upper()):
        return word.upper()
    for sign, code in SIGNS.items():
        if sign == word:
            return code
    if word == "$":
        raise PriceUnreadable(_("“%(text)s” does not say which dollar. Write it like 1234.50 USD.") % {"text": text})
    if not word.isalpha():
        raise PriceUnreadable(_("“%(text)s” is no price. Write it like 1234.50 EUR.") % {"text": text})
    raise PriceUnreadable(_("“%(text)s” names no currency we know. Write it like 1234.50 EUR.") % {"text": text})


def _amount(number: str, text: str, currency: str) -> Decimal:
    """The last separator is the decimal one unless it groups thousands; one group of three alone says neither."""
    number = number.rstrip(".,")
    marks = [mark for mark in ".," if mark in number]
    if len(marks) == 2:
        decimal = max(marks, key=number.rindex)
        whole, _point, part = number.rpartition(decimal)
        return _exact(_grouped(whole, text, {".": ",", ",": "."}[decimal]), part, text)
    if not marks:
        return Decimal(number)
    if number.count(marks[0]) > 1:
        return Decimal(_grouped(number, text, marks[0]))
    whole, _point, part = number.partition(marks[0])
    if len(part) == 3 and minor_digits(currency) != 3 and whole != "0":
        words = _("The price “%(text)s” can be read as %(all)s or as %(whole)s and a fraction. Write %(all)s.00.")
        raise PriceUnreadable(words % {"text": text, "all": whole + part, "whole": whole})
    return _exact(whole, part, text)


def _grouped(number: str, text: str, mark: str) -> str:
    first, *groups = number.split(mark)
    if not (1 <= len(first) <= 3 and all(len(group) == 3 and group.isdigit() for group in groups)) and groups:
        raise PriceUnreadable(_("“%(text)s” is no price. Write it like 1234.50 EUR.") % {"text": text})
    return first + "".join(groups)


def _exact(whole: str, part: str, text: str) -> Decimal:
    if len(part) > 4 or not part.isdigit():
        raise PriceUnreadable(_("The price “%(text)s” has more than four digits after the point.") % {"text": text})
    return Decimal(f"{whole}.{part}")
