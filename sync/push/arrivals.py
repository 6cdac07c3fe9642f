"""Tells marketplaces what became of parcels that we brought ourselves."""

import uuid

from core import checkpoints
from fulfillment.models import Shipment
from fulfillment.services import arrivals
from marketplaces.canonical.shipments import Arrival
from marketplaces.framework.errors import AlreadyDone
from sync.push import queue
from sync.push.answers import read_again
from sync.push.queue import Claimed
from sync.run import Run


def send_arrival(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    """Taken or refused; how the order stands there is read right after. The buyer's code is forgotten by then."""
    shipment = Shipment.objects.select_related("order", "marketplace_order").get(pk=change.subject_id)
    there = shipment.marketplace_order
    if there is None:
        queue.accept(change, owner, told=change.last_sent, visible=True)
        return shipment.order.number
    wanted = change.progress or change.last_sent
    taken = bool(wanted.get("taken"))
    arrival = Arrival(
        ref=str(shipment.pk), order_remote_id=there.marketplace_order_id, taken=taken,
        code=str(wanted.get("code", "")), remote_scheme=shipment.order.remote_scheme,
        parcel_remote_id=shipment.parcel_remote_id, order_raw=there.raw,
    )  # fmt: skip
    checkpoints.reached("push.before_call")
    try:
        run.connector.tell_arrival(arrival)
    except AlreadyDone:
        run.say(f"{shipment.order.number}: that was told there before.")
    checkpoints.reached("ship.after_call")
    arrivals.heard(shipment=shipment, taken=taken)
    queue.accept(change, owner, told={"taken": taken}, visible=True)
    return read_again(run, there)
