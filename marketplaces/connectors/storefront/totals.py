"""Whether an order adds up, in both styles: lines with or without tax, a discount in the lines or on the order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

TOLERANCE = Decimal("0.02")


def difference(order: Mapping[str, Any]) -> Decimal:
    """How far the total told is from the nearest sum that the styles allow."""
    told = amount(order["totals"].get("total"))
    return min(abs(told - each) for each in _sums(order))


def amount(text: str | None) -> Decimal:
    return Decimal(text) if text else Decimal(0)


def _sums(order: Mapping[str, Any]) -> set[Decimal]:
    totals, lines = order["totals"], order["lines"]
    base = sum((amount(each["total"]) for each in lines), Decimal(0)) + amount(totals.get("shipping"))
    in_lines = sum((amount(each.get("discount")) for each in lines), Decimal(0))
    left_over = max(Decimal(0), amount(totals.get("discount")) - in_lines)
    styles = {base, base - left_over}
    if not order["prices_include_tax"]:
        styles |= {each + amount(totals.get("tax")) for each in styles}
    return styles
