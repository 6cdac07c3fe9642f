"""Orders of a shop as it is shown them: what it told last, our state, our parcels."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.dateparse import parse_datetime

from core.keyset import Key, Keyset
from fulfillment.models import ShipmentItem
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.intake import Held, Parcel
from marketplaces.models import Connection
from orders.models import Order
from sync.models import ReceivedOrder

BY_CHANGE = Keyset((Key("updated_at", parse_datetime), Key("id", UUID)))


def find(connection: Connection, remote_id: str) -> Held | None:
    """One order of the shop."""
    row = ReceivedOrder.objects.select_related("order").filter(connection=connection, remote_id=remote_id).first()
    return shown([row])[0] if row is not None else None


def page(connection: Connection, *, since: datetime | None, cursor: str, limit: int) -> tuple[Sequence[Held], str]:
    """By their last change here, oldest first. Raises ValueError for a cursor that is none."""
    if cursor and not BY_CHANGE.can_read(cursor):
        raise ValueError("no cursor of ours")
    rows = Order.objects.filter(store_id=connection.store_id, connection=connection)
    if since is not None:
        rows = rows.filter(updated_at__gte=since)
    found = BY_CHANGE.page(rows, after=cursor, size=limit, fields=("id", "updated_at"))
    received = ReceivedOrder.objects.select_related("order").filter(order__in=[row["id"] for row in found.rows])
    by_order = {row.order_id: row for row in received}
    return shown([by_order[row["id"]] for row in found.rows if row["id"] in by_order]), found.next


def shown(rows: Sequence[ReceivedOrder]) -> list[Held]:
    """Each with its parcels; one query for all of those."""
    parcels = _parcels({row.order_id for row in rows})
    return [
        Held(
            id=str(row.order_id),
            document=row.document,
            hub_status=OrderStatus(row.order.status),
            fulfillments=parcels.get(row.order_id, ()),
        )
        for row in rows
    ]


def _parcels(orders: Collection[UUID]) -> dict[UUID, list[Parcel]]:
    items = (
        ShipmentItem.objects.filter(shipment__order__in=orders, shipment__deleted_at__isnull=True)
        .select_related("shipment", "order_item")
        .order_by("shipment__number", "order_item__position", "order_item_id")
    )
    packed: dict[UUID, list[ShipmentItem]] = defaultdict(list)
    for item in items:
        packed[item.shipment_id].append(item)
    found: dict[UUID, list[Parcel]] = defaultdict(list)
    for inside in packed.values():
        found[inside[0].shipment.order_id].append(_parcel(inside))
    return dict(found)


def _parcel(items: Sequence[ShipmentItem]) -> Parcel:
    parcel = items[0].shipment
    units: dict[str, int] = defaultdict(int)
    for item in items:  # a line may lie in several boxes
        units[item.order_item.remote_line_id] += item.quantity
    return Parcel(
        ref=str(parcel.pk),
        tracking_number=parcel.tracking_number,
        carrier=parcel.carrier,
        shipped_at=parcel.shipped_at,
        units=dict(units),
    )
