"""The price a listing should have."""

from dataclasses import dataclass
from decimal import Decimal

from core.models import Store
from inventory.models import MarketplaceProduct, Variant
from marketplaces.models import Connection


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
    return _in(variant, currency, listing.store)


def first_price(variant: Variant, shop: Connection) -> Price | None:
    """What a new listing of the variant would cost at a shop; None without a price or in another currency."""
    return _in(variant, shop.currency, shop.store)


def _in(variant: Variant, currency: str, store: Store) -> Price | None:
    if variant.price is None or not currency or (variant.currency or store.currency) != currency:
        return None
    return Price(variant.price, currency)
