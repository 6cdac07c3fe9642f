"""A price as a sum of steps, so that it can say why it is what it is. Pure."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from core.money import minor_digits
from inventory.selectors.expected_fees import Fee

#: No price pays where cost, fees and margin leave nothing: more than can be kept.
NEVER = Decimal(10) ** 11


@dataclass(frozen=True, slots=True)
class Step:
    """`kind`: product, override, cost, markup, fixed, rounding, floor, ceiling, raised. Steps add up to the price."""

    kind: str
    amount: Decimal


class Sum:
    """A price that is being made: each step moves it, and the steps add up."""

    def __init__(self, kind: str, amount: Decimal) -> None:
        self.total, self.steps = amount, [Step(kind, amount)]

    def to(self, kind: str, amount: Decimal) -> None:
        """Move it there; what does not move it is no step."""
        if amount != self.total:
            self.steps.append(Step(kind, amount - self.total))
            self.total = amount

    def within(self, floor: Decimal | None, ceiling: Decimal | None) -> None:
        """Between the listing's bounds."""
        if floor is not None and self.total < floor:
            self.to("floor", floor)
        if ceiling is not None and self.total > ceiling:
            self.to("ceiling", ceiling)


def marked_up(cost: Decimal, percent: Decimal, fixed: Decimal, rounding: str, currency: str) -> Sum:
    """Cost, a share of it, what is fixed, rounded. Rounded to an ending it is never less than before."""
    made = Sum("cost", cost)
    made.to("markup", made.total + cost * percent / 100)
    made.to("fixed", made.total + fixed)
    made.to("rounding", rounded(made.total, rounding, currency))
    return made


def rounded(amount: Decimal, rounding: str, currency: str) -> Decimal:
    """To the digits of the currency, up to the whole, or up to the next price that ends so."""
    digits = minor_digits(currency)
    if rounding == "exact":
        return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    whole = amount.to_integral_value(rounding=ROUND_CEILING)
    if rounding == "whole" or digits < 2:  # a currency without small coins has no price that ends in .99
        return whole
    ending = Decimal(rounding)
    down = amount.to_integral_value(rounding="ROUND_FLOOR") + ending
    return down if down >= amount else down + 1


def lowest(cost: Decimal, fee: Fee, margin_percent: Decimal, currency: str) -> Decimal:
    """The smallest price of which, after the fees, the cost and the margin are left; NEVER where no price does.

    Fees that are fixed in another currency are not counted: nothing is converted.
    """
    fixed = fee.fixed if fee.currency == currency else Decimal(0)
    share = 1 - (fee.percent + margin_percent) / 100
    if share <= 0:
        return NEVER
    exact = (cost + fixed) / share
    return min(NEVER, exact.quantize(Decimal(1).scaleb(-minor_digits(currency)), rounding=ROUND_CEILING))
