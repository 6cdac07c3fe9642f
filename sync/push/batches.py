"""One way to push many small things: claim, read the truth, call side by side, settle each by its own answer."""

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from core import checkpoints
from marketplaces.framework.declaration import Batch
from marketplaces.framework.errors import AccountProblem, ConnectorError, RateLimited, RetryLater, UnexpectedPayload
from marketplaces.framework.results import ItemResult, Later
from sync.push import jobs, queue, settle
from sync.push.abreast import Abreast, Ended
from sync.push.jobs import FIRST_LOOK, Handed
from sync.push.queue import Claimed
from sync.push.settle import Taken
from sync.retry import Action, decide
from sync.run import LeaseLost, Run

#: So many changes are leased at once, or a call's worth where it carries more.
CLAIM = 500
#: Nobody looks whether a file was taken: taking it says so.
UNTIL_TAKEN = timedelta(days=3650)


@dataclass(slots=True, kw_only=True)
class Item:
    """What one change comes to: its updates for the marketplace, how to name it, what is told."""

    change: Claimed
    name: str
    told: dict[str, Any]
    updates: list[Any] = field(default_factory=list)
    nothing: str = ""  # why there is nothing to send, where there is not
    is_new: bool = False  # it makes something there


#: The ids of those changes that are shown there.
Seen = Callable[[Sequence[Item]], Collection[uuid.UUID]]


def send(
    run: Run,
    items: Sequence[Item],
    *,
    owner: uuid.UUID,
    call: Callable[[Sequence[Any]], Sequence[ItemResult]],
    size: int,
    looks: bool,
    kind: str,
    seen: Seen | None = None,
    abreast: int = 1,
) -> None:
    """Send the items' updates in calls of at most `size`; one refused item never fails the rest (law 8).

    `looks`: what was accepted is read back later; where nobody can look, accepted is the last word. `seen` says of what
    went through which is shown there already, before it is stored that it was sent. `abreast` calls may be under way at
    once; then `call` is made in threads that must not touch our database. After a limit answer, trouble of the account
    or a wish to stop no call leaves any more, and what has left is settled before that is raised.
    """
    quiet = [item for item in items if item.nothing]
    settle.taken([_taken(item, visible=True) for item in quiet], owner)
    if quiet:
        run.page(unchanged=len(quiet))
    settle_call = partial(_settle_call, run, owner=owner, looks=looks, seen=seen, kind=kind)
    loud = _by_product([item for item in items if not item.nothing])
    with Abreast(lambda batch: call(_updates(batch)), most=abreast, subjects=_products) as calls:
        try:
            for ended in calls.answered(_batches(loud, size), about_to=_before_call):
                if ended is not None:
                    settle_call(ended)
                run.check()
        except Exception:
            for ended in calls.left():
                with suppress(RetryLater, AccountProblem, LeaseLost):  # one such is on its way already
                    settle_call(ended)
            raise  # what is left of the claim is freed at the end of the run


def claimed_at_once(batch: Batch) -> int:
    """So many that all calls which may be under way at once can be full."""
    return max(CLAIM, batch.size * batch.abreast)


def keep(run: Run, items: Sequence[Item], *, owner: uuid.UUID) -> None:
    """For the connection's files: nothing is called, and accepted they stay until a file with them was taken."""
    taken = [
        Taken(
            id=item.change.id, version=item.change.version, told=item.told, visible=bool(item.nothing),
            look_at=None if item.nothing else timezone.now() + UNTIL_TAKEN,
        )
        for item in items
    ]  # fmt: skip
    settle.taken(taken, owner)
    quiet = sum(1 for item in items if item.nothing)
    run.page(updated=len(items) - quiet, unchanged=quiet)
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


def _by_product(items: Sequence[Item]) -> list[Item]:
    """In their order, but all of one product there together: no two calls about it are under way at once."""
    first: dict[str, int] = {}
    for place, item in enumerate(items):
        first.setdefault(_product(item), place)
    return sorted(items, key=lambda item: first[_product(item)])


def _product(item: Item) -> str:
    """What calls are kept apart by: their number of it, or the change itself where it is yet to be made."""
    return item.updates[0].remote_product_id or str(item.change.id)


