"""The keys of one order and how each stands, masked; what was bought for it, and where its links are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fulfillment.models import KeyDelivery, LicenseKey, SupplierOrder
from fulfillment.selectors.key_costs import KeyCosts, costs
from fulfillment.selectors.key_looks import Look, looks
from fulfillment.services.keys.assigning import owed
from fulfillment.services.keys.delivering import complete_lines
from orders.models import Order, OrderItem


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A digital line, its keys without what they hold, and its purchases."""

    item: OrderItem
    keys: Sequence[LicenseKey]
    purchases: Sequence[SupplierOrder]
    costs: KeyCosts

    @property
    def owed(self) -> int:
        return owed(self.item)

    @property
    def here(self) -> int:
        return sum(key.position is not None for key in self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderKeys:
    """Everything about the keys of an order."""

    lines: Sequence[KeyLine]
    deliveries: Sequence[KeyDelivery]
    looks: Sequence[Look]
    ready: bool

    @property
    def link_sent(self) -> bool:
        return any(each.sent_to and not each.withdrawn_at for each in self.deliveries)


def order_keys(order: Order) -> OrderKeys:
    """Without the keys themselves: they are not read from the database."""
    items = list(
        OrderItem.objects.filter(order=order, is_digital=True).select_related("order").order_by("position", "pk")
    )
    rows = LicenseKey.objects.filter(order_item__in=items).select_related("variant").defer("key")
    keys = list(rows.order_by("position", "created_at"))
    bought = SupplierOrder.objects.filter(order_item__in=items).select_related("connection")
    purchases = list(bought.order_by("created_at"))
    lines = [_line(item, keys, purchases) for item in items]
    deliveries = list(KeyDelivery.objects.filter(order=order).order_by("created_at"))
    return OrderKeys(lines=lines, deliveries=deliveries, looks=looks(keys), ready=bool(complete_lines(order)))


def _line(item: OrderItem, keys: Sequence[LicenseKey], purchases: Sequence[SupplierOrder]) -> KeyLine:
    mine = [key for key in keys if key.order_item_id == item.pk]
    bought = [row for row in purchases if row.order_item_id == item.pk]
    return KeyLine(item=item, keys=mine, purchases=bought, costs=costs(item, mine, bought))
