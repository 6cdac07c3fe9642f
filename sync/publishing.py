"""Products that a person or a program sends to shops or takes out: wished for, then sent at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from core.models import Store, User
from inventory.models import MarketplaceProduct, Offer, Variant
from inventory.selectors.offering import Planned, Terms
from inventory.services import offers
from marketplaces.models import Connection
from sync.asking import ask
from sync.models import MarketplaceSyncLog, SyncType


@dataclass(slots=True)
class Published:
    """What goes out, the runs that carry it, and what stays with its reason."""

    offers: list[Offer] = field(default_factory=list)
    left: list[Planned] = field(default_factory=list)
    runs: list[MarketplaceSyncLog] = field(default_factory=list)


def publish(
    *, store: Store, variants: Iterable[Variant], shops: Sequence[Connection], by: str, user: User | None = None,
    terms: Mapping[UUID, Terms] | None = None, cause: str = "button",
) -> Published:  # fmt: skip
    """Send these variants to these shops, each as far as it can go. Raises DomainError for too many at once."""
    asked = offers.publish(store=store, variants=variants, shops=shops, by=by, terms=terms)
    going = {offer.connection_id for offer in asked.offers}
    started = [_ask(shop, user, cause) for shop in shops if shop.pk in going]
    return Published(offers=asked.offers, left=asked.left, runs=started)


def take_out(*, listing: MarketplaceProduct, by: str, user: User | None = None, cause: str = "button") -> Offer:
    """Take a listing out of its shop. Raises DomainError where that cannot be."""
    offer = offers.withdraw(listing=listing, by=by)
    _ask(listing.connection, user, cause)
    return offer


def _ask(shop: Connection, user: User | None, cause: str) -> MarketplaceSyncLog:
    return ask(connection=shop, sync_type=SyncType.PRODUCTS_OUT, by=user, cause=cause)
