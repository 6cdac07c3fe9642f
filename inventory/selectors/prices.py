"""The price a listing should have."""

from dataclasses import dataclass
from decimal import Decimal

from inventory.models import MarketplaceProduct


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in the currency of the listing's shop."""

    amount: Decimal
    currency: str


def price_of(listing: MarketplaceProduct) -> Price | None:
    """The listing's own price if it has one, else the variant's; None without one or in another currency."""
    variant = listing.variant
    if variant is None:
        return None
    currency = listing.currency or listing.connection.currency
    if listing.price_override is not None:
        return Price(listing.price_override, currency) if currency else None
    if variant.price is None or not currency or (variant.currency or listing.store.currency) != currency:
        return None
    return Price(variant.price, currency)
