"""Whether an order's sums add up, and whether they are still those of the units that were cancelled."""

from collections.abc import Iterable
from decimal import Decimal

from marketplaces.canonical.orders import Order as Told

TOLERANCE = Decimal("0.01")
ZERO = Decimal(0)


def balances(order: Told) -> bool:
    """Whether the sums told add up in one of the ways in which marketplaces tell tax and discount."""
    bases = {goods_of(order), live_goods_of(order), goods_of(order) if order.subtotal is None else order.subtotal}
    return order.total is None or any(_fits(order, base, _discounts(order)) for base in bases)


def counts_cancelled(order: Told) -> bool:
    """Whether the total told is still the one with the cancelled units in it.

    Where it adds up with them and without, the plain sum with all that was told decides; where it adds up in no way
    it is left as it was told.
    """
    goods, live = goods_of(order), live_goods_of(order)
    if order.total is None or goods == live:
        return True
    if _fits(order, goods, {order.discount + _off(order)}):
        return True
    return not _fits(order, live, _discounts(order)) and _fits(order, goods, _discounts(order))


def goods_of(order: Told) -> Decimal:
    """What all units come to."""
    return sum((line.unit_price * line.quantity for line in order.lines), ZERO)


def live_goods_of(order: Told) -> Decimal:
    """What those come to that are not cancelled."""
    return sum((line.unit_price * (line.quantity - line.cancelled_quantity) for line in order.lines), ZERO)


def _off(order: Told) -> Decimal:
    return sum((line.discount for line in order.lines), ZERO)


def _discounts(order: Told) -> set[Decimal]:
    return {ZERO, order.discount, _off(order), order.discount + _off(order)}


def _fits(order: Told, base: Decimal, discounts: Iterable[Decimal]) -> bool:
    assert order.total is not None
    most = TOLERANCE * (len(order.lines) + 1)
    sums = (base + order.shipping_cost + tax - less for less in discounts for tax in {ZERO, order.tax})
    return any(abs(found - order.total) <= most for found in sums)
