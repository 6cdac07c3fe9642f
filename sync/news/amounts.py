"""Amounts in mails and notifications, as the store's country writes them."""

from __future__ import annotations

from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency


def amount(value: Decimal | str | None, currency: str, locale: str) -> str:
    """ "€59.00"; an en dash where there is none."""
    if value is None or value == "":
        return "–"
    return str(format_currency(Decimal(value), currency, locale=known_locale(locale)))


def known_locale(locale: str) -> Locale:
    """The store's locale, else British English."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
