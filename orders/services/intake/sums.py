"""Whether an order's sums add up."""

from decimal import Decimal

from marketplaces.canonical.orders import Order as Told

TOLERANCE = Decimal("0.01")


def balances(order: Told) -> bool:
    """Whether the sums told add up in one of the ways in which marketplaces tell tax and discount."""
    total = order.total
    if total is None:
        return True
    goods = sum((line.unit_price * line.quantity for line in order.lines), Decimal(0))
    off = sum((line.discount for line in order.lines), Decimal(0))
    live = sum((line.unit_price * (line.quantity - line.cancelled_quantity) for line in order.lines), Decimal(0))
    bases = {goods, live, goods if order.subtotal is None else order.subtotal}
    for base in bases:
        for less in {Decimal(0), order.discount, off, order.discount + off}:
            for more in {Decimal(0), order.tax}:
                if abs(base + order.shipping_cost + more - less - total) <= TOLERANCE * (len(order.lines) + 1):
                    return True
    return False
