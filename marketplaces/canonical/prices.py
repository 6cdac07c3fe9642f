"""Prices, in both directions."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceUpdate:
    """Set one listing's price. `ref` is ours and comes back in the result."""

    ref: str
    remote_product_id: str
    remote_variant_id: str
    sku: str
    price: Decimal
    currency: str
    compare_price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLevel:
    """The price seen live there."""

    remote_product_id: str
    remote_variant_id: str
    sku: str
    price: Decimal
    currency: str
    compare_price: Decimal | None = None
