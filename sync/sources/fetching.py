"""A round at a source: look, take what is new, and bring it in as a run like any other."""

import uuid
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import NeedsYou, User
from core.services import needs_you
from sync import column_maps, uploads
from sync.models import ImportSource, MarketplaceSyncLog
from sync.sources import folder, sftp, web
from sync.sources.found import Found, SourceError
from sync.sources.keeping import cause_of, next_time

#: Longer than a look may take; a worker that died in it is followed by another then.
LEASE = timedelta(minutes=15)
#: A source that failed so often needs somebody; before that it may pass by itself.
PATIENCE = 3
MOST_COUNTED = 1000
LOOKS = {ImportSource.Kind.URL: web.look, ImportSource.Kind.FOLDER: folder.look, ImportSource.Kind.SFTP: sftp.look}
Result = ImportSource.Result
Status = MarketplaceSyncLog.Status


class Asks(SourceError):
    """A person says first what the columns are."""


def due(limit: int = 20) -> list[uuid.UUID]:
    """Sources whose time has come, the longest waiting first."""
    rows = _free().filter(is_enabled=True, next_run_at__lte=timezone.now(), store__deleted_at__isnull=True)
    return list(rows.order_by("next_run_at").values_list("pk", flat=True)[:limit])


def bring_forward(source: ImportSource) -> None:
    """Its time has come."""
    ImportSource.objects.filter(pk=source.pk).update(next_run_at=timezone.now())


def look(source: ImportSource) -> Found | None:
    """What is new there; nothing is kept of it. Raises SourceError. A remote call: never inside a transaction."""
    return LOOKS[ImportSource.Kind(source.kind)](source)


def fetch(source_id: uuid.UUID, *, by: User | None = None) -> MarketplaceSyncLog | None:
    """One round; the run that brings in what is new, which `asking.wake_import` wakes. None where nothing is.

    A run of the source that is not over yet comes first: what builds on it waits.
    """
    now = timezone.now()
    if not _free().filter(pk=source_id).update(lease_until=now + LEASE):
        return None
    source = ImportSource.objects.select_related("store", "last_run").get(pk=source_id)
    if source.last_run and source.last_run.status in (Status.PENDING, Status.IN_PROGRESS):
        _settle(source, None)
        return None
    try:
        found = look(source)
        run = _brought(source, found, by) if found else None
    except (SourceError, DomainError) as failed:
        _fail(source, str(failed), asks=isinstance(failed, Asks))
        return None
    _settle(source, Result.BROUGHT if run else Result.NOTHING_NEW, run=run, found=found)
    return run


def _free() -> QuerySet[ImportSource]:
    return ImportSource.objects.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now()))


def _brought(source: ImportSource, found: Found, by: User | None) -> MarketplaceSyncLog:
    """Written down as a run, once it is known what its columns are.

    A file in a folder that is no feed becomes a run that fails with its sentence: it must not stand before the others.
    """
    plan = None
    try:
        plan = column_maps.plan(store=source.store, data=found.data, source=str(source.pk))
    except DomainError:
        if source.kind == ImportSource.Kind.URL:
            raise
    if plan and plan.asks:
        raise Asks(_("The columns of %(name)s have names we do not know. Say what they are.") % {"name": found.name})
    ticket = uploads.keep(store=source.store, name=found.name, data=found.data, columns=plan.chosen if plan else {})
    return uploads.begin(store=source.store, ticket=ticket, by=by, source=source)


def _settle(
    source: ImportSource, result: str | None, *, run: MarketplaceSyncLog | None = None, found: Found | None = None
) -> None:
    """What came of it; where more waits the next round follows at once. What stood in its way is over."""
    soon = timezone.now() + timedelta(seconds=5)
    source.next_run_at = soon if result is None or (found and found.more) else next_time(source)
    source.lease_until = None
    if result is not None:
        source.last_result, source.last_error, source.failures, source.checked_at = result, "", 0, timezone.now()
        needs_you.settle_cause(store=source.store, cause_key=cause_of(source), how=_("Fetched again"), by="Orion")
    if found:
        source.seen = dict(found.seen)
    source.last_run = run or source.last_run
    _keep(source)


def _fail(source: ImportSource, sentence: str, *, asks: bool = False) -> None:
    """Kept beside the source; a person hears of it when it does not pass by itself."""
    source.failures = min(source.failures + 1, MOST_COUNTED)
    source.last_result, source.last_error, source.checked_at = (
        Result.ASKS if asks else Result.FAILED,
        sentence,
        timezone.now(),
    )
    source.next_run_at, source.lease_until = next_time(source), None
    _keep(source)
    if asks or source.failures >= PATIENCE:
        needs_you.raise_cause(
            store=source.store, kind=NeedsYou.Kind.REFUSED, cause_key=cause_of(source), said=sentence,
            title=_("Nothing comes in from “%(name)s”") % {"name": source.name},
            tried=_("We fetched its feed by its schedule."), fix=_("Open the source and correct it."),
            cost=_("Its products stay as they were."), subject_type="import_source", subject_id=source.pk,
        )  # fmt: skip


def _keep(source: ImportSource) -> None:
    """What no history tells; of a place that a person exchanged meanwhile nothing was seen. A key first met is kept."""
    same = {"pk": source.pk, "url": source.url, "folder": source.folder}
    if not ImportSource.objects.filter(**same).update(
        next_run_at=source.next_run_at, lease_until=source.lease_until, last_result=source.last_result,
        last_error=source.last_error, checked_at=source.checked_at, failures=source.failures, seen=source.seen,
        last_run=source.last_run,
    ):  # fmt: skip
        ImportSource.objects.filter(pk=source.pk).update(lease_until=None)
        return
    row = ImportSource.objects.filter(**same, host_key="").first() if source.host_key else None
    if row:
        row.host_key, row._change_reason = source.host_key, "key of the server first met"
        row.save(update_fields=["host_key", "updated_at"])
