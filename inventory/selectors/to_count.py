"""What stands on a count sheet: the goods of a view at one place, in the order of a walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.models import Store
from inventory.models import Location
from inventory.selectors.inventory_list import Filters, filtered

#: A sheet of more is nobody's round.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class ToCount:
    """One article; not how many there should be, which the eye would find on the shelf."""

    id: UUID
    sku: str
    gtin: str
    title: str
    options: dict[str, str]


def to_count(store: Store, view: str, place: Location, *, q: str = "", only_there: bool = False) -> Sequence[ToCount]:
    """By SKU, without bundles, which have no shelf. `only_there`: what has a row of stock at this place."""
    filters = Filters(location=place.pk if only_there else None)
    rows = filtered(store, view, q=q, filters=filters).filter(is_bundle=False, product__kind="physical")
    found = rows.order_by("sku", "id").values_list("id", "sku", "gtin", "product__title", "options")[:MOST]
    return [ToCount(*row) for row in found]
