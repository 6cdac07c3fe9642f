"""Prices as people write them in feeds. What can be read two ways is refused: a price is never guessed."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

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
#: Languages that write the fraction behind a point, as Google's format does. All others of ours take a comma.
POINT = frozenset({"", "en"})


class PriceUnreadable(ValueError):
    """str() says what is wrong with it."""


def has_points(texts: Iterable[str], *, language: str) -> bool:
    """Whether a feed writes the fraction behind a point, so that its “12.345 EUR” is twelve and a fraction.

    Its other prices show it. One that shows no mark at all is read by its language, but not where it writes whole
    prices: there a point may well be the thousands' one.
    """
    shown, whole = set(), False
    for text in texts:
        numbers = NUMBER.findall(text.translate(SPACES))
        if len(numbers) == 1:
            shown.add(_mark_of(numbers[0].rstrip(".,")))
            whole = whole or numbers[0].isdigit()
    shown.discard("")
    return shown == {"."} if shown else language in POINT and not whole


def _mark_of(number: str) -> str:
    """What one number shows beyond doubt."""
    marks = [mark for mark in ".," if mark in number]
    if len(marks) == 2:
        return max(marks, key=number.rindex)
    if not marks:
        return ""
    whole, _point, part = number.partition(marks[0])
    if number.count(marks[0]) > 1:
        return {".": ",", ",": "."}[marks[0]] if len(part.replace(marks[0], "")) % 3 == 0 else ""
    return "" if len(part) == 3 and 1 <= len(whole) <= 3 and whole != "0" else marks[0]


def rounded(amount: Decimal, currency: str) -> Decimal:
    """As it can be paid: half up to the digits of its currency; the same amount where nothing is cut off."""
    places = Decimal(1).scaleb(-minor_digits(currency))
    exact = amount.quantize(places, ROUND_HALF_UP)
    return amount if exact == amount else exact


def read_price(text: str, *, currency: str, points: bool = False) -> tuple[Decimal, str]:
    """Amount and currency of “465000.00 KZT”, “6,99 €”, “EUR 1.234,50”; `currency` where none is named.

    What can be read two ways is refused, but for a number with its currency's code, as Google's format has it, in a
    feed that has its decimal `points`. A bare “1.234” is refused there too: it may come from another hand.
    """
    numbers = NUMBER.findall(text.translate(SPACES))
    if len(numbers) != 1:
        raise PriceUnreadable(_("“%(text)s” is no price. Write it like 1234.50 EUR.") % {"text": text})
    before, _found, after = text.translate(SPACES).partition(numbers[0])
    code = _currency(before + after, text)
    named = code or currency
    if "-" in before or "−" in before:
        raise PriceUnreadable(_("The price %(text)s is below zero.") % {"text": text})
    return _amount(numbers[0], text, named, points and code != "" and code in before + after), named


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


def _amount(number: str, text: str, currency: str, points: bool) -> Decimal:
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
    if len(part) == 3 and minor_digits(currency) != 3 and whole != "0" and not (points and marks == ["."]):
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
