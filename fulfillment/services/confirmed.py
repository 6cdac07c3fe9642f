"""What a marketplace answered to a parcel: its number there, and the tracking number where they give it."""

from django.db import transaction

from fulfillment.models import Shipment
from marketplaces.canonical.shipments import ShipmentResult
from orders.models import Order


def confirmed(*, shipment: Shipment, result: ShipmentResult, sent: str = "") -> None:
    """Keep the marketplace's words on the parcel; the order shows the tracking number of its first parcel.

    `sent` is the tracking number that it was told. One typed here meanwhile stays: it is told next.
    """
    with transaction.atomic():
        Order.objects.select_for_update(of=("self",)).get(pk=shipment.order_id)  # first, as everybody who ships does
        row = Shipment.objects.select_for_update().get(pk=shipment.pk)
        before = (row.parcel_remote_id, row.tracking_number, row.carrier)
        row.parcel_remote_id = result.parcel_remote_id[:100] or row.parcel_remote_id
        theirs = result.tracking_number and not is_same(result.tracking_number, row.tracking_number)
        newer = row.tracking_from == "us" and row.tracking_number and row.tracking_number != sent
        if theirs and not newer:
            row.tracking_number, row.tracking_from = result.tracking_number[:100], "marketplace"
        row.carrier = row.carrier or result.carrier[:100]
        if before != (row.parcel_remote_id, row.tracking_number, row.carrier):
            row._change_reason = "confirmed there"
            row.save()
        order = row.order
        if not order.tracking_number and row.tracking_number:
            order.tracking_number, order.carrier = row.tracking_number, order.carrier or row.carrier
            order._change_reason = "tracking number"
            order.save(update_fields=["tracking_number", "carrier", "updated_at"])
    shipment.refresh_from_db()


def is_same(one: str, other: str) -> bool:
    """Some marketplaces keep a number without its blanks and hyphens."""
    return _signs(one) == _signs(other)


def _signs(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum()).casefold()
