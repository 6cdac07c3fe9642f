"""A product feed as a run: the same log, counts and refusals as any sync."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from core.errors import DomainError
from core.models import Store, User
from inventory.services import feed
from orders.services.relink import relink
from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.run import Stopped

Status = MarketplaceSyncLog.Status
Phase = MarketplaceSyncLog.Phase
#: An import that said nothing for so long was killed.
GIVEN_UP = timedelta(minutes=10)
Listener = Callable[[MarketplaceSyncLog], None]


def import_feed(
    *,
    store: Store,
    name: str,
    data: bytes,
    cause: str,
    actor: User | None = None,
    listener: Listener | None = None,
    log: MarketplaceSyncLog | None = None,
) -> MarketplaceSyncLog:
    """Bring a feed in, in this thread, and return its run; `log` is a run that was asked for and taken.

    What is no feed at all changes nothing and fails the run.
    """
    end_killed(store)
    log = log or MarketplaceSyncLog.objects.create(
        store=store, sync_type=SyncType.IMPORT, cause=cause, started_by=actor, options={"file": name},
        status=Status.IN_PROGRESS, start_time=timezone.now(), heartbeat_at=timezone.now(),
    )  # fmt: skip
    _store(log, {}, phase=Phase.PARSING)
    try:
        _bring_in(log, name, data, actor, listener)
    except Stopped:
        _end(log, Status.STOPPED)
    except DomainError as error:
        _end(log, Status.FAILED, error_kind="refused", error_message=str(error))
    except BaseException:
        _end(log, Status.FAILED, error_kind="our_fault", error_message="The import broke off.",
             error_fix="What was stored before is safe. Import the file again.")  # fmt: skip
        raise
    else:
        log.refresh_from_db()
        _end(log, Status.PARTIALLY_COMPLETED if log.failed_records else Status.COMPLETED)
    return log


def _bring_in(log: MarketplaceSyncLog, name: str, data: bytes, actor: User | None, listener: Listener | None) -> None:
    file = feed.read_file(data)
    parsed = feed.parse_rows(file, currency=log.store.currency)
    total = len(parsed.rows) + len(parsed.refused)
    _store(log, {}, expected_records=total, phase=Phase.UPSERTING)
    _keep(log, parsed.refused)

    def progress(page: feed.Outcome) -> None:
        if MarketplaceSyncLog.objects.filter(pk=log.pk, stop_requested=True).exists():
            raise Stopped  # this page is taken back, those before it stay
        _keep(log, page.refused)
        counts = {"created_records": page.created, "updated_records": page.updated, "unchanged_records": page.unchanged}
        _store(log, counts)
        if listener is not None:
            log.refresh_from_db()
            listener(log)

    outcome = feed.import_rows(
        store=log.store, rows=parsed.rows, reason=f"Feed {name}", actor=actor,
        actor_label=str(actor or "Product feed"), run_id=log.pk, progress=progress,
    )  # fmt: skip
    linked = relink(store=log.store, skus=outcome.skus, actor_label=f"Feed {name}")
    _say(log, file, parsed, outcome, linked)


def _keep(log: MarketplaceSyncLog, refused: list[tuple[str, str]]) -> None:
    """One record each of what was refused, counted at once."""
    SyncLogItem.objects.bulk_create(
        SyncLogItem(
            sync_log=log, item=item[:200], outcome=SyncLogItem.Outcome.REFUSED, kind="rejected", reason=sentence
        )
        for item, sentence in refused
    )
    _store(log, {"failed_records": len(refused)})


def _store(log: MarketplaceSyncLog, counts: dict[str, int], **fields: Any) -> None:
    dealt = sum(counts.values())
    added = {key: F(key) + number for key, number in counts.items()}
    MarketplaceSyncLog.objects.filter(pk=log.pk).update(
        **added, total_records=F("total_records") + dealt, processed_records=F("processed_records") + dealt,
        pages=F("pages") + int(dealt > 0), heartbeat_at=timezone.now(), updated_at=timezone.now(), **fields,
    )  # fmt: skip


def _say(log: MarketplaceSyncLog, file: feed.FeedFile, parsed: feed.Parsed, outcome: feed.Outcome, linked: int) -> None:
    """What a person may want to know, warnings first; the run keeps so many lines as any other."""
    separator = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}[file.separator]
    lines = [f"Read as {file.encoding}, separated by {separator}."]
    lines += [sentence for row in parsed.rows for sentence in row.warnings][:180]
    if outcome.counted:
        lines.append(f"{outcome.counted} opening counts taken from its quantities.")
    if outcome.linked:
        lines.append(f"{outcome.linked} listings linked by the same SKU.")
    if linked:
        lines.append(f"{linked} parked order lines were linked.")
    now = timezone.now().isoformat(timespec="seconds")
    _store(log, {}, messages=[[now, line] for line in lines])


def _end(log: MarketplaceSyncLog, status: str, **fields: Any) -> None:
    _store(log, {}, status=status, end_time=timezone.now(), **fields)
    log.refresh_from_db()


def end_killed(store: Store | None = None) -> None:
    """Imports that said nothing for long are over, in one store or in all."""
    silent = MarketplaceSyncLog.objects.filter(
        sync_type=SyncType.IMPORT, status=Status.IN_PROGRESS, heartbeat_at__lt=timezone.now() - GIVEN_UP
    )
    (silent.filter(store=store) if store else silent).update(
        status=Status.FAILED, end_time=timezone.now(), error_kind="worker_died",
        error_message="The import stopped in the middle.", error_fix="Import the file again; nothing is doubled.",
    )  # fmt: skip
