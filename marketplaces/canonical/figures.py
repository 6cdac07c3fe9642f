"""What a marketplace itself counts of a product on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """One product on one day, days as the marketplace lives them. None: it does not tell this to the shop."""

    remote_product_id: str
    remote_variant_id: str
    sku: str
    day: date
    ordered_units: int | None = None  # all that was ordered that day, cancelled later or not
    revenue: Decimal | None = None  # what was ordered, at the price the buyers saw
    currency: str = ""
    views: int | None = None
    sessions: int | None = None
    cart_adds: int | None = None
    cancelled_units: int | None = None
    delivered_units: int | None = None
    returned_units: int | None = None
