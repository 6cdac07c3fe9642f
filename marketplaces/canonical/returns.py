"""Returns as the marketplace tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class ReturnStatus(StrEnum):
    """Where a return stands."""

    REQUESTED = "requested"  # the buyer asked, we have to answer
    ACCEPTED = "accepted"  # agreed, the refund is on its way
    DISPUTED = "disputed"  # we object, the marketplace judges
    REFUNDED = "refunded"  # the buyer has the money
    CANCELLED = "cancelled"  # the buyer took it back, or it was refused
    CLOSED = "closed"  # over; the marketplace does not say how
    UNKNOWN = "unknown"  # a remote word that no table lists


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """Units of one thing that come back."""

    remote_product_id: str
    quantity: int
    remote_variant_id: str = ""
    sku: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One return of (a part of) one order. `refund_amount` is None where the marketplace tells none.

    `refund_given`: by what it tells, the buyer has the money or surely gets it. `refund_estimated`: the amount is only
    the price of the goods, so whether all of the order came back is told by its units. `came_back`: the goods are
    with the seller again.
    """

    remote_id: str
    order_remote_id: str
    status: ReturnStatus
    remote_status: str
    created_at: datetime
    updated_at: datetime
    lines: tuple[ReturnLine, ...]
    raw: Mapping[str, Any]
    reason: str = ""
    buyer_note: str = ""
    refund_amount: Decimal | None = None
    refund_estimated: bool = False
    refund_given: bool = False
    came_back: bool = False
    currency: str = ""
    needs_parcel: bool = True
    tracking_number: str = ""
    answer_by: datetime | None = None
