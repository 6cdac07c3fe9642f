"""Parcels that left by the marketplace's own word: kept as parcels of ours, their units taken off the shelf."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.dispatch import receiver
from django.utils.translation import gettext as _

from fulfillment.models import Shipment, ShipmentItem
from inventory.services.departures import Take, depart
from orders.signals import Departure, left_there


@receiver(left_there, dispatch_uid="fulfillment.departed")
def note_departures(sender: type[Departure], departures: Sequence[Departure], **_more: Any) -> set[UUID]:
    """One parcel per posting and departure; returns the variants whose free units changed."""
    changed: set[UUID] = set()
    for departure in departures:
        shipment = _parcel(departure)
        takes = [Take(shipment.pk, item_id, units) for item_id, units in sorted(departure.takes.items())]
        label = departure.marketplace_name
        changed |= depart(takes, actor_label=label, reason=_("Shipped at %s") % label, strict=False)
    return changed


def _parcel(departure: Departure) -> Shipment:
    last = Shipment.all_objects.filter(order_id=departure.order_id).aggregate(last=Max("number"))["last"] or 0
    shipment = Shipment.objects.create(
        store_id=departure.store_id, order_id=departure.order_id, marketplace_order_id=departure.marketplace_order_id,
        number=last + 1, request_key=f"there:{departure.marketplace_order_id}:{last + 1}",
        carrier=departure.carrier[:100],
        tracking_number=departure.tracking_number[:100], tracking_from="marketplace",
        parcel_remote_id=departure.parcel_remote_id[:100], shipped_at=departure.at,
        status=Shipment.Status.ON_THE_WAY,
    )  # fmt: skip
    for item_id, units in sorted(departure.takes.items()):
        ShipmentItem.objects.create(shipment=shipment, order_item_id=item_id, quantity=units)
    return shipment
