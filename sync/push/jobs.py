"""Batches that are answered later: what they are called there is kept on the changes, asked about, and settled."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core import checkpoints
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AccountProblem, ConnectorError, RetryLater, Unavailable, UnexpectedPayload
from marketplaces.framework.results import Awaited, ItemResult, Later
from marketplaces.models import OutboundChange
from sync import accounts
from sync.push import queue, settle
from sync.push.queue import Claimed
from sync.push.settle import Taken, UnderWay
from sync.retry import Action, decide
from sync.run import Run

Kind = OutboundChange.Kind

OF = {Kind.STOCK: Capability.PUSH_STOCK, Kind.PRICE: Capability.PUSH_PRICE}
#: When what was accepted is looked at again, until it is seen there.
FIRST_LOOK = timedelta(seconds=2)
#: Each question waits twice as long as the one before, from the connector's own seconds on, up to this.
SELDOM = 600.0
#: Who has not answered by then never will: what was told is told again.
PATIENCE = timedelta(hours=24)
#: More of one job than this are settled in parts.
MOST = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One change whose updates are being worked off: by the ref of each, under which name, called what."""

    change: Claimed
    name: str
    told: dict[str, Any]
    waits: dict[str, Later]


def handed_over(handed: Sequence[Handed], owner: uuid.UUID) -> None:
    """Keep what each is called there: after a kill it is asked about, not sent again."""
    now = timezone.now()
    rows = [
        UnderWay(
            id=each.change.id, look_at=_ask_at(now, 0, each.waits),
            progress={
                **each.change.progress,
                "under_way": {
                    "version": each.change.version, "told": each.told, "name": each.name, "since": now.isoformat(),
                    "asked": 0, **_named(each.waits),
                },
            },
        )
        for each in handed
    ]  # fmt: skip
    settle.under_way(rows, owner)
    if handed:
        checkpoints.reached("job.after_handover")


def ask(run: Run, kind: str, *, owner: uuid.UUID, looks: bool) -> None:
    """Ask about each job whose time has come, once; `looks`: what went well is read back afterwards."""
    for job in queue.jobs_due(run.connection, kind):
        changes = queue.claim(
            run.connection, kind, owner=owner, limit=MOST, states=[OutboundChange.State.ACCEPTED], job=job
        )
        if changes:
            _ask(run, Kind(kind), job, changes, owner=owner, looks=looks)
        run.check()


def _ask(run: Run, kind: Kind, job: str, changes: Sequence[Claimed], *, owner: uuid.UUID, looks: bool) -> None:
    checkpoints.reached("job.before_ask")
    items = [
        Awaited(ref=ref, item=item)
        for change in changes for ref, of, item in change.progress["under_way"]["items"] if of == job
    ]  # fmt: skip
    try:
        results = {each.ref: each for each in run.connector.ask_about(job, items, of=OF[kind])}
    except AccountProblem as error:
        queue.stop_for(changes, owner, error, run.connection)
        raise
    except RetryLater as error:
        run.say(f"What became of {len(changes)} changes could not be asked. {error}")
        _ask_later(run, changes, owner, error)
        return
    except ConnectorError as error:
        results = {each.ref: ItemResult(ref=each.ref, ok=False, error=error) for each in items}
    checkpoints.reached("job.after_ask")
    _settle(run, job, changes, results, owner=owner, looks=looks)


def _ask_later(run: Run, changes: Sequence[Claimed], owner: uuid.UUID, error: RetryLater) -> None:
    """All of a job at one time, so that they are asked about together again."""
    now = timezone.now()
    asked = max(int(change.progress["under_way"]["asked"]) for change in changes) + 1
    following = decide(error, attempts=asked, now=now)
    at = following.at or now + timedelta(seconds=SELDOM)
    settle.under_way(
        [UnderWay(id=change.id, look_at=at, progress=_kept(change, asked=asked)) for change in changes], owner
    )
    if following.tell:
        accounts.tell_unanswered(run.connection, error)


def _settle(
    run: Run, job: str, changes: Sequence[Claimed], results: dict[str, ItemResult], *, owner: uuid.UUID, looks: bool
) -> None:
    """Each by its own answer: those that went through together, those still under way too, the refused one by one."""
    now = timezone.now()
    good, waiting, bad = list[Taken](), list[UnderWay](), 0
    for change in changes:
        held = change.progress["under_way"]
        sent = replace(change, version=held["version"])
        waits, error = _answer(held, job, results)
        if error is None and waits and now - datetime.fromisoformat(held["since"]) > PATIENCE:
            error = Unavailable("It has not said within a day what became of this", fix="It is sent again by itself.")
        if error is not None:
            bad += _failed(run, sent, held, error, owner)
        elif waits:
            asked = int(held["asked"]) + 1
            progress = _kept(change, asked=asked, **_named(waits))
            waiting.append(UnderWay(id=change.id, look_at=_ask_at(now, asked, waits), progress=progress))
        else:
            shown = not looks or all(results[ref].visible for ref, *_more in held["items"] if ref in results)
            look_at = None if shown else now + FIRST_LOOK
            good.append(Taken(id=sent.id, version=sent.version, told=held["told"], visible=shown, look_at=look_at))
    settle.taken(good, owner)
    settle.under_way(waiting, owner)
    run.page(failed=bad)


def _answer(
    held: dict[str, Any], job: str, results: dict[str, ItemResult]
) -> tuple[dict[str, Later], ConnectorError | None]:
    """What of one change is still being worked off, or why it is refused."""
    waits: dict[str, Later] = {}
    for ref, of, item in held["items"]:
        result = results.get(ref)
        if of != job:
            waits[ref] = Later(job=of, item=item)
        elif result is None:
            return {}, UnexpectedPayload("the answer", "no word about this item")
        elif not result.ok:
            return {}, result.error or UnexpectedPayload("the answer", "refused without a reason")
        elif result.later is not None:
            waits[ref] = result.later
    return waits, None


def _failed(run: Run, change: Claimed, held: dict[str, Any], error: ConnectorError, owner: uuid.UUID) -> int:
    """Refused there; 1 where that counts as a failure."""
    rest = {name: value for name, value in change.progress.items() if name != "under_way"}
    change = replace(change, last_sent=held["told"])
    done = queue.fail(change, owner, error, subject=held["name"], connection=run.connection, progress=rest)
    if done == Action.DONE:
        return 0
    run.refuse(held["name"], error, subject_id=change.id)
    return 1


def _kept(change: Claimed, **new: Any) -> dict[str, Any]:
    return {**change.progress, "under_way": {**change.progress["under_way"], **new}}


def _named(waits: dict[str, Later]) -> dict[str, Any]:
    """Asked about under the first of its names; where there are more, the others follow."""
    items = [[ref, later.job, later.item] for ref, later in waits.items()]
    return {"job": items[0][1], "items": items}


def _ask_at(now: datetime, asked: int, waits: dict[str, Later]) -> datetime:
    after = max(later.after for later in waits.values())
    return now + timedelta(seconds=max(after, min(after * 2.0**asked, SELDOM)))
