"""Counts, quantities and percentages in the store's separators. A missing number is a dash, never a nought."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal, format_percent

from .region import Region

MISSING = "–"
MINUS = "−"
#: From here on a share would be rounded to all.
NEARLY_ALL = Decimal("0.995")
MANY = 20_000
#: Before a figure that is estimated, wholly or in part.
ABOUT = "~"


def number(value: int | Decimal | None, region: Region) -> str:
    """A whole or broken number with the store's separators and a true minus sign."""
    if value is None:
        return MISSING
    text = format_decimal(str(value).lstrip("-"), locale=region.numbers)
    return f"{MINUS}{text}" if value < 0 else text


def count(value: int | None, region: Region) -> str:
    """Like `number`, but where exact is not worth its price: "20,000+"."""
    if value is not None and value > MANY:
        return f"{number(MANY, region)}+"
    return number(value, region)


def signed(value: int | Decimal, region: Region) -> str:
    """A change of a quantity: "+3", "−2", "0"."""
    return f"+{number(value, region)}" if value > 0 else number(value, region)


def percent(share: Decimal | float | None, region: Region, *, exact: bool = False, estimated: object = False) -> str:
    """A share of one as the locale writes it, one digit below ten percent: "6.4%", "62%".

    Less than all never reads "100%".

    `exact` keeps up to four digits, for what somebody set; what is `estimated`, wholly or in part, says so: "~6.4%".
    """
    if share is None:
        return MISSING
    value = Decimal(str(share))
    pattern = "#,##0.0%" if Decimal(0) < abs(value) < Decimal("0.0995") else None
    if exact:
        pattern = "#,##0.####%"
    shown = value if pattern else value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if not exact and NEARLY_ALL <= abs(value) < 1:
        pattern, shown = "#,##0.0%", value.quantize(Decimal("0.001"), rounding=ROUND_DOWN)
    text = format_percent(shown, format=pattern, locale=region.numbers).replace("-", MINUS)
    return f"{ABOUT}{text}" if estimated else text
