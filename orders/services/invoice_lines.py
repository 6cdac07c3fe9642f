"""The lines of an invoice: what the buyer pays for, with VAT as the order's lines say it. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.money import minor_digits
from orders.models import Order, OrderItem

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """Amounts of the whole line; `total` is what the buyer pays for it, its tax included."""

    name: str
    sku: str = ""
    quantity: int = 1
    tax: Decimal = ZERO
    total: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.total - self.tax

    def kept(self) -> dict[str, Any]:
        """As it stands in the row of the document."""
        return {**asdict(self), "tax": str(self.tax), "total": str(self.total), "net": str(self.net)}


def lines_of(order: Order, items: Sequence[OrderItem]) -> list[InvoiceLine]:
    """What is not cancelled, the shipping, and what is taken off; together the order's total to the cent.

    Tax that was told on top of the prices is added to its line, tax that they include is only named. What was told
    for the order alone is shared by what the lines cost.
    """
    on_top = _on_top(order)
    drawn = [_goods(item, order.currency) for item in items if item.quantity > item.cancelled_quantity]
    if order.shipping_cost:
        drawn.append(InvoiceLine(name=_("Shipping"), total=rounded(order.shipping_cost, order.currency)))
    told = sum((line.tax for line in drawn), ZERO)
    drawn = _shared(drawn, rounded(order.tax_amount, order.currency) - told, order.currency)
    if on_top:
        drawn = [_with(line, total=line.total + line.tax) for line in drawn]
    left = rounded(order.total, order.currency) - sum((line.total for line in drawn), ZERO)
    if left:
        drawn.append(InvoiceLine(name=_("Discount") if left < 0 else _("Other charges"), total=left))
    return drawn


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To what is paid in this currency."""
    return amount.quantize(Decimal(1).scaleb(-minor_digits(currency)), rounding=ROUND_HALF_UP)


def share_of(lines: Sequence[InvoiceLine], amount: Decimal, currency: str, name: str) -> list[InvoiceLine]:
    """A part of a document in one line, with its part of the tax; all of it in its own lines."""
    total = sum((line.total for line in lines), ZERO)
    if amount == total:
        return list(lines)
    tax = sum((line.tax for line in lines), ZERO)
    return [InvoiceLine(name=name, total=amount, tax=rounded(tax * amount / total, currency) if total else ZERO)]


def _on_top(order: Order) -> bool:
    """Whether the total holds the tax beside the prices."""
    prices = order.subtotal + order.shipping_cost - order.discount_amount - order.cancelled_amount
    return bool(order.tax_amount) and prices + order.tax_amount == order.total


def _goods(item: OrderItem, currency: str) -> InvoiceLine:
    units = item.quantity - item.cancelled_quantity
    part = Decimal(units) / Decimal(item.quantity)
    return InvoiceLine(
        name=item.product_name, sku=item.product_sku, quantity=units, tax=rounded(item.tax_amount * part, currency),
        total=rounded(item.unit_price * units, currency),
    )  # fmt: skip


def _shared(lines: list[InvoiceLine], tax: Decimal, currency: str) -> list[InvoiceLine]:
    """Tax that no line has named: by price, the last line takes what rounding leaves."""
    whole = sum((line.total for line in lines), ZERO)
    if tax <= 0 or whole <= 0:
        return lines
    shared, left = [], tax
    for line in lines[:-1]:
        part = rounded(tax * line.total / whole, currency)
        left -= part
        shared.append(_with(line, tax=line.tax + part))
    return [*shared, _with(lines[-1], tax=lines[-1].tax + left)]


def _with(line: InvoiceLine, *, tax: Decimal | None = None, total: Decimal | None = None) -> InvoiceLine:
    return InvoiceLine(
        name=line.name, sku=line.sku, quantity=line.quantity, tax=line.tax if tax is None else tax,
        total=line.total if total is None else total,
    )  # fmt: skip
