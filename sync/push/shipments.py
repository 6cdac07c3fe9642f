"""Tells marketplaces what left the house, what was cancelled here, and our answers to buyers."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from core import checkpoints
from fulfillment.models import Shipment, Supply
from fulfillment.services.confirmed import confirmed
from marketplaces.canonical.shipments import CancelRequest, ShipmentResult
from marketplaces.framework.errors import AccountProblem, AlreadyDone, ConnectorError
from marketplaces.models import OutboundChange
from orders.models import MarketplaceOrder, OrderRefund, OrderReturn
from sync.models import MarketplaceSyncLog
from sync.push import queue
from sync.push.answers import send_acceptance, send_answer, send_refund
from sync.push.arrivals import send_arrival
from sync.push.correction import check_taken, is_correction
from sync.push.digital import send_digital
from sync.push.money_back import send_money_back
from sync.push.parcel import shipment_request
from sync.push.queue import Claimed
from sync.push.supplies import send_supply
from sync.retry import Action
from sync.run import Run

Kind = OutboundChange.Kind
State = OutboundChange.State
STATES = (State.WAITING, State.RETRY, State.ACCEPTED)
CLAIM = 20
#: Does one change and returns how to name it.
Act = Callable[[Run, Claimed, uuid.UUID], str]
#: Packing there takes a while; a tracking number may take minutes.
LOOKS = (timedelta(seconds=3), timedelta(seconds=10), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5))


def push_shipments(run: Run) -> None:
    """Send what is due, one call chain each: cancellations first, then what leaves, then what buyers did."""
    if not run.connection.fulfilment_out:
        run.say("Shipments are not sent to this shop: “send shipments” is switched off on its card.")
        return
    run.phase(MarketplaceSyncLog.Phase.UPSERTING)
    acts = {
        Kind.CANCEL: _cancel, Kind.ANSWER: send_answer, Kind.REFUND: send_refund, Kind.MONEY_BACK: send_money_back,
        Kind.ACCEPT: send_acceptance, Kind.SUPPLY: send_supply, Kind.SHIPMENT: _ship,
        Kind.ARRIVAL: send_arrival, Kind.DIGITAL: send_digital,
    }  # fmt: skip
    with queue.holding(run.connection, *acts, owner=run.owner) as owner:
        for kind, act in acts.items():
            while changes := queue.claim(run.connection, kind, owner=owner, limit=CLAIM, states=STATES):
                _each(run, changes, owner, act)


def _each(run: Run, changes: list[Claimed], owner: uuid.UUID, act: Act) -> None:
    checkpoints.reached("push.after_claim")
    for at, change in enumerate(changes):
        name = ""
        try:
            name = act(run, change, owner)
        except AccountProblem as error:
            queue.stop_for(changes[at:], owner, error, run.connection)
            raise
        except ConnectorError as error:
            name = name or _name(change)
            if queue.fail(change, owner, error, subject=name, connection=run.connection) == Action.DONE:
                run.page(unchanged=1)
            else:
                run.refuse(name, error, subject_id=change.id)
                run.page(failed=1)
        run.check()


def _name(change: Claimed) -> str:
    shipment = Shipment.all_objects.select_related("order").filter(pk=change.subject_id).first()
    if shipment is not None:
        return f"{shipment.order.number} parcel {shipment.number}"
    supply = Supply.all_objects.filter(pk=change.subject_id).first()
    if supply is not None:
        return supply.name
    there = MarketplaceOrder.all_objects.select_related("order").filter(pk=change.subject_id).first()
    if there is not None:
        return there.order.number
    refund = OrderRefund.all_objects.select_related("order").filter(pk=change.subject_id).first()
    if refund is not None:
        return f"{refund} of {refund.order.number}"
    came_back = OrderReturn.all_objects.filter(pk=change.subject_id).first()
    return f"return {came_back.remote_id}" if came_back is not None else str(change.subject_id)


def _ship(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    shipment = Shipment.objects.select_related("order", "marketplace_order").filter(pk=change.subject_id).first()
    if shipment is None or shipment.marketplace_order is None:
        queue.accept(change, owner, told=change.last_sent, visible=True)
        run.page(unchanged=1)
        return str(change.subject_id)
    request = shipment_request(shipment, change)
    checkpoints.reached("push.before_call")
    corrects = is_correction(change, request)
    try:
        result = run.connector.confirm_shipment(request)
    except AlreadyDone:
        result = ShipmentResult(visible=True)
    if corrects:
        check_taken(request, result, marketplace=run.connector.name)
    checkpoints.reached("ship.after_call")
    confirmed(shipment=shipment, result=result, sent=request.tracking_number)
    looks = int(change.progress.get("looks", 0))
    queue.accept(
        change,
        owner,
        told={"tracking_number": result.tracking_number or request.tracking_number, "carrier": request.carrier},
        visible=result.visible,
        look_at=timezone.now() + LOOKS[min(looks, len(LOOKS) - 1)],
        progress={} if result.visible else {**result.progress, "looks": looks + 1, "corrects": corrects},
    )
    run.page(updated=1)
    checkpoints.reached("push.after_settle")
    return f"{shipment.order.number} parcel {shipment.number}"


def _cancel(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    there = MarketplaceOrder.objects.select_related("order").get(pk=change.subject_id)
    wanted = change.progress
    checkpoints.reached("push.before_call")
    try:
        run.connector.cancel(
            CancelRequest(
                ref=str(change.id),
                order_remote_id=there.marketplace_order_id,
                reason=str(wanted.get("reason", "")),
                message=str(wanted.get("message", "")),
                order_raw=there.raw,
            )
        )
    except AlreadyDone:
        run.say(f"{there.order.number} was cancelled there before.")
    queue.accept(change, owner, told={"reason": wanted.get("reason", "")}, visible=True)
    run.page(updated=1)
    return there.order.number
