"""What some orders add up to: figures, groups and bars, as pages and the API read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from operator import add, attrgetter, sub
from typing import Literal

from core.period import Period

By = Literal["marketplace", "connection", "product", "country"]
GROUPS: tuple[By, ...] = ("marketplace", "connection", "product", "country")
NOTHING = Decimal(0)
#: Keys of rows that are no group: the smaller groups together, and what belongs to no product.
OTHERS, REST = "others", "rest"


@dataclass(frozen=True, slots=True)
class Sums:
    """What some orders add up to; `units` are counted by product only.

    `gross` is what buyers were to pay, without what was cancelled since (`cancelled`, in `cut` orders). `part_refunds`
    are those of the `part_refunded` orders; of `refund_untold` of them nobody knows yet how much went back.
    """

    orders: int = 0
    units: int = 0
    gross: Decimal = NOTHING
    cancelled: Decimal = NOTHING
    cut: int = 0
    refunds: Decimal = NOTHING
    part_refunds: Decimal = NOTHING
    estimated_refunds: Decimal = NOTHING
    refunded: int = 0
    part_refunded: int = 0
    refund_untold: int = 0
    given_back: int = 0
    fees: Decimal = NOTHING
    estimated_fees: Decimal = NOTHING
    estimated: int = 0
    untold: int = 0
    untold_gross: Decimal = NOTHING
    promised: int = 0
    sent_late: int = 0

    def __add__(self, other: Sums) -> Sums:
        # Most bars of most products are empty, and there are tens of thousands of them.
        if other is EMPTY or self is EMPTY:
            return self if other is EMPTY else other
        return Sums(*map(add, _ALL(self), _ALL(other)))

    def __sub__(self, other: Sums) -> Sums:
        return Sums(*map(sub, _ALL(self), _ALL(other)))

    @property
    def sales(self) -> Decimal:
        """What buyers were to pay less what went back to them."""
        return self.gross - self.refunds

    @property
    def net(self) -> Decimal:
        """Sales less fees; where fees are not told yet, still with them."""
        return self.sales - self.fees

    @property
    def is_estimated(self) -> bool:
        """Whether something of the net is estimated."""
        return bool(self.estimated or self.estimated_refunds)

    @property
    def fees_told(self) -> Decimal | None:
        """The fees, or nothing where not one of the orders has any told: what is not known is not nought."""
        return None if 0 < self.orders == self.untold else self.fees

    @property
    def fee_share(self) -> Decimal | None:
        return self.fees / self.sales if self.sales > 0 and self.fees_told is not None else None

    @property
    def average(self) -> Decimal | None:
        return self.sales / self.orders if self.orders else None

    @property
    def per_unit(self) -> Decimal | None:
        return self.sales / self.units if self.units else None

    @property
    def refunded_share(self) -> Decimal | None:
        return Decimal(self.refunded) / self.orders if self.orders else None

    @property
    def late_share(self) -> Decimal | None:
        return Decimal(self.sent_late) / self.promised if self.promised else None


EMPTY = Sums()
_ALL = attrgetter(*(each.name for each in fields(Sums)))
AMOUNTS = (
    "gross", "cancelled", "refunds", "part_refunds", "estimated_refunds", "fees", "estimated_fees", "untold_gross",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """Orders that are left out, for one reason."""

    orders: int = 0
    gross: Decimal = NOTHING

    def __add__(self, other: Left) -> Left:
        return Left(self.orders + other.orders, self.gross + other.gross)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group, whole and by bar. `key` is what the order list is filtered by; an order without one has "".

    By product an order may stand in several rows. What is told of whole orders (shipping, their discount) and the
    rounding of shared fees stands in the row REST, which has in `orders` what all of them are. `merged` groups that
    were not asked for one by one stand together in the row OTHERS.
    """

    key: str
    name: str = ""
    code: str = ""
    marketplace: str = ""
    sums: Sums = EMPTY
    bars: Sequence[Sums] = ()
    left: Mapping[str, Left] = field(default_factory=dict)
    orders: Sums | None = None
    merged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Everything of one currency. Rows are sorted by net, the largest first."""

    currency: str
    sums: Sums = EMPTY
    before: Sums = EMPTY
    rows: Sequence[Row] = ()
    bars: Sequence[Sums] = ()
    left: Mapping[str, Left] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """Blocks with the store's own currency first, then by orders. `practice` says that all of it is practice."""

    period: Period
    before: Period
    by: By
    blocks: Sequence[Block]
    practice: bool


def shortened(rows: Sequence[Row], most: int | None) -> list[Row]:
    """At most so many groups: the largest, then all others in one; what belongs to no product stays the last."""
    last = [row for row in rows if row.key == REST]
    groups = [row for row in rows if row.key != REST]
    if most is None or len(groups) <= most:
        return [*groups, *last]
    return [*groups[: most - 1], together(groups[most - 1 :]), *last]


def together(rows: Sequence[Row]) -> Row:
    """Several rows as one."""
    left: dict[str, Left] = {}
    for row in rows:
        left |= {name: left.get(name, Left()) + some for name, some in row.left.items()}
    return Row(
        key=OTHERS,
        sums=sum((row.sums for row in rows), EMPTY),
        bars=[sum(bars, EMPTY) for bars in zip(*(row.bars for row in rows), strict=True)],
        left=left,
        merged=sum(row.merged or 1 for row in rows),
    )
