"""What both sides changed and nobody has settled: of a list of listings, and of one with its base (F48)."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from inventory.models import Agreement, MarketplaceProduct
from inventory.models.agreement import Decides, Field
from inventory.services.agreements.owners import decides_for

BOTH = Agreement.State.BOTH
ORDER = list(Field.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A field of a listing and who decides about it."""

    agreement: Agreement
    decides: str

    @property
    def is_open(self) -> bool:
        """Both sides changed it."""
        return self.agreement.state == BOTH

    @property
    def is_agreed(self) -> bool:
        """Nobody has moved."""
        return self.agreement.state == Agreement.State.AGREED

    @property
    def is_price(self) -> bool:
        """An amount, not words."""
        return self.agreement.field == Field.PRICE

    @property
    def by_rule(self) -> bool:
        """No person is asked."""
        return self.decides != Decides.ASK


def standings(listing: MarketplaceProduct) -> list[Standing]:
    """The fields of a linked listing, open ones first: two queries."""
    rows = list(Agreement.objects.filter(listing=listing, store=listing.store_id))
    decides = decides_for(rows, listing.connection)
    rows.sort(key=lambda row: (row.state != BOTH, row.state == Agreement.State.AGREED, ORDER.index(row.field)))
    return [Standing(agreement=row, decides=decides[row.field]) for row in rows]


def fingerprint(row: Agreement) -> str:
    """Of both sides as they are: what a person saw before choosing."""
    return hashlib.blake2b(f"{row.ours}\0{row.theirs}".encode(), digest_size=12).hexdigest()


def open_fields(listing_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Agreement]]:
    """Of a page of listings, those that both sides changed."""
    found: dict[UUID, list[Agreement]] = {}
    rows = Agreement.objects.filter(listing__in=list(listing_ids), state=BOTH)
    for row in sorted(rows, key=lambda row: ORDER.index(row.field)):
        found.setdefault(row.listing_id, []).append(row)
    return found


def held_fields(listing_ids: Collection[UUID], field: str) -> set[UUID]:
    """Those of the listings that must not be told this field."""
    rows = Agreement.objects.filter(listing__in=list(listing_ids), field=field, state=BOTH)
    return set(rows.values_list("listing_id", flat=True))
