"""Has marketplaces give money back to buyers: once, whatever happens to the answer (law 7).

1. What is refunded there already is read and written down. 2. The refund is sent. 3. Where its answer was lost, what is
new since is that refund; where nothing is new, it is looked for once more before it is sent again.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import checkpoints
from core.errors import DomainError
from marketplaces.canonical.refunds import GivenRefund, RefundRequest, RefundStatus
from marketplaces.framework.errors import DataProblem, Rejected, Unavailable
from orders.models import OrderRefund
from orders.services import money_back
from sync import runs
from sync.models import SyncType
from sync.push import queue
from sync.push.queue import Claimed
from sync.run import Run

#: Money that is on its way is looked at again after so long; the order tells it, too, whenever it is read.
LOOKS = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1))
MOST_LOOKS = 30
#: A refund whose answer was lost is looked for so often, with the pause between two tries, before it is sent again.
LOOKS_IN_DOUBT = 2


def send_money_back(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    """Give it, or see how far it has come; the order is read right after, and moves by its own word."""
    rows = OrderRefund.objects.select_related("order", "marketplace_order")
    refund = rows.get(pk=change.subject_id)
    request = money_back.request_of(refund)
    try:
        _ask_again(refund)
        told = _look(run, refund, request) if refund.remote_id else _give(run, change, owner, refund, request)
    except DataProblem:
        money_back.refuse(refund)
        raise
    before = refund.status
    money_back.settle(refund, told)
    checkpoints.reached("refund.settled")
    looks = int(change.progress.get("looks", 0))
    arrived = told.status == RefundStatus.GIVEN or looks >= MOST_LOOKS
    queue.accept(
        change, owner, told={"refund": told.remote_id, "amount": str(refund.amount)}, visible=arrived,
        look_at=timezone.now() + LOOKS[min(looks, len(LOOKS) - 1)],
        progress={} if arrived else {"looks": looks + 1, "known": [], "doubt": LOOKS_IN_DOUBT},
    )  # fmt: skip
    run.page(updated=1)
    if money_back.OURS[told.status] != before:
        _read_again(run, refund)
    return refund.order.number


def _ask_again(refund: OrderRefund) -> None:
    """A person tries a refused one again: it is a new refund there, and must still fit into what is left."""
    if refund.status != OrderRefund.Status.REFUSED:
        return
    try:
        money_back.ask_again(refund)
    except DomainError as error:
        raise Rejected(str(error)) from error
    refund.refresh_from_db()


def _look(run: Run, refund: OrderRefund, request: RefundRequest) -> GivenRefund:
    """How the refund that they took stands now; one that is not shown stays as it was told."""
    there = {each.remote_id: each for each in run.connector.given_refunds(request.order_remote_id)}
    found = there.get(refund.remote_id)
    if found is None:
        return GivenRefund(remote_id=refund.remote_id, status=RefundStatus.TAKEN, remote_status=refund.remote_status)
    if found.status == RefundStatus.FAILED:
        raise Rejected(
            _("The refund did not come about: the buyer has no money."), said=found.remote_status,
            fix=_("Look at the order there, then try again."),
        )  # fmt: skip
    return found


def _give(run: Run, change: Claimed, owner: uuid.UUID, refund: OrderRefund, request: RefundRequest) -> GivenRefund:
    others = set(
        OrderRefund.objects.filter(order=refund.order_id).exclude(pk=refund.pk).values_list("remote_id", flat=True)
    )
    found = run.connector.given_refunds(request.order_remote_id)
    there = [each for each in found if each.status != RefundStatus.FAILED and each.remote_id not in others]
    if "known" in change.progress:
        if (ours := _found(there, change.progress, request)) is not None:
            run.say(_("The refund of an earlier try is there; it is not sent again."))
            return ours
        _wait_for_it(change, owner)
    queue.note([change], owner, known=[each.remote_id for each in there], doubt=0)
    checkpoints.reached("push.before_call")
    try:
        told = run.connector.give_refund(request)
    except DataProblem:
        queue.note([change], owner, doubt=LOOKS_IN_DOUBT)  # refused for sure: nothing to look for
        raise
    checkpoints.reached("refund.after_call")
    return told


def _found(there: Sequence[GivenRefund], progress: Mapping[str, Any], request: RefundRequest) -> GivenRefund | None:
    """What is new since we asked. What cannot be ours is somebody else's, and a person says what is to be done."""
    known = set(progress["known"])
    new = [each for each in there if each.remote_id not in known]
    ours = next((each for each in new if each.may_be(request)), None)
    if ours is None and new:
        raise Rejected(
            _("Another refund of this order was given meanwhile, and the answer to ours was lost."),
            fix=_("Look at the order there. If the buyer has too little, ask for a refund of the rest."),
        )
    return ours


def _wait_for_it(change: Claimed, owner: uuid.UUID) -> None:
    """Nothing is new. It may be on its way still, so it is looked for once more."""
    looks = int(change.progress.get("doubt", 0)) + 1
    if looks < LOOKS_IN_DOUBT:
        queue.note([change], owner, doubt=looks)
        raise Unavailable(_("Nobody knows yet whether the refund was taken"), fix=_("We look again by ourselves."))


def _read_again(run: Run, refund: OrderRefund) -> None:
    runs.start(
        connection=run.connection, sync_type=SyncType.ORDERS, cause="change",
        options={"remote_ids": [refund.marketplace_order.marketplace_order_id]},
    )  # fmt: skip
