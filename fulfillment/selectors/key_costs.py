"""What the keys of a line cost the store, and what is left of its price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.services.keys.assigning import owed
from orders.models import OrderItem

CENT = Decimal("0.01")
#: How a cost is known: what a supplier took, what it was when the key was given to the line, what it costs today.
Known = Literal["billed", "kept", "today"]


@dataclass(frozen=True, slots=True)
class KeyCost:
    """So many keys of one cost, and how it is known."""

    known: Known
    count: int
    each: Decimal
    currency: str

    @property
    def amount(self) -> Decimal:
        """Of all of them, to the cent."""
        return (self.each * self.count).quantize(CENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCosts:
    """`terms` say what makes up `spent`, by currency: what suppliers took for bought keys, what own ones had cost.

    Replaced keys count: they are paid for too. `margin` is before fees of the channel, in the order's currency; None
    where a cost is not known, is in another currency, or keys are missing.
    """

    terms: Sequence[KeyCost] = ()
    spent: Mapping[str, Decimal] = field(default_factory=dict)
    unknown: int = 0
    sold: Decimal
    currency: str
    margin: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """The margin as a part of the price."""
        return self.margin / self.sold if self.margin is not None and self.sold else None


def costs(item: OrderItem, keys: Sequence[LicenseKey], purchases: Sequence[SupplierOrder]) -> KeyCosts:
    """Of keys with their `variant`, and a line with its `order`."""
    bought = {row.pk: row for row in purchases}
    found = [_cost(key, bought) for key in keys]
    counts = Counter(each for each in found if each is not None)
    terms = [KeyCost(known, count, each, currency) for (known, each, currency), count in counts.items()]
    spent: dict[str, Decimal] = {}
    for term in terms:
        spent[term.currency] = spent.get(term.currency, Decimal(0)) + term.each * term.count
    sold, unknown = _sold(item), found.count(None)
    whole = not unknown and set(spent) == {item.order.currency} and _here(keys) >= owed(item) > 0
    rounded = {currency: amount.quantize(CENT) for currency, amount in sorted(spent.items())}
    margin = sold - spent[item.order.currency] if whole else None
    return KeyCosts(
        terms=terms, spent=rounded, unknown=unknown, sold=sold, currency=item.order.currency, margin=margin
    )  # fmt: skip


def _cost(key: LicenseKey, bought: Mapping[UUID, SupplierOrder]) -> tuple[Known, Decimal, str] | None:
    """None where nobody said what it cost, or in which money. The bill may come after the key, so it is read anew."""
    row = bought.get(key.supplier_order_id) if key.supplier_order_id else None
    if row is not None:
        return ("billed", row.piece_cost, row.currency) if row.piece_cost is not None and row.currency else None
    if key.cost is not None:
        return "kept", key.cost, key.currency
    if key.supplier_order_id:
        return None
    cost, currency = key.variant.cost, key.variant.currency
    return ("today", cost, currency) if cost is not None and currency else None


def _sold(item: OrderItem) -> Decimal:
    """What the buyer pays for the units that were not cancelled."""
    return (item.total * owed(item) / item.quantity).quantize(CENT) if item.quantity else Decimal(0)


def _here(keys: Sequence[LicenseKey]) -> int:
    return sum(key.position is not None for key in keys)