def _products(batch: Sequence[Item]) -> set[str]:
    return {_product(item) for item in batch}


def _updates(batch: Sequence[Item]) -> list[Any]:
    return [update for item in batch for update in item.updates]


def _before_call(batch: Sequence[Item]) -> None:
    checkpoints.reached("push.before_call")


def _settle_call(
    run: Run,
    ended: Ended[Sequence[Item], Sequence[ItemResult]],
    *,
    owner: uuid.UUID,
    looks: bool,
    seen: Seen | None,
    kind: str,
) -> None:
    """What came back of one call is stored. Raises what means that no other call has a chance now."""
    batch = ended.work
    try:
        results = {result.ref: result for result in ended.answer()}
    except AccountProblem as error:
        queue.stop_for([item.change for item in batch], owner, error, run.connection)
        raise
    except RetryLater as error:
        _settle_all(run, batch, owner=owner, error=error)
        _wait_with(run, batch, error, kind=kind)
        raise
    except ConnectorError as error:
        _settle_all(run, batch, owner=owner, error=error)
        return
    checkpoints.reached("push.after_call")
    _settle_each(run, batch, results, owner=owner, looks=looks, seen=seen)
    checkpoints.reached("push.after_settle")
    if (limit := _limit_answer(results.values())) is not None:
        _wait_with(run, batch, limit, kind=kind)
        raise limit


def _limit_answer(results: Iterable[ItemResult]) -> RateLimited | None:
    """That calls are refused, not that one of the items rests: those have no operation of their own."""
    errors = (result.error for result in results)
    return next((each for each in errors if isinstance(each, RateLimited) and each.operation), None)


def _wait_with(run: Run, batch: Sequence[Item], error: RetryLater, *, kind: str) -> None:
    """The shop does not answer one call, so it would not answer the next: everything waits as long as this batch."""
    attempts = min(item.change.attempts for item in batch) + 1
    ladder = queue.ladder_of(run.connection)
    until = decide(error, attempts=attempts, now=timezone.now(), ladder=ladder).at
    if until is not None:
        queue.postpone(run.connection, kind, until=until)


def _settle_each(
    run: Run, batch: Sequence[Item], results: dict[str, ItemResult], *, owner: uuid.UUID, looks: bool, seen: Seen | None
) -> None:
    """Each item by its own answer: those that went through together, the refused ones one by one."""
    faults = {item.change.id: _error_of(item, results) for item in batch}
    waits = {item.change.id: _waits(item, results) for item in batch if faults[item.change.id] is None}
    later = [item for item in batch if waits.get(item.change.id)]
    jobs.handed_over(
        [Handed(change=each.change, name=each.name, told=each.told, waits=waits[each.change.id]) for each in later],
        owner,
    )
    good = [item for item in batch if waits.get(item.change.id) == {}]
    there = seen(good) if seen is not None else set()
    shown = [
        not looks or item.change.id in there or all(results[update.ref].visible for update in item.updates)
        for item in good
    ]
    settle.taken([_taken(item, visible=visible) for item, visible in zip(good, shown, strict=True)], owner)
    made = sum(item.is_new for item in good)
    done, bad = len(good) + len(later) - made, 0
    for item in batch:
        fault = faults[item.change.id]
        if fault is None:
            continue
        if queue.fail(item.change, owner, fault, subject=item.name, connection=run.connection) == Action.DONE:
            done += 1
        else:
            run.refuse(item.name, fault, subject_id=item.change.id)
            bad += 1
    run.page(created=made, updated=done, failed=bad)


def _taken(item: Item, *, visible: bool) -> Taken:
    change = item.change
    look_at = None if visible else timezone.now() + FIRST_LOOK
    return Taken(id=change.id, version=change.version, told=item.told, visible=visible, look_at=look_at)


def _waits(item: Item, results: dict[str, ItemResult]) -> dict[str, Later]:
    """Those of its updates that are answered later."""
    found = {update.ref: results[update.ref].later for update in item.updates}
    return {ref: later for ref, later in found.items() if later is not None}


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
