"""Reads returns after the orders of the same run: by window from a cursor of their own."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core import checkpoints
from core.models import NeedsYou
from core.services import needs_you
from marketplaces.canonical.returns import Return
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AccountProblem, ConnectorError, NotFound, PermissionMissing, RetryLater
from marketplaces.framework.results import Page
from orders.services.returns import Taken, take_in
from orders.services.returns.refunds import settle_refunds
from orders.services.returns.write import link_waiting
from sync import clock
from sync.models import Cursor
from sync.pull.ahead import read_ahead
from sync.run import Run

STREAM = "returns"


def pull_returns(run: Run) -> None:
    """Store what changed since the cursor, page by page, then move the orders that came back.

    The orders of the run are stored by now: what keeps returns from being read is said and does not fail the run; the
    next one reads the same window again. A dead sign-in stops it as anywhere.
    """
    if Capability.REFUND not in run.able or run.options.get("remote_ids"):
        return
    try:
        _read(run)
    except RetryLater as error:
        run.say(f"Returns could not be read now: {error.heading}. The next reading asks for the same ones.")
    except ConnectorError as error:
        if isinstance(error, AccountProblem) and not isinstance(error, PermissionMissing):
            raise
        _say(run, error)
    else:
        needs_you.settle_cause(store=run.connection.store, cause_key=_key(run), how="They could be read.", by="system")
    moved = settle_refunds(run.connection)
    if moved:
        run.say(f"Refunded by their returns: {moved}.")


def _read(run: Run) -> None:
    cursor = Cursor.objects.get_or_create(connection=run.connection, stream=STREAM)[0]
    since, until = _window(run, cursor)
    seen = Taken()
    with closing(read_ahead(run.connector.pull_returns(since=since, until=until))) as found:
        for page in found:
            _add(seen, _store(run, page))
            run.check()
    with transaction.atomic():
        run.still_ours()
        link_waiting(run.connection, now=timezone.now())
        if not run.options.get("since"):
            _move(cursor, until)
    if seen.created or seen.updated:
        run.say(f"Returns: {seen.created} new, {seen.updated} changed.")


def _window(run: Run, cursor: Cursor) -> tuple[datetime, datetime]:
    """What to read, on the marketplace's clock; as with orders, a clock that was ahead skips nothing."""
    connector, now = run.connector, timezone.now()
    until = clock.remote_now(connector) - connector.horizon
    if run.options.get("since"):
        asked = parse_datetime(str(run.options["since"])) or until
        return min(asked, until), until
    if run.options.get("full") or cursor.position is None:
        return until - connector.first_look_back, until
    read_at = parse_datetime(cursor.walk.get("read_at", ""))
    really = until - max(now - read_at, timedelta(0)) if read_at is not None else until
    return min(cursor.position, really, until) - connector.overlap, until


def _move(cursor: Cursor, until: datetime) -> None:
    cursor.position = max(cursor.position or until, until)
    cursor.walk = {"read_at": timezone.now().isoformat()}
    cursor.save(update_fields=["position", "walk", "updated_at"])


def _store(run: Run, page: Page[Return]) -> Taken:
    """One transaction. The run's records are its orders; of returns only those that were refused count there."""
    with transaction.atomic():
        taken = take_in(
            connection=run.connection, returns=page.items, seen_at=timezone.now(), reason=run.log.cause
        )  # fmt: skip
        _refuse(run, page, taken.refused)
        failed = len(page.refused) + len(taken.refused)
        if failed:
            run.page(failed=failed)
        else:
            run.still_ours()
        checkpoints.reached("pull.before_commit")
    checkpoints.reached("pull.after_commit")
    return taken


def _refuse(run: Run, page: Page[Return], refused: Sequence[tuple[str, str]]) -> None:
    for item in page.refused:
        run.refuse(_("return %s") % item.remote_id, item.error, raw=item.raw)
    for remote_id, sentence in refused:
        raw = next((told.raw for told in page.items if told.remote_id == remote_id), {})
        run.refuse(_("return %s") % remote_id, sentence, raw=raw)


def _add(seen: Taken, page: Taken) -> None:
    seen.created += page.created
    seen.updated += page.updated
    seen.unchanged += page.unchanged


def _say(run: Run, error: ConnectorError) -> None:
    """A shop without a list of returns is nobody's fault; anything else needs a person."""
    run.say(f"Returns could not be read: {error.detail or error.heading}")
    if not isinstance(error, NotFound):
        _tell(run, error)


def _tell(run: Run, error: ConnectorError) -> None:
    """One open cause per shop, until its returns can be read."""
    needs_you.raise_cause(
        store=run.connection.store,
        kind=NeedsYou.Kind.UNREADABLE,
        cause_key=_key(run),
        title=_("%s does not let us read its returns") % run.connection.name,
        tried=_("read returns"),
        said=error.said or error.detail,
        cost=_("Orders that come back stay delivered here."),
        fix=error.fix,
        subject_type="connection",
        subject_id=run.connection.pk,
    )


def _key(run: Run) -> str:
    return f"returns:{run.connection.pk}"
