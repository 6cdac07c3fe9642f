"""Reads orders: by window from the cursor, or by number when a message named them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core import checkpoints
from core.models import NeedsYou
from core.services import needs_you
from core.services.causes import settle_causes
from marketplaces.canonical.orders import Order
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import CodeProblem, DataProblem, NotFound
from marketplaces.framework.results import Page, RefusedItem
from orders.services.intake import Intake, import_orders
from orders.services.intake.doubt import read_before_their_child, shrunk
from sync import clock, reconcile
from sync.models import Cursor, MarketplaceSyncLog
from sync.run import Run

STREAM = "orders"
Phase = MarketplaceSyncLog.Phase


@dataclass(frozen=True, slots=True)
class Window:
    """What is read in one walk, on the marketplace's clock; `resume` is where an unfinished walk goes on."""

    since: datetime
    until: datetime
    resume: dict[str, Any] | None = None
    moves_cursor: bool = True


def pull_orders(run: Run) -> None:
    """Read what changed since the cursor (or the named orders) and store page by page, cursor and rows together."""
    if run.options.get("remote_ids"):
        _pull_named(run, run.options["remote_ids"])
        _settle_splits(run)
        return
    cursor, began = _cursor(run), timezone.now()
    window = _window(run, cursor)
    run.say(f"Reading orders changed from {window.since:%d %b %H:%M} to {window.until:%d %b %H:%M} (their clock).")
    _say_clock(run)
    try:
        _walk(run, cursor, window)
    except (DataProblem, CodeProblem):
        # Their cursor may be what is refused: the next run begins the window anew instead of meeting it again.
        Cursor.objects.filter(pk=cursor.pk).update(walk={})
        raise
    _settle_splits(run)
    with transaction.atomic():
        run.still_ours()
        _finish(run, cursor, window)
    if window.moves_cursor and window.resume is None:
        reconcile.tell_drifted(run.connection, orders_read_since=began - run.connector.horizon)
    type(run.connection).objects.filter(pk=run.connection.pk).update(orders_read_at=timezone.now())


def _walk(run: Run, cursor: Cursor, window: Window) -> None:
    for page in run.connector.pull_orders(since=window.since, until=window.until, cursor=window.resume):
        run.expect(page.total)
        _store(run, _with_parts(run, page), cursor=cursor, window=window)
        run.check()


def _pull_named(run: Run, remote_ids: Sequence[str]) -> None:
    page = run.connector.order_items(list(remote_ids))
    gone = {item.remote_id for item in page.refused if isinstance(item.error, NotFound)}
    for remote_id in sorted(gone):
        run.say(f"{remote_id} is not there (any more).")
    kept = Page(items=page.items, refused=[item for item in page.refused if item.remote_id not in gone])
    _store(run, kept, cursor=None, window=None)


def _with_parts(run: Run, page: Page[Order]) -> Page[Order]:
    """Orders told with fewer units come with what was split from them: else those units were free until its page."""
    names = shrunk(run.connection.pk, page.items) if _gives_named(run) else []
    if not names:
        return page
    named = run.connector.order_items(names)
    return replace(page, items=[*page.items, *named.items])


def _settle_splits(run: Run) -> None:
    """A parent last read before its part was seen is read once more: its own number then says what it keeps."""
    names = read_before_their_child(run.connection.pk, now=timezone.now()) if _gives_named(run) else []
    if names:
        run.say(f"Reading {', '.join(names)} once more: a part of it has become an order of its own.")
        _pull_named(run, names)


def _gives_named(run: Run) -> bool:
    return Capability.ORDER_ITEMS in run.connector.capabilities


def _cursor(run: Run) -> Cursor:
    return Cursor.objects.get_or_create(connection=run.connection, stream=STREAM)[0]


def _window(run: Run, cursor: Cursor) -> Window:
    connector = run.connector
    until = clock.remote_now(connector) - connector.horizon
    since = parse_datetime(str(run.options["since"])) if run.options.get("since") else None
    if since is not None:
        return Window(since=min(since, until), until=until, moves_cursor=False)
    if run.options.get("full") or cursor.position is None:
        first = Window(since=until - connector.first_look_back, until=until)
        return _resumed(cursor) or first
    return _resumed(cursor) or Window(since=min(cursor.position, until) - connector.overlap, until=until)


