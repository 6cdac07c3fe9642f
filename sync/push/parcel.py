"""A parcel in canonical words: its units with their codes and boxes, and what stays behind."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from fulfillment.models import Shipment
from fulfillment.selectors.marks import marks_of
from fulfillment.services.carriers import told_as
from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest
from marketplaces.canonical.statuses import Scheme
from orders.models import OrderItem
from sync.push.queue import Claimed


def shipment_request(shipment: Shipment, change: Claimed) -> ShipmentRequest:
    """The parcel in canonical words, with the lines of the same remote order that do not go in it."""
    there = shipment.marketplace_order
    if there is None:
        raise ValueError("a shipment without a marketplace order is not sent")
    boxes = _boxes(shipment)
    taken = _together(boxes.values())
    lines = list(there.order_items.all())
    earlier = _in_earlier_parcels(shipment, lines)
    units = Units(lines, earlier)
    return ShipmentRequest(
        ref=str(shipment.pk),
        order_remote_id=there.marketplace_order_id,
        lines=units.take(taken),
        rest=tuple(
            _line(line, left)
            for line in lines
            if (left := line.quantity - line.cancelled_quantity - taken.get(line.pk, 0) - earlier.get(line.pk, 0)) > 0
        ),
        boxes=tuple(map(Units(lines, earlier).take, boxes.values())) if len(boxes) > 1 else (),
        tracking_number=shipment.tracking_number if shipment.tracking_from == "us" else "",
        carrier=told_as(there.connection, shipment.carrier),
        scheme=Scheme(shipment.order.scheme),
        remote_scheme=shipment.order.remote_scheme,
        parcel_remote_id=shipment.parcel_remote_id,
        order_raw=there.raw,
        progress={key: value for key, value in change.progress.items() if key not in ("looks", "corrects")},
    )


def _boxes(shipment: Shipment) -> dict[int, dict[uuid.UUID, int]]:
    """Units by box and line."""
    found: dict[int, dict[uuid.UUID, int]] = {}
    for item in shipment.items.order_by("box"):
        found.setdefault(item.box, {})[item.order_item_id] = item.quantity
    return found


def _together(boxes: Iterable[dict[uuid.UUID, int]]) -> dict[uuid.UUID, int]:
    """Units by line, whatever box they lie in."""
    found: dict[uuid.UUID, int] = {}
    for inside in boxes:
        for item, units in inside.items():
            found[item] = found.get(item, 0) + units
    return found


class Units:
    """Hands out the units of lines in their order, each with its marking codes: those of earlier parcels are gone."""

    def __init__(self, lines: Sequence[OrderItem], gone: Mapping[uuid.UUID, int]) -> None:
        self.lines, self.gone = lines, dict(gone)
        self.marks = marks_of([line.pk for line in lines])

    def take(self, wanted: Mapping[uuid.UUID, int]) -> tuple[ShipmentLine, ...]:
        """The next units of these lines."""
        return tuple(self._next(line, wanted[line.pk]) for line in self.lines if line.pk in wanted)

    def _next(self, line: OrderItem, quantity: int) -> ShipmentLine:
        first = self.gone.get(line.pk, 0) + 1
        self.gone[line.pk] = first - 1 + quantity
        kept = self.marks.get(line.pk, {})
        marks = tuple(kept.get(unit, {}) for unit in range(first, first + quantity)) if kept else ()
        return replace(_line(line, quantity), marks=marks)


def _in_earlier_parcels(shipment: Shipment, lines: list[OrderItem]) -> dict[uuid.UUID, int]:
    counted: dict[uuid.UUID, int] = {}
    for line in lines:
        for item in line.shipment_items.filter(shipment__number__lt=shipment.number, shipment__deleted_at__isnull=True):
            counted[line.pk] = counted.get(line.pk, 0) + item.quantity
    return counted


def _line(line: OrderItem, quantity: int) -> ShipmentLine:
    listing = line.listing
    return ShipmentLine(
        remote_line_id=line.remote_line_id,
        sku=line.product_sku,
        quantity=quantity,
        remote_product_id=listing.marketplace_product_id if listing else "",
        remote_variant_id=listing.marketplace_variant_id if listing else "",
    )
