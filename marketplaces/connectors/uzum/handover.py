"""Hands an order over: accepted, put into a delivery note for a drop-off point and a time, or (DBS) on its way."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected, UnexpectedPayload

from .client import UzumClient
from .errors import OTHER_POINT, PULL_ORDER
from .mapping import CREATED, DBS
from .reading import Json, find_moment, mapping, page_of, payload, rows, text

PACKING = "PACKING"
ON_ITS_WAY = frozenset({
    "PENDING_DELIVERY", "DELIVERING", "ACCEPTED_AT_DP", "DELIVERED", "DELIVERED_TO_CUSTOMER_DELIVERY_POINT",
    "COMPLETED",
})  # fmt: skip
IN_CABINET = "Make the delivery note in the Uzum seller cabinet; we see it there by ourselves."


def accept(client: UzumClient, number: str) -> None:
    """Tell Uzum that the order will be sent. AlreadyDone where that was told before."""
    order = read(client, number)
    status = text(order.get("status"))
    if status != CREATED:
        if status == PACKING or status in ON_ITS_WAY:
            raise AlreadyDone("This order was accepted before")
        raise _not_now(status)
    client.confirm(number, "accept_order")


def confirm(
    client: UzumClient, request: ShipmentRequest, settings: Mapping[str, str], *, now: Callable[[], datetime]
) -> ShipmentResult:
    """As far as Uzum lets the order go now.

    1. Look where it stands. 2. Accept it, if that was not done. 3. DBS: on its way. FBS: into a delivery note, at the
    earliest free time of the connection's drop-off point. 4. Look whether it shows.
    """
    if request.rest:
        raise Rejected("Uzum takes an order as one parcel", fix="Put all open lines into this parcel.")
    number = request.order_remote_id
    order = read(client, number)
    if text(order.get("status")) == CREATED:
        order = mapping(payload(client.confirm(number)), "payload") or read(client, number)
    status = text(order.get("status"))
    if is_handed_over(order):
        return _result(order, number)
    if status != PACKING:
        raise _not_now(status)
    if text(order.get("scheme")) == DBS:
        client.dbs_delivering(number)
    elif not request.progress.get("note"):
        note = Note(client, number, settings, now).create(request.ref)
        return _result(read(client, number), number, note=text(note.get("id")) or "made")
    return _result(read(client, number), number, note=text(request.progress.get("note")))


def read(client: UzumClient, number: str) -> Json:
    """The order as it stands now: what was received earlier is not good enough to write by."""
    if not (number.isascii() and number.isdigit()):
        raise NotFound(f"Uzum has no order {number}", fix=PULL_ORDER)
    return mapping(payload(client.order(number, "confirm_shipment")), "payload")


def is_handed_over(order: Json) -> bool:
    """In a note or further; the note's number shows before the status may."""
    return text(order.get("status")) in ON_ITS_WAY or (
        text(order.get("status")) == PACKING and bool(order.get("invoiceNumber"))
    )


class Note:
    """The delivery note of one order."""

    def __init__(
        self, client: UzumClient, number: str, settings: Mapping[str, str], now: Callable[[], datetime]
    ) -> None:
        self.client, self.number, self.settings, self.now = client, number, settings, now

    def create(self, ref: str) -> Json:
        """Make it. The key is made of the parcel's own reference: sent again it can only be the same note."""
        point = self._point()
        slot = self._slot(text(point.get("uuid"), "dropOffPoints[].uuid"))
        body = {
            "orderIds": [int(self.number)],
            "dropOffPointUuid": text(point.get("uuid")),
            "timeSlotUuid": text(slot.get("uuid")),
            "sellerId": self._seller(),
            "idempotencyKey": str(uuid5(NAMESPACE_OID, f"{ref} {self.number} {text(slot.get('uuid'))}")),
        }
        return mapping(payload(self.client.create_note(body)), "payload")

    def _point(self) -> Json:
        """The one the connection names, or the only one that is offered: where to drive is not ours to guess."""
        answer = page_of(self.client.drop_off_points(self.number), "dropOffPoints")
        offered = rows(answer.get("dropOffPoints"), "dropOffPoints")
        if not offered:
            raise Rejected("Uzum offers no drop-off point for this order now", fix=IN_CABINET)
        wanted = self.settings.get("drop_off_point", "").lower()
        for point in offered:
            if wanted and text(point.get("uuid")).lower() == wanted:
                return point
        if wanted:
            raise Rejected(f"The connection's drop-off point is not offered. {_listing(offered)}", fix=OTHER_POINT)
        if len(offered) > 1:
            raise Rejected(
                f"It is not said where you bring your orders. {_listing(offered)}",
                fix="Enter the number of one of these drop-off points in the connection.",
            )
        return offered[0]

    def _slot(self, point: str) -> Json:
        """The earliest that is still to come: Uzum offers none after the order's deadline."""
        answer = page_of(self.client.time_slots(point, self.number), "timeSlots")
        offered = [slot for slot in rows(answer.get("timeSlots"), "timeSlots") if slot.get("uuid")]
        now = self.now()
        coming = [slot for slot in offered if _begin(slot) > now]
        if not coming:
            raise Rejected("The drop-off point has no free time now", fix=OTHER_POINT)
        return min(coming, key=_begin)

    def _seller(self) -> int:
        """The seller's own number, which is not the shop's: only the list of charges tells it."""
        typed = self.settings.get("seller_id", "")
        if typed.isdigit():
            return int(typed)
        answer = page_of(self.client.expenses(self.settings["shop_id"]), "payments")
        for payment in rows(answer.get("payments"), "payments"):
            if text(payment.get("sellerId")).isdigit():
                return int(text(payment.get("sellerId")))
        raise Rejected(
            "Uzum wants your seller number for a delivery note and has not told it yet",
            fix="Enter the seller number in the connection; the seller cabinet shows it under Profile.",
        )


def _begin(slot: Json) -> datetime:
    found = find_moment(slot.get("timeFrom"), "timeSlots[].timeFrom")
    if found is None:
        raise UnexpectedPayload("timeSlots[].timeFrom", slot.get("timeFrom"))
    return found


def _listing(offered: Sequence[Json]) -> str:
    return "Offered: " + "; ".join(f"{text(point.get('address'))} ({text(point.get('uuid'))})" for point in offered)


def _not_now(status: str) -> Rejected:
    if status in ("CANCELED", "PENDING_CANCELLATION", "RETURNED"):
        return Rejected("This order was cancelled at Uzum", remote_code=status, fix="Keep the parcel here.")
    return Rejected(f"The order's status at Uzum is {status}, which we do not know", remote_code=status, fix=PULL_ORDER)


def _result(order: Json, number: str, *, note: str = "") -> ShipmentResult:
    progress: dict[str, Any] = {"note": note} if note else {}
    return ShipmentResult(visible=is_handed_over(order), parcel_remote_id=number, progress=progress)
