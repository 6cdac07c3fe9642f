"""Tells a marketplace how a supply shall stand: what is in it, and that it leaves."""

import uuid
from datetime import timedelta

from django.utils import timezone

from core import checkpoints
from fulfillment.models import SuppliedOrder, Supply
from fulfillment.selectors.marks import marks_of
from fulfillment.services import supplies
from marketplaces.canonical import supplies as canonical
from marketplaces.framework.errors import NotFound, Rejected
from marketplaces.framework.results import SupplyResult
from orders.state import CLOSED
from sync import runs
from sync.models import SyncType
from sync.push import queue
from sync.push.queue import Claimed
from sync.run import Run

#: Codes are checked for a while before it may leave.
LOOKS = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


def send_supply(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    """Made, filled and handed over, as far as it shall be; an order that it does not take is named on the supply."""
    supply = Supply.objects.select_related("connection", "store").get(pk=change.subject_id)
    result = _kept(run, supply, change, owner)
    checkpoints.reached("ship.after_call")
    leaves = supply.status != Supply.Status.OPEN
    new = supplies.told(supply=supply, result=_kept_here(result))
    if new:
        runs.start(
            connection=run.connection, sync_type=SyncType.ORDERS, cause="change", options={"remote_ids": sorted(new)}
        )
    if leaves and result.refused:
        raise _not_whole(result)
    looks = int(change.progress.get("looks", 0))
    visible = result.handed_over or not leaves
    queue.accept(
        change, owner, told={"orders": len(result.inside), "handed_over": result.handed_over}, visible=visible,
        look_at=timezone.now() + LOOKS[min(looks, len(LOOKS) - 1)],
        progress={} if visible else {**result.progress, "looks": looks + 1},
    )  # fmt: skip
    run.page(updated=1)
    return supply.name


def _kept_here(result: SupplyResult) -> supplies.Kept:
    refused = {
        each.remote_id: supplies.Refusal(sentence=str(each.error), said=each.error.said, fix=each.error.fix)
        for each in result.refused
    }
    return supplies.Kept(
        remote_id=result.remote_id, inside=result.inside, refused=refused, handed_over=result.handed_over
    )  # fmt: skip


def _kept(run: Run, supply: Supply, change: Claimed, owner: uuid.UUID) -> SupplyResult:
    """One that somebody took away there is made anew."""
    request = _request(supply, change)
    if not supply.remote_id:
        queue.note([change], owner, maybe_made=True)
    checkpoints.reached("push.before_call")
    try:
        return run.connector.keep_supply(request)
    except NotFound:
        if not supply.remote_id:
            raise
    run.say(f"The supply {supply.name} is gone there and made anew.")
    queue.note([change], owner, maybe_made=True)
    return run.connector.keep_supply(canonical.SupplyRequest(
        name=request.name, orders=request.orders, hand_over=request.hand_over, maybe_made=True,
    ))  # fmt: skip


def _request(supply: Supply, change: Claimed) -> canonical.SupplyRequest:
    """As it shall stand. Cancelled orders leave it there by themselves."""
    rows = SuppliedOrder.objects.filter(supply=supply).select_related("marketplace_order__order").order_by("created_at")
    found = [row for row in rows.prefetch_related("marketplace_order__order_items") if not _is_over(row)]
    lines = {row.pk: [item.pk for item in row.marketplace_order.order_items.all()] for row in found}
    marks = marks_of([item for items in lines.values() for item in items])
    orders = tuple(
        canonical.SuppliedOrder(
            order_remote_id=row.marketplace_order.marketplace_order_id,
            order_raw=row.marketplace_order.raw,
            marks=next((unit for item in lines[row.pk] for unit in marks.get(item, {}).values()), {}),
        )
        for row in found
        if not row.leaves
    )
    return canonical.SupplyRequest(
        name=supply.remote_name, remote_id=supply.remote_id, orders=orders,
        maybe_made=bool(change.progress.get("maybe_made")),
        without=tuple(row.marketplace_order.marketplace_order_id for row in found if row.leaves),
        hand_over=supply.status != Supply.Status.OPEN,
        progress={key: value for key, value in change.progress.items() if key not in ("looks", "maybe_made")},
    )  # fmt: skip


def _is_over(row: SuppliedOrder) -> bool:
    return row.marketplace_order.status in CLOSED or row.marketplace_order.order.status in CLOSED


def _not_whole(result: SupplyResult) -> Rejected:
    """It stays there until each of its orders is in it, or is over."""
    first = result.refused[0]
    return Rejected(
        f"{len(result.refused)} orders of the supply are not in it there, so it was not handed over: {first.remote_id}",
        said=first.error.said or str(first.error), fix=first.error.fix,
    )  # fmt: skip
