"""Reads orders: by window from the cursor, or by number when a message named them."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core import checkpoints
from marketplaces.canonical.orders import Order
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import CodeProblem, DataProblem, NotFound, RetryLater
from marketplaces.framework.results import Page, RefusedItem
from orders.services.intake import Intake, import_orders
from orders.services.intake.arrivals import check_all
from orders.services.intake.doubt import read_before_their_child, shrunk
from sync import clock
from sync.drift import radar
from sync.models import Cursor, MarketplaceSyncLog
from sync.pull import earlier, unreadable
from sync.pull.ahead import read_ahead
from sync.pull.following import followed
from sync.pull.gathering import gathered
from sync.pull.returns import pull_returns
from sync.run import Run

STREAM = "orders"
#: The rest of an older walk is not worth going on with.
WALK_AGE = timedelta(hours=1)
Phase = MarketplaceSyncLog.Phase


@dataclass(frozen=True, slots=True)
class Window:
    """What is read in one walk, on the marketplace's clock; `resume` is where an unfinished walk goes on.

    `read_at` is our own time at which `until` was theirs.
    """

    since: datetime
    until: datetime
    read_at: datetime
    resume: dict[str, Any] | None = None
    moves_cursor: bool = True

    def noted(self, place: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """For the cursor's row: where the walk is, or once it is over, when it was begun."""
        read_at = {"read_at": self.read_at.isoformat()}
        if not place:
            return read_at
        return {"since": self.since.isoformat(), "until": self.until.isoformat(), "cursor": dict(place), **read_at}


def pull_orders(run: Run) -> None:
    """Read what changed since the cursor (or the named orders) and store page by page, cursor and rows together."""
    if Capability.PULL_ORDERS not in run.able:
        run.say("This shop sends its orders by itself; there is no list of them to read.")
        return
    if run.options.get("remote_ids"):
        _pull_named(run, run.options["remote_ids"])
        _settle_splits(run)
        return
    cursor, began = _cursor(run), timezone.now()
    window = _window(run, cursor)
    doubtful = unreadable.names(run.connection) if _gives_named(run) else []
    run.say(f"Reading orders changed from {window.since:%d %b %H:%M} to {window.until:%d %b %H:%M} (their clock).")
    _say_clock(run)
    try:
        _walk(run, cursor, window)
    except (DataProblem, CodeProblem):
        # Their cursor may be what is refused: the next run begins the window anew instead of meeting it again.
        _begin_anew(cursor)
        raise
    _follow(run)
    _settle_splits(run)
    with transaction.atomic():
        run.still_ours()
        _finish(run, cursor, window)
    _ask_again(run, doubtful)
    if window.moves_cursor and window.resume is None:
        radar.look(run.connection, orders_read_since=began - run.connector.horizon)
    type(run.connection).objects.filter(pk=run.connection.pk).update(orders_read_at=timezone.now())
    pull_returns(run)


def _walk(run: Run, cursor: Cursor, window: Window) -> None:
    place: Mapping[str, Any] | None = _stretch(run, cursor, window, window.resume)
    while place is not None:
        place = _stretch(run, cursor, window, place)


