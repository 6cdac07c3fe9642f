"""Money is a Decimal with a currency, never a float."""

from decimal import ROUND_HALF_EVEN, Decimal

from babel.core import get_global

#: Digits after the point where they are not two (ISO 4217).
MINOR_DIGITS = {
    "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "XAF": 0, "XOF": 0, "PYG": 0, "RWF": 0, "UGX": 0,
    "BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3,
}  # fmt: skip

PLACES = Decimal("0.0001")


def minor_digits(currency: str) -> int:
    """How many digits this currency shows after the point."""
    return MINOR_DIGITS.get(currency, 2)


def is_currency(code: str) -> bool:
    """Whether people pay in it: ISO 4217 keeps codes for no currency and for tests as well."""
    return code in get_global("all_currencies") and code not in {"XXX", "XTS"}


def stored(amount: Decimal) -> Decimal:
    """The amount as the database keeps it: four places, half to even."""
    return amount.quantize(PLACES, rounding=ROUND_HALF_EVEN)
