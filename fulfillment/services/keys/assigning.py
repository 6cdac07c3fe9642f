"""Keys of the pool for the units of a line: each key once, each unit once."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from fulfillment.models import LicenseKey
from inventory.services.digital import keys_moved
from marketplaces.canonical.statuses import OrderStatus, Scheme
from orders.models import OrderItem

State = LicenseKey.State
#: Orders whose keys are owed now: paid or accepted, and not over.
OWING = (OrderStatus.CONFIRMED, OrderStatus.PROCESSING, OrderStatus.READY_FOR_SHIPMENT)
#: A key that ends so soon is given to nobody.
LEAST_LIFE = timedelta(days=1)


def owing(limit: int = 200) -> Sequence[UUID]:
    """Lines that keys are owed for and that are not done, oldest order first."""
    rows = OrderItem.objects.filter(
        is_digital=True, digital_fulfilled_at__isnull=True, variant__isnull=False, order__status__in=OWING,
        order__scheme=Scheme.SELLER, order__held_at__isnull=True, order__cancel_requested=False,
        quantity__gt=F("cancelled_quantity") + F("shipped_quantity"),
    )  # fmt: skip
    return list(rows.order_by("order__ordered_at", "pk").values_list("pk", flat=True)[:limit])


def owed(item: OrderItem) -> int:
    """So many keys belong to the line."""
    return max(0, item.quantity - item.cancelled_quantity)


@transaction.atomic
def assign(item_id: UUID) -> int:
    """Give the line what the pool has; returns how many units still lack a key. Safe to do again at any time."""
    item = locked(item_id)
    return 0 if item is None or item.variant_id is None else give(item)


def give(item: OrderItem, *, waits: bool = False) -> int:
    """As `assign`, for a line under its lock. Keys that somebody else is giving away just now are passed over, unless
    it `waits` to see what becomes of them: they lie in the pool again where the other gives up.
    """
    free = free_positions(item)
    keys = list(pool_of(item).select_for_update(skip_locked=not waits)[: len(free)])
    for position, key in zip(free, keys, strict=False):
        key.state, key.order_item, key.position = State.RESERVED, item, position
        keep_cost(key)
        key._change_reason = "assigned"
        key.save()
    if keys and item.variant_id is not None:
        keys_moved([item.variant_id], reason="Keys assigned")
    return len(free) - len(keys)


def locked(item_id: UUID) -> OrderItem | None:
    """The line under its lock; None where its order owes nothing any more."""
    rows = OrderItem.objects.select_for_update(of=("self",)).select_related("order")
    item = rows.filter(pk=item_id, is_digital=True, digital_fulfilled_at__isnull=True).first()
    if item is None or item.order.status not in OWING or item.order.held_at or item.order.cancel_requested:
        return None
    return item


def free_positions(item: OrderItem) -> list[int]:
    """The units, counted from 1, that have no key yet."""
    taken = set(LicenseKey.objects.filter(order_item=item).values_list("position", flat=True))
    return [position for position in range(1, owed(item) + 1) if position not in taken]


def keep_cost(key: LicenseKey) -> None:
    """Write down what it has cost, now that it goes to a line: its bill, else what the product costs today."""
    bought = key.supplier_order
    if bought is not None:
        key.cost, key.currency = bought.piece_cost, bought.currency
    else:
        key.cost, key.currency = key.variant.cost, key.variant.currency
    if key.cost is None or not key.currency:
        key.cost, key.currency = None, ""


def put_back(key: LicenseKey, reason: str) -> None:
    """Into the pool again: it belongs to no line, and what it costs is said anew by the next."""
    key.state, key.order_item, key.position = State.POOL, None, None
    key.cost, key.currency = None, ""
    key._change_reason = reason
    key.save()


def pool_of(item: OrderItem) -> QuerySet[LicenseKey]:
    """Keys that the line may have: what ends first goes first."""
    living = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now() + LEAST_LIFE)
    rows = LicenseKey.objects.filter(
        living, store=item.order.store_id, variant=item.variant_id, state=State.POOL, order_item=None
    )
    return rows.order_by(F("expires_at").asc(nulls_last=True), "created_at", "pk")


@transaction.atomic
def give_back() -> int:
    """Keys of orders that were cancelled before they were handed over go back to the pool; how many."""
    rows = LicenseKey.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=State.RESERVED, order_item__order__status__in=[OrderStatus.CANCELLED, OrderStatus.REFUNDED]
    )
    back = list(rows[:200])
    for key in back:
        put_back(key, "order cancelled: back to the pool")
    keys_moved({key.variant_id for key in back}, reason="Keys back in the pool")
    return len(back)
