"""The sums of an order: as its marketplace told them, without cancelled units, with fees told or estimated.

What was told stays as it was told on its postings; an order's own total is what its buyer pays for what is not
cancelled. An order that is cancelled whole keeps the total it had: it is left out of every figure as a whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.money import stored
from marketplaces.canonical.orders import Order as Told
from marketplaces.canonical.statuses import OrderStatus
from orders.services.fee_estimate import Rules
from orders.services.intake.family import Family, Posting
from orders.services.intake.sums import counts_cancelled

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """subtotal + shipping + tax where it is told apart − discount − cancelled = total."""

    subtotal: Decimal
    shipping: Decimal
    tax: Decimal
    discount: Decimal
    cancelled: Decimal
    total: Decimal
    fees: Decimal | None = None
    net: Decimal | None = None
    estimated: bool = False
    unbalanced: bool = False

    def row(self) -> tuple[object, ...]:
        """In the order of the columns."""
        told = (self.subtotal, self.shipping, self.tax, self.discount, self.cancelled, self.total)
        return (*map(stored, told), self.fees, self.net, self.estimated, self.unbalanced)


def money_of(family: Family, told: Told, rules: Rules) -> Money:
    """The sums of a family; `told` speaks for its head."""
    sums = _of_several(family, told) if len(family.postings) > 1 else _of_one(family, told)
    fees, net = _fees(family.postings.values())
    estimated = None
    if fees is None and net is None and family.status not in (OrderStatus.CANCELLED, OrderStatus.UNKNOWN):
        estimated = rules.estimate(sums.total, told.currency, placed_at=told.placed_at)
    return Money(
        subtotal=sums.subtotal, shipping=sums.shipping, tax=sums.tax, discount=sums.discount, cancelled=sums.cancelled,
        total=sums.total, fees=fees if estimated is None else estimated, net=net, estimated=estimated is not None,
        unbalanced=sums.unbalanced,
    )  # fmt: skip


def _of_one(family: Family, told: Told) -> Money:
    """As told. A total that is still the one of all units is made that of what is left; one that is not is kept."""
    goods = _goods(family)
    with_cancelled = counts_cancelled(told)
    cancelled = _cancelled(family, goods, told.discount) if with_cancelled else ZERO
    left = goods if with_cancelled else goods - _cancelled(family, goods, ZERO)
    subtotal = left if told.subtotal is None else told.subtotal
    total = subtotal + told.shipping_cost - told.discount if told.total is None else told.total
    return Money(
        subtotal=subtotal, shipping=told.shipping_cost, tax=told.tax, discount=told.discount, cancelled=cancelled,
        total=total - cancelled, unbalanced=not all(posting.balanced for posting in family.postings.values()),
    )  # fmt: skip


def _of_several(family: Family, told: Told) -> Money:
    """What the lines come to: each posting tells only its own part. What is told of the whole is told by the root."""
    goods, old = _goods(family), family.order
    shipping, tax, discount = told.shipping_cost, told.tax, told.discount
    if told.parent_remote_id and old is not None:
        shipping, tax, discount = old.shipping_cost, old.tax_amount, old.discount_amount
    cancelled = _cancelled(family, goods, discount)
    return Money(
        subtotal=goods, shipping=shipping, tax=tax, discount=discount, cancelled=cancelled,
        total=goods + shipping - discount - cancelled,
    )  # fmt: skip


def _goods(family: Family) -> Decimal:
    return sum((line.unit_price * line.quantity for line in family.lines), ZERO)


def _cancelled(family: Family, goods: Decimal, discount: Decimal) -> Decimal:
    """What the cancelled units come to, with their share of the discount.

    Nothing of an order that is cancelled whole, and nothing of a posting that is refunded: the refund takes it off.
    """
    if family.status == OrderStatus.CANCELLED:
        return ZERO
    lines = (line for line in family.lines if line.posting.word != OrderStatus.REFUNDED)
    lost = sum((line.unit_price * line.cancelled for line in lines), ZERO)
    return stored(lost * max(ZERO, goods - discount) / goods) if lost and goods else ZERO


def _fees(postings: Iterable[Posting]) -> tuple[Decimal | None, Decimal | None]:
    """Fees and payout of the postings that count; of a part of them is no answer for the whole."""
    alive = [posting for posting in postings if not posting.replaced]
    counting = [posting for posting in alive if posting.word != OrderStatus.CANCELLED] or alive
    return _sum(posting.fees for posting in counting), _sum(posting.net for posting in counting)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known: list[Decimal] = []
    for amount in amounts:
        if amount is None:
            return None
        known.append(amount)
    return sum(known, ZERO) if known else None
