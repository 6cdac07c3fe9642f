"""What the keys of a line cost the store, and what is left of its price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.services.keys.assigning import owed
from orders.models import OrderItem

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCosts:
    """`spent` by currency: what suppliers took for bought keys, what the variant costs for own ones.

    Replaced keys count: they are paid for too. `margin` is before fees of the channel, in the order's currency; None
    where a cost is not known, is in another currency, or keys are missing.
    """

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
    each = {row.pk: (row.currency, cost) for row in purchases if (cost := _piece(row)) is not None}
    spent: dict[str, Decimal] = {}
    unknown = 0
    for key in keys:
        found = _cost(key, each)
        if found is None:
            unknown += 1
        else:
            spent[found[0]] = spent.get(found[0], Decimal(0)) + found[1]
    sold = _sold(item)
    whole = not unknown and set(spent) == {item.order.currency} and _here(keys) >= owed(item) > 0
    rounded = {currency: amount.quantize(CENT) for currency, amount in sorted(spent.items())}
    margin = sold - spent[item.order.currency] if whole else None
    return KeyCosts(spent=rounded, unknown=unknown, sold=sold, currency=item.order.currency, margin=margin)


def _piece(row: SupplierOrder) -> Decimal | None:
    """What one key of a purchase came to: by its bill, else by the price it was bought at."""
    return row.total_cost / row.quantity if row.total_cost is not None else row.unit_cost


def _cost(key: LicenseKey, bought: Mapping[UUID, tuple[str, Decimal]]) -> tuple[str, Decimal] | None:
    """None where nobody said what it cost, or in which money."""
    if key.supplier_order_id:
        found = bought.get(key.supplier_order_id)
        return found if found and found[0] else None
    cost, currency = key.variant.cost, key.variant.currency
    return (currency, cost) if cost is not None and currency else None


def _sold(item: OrderItem) -> Decimal:
    """What the buyer pays for the units that were not cancelled."""
    return (item.total * owed(item) / item.quantity).quantize(CENT) if item.quantity else Decimal(0)


def _here(keys: Sequence[LicenseKey]) -> int:
    return sum(key.position is not None for key in keys)