def _resumed(cursor: Cursor) -> Window | None:
    """The rest of a walk that was cut off, unless it is so old that a new one serves better."""
    walk = cursor.walk
    if not walk.get("cursor"):
        return None
    since, until = parse_datetime(walk["since"]), parse_datetime(walk["until"])
    if since is None or until is None or timezone.now() - cursor.updated_at > timedelta(hours=1):
        return None
    return Window(since=since, until=until, resume=walk["cursor"])


def _store(run: Run, page: Page[Order], *, cursor: Cursor | None, window: Window | None) -> None:
    run.phase(Phase.UPSERTING)
    with transaction.atomic():
        outcome = import_orders(
            connection=run.connection, orders=page.items, seen_at=timezone.now(), cause=run.log.cause, run_id=run.log.pk
        )
        _settle_read(run, page.items, {item.remote_id for item in page.refused})
        _keep_refused(run, page.refused)
        _keep_outcome(run, outcome, page.items)
        if cursor is not None and window is not None and window.moves_cursor:
            cursor.walk = (
                {"since": window.since.isoformat(), "until": window.until.isoformat(), "cursor": dict(page.cursor)}
                if page.cursor
                else {}
            )
            cursor.position = _later(cursor.position, page.safe_until)
            cursor.save(update_fields=["walk", "position", "updated_at"])
        run.page(
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            parked=len(outcome.parked),
            failed=len(outcome.refused) + len(page.refused),
        )
        checkpoints.reached("pull.before_commit")
    checkpoints.reached("pull.after_commit")
    run.phase(Phase.DOWNLOADING)


def _finish(run: Run, cursor: Cursor, window: Window) -> None:
    if not window.moves_cursor:
        return
    cursor.walk = {}
    cursor.position = _later(cursor.position, window.until)
    cursor.save(update_fields=["walk", "position", "updated_at"])


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)


def _keep_refused(run: Run, refused: Sequence[RefusedItem]) -> None:
    for item in refused:
        error = item.error
        run.refuse(item.remote_id, error, raw=item.raw)
        _tell_unreadable(run, item.remote_id, said=error.said or error.detail, fix=error.fix)


def _tell_unreadable(run: Run, remote_id: str, *, said: str, fix: str) -> None:
    needs_you.raise_cause(
        store=run.connection.store,
        kind=NeedsYou.Kind.UNREADABLE,
        cause_key=_unreadable_key(run, remote_id),
        title=f"{run.connection.name}: order {remote_id[:60]} could not be read",
        tried="read orders",
        said=said,
        cost="The order is not in the list; its deadline runs.",
        fix=fix,
        subject_type="run",
        subject_id=run.log.pk,
    )


def _unreadable_key(run: Run, remote_id: str) -> str:
    return f"order:{run.connection.pk}:{remote_id}"[:200]


def _settle_read(run: Run, orders: Sequence[Order], refused: set[str]) -> None:
    """What could not be read before and can be now waits for nobody any more."""
    keys = [_unreadable_key(run, order.remote_id) for order in orders if order.remote_id not in refused]
    settle_causes(run.connection.store_id, keys, how=_("It could be read."), by=run.connection.name)


def _keep_outcome(run: Run, outcome: Intake, orders: Sequence[Order]) -> None:
    for remote_id, reason, fix, order_id in outcome.parked:
        run.park(remote_id, reason, fix=fix, subject_id=order_id)
    for remote_id, sentence in outcome.refused:
        raw = next((order.raw for order in orders if order.remote_id == remote_id), {})
        run.refuse(remote_id, sentence, raw=raw)
        _tell_unreadable(run, remote_id, said=sentence, fix=_("Look at the order there; it is read again each time."))


def _say_clock(run: Run) -> None:
    ahead = clock.difference(run.connector)
    if abs(ahead) > clock.WORTH_SAYING:
        minutes = round(ahead.total_seconds() / 60)
        side = "ahead of" if minutes > 0 else "behind"
        run.say(
            f"Their clock is {abs(minutes)} min {side} ours; theirs is used. Set this computer's clock if it is wrong."
        )
