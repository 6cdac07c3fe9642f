"""Reads the marketplace's own figures after its products: some times a day, page by page from a place of their own."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from inventory.services.figures import Kept, keep_figures
from marketplaces.canonical.figures import DayFigures
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AccountProblem, ConnectorError, PermissionMissing, RateLimited
from marketplaces.framework.results import Page
from sync import clock
from sync.models import Cursor
from sync.run import Run

STREAM = "figures"
#: In the walk: with which keys and settings it was refused.
REFUSED = "refused"
#: Figures of a day settle slowly and their calls are few.
EVERY = timedelta(hours=6)
#: Days that are read again each time: cancellations and returns still change them.
AGAIN = timedelta(days=14)
FIRST = timedelta(days=60)
#: Each call waits for a slow limit; no worker is held longer than this, the next run goes on.
PATIENCE = timedelta(seconds=45)
GOES_ON = "The marketplace's own figures are read page by page; the next reading goes on."


def pull_figures(run: Run) -> None:
    """Go on with a walk that a limit cut off, or begin one where the last is some hours old.

    What keeps figures from being read is said and fails no run: products are stored by now, and the next run goes on.
    A right that the keys lack is missed once: they are asked for again when the keys or settings are others.
    """
    if Capability.ANALYTICS not in run.able:
        return
    cursor = Cursor.objects.get_or_create(connection=run.connection, stream=STREAM)[0]
    if not _due(run, cursor):
        return
    try:
        _read(run, cursor)
    except RateLimited:
        run.say(GOES_ON)
    except ConnectorError as error:
        if isinstance(error, AccountProblem) and not isinstance(error, PermissionMissing):
            raise
        run.say(f"The marketplace's own figures could not be read: {error}")
        if isinstance(error, PermissionMissing):
            _rest(run, cursor)


def _rest(run: Run, cursor: Cursor) -> None:
    """A refused call may cost as much as ten: with the same keys it is not made again."""
    with transaction.atomic():
        run.still_ours()
        cursor.walk = {REFUSED: _set_up(run)}
        cursor.save(update_fields=["walk", "updated_at"])


def _set_up(run: Run) -> dict[str, object]:
    """What must change before it is worth asking again: keys, settings, or that somebody has pressed Test since."""
    shop = run.connection
    tested = shop.last_tested_at.isoformat() if shop.last_tested_at else ""
    return {"keys": shop.credential.version, "settings": shop.settings, "tested": tested}


def _due(run: Run, cursor: Cursor) -> bool:
    refused = cursor.walk.get(REFUSED)
    if refused is not None and not run.options.get("full"):
        return bool(refused != _set_up(run))
    if cursor.walk or cursor.position is None or run.options.get("full"):
        return True
    return timezone.now() - cursor.position >= EVERY


def _read(run: Run, cursor: Cursor) -> None:
    since, until, place = _walk(run, cursor)
    began, stored, unknown = timezone.now(), 0, 0
    for page in run.connector.pull_figures(since=since, until=until, cursor=place):
        kept = _store(run, cursor, page, began=began, since=since, until=until)
        stored, unknown = stored + kept.stored, unknown + kept.unknown + len(page.refused)
        run.check()
        if page.cursor is not None and timezone.now() - began > PATIENCE:
            run.say(GOES_ON)
            break
    run.say(f"The marketplace's own figures: {stored} days of products.")
    if unknown:
        run.say(f"{unknown} of its figures are of products that are not listed here.")


def _walk(run: Run, cursor: Cursor) -> tuple[date, date, dict[str, object] | None]:
    """The days to read, and the place in them. A walk of another day than today's begins anew: offsets have moved."""
    until = _today(run)
    if cursor.walk.get("until") == until.isoformat():
        return date.fromisoformat(cursor.walk["since"]), until, cursor.walk["place"]
    return until - (FIRST if cursor.position is None or run.options.get("full") else AGAIN), until, None


def _today(run: Run) -> date:
    moment: datetime = clock.remote_now(run.connector)
    return moment.astimezone(ZoneInfo(run.connector.figures_zone)).date()


def _store(run: Run, cursor: Cursor, page: Page[DayFigures], *, began: datetime, since: date, until: date) -> Kept:
    """The page and the place behind it, in one transaction."""
    with transaction.atomic():
        run.still_ours()
        kept = keep_figures(connection=run.connection, figures=page.items, seen_at=timezone.now())
        if page.cursor is None:
            cursor.position, cursor.walk = began, {}
        else:
            cursor.walk = {"since": since.isoformat(), "until": until.isoformat(), "place": dict(page.cursor)}
        cursor.save(update_fields=["position", "walk", "updated_at"])
    return kept
