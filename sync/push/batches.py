"""One way to push many small things: claim, read the truth, call, settle each by its own answer."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core import checkpoints
from marketplaces.framework.errors import AccountProblem, ConnectorError, UnexpectedPayload
from marketplaces.framework.results import ItemResult
from sync.push import queue
from sync.push.queue import Claimed
from sync.retry import Action
from sync.run import Run

#: When what was accepted is looked at again, until it is seen there.
FIRST_LOOK = timedelta(seconds=2)


@dataclass(slots=True, kw_only=True)
class Item:
    """What one change comes to: its updates for the marketplace, how to name it, what is told."""

    change: Claimed
    name: str
    told: dict[str, Any]
    updates: list[Any] = field(default_factory=list)
    nothing: str = ""  # why there is nothing to send, where there is not


def send(
    run: Run,
    items: Sequence[Item],
    *,
    owner: uuid.UUID,
    call: Callable[[Sequence[Any]], Sequence[ItemResult]],
    size: int,
    looks: bool,
) -> None:
    """Send the items' updates in calls of at most `size`; one refused item never fails the rest (law 8).

    `looks`: what was accepted is read back later; where nobody can look, accepted is the last word.
    """
    quiet = [item for item in items if item.nothing]
    for item in quiet:
        queue.accept(item.change, owner, told=item.told, visible=True)
    if quiet:
        run.page(unchanged=len(quiet))
    for batch in _batches([item for item in items if not item.nothing], size):
        _send_batch(run, batch, owner=owner, call=call, looks=looks)
        run.check()


def _batches(items: Sequence[Item], size: int) -> list[list[Item]]:
    """Whole items only: the updates of one listing travel together."""
    batches: list[list[Item]] = []
    room = 0
    for item in items:
        if room < len(item.updates) or not batches:
            batches.append([])
            room = size
        batches[-1].append(item)
        room -= len(item.updates)
    return batches


def _send_batch(
    run: Run,
    batch: Sequence[Item],
    *,
    owner: uuid.UUID,
    call: Callable[[Sequence[Any]], Sequence[ItemResult]],
    looks: bool,
) -> None:
    checkpoints.reached("push.before_call")
    updates = [update for item in batch for update in item.updates]
    try:
        results = {result.ref: result for result in call(updates)}
    except AccountProblem as error:
        queue.stop_for([item.change for item in batch], owner, error, run.connection)
        raise
    except ConnectorError as error:
        _settle_all(run, batch, owner=owner, error=error)
        return
    checkpoints.reached("push.after_call")
    good = bad = 0
    for item in batch:
        fault = _error_of(item, results)
        if fault is None:
            seen = not looks or all(results[update.ref].visible for update in item.updates)
            queue.accept(item.change, owner, told=item.told, visible=seen, look_at=timezone.now() + FIRST_LOOK)
            good += 1
        elif queue.fail(item.change, owner, fault, subject=item.name, connection=run.connection) == Action.DONE:
            good += 1
        else:
            run.refuse(item.name, fault, subject_id=item.change.id)
            bad += 1
    run.page(updated=good, failed=bad)
    checkpoints.reached("push.after_settle")


def _error_of(item: Item, results: dict[str, ItemResult]) -> ConnectorError | None:
    for update in item.updates:
        result = results.get(update.ref)
        if result is None:
            return UnexpectedPayload("the answer", "no word about this item")
        if not result.ok:
            return result.error or UnexpectedPayload("the answer", "refused without a reason")
    return None


def _settle_all(run: Run, batch: Sequence[Item], *, owner: uuid.UUID, error: ConnectorError) -> None:
    """The call as a whole failed: each item is planned again by the table."""
    for item in batch:
        queue.fail(item.change, owner, error, subject=item.name, connection=run.connection)
        run.refuse(item.name, error, subject_id=item.change.id)
    run.page(failed=len(batch))
