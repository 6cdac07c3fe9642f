"""A feed that would change too many of the store's prices waits for a person: perhaps its decimal mark has moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.models import Store
from inventory.models import Variant
from inventory.services.feed.parsing import FeedRow

#: Fewer changes than this are looked over in the preview; a share of them says nothing.
FEW = 10
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Change:
    """A price now and as the feed has it."""

    sku: str
    before: Decimal
    after: Decimal
    currency: str

    @property
    def percent(self) -> int:
        """How much it rises (or falls, below zero); 100 where it was nothing before."""
        return round((self.after - self.before) * 100 / self.before) if self.before else 100


class Held(Exception):
    """str() is the sentence; `largest` are the changes that move a price furthest."""

    def __init__(self, changes: Sequence[Change], known: int, most: int) -> None:
        self.changed, self.known, self.most = len(changes), known, most
        self.largest = sorted(changes, key=lambda each: (-abs(each.percent), each.sku))[:SHOWN]
        super().__init__(
            f"This feed would change {self.changed:,} of {known:,} prices, {self.share} %. "
            f"More than {most} % waits for approval."
        )

    @property
    def share(self) -> int:
        """Of the known prices that the feed names, in percent."""
        return self.changed * 100 // self.known

    def as_json(self) -> dict[str, Any]:
        """As a run keeps it."""
        rows = [[each.sku, str(each.before), str(each.after), each.currency, each.percent] for each in self.largest]
        return {"changed": self.changed, "known": self.known, "share": self.share, "most": self.most, "largest": rows}


def too_many_prices(store: Store, rows: Sequence[FeedRow]) -> Held | None:
    """What would be held, by the store's own limit; None when the feed may go on."""
    known = _prices(store, [row.sku for row in rows if row.price is not None])
    changes = [
        Change(row.sku, before, row.price, row.currency)
        for row in rows
        if row.price is not None and (before := known.get(row.sku)) is not None and before != row.price
    ]
    if len(changes) < FEW or len(changes) * 100 <= store.import_price_share * len(known):
        return None
    return Held(changes, len(known), store.import_price_share)


def _prices(store: Store, skus: Sequence[str]) -> dict[str, Decimal]:
    found = Variant.objects.filter(store=store, sku__in=skus).values_list("sku", "price")
    return {sku: price for sku, price in found if price is not None}
