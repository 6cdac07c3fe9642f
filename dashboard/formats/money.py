"""Money as the store's country writes it: short symbols where they cannot be mistaken, else the currency's code."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_compact_decimal, format_decimal, get_currency_precision, get_currency_symbol

from .numbers import ABOUT, MINUS, MISSING
from .region import Region

# Signs that belong to one currency alone; "$", "kr" and "¥" do not, so those depend on the reader's country.
SHORT = {
    "EUR": "€",
    "GBP": "£",
    "RUB": "₽",
    "THB": "฿",
    "INR": "₹",
    "VND": "₫",
    "PHP": "₱",
    "KZT": "₸",
    "UAH": "₴",
    "TRY": "₺",
    "GEL": "₾",
    "ILS": "₪",
}
# The tiyin exists on paper only: nobody writes it unless there is one.
WHOLE = {"UZS"}
NO_BREAK = "\u00a0"


def money(
    amount: Decimal | None, currency: str, region: Region, *, exact: bool = False, estimated: bool = False
) -> str:
    """ "₽7,480.00", "7.480,00 ₽" or "UZS 189,000"; `exact` keeps up to four digits, for edited prices.

    What is `estimated`, wholly or in part, says so: "~₽7,480.00".
    """
    if amount is None:
        return MISSING
    code = currency.upper()
    digits = _digits(amount, code)
    figure = _figure(abs(amount), digits, region, exact=exact)
    sign = MINUS if amount < 0 and any(letter in "123456789" for letter in _plain(figure)) else ""
    return f"{ABOUT if estimated else ''}{sign}{_with_symbol(figure, code, region)}"


def amount_only(amount: Decimal | None, currency: str, region: Region, *, estimated: bool = False) -> str:
    """ "7,480.00": for a column whose head or foot names the currency."""
    if amount is None:
        return MISSING
    figure = _figure(abs(amount), _digits(amount, currency.upper()), region, exact=False)
    sign = MINUS if amount < 0 and any(letter in "123456789" for letter in _plain(figure)) else ""
    return f"{ABOUT if estimated else ''}{sign}{figure}"


def short_money(amount: Decimal, currency: str, region: Region) -> str:
    """ "€2K", "₽1.5M": a mark on an axis, where the exact figure stands elsewhere."""
    figure = format_compact_decimal(abs(amount), locale=region.numbers, fraction_digits=1)
    return f"{MINUS if amount < 0 else ''}{_with_symbol(figure, currency.upper(), region)}"


def _digits(amount: Decimal, code: str) -> int:
    """Digits after the point as the currency has them: yen 0, euro 2, dinar 3."""
    if code in WHOLE and amount == amount.to_integral_value():
        return 0
    return get_currency_precision(code) if code else 2


def _figure(amount: Decimal, digits: int, region: Region, *, exact: bool) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    if exact:
        pattern = "#,##0." + "0" * digits + "#" * (4 - digits)
        return format_decimal(amount, format=pattern, locale=region.numbers)
    rounded = amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return format_decimal(rounded, format=pattern, locale=region.numbers)


def _plain(figure: str) -> str:
    """The figure in Arabic digits whatever script the locale writes, to see whether anything but noughts is left."""
    return "".join(str(int(letter)) if letter.isdigit() else letter for letter in figure)


def _with_symbol(figure: str, code: str, region: Region) -> str:
    if not code:
        return figure
    symbol = SHORT.get(code) or get_currency_symbol(code, locale=region.numbers)
    if not region.numbers.currency_formats["standard"].pattern.startswith("¤"):
        return f"{figure}{NO_BREAK}{symbol}"
    return f"{symbol}{NO_BREAK if symbol[-1].isalpha() else ''}{figure}"
