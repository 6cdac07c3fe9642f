"""Money that a seller gives back of an order by itself, without a return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class RefundStatus(StrEnum):
    """Where a refund stands at the marketplace."""

    TAKEN = "taken"  # accepted there, on its way to the buyer
    GIVEN = "given"  # the buyer has the money
    FAILED = "failed"  # it did not come about: the buyer has nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundReason:
    """One entry of the marketplace's own list. `code` "" never occurs."""

    code: str
    title: str
    needs_message: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLine:
    """What is given back for one line. `quantity` is 0 where it is a part of the price and not that of whole units."""

    remote_line_id: str
    amount: Decimal
    quantity: int = 0
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """Money to give back, by line, and of what was paid for shipping.

    `ref` is our own name of it: where the marketplace takes one, it keeps the same refund from being given twice.
    `order_total` is what the buyer paid; `order_raw` the order as last received.
    """

    ref: str
    order_remote_id: str
    reason: str
    currency: str
    lines: tuple[RefundLine, ...]
    shipping: Decimal = Decimal(0)
    message: str = ""
    order_total: Decimal = Decimal(0)
    order_raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def amount(self) -> Decimal:
        """All of it."""
        return sum((line.amount for line in self.lines), self.shipping)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRefund:
    """A refund of an order as the marketplace tells it.

    `amount` is what the buyer gets, None where only the seller's share of it is told. `lines` maps line remote_id to
    amount; empty where it is told of the order as a whole.
    """

    remote_id: str
    status: RefundStatus
    remote_status: str = ""
    amount: Decimal | None = None
    lines: Mapping[str, Decimal] = field(default_factory=dict)

    def may_be(self, request: RefundRequest) -> bool:
        """Whether it can be the answer to this request, by all that is told of it."""
        if self.amount is not None and self.amount != request.amount:
            return False
        return not self.lines or self.lines.keys() == {line.remote_line_id for line in request.lines}