def _stretch(run: Run, cursor: Cursor, window: Window, place: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Store page by page from `place` on. None at the end of the walk, else where it is to be gone on with.

    What was read by number beside a page is younger than the page read ahead meanwhile, which would be believed as the
    later word: that one is asked for anew.
    """
    pages = run.connector.pull_orders(since=window.since, until=window.until, cursor=place)
    with closing(read_ahead(gathered(pages))) as found:
        for page in found:
            run.expect(page.total)
            whole = _with_parts(run, page)
            _store(run, whole, cursor=cursor, window=window)
            run.check()
            if whole is not page and page.cursor:
                return page.cursor
    return None


def _pull_named(run: Run, remote_ids: Sequence[str]) -> None:
    followed = _follow(run, remote_ids)
    remote_ids = [name for name in remote_ids if name not in followed]
    if not remote_ids:
        return
    page = run.connector.order_items(list(remote_ids))
    gone = {item.remote_id for item in page.refused if isinstance(item.error, NotFound)}
    for remote_id in sorted(gone):
        run.say(f"{remote_id} is not there (any more).")
    kept = Page(items=page.items, refused=[item for item in page.refused if item.remote_id not in gone])
    _store(run, kept, cursor=None, window=None)


def _follow(run: Run, remote_ids: Sequence[str] | None = None) -> set[str]:
    """Ask about open orders that no list holds; the numbers that could be asked about."""
    asked = set[str]()
    for page in followed(run, remote_ids):
        _store(run, page, cursor=None, window=None)
        run.check()
        asked |= {order.remote_id for order in page.items} | {item.remote_id for item in page.refused}
    return asked


def _begin_anew(cursor: Cursor) -> None:
    """Forget where the walk was, not when it was last begun."""
    stored = Cursor.objects.get(pk=cursor.pk)
    walk = {name: text for name, text in stored.walk.items() if name == "read_at"}
    Cursor.objects.filter(pk=cursor.pk).update(walk=walk)


def _ask_again(run: Run, names: Sequence[str]) -> None:
    """The cursor has passed orders that could not be read: they are asked for by number until they can.

    What is still so was said before and is not said again; it must not fail a run that read everything else.
    """
    names = [name for name in names if name in unreadable.names(run.connection)]
    if not names:
        return
    try:
        page = run.connector.order_items(names)
    except (DataProblem, CodeProblem, RetryLater):
        return
    gone = [item.remote_id for item in page.refused if isinstance(item.error, NotFound)]
    unreadable.settle(run.connection, gone, how=_("It is not there any more."))
    storable = [arrival.order for arrival in check_all(page.items)[0]]
    if storable:
        run.say(f"Could be read by now: {', '.join(order.remote_id for order in storable)}.")
        _store(run, Page(items=storable), cursor=None, window=None)


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
    return Capability.ORDER_ITEMS in run.able


def _cursor(run: Run) -> Cursor:
    return Cursor.objects.get_or_create(connection=run.connection, stream=STREAM)[0]


def _window(run: Run, cursor: Cursor) -> Window:
    connector = run.connector
    until, now = clock.remote_now(connector) - connector.horizon, timezone.now()
    since = parse_datetime(str(run.options["since"])) if run.options.get("since") else None
    if since is not None:
        return Window(since=min(since, until), until=until, read_at=now, moves_cursor=False)
    resumed = _resumed(cursor)
    if run.options.get("full") or cursor.position is None:
        first = Window(since=until - connector.first_look_back, until=until, read_at=now)
        reaches = resumed is not None and (cursor.position is None or resumed.since <= first.since + WALK_AGE)
        return resumed if resumed is not None and reaches else first
    if resumed is not None:
        return resumed
    cursor.position = min(cursor.position, _really_read(cursor, until=until, now=now))
    return Window(since=min(cursor.position, until) - connector.overlap, until=until, read_at=now)


def _really_read(cursor: Cursor, *, until: datetime, now: datetime) -> datetime:
    """How far the last walk came, told by the time that passed here since.

    Their clock is that of whichever of their machines answered. One that was ahead would have moved the cursor past
    orders that had not happened yet.
    """
    read_at = parse_datetime(cursor.walk.get("read_at", ""))
    return until - max(now - read_at, timedelta(0)) if read_at is not None else until


def _resumed(cursor: Cursor) -> Window | None:
    """The rest of a walk that was cut off, unless it is so old that a new one serves better."""
    walk = cursor.walk
    if not walk.get("cursor"):
        return None
    since, until = parse_datetime(walk["since"]), parse_datetime(walk["until"])
    if since is None or until is None or timezone.now() - cursor.updated_at > WALK_AGE:
        return None
    read_at = parse_datetime(walk.get("read_at", "")) or cursor.updated_at - WALK_AGE
    return Window(since=since, until=until, read_at=read_at, resume=walk["cursor"])


def _store(run: Run, page: Page[Order], *, cursor: Cursor | None, window: Window | None) -> None:
    run.phase(Phase.UPSERTING)
    page, kept_out = earlier.kept_out(run, page) if window is not None else (page, [])
    with transaction.atomic():
        earlier.ask(run, kept_out)
        outcome = import_orders(
            connection=run.connection, orders=page.items, seen_at=timezone.now(), cause=run.log.cause, run_id=run.log.pk
        )
        again = {item.remote_id for item in page.refused}
        read = [order.remote_id for order in page.items if order.remote_id not in again]
        unreadable.settle(run.connection, read, how=_("It could be read."))
        _keep_refused(run, page.refused)
        _keep_outcome(run, outcome, page.items)
        for name in kept_out:
            run.park(name, _("From before the shop was connected; nothing tells whether it has left."))
        if cursor is not None and window is not None and window.moves_cursor:
            cursor.walk = window.noted(page.cursor)
            cursor.position = _later(cursor.position, page.safe_until)
            cursor.save(update_fields=["walk", "position", "updated_at"])
        run.page(
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            parked=len(outcome.parked) + len(kept_out),
            failed=len(outcome.refused) + len(page.refused),
        )
        checkpoints.reached("pull.before_commit")
    checkpoints.reached("pull.after_commit")


def _finish(run: Run, cursor: Cursor, window: Window) -> None:
    if not window.moves_cursor:
        return
    cursor.walk = window.noted()
    cursor.position = _later(cursor.position, window.until)
    cursor.save(update_fields=["walk", "position", "updated_at"])


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)


def _keep_refused(run: Run, refused: Sequence[RefusedItem]) -> None:
    for item in refused:
        error = item.error
        run.refuse(item.remote_id, error, raw=item.raw)
        unreadable.tell(run, item.remote_id, said=error.said or error.detail, fix=error.fix)


def _keep_outcome(run: Run, outcome: Intake, orders: Sequence[Order]) -> None:
    for remote_id, reason, fix, order_id in outcome.parked:
        run.park(remote_id, reason, fix=fix, subject_id=order_id)
    for remote_id, sentence in outcome.refused:
        raw = next((order.raw for order in orders if order.remote_id == remote_id), {})
        run.refuse(remote_id, sentence, raw=raw)
        unreadable.tell(run, remote_id, said=sentence, fix=_("Look at the order there; it is read again each time."))


def _say_clock(run: Run) -> None:
    ahead = clock.difference(run.connector)
    if abs(ahead) > clock.WORTH_SAYING:
        minutes = round(ahead.total_seconds() / 60)
        side = "ahead of" if minutes > 0 else "behind"
        run.say(
            f"Their clock is {abs(minutes)} min {side} ours; theirs is used. Set this computer's clock if it is wrong."
        )
