"""Tells marketplaces our answers: that we send an order, whether its buyer may cancel, that a return is refunded."""

import uuid

from core import checkpoints
from marketplaces.framework.errors import AlreadyDone
from orders.models import MarketplaceOrder, OrderReturn
from sync import runs
from sync.models import SyncType
from sync.push import queue
from sync.push.queue import Claimed
from sync.run import Run


def send_answer(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    """Accept or refuse; what became of the order is read right after."""
    there = MarketplaceOrder.objects.select_related("order").get(pk=change.subject_id)
    wanted = change.progress or change.last_sent
    checkpoints.reached("push.before_call")
    try:
        run.connector.answer_cancellation(there.marketplace_order_id, accept=bool(wanted.get("accept")))
    except AlreadyDone:
        run.say(f"{there.order.number}: nobody asks to cancel it any more.")
    queue.accept(change, owner, told={"accept": bool(wanted.get("accept"))}, visible=True)
    return read_again(run, there)


def send_acceptance(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    """Promise that the order will be sent; how it stands there is read right after."""
    there = MarketplaceOrder.objects.select_related("order").get(pk=change.subject_id)
    checkpoints.reached("push.before_call")
    try:
        run.connector.accept_order(there.marketplace_order_id)
    except AlreadyDone:
        run.say(f"{there.order.number} was accepted there before.")
    queue.accept(change, owner, told={"order": there.marketplace_order_id}, visible=True)
    return read_again(run, there)


def read_again(run: Run, there: MarketplaceOrder) -> str:
    """Counts the answer and reads how the order stands there now."""
    run.page(updated=1)
    runs.start(
        connection=run.connection, sync_type=SyncType.ORDERS, cause="change",
        options={"remote_ids": [there.marketplace_order_id]},
    )  # fmt: skip
    return there.order.number


def send_refund(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    """Give the refund of a return; the return is read right after, and moves its order."""
    row = OrderReturn.objects.select_related("order").get(pk=change.subject_id)
    checkpoints.reached("push.before_call")
    try:
        run.connector.confirm_return(row.remote_id)
    except AlreadyDone:
        run.say(f"Return {row.remote_id} was refunded there before.")
    queue.accept(change, owner, told={"return": row.remote_id}, visible=True)
    run.page(updated=1)
    runs.start(connection=run.connection, sync_type=SyncType.ORDERS, cause="change")
    return f"return {row.remote_id}"
