"""Money of the native systems: text there, sometimes a number; text of two to four decimals here."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

CENT = Decimal("0.01")


def money(value: Any, at: str) -> Decimal:
    """Exact: text, a whole number, or a Decimal that was never a float. None and "" are nothing."""
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise UnexpectedPayload(at, value)
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise UnexpectedPayload(at, value) from None
    if not found.is_finite() or abs(found) >= 10**11:
        raise UnexpectedPayload(at, value)
    return found


def written(amount: Decimal) -> str:
    """Two decimals, or up to four where there are more."""
    places = max(2, min(4, -int(amount.normalize().as_tuple().exponent)))
    return f"{amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
