"""A tracking number that comes after its parcel left, or was wrong: kept, and told to the marketplace again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.meanwhile import check
from fulfillment.models import Shipment
from fulfillment.services.ship import tell
from orders.models import Order

OVER = (Shipment.Status.DELIVERED, Shipment.Status.RETURNED)


@transaction.atomic
def track(
    *, shipment: Shipment, carrier: str, tracking_number: str, actor_label: str = "",
    expected: Mapping[str, Any] | None = None,
) -> Shipment:  # fmt: skip
    """Keep how the parcel travels, and leave word for its marketplace. The same numbers again change nothing.

    `expected` is what it had when asked: raises ChangedMeanwhile where somebody else was quicker. Raises DomainError
    for a parcel that has arrived, and for a number that the marketplace gave itself.
    """
    wanted = {"carrier": carrier.strip()[:100], "tracking_number": " ".join(tracking_number.split())[:100]}
    if not any(sign.isalnum() for sign in wanted["tracking_number"]):
        raise DomainError(_("Enter the tracking number: it has letters or digits."), field="tracking_number")
    order = Order.objects.select_for_update(of=("self",)).get(pk=shipment.order_id)  # first, as everybody who ships
    row = Shipment.objects.select_for_update(of=("self",)).get(pk=shipment.pk)
    before = {name: getattr(row, name) for name in wanted}
    if before == wanted:
        return row
    _check_row(row)
    check(row, wanted, expected)
    row.carrier, row.tracking_number, row.tracking_from = wanted["carrier"], wanted["tracking_number"], "us"
    row._change_reason = f"tracking number by {actor_label}"[:100]
    row.save()
    _show(order, row, before)
    tell(row)
    return row


def _check_row(row: Shipment) -> None:
    if row.status in OVER:
        raise DomainError(_("Parcel %s has arrived: its tracking number stays as it is.") % row.number)
    if row.tracking_from != "us" and row.tracking_number:
        raise DomainError(_("The marketplace gave parcel %s its tracking number. Change it there.") % row.number)


def _show(order: Order, row: Shipment, before: Mapping[str, str]) -> None:
    """The order shows one parcel's number: a newer word of the same parcel takes its place."""
    if order.tracking_number in ("", before["tracking_number"]):
        order.tracking_number, order.carrier = row.tracking_number, row.carrier
    order.sync_status = "pending"
    order._change_reason = "tracking number"
    order.save(update_fields=["tracking_number", "carrier", "sync_status", "updated_at"])
