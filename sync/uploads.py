"""Feeds that somebody uploaded: kept as files until a worker has brought them in."""

import csv
import io
import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store, User
from core.services import needs_you
from sync.feed import cause_of, end_killed, import_feed
from sync.models import ImportSource, MarketplaceSyncLog, SyncLogItem, SyncType

Status = MarketplaceSyncLog.Status
#: An upload that nobody starts is forgotten after so long.
KEPT = timedelta(days=1)
#: What a worker was handed at once and has not taken by then is handed over again.
PATIENCE = timedelta(seconds=10)
#: So long an import that would change too many prices waits for a person.
HELD = timedelta(days=14)
SALT = "feed upload"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was put aside under a ticket; `columns` is what its columns are, where that was said."""

    name: str
    upload: str
    columns: Mapping[str, str]

    @property
    def data(self) -> bytes:
        """The file."""
        return _path(self.upload).read_bytes()


def keep(*, store: Store, name: str, data: bytes, columns: Mapping[str, str] | None = None) -> str:
    """Put an uploaded feed aside; returns a signed ticket by which this store may start it within a day."""
    return _ticket(store, Kept(_plain(name), _put(data), columns or {}))


def with_columns(*, store: Store, ticket: str, columns: Mapping[str, str]) -> str:
    """A ticket for the same file, once it was said what its columns are. Raises DomainError as `find`."""
    return _ticket(store, replace(find(store=store, ticket=ticket), columns=columns))


def find(*, store: Store, ticket: str) -> Kept:
    """What is kept under a ticket. Raises DomainError for one that is none of this store's, or too old."""
    told = _read(ticket)
    if told.get("store") != str(store.pk) or not _path(told["upload"]).exists():
        raise DomainError(_("This upload is not kept any more. Choose the file again."))
    return Kept(told["name"], told["upload"], told.get("columns") or {})


def _ticket(store: Store, kept: Kept) -> str:
    told = {"store": str(store.pk), "upload": kept.upload, "name": kept.name, "columns": dict(kept.columns)}
    return signing.dumps(told, salt=SALT, compress=True)


def begin(
    *,
    store: Store,
    ticket: str,
    by: User | None,
    source: ImportSource | None = None,
    cause: str = "button",
    approved: bool = False,
) -> MarketplaceSyncLog:
    """Write down the import of a kept feed; `asking.ask_import` wakes it.

    `source`: where it was fetched from; `approved`: it may change as many prices as it likes.

    Raises DomainError for a ticket that is none of this store's, or too old.
    """
    kept = find(store=store, ticket=ticket)
    with transaction.atomic():
        Store.objects.select_for_update().get(pk=store.pk)  # a button pressed twice asks for one run
        before = MarketplaceSyncLog.objects.filter(
            store=store, sync_type=SyncType.IMPORT, options__upload=kept.upload
        ).first()
        options: dict[str, Any] = {"file": kept.name, "upload": kept.upload, "columns": dict(kept.columns)}
        options |= {"source": str(source.pk)} if source else {}
        options |= {"approved": str(by.pk)} if approved and by else {}
        return before or MarketplaceSyncLog.objects.create(
            store=store, sync_type=SyncType.IMPORT, cause="schedule" if source and by is None else cause,
            started_by=by, options=options,
        )  # fmt: skip


def carry_out(log_id: uuid.UUID) -> None:
    """Bring the feed of a waiting run in, if nobody else has taken it."""
    now = timezone.now()
    taken = MarketplaceSyncLog.objects.filter(
        pk=log_id, sync_type=SyncType.IMPORT, status=Status.PENDING, options__has_key="upload"
    ).update(
        status=Status.IN_PROGRESS, start_time=Coalesce("start_time", now), heartbeat_at=now, updated_at=now,
        lease_owner=uuid.uuid4(),
    )  # fmt: skip
    if not taken:
        return
    log = MarketplaceSyncLog.objects.select_related("store", "started_by").get(pk=log_id)
    path = _path(log.options["upload"])
    data = path.read_bytes() if path.exists() else b""
    log = import_feed(
        store=log.store, name=log.options["file"], data=data, cause=log.cause, actor=log.started_by, log=log
    )
    if log.status in (Status.COMPLETED, Status.PARTIALLY_COMPLETED) or log.error_kind == "refused":
        path.unlink(missing_ok=True)


def can_go_on(log: MarketplaceSyncLog) -> bool:
    """Whether an import that ended early has its file yet, and is not dropped."""
    ended = log.sync_type == SyncType.IMPORT and log.status in (Status.FAILED, Status.STOPPED)
    return ended and "upload" in log.options and _path(log.options["upload"]).exists()


def go_on(log: MarketplaceSyncLog, *, by: User) -> None:
    """Let an import that was stopped, broke off or is held go on behind its last stored row, whatever it changes.

    Raises DomainError when its file is not kept any more.
    """
    if not can_go_on(log):
        raise DomainError(_("This upload is not kept any more. Choose the file again."))
    line = [timezone.now().isoformat(timespec="seconds"), _("%(who)s let it go on.") % {"who": by}]
    MarketplaceSyncLog.objects.filter(pk=log.pk, status__in=(Status.FAILED, Status.STOPPED)).update(
        status=Status.PENDING, stop_requested=False, end_time=None, lease_owner=None, updated_at=timezone.now(),
        error_kind="", error_message="", error_fix="", messages=[*log.messages, line],
        options={name: value for name, value in log.options.items() if name != "held"} | {"approved": str(by.pk)},
    )  # fmt: skip
    needs_you.settle_cause(store=log.store, cause_key=cause_of(log), how=_("Let go on"), by=str(by))


def drop(log: MarketplaceSyncLog, *, by: User) -> None:
    """Never bring the rest of it in; what is stored stays. Raises DomainError when there is nothing to drop."""
    if not can_go_on(log):
        raise DomainError(_("This upload is not kept any more. Choose the file again."))
    words = {"error_kind": "dropped", "error_message": f"{by} dropped this import.", "error_fix": ""}
    MarketplaceSyncLog.objects.filter(pk=log.pk, status__in=(Status.FAILED, Status.STOPPED)).update(
        updated_at=timezone.now(), **words
    )
    _path(log.options["upload"]).unlink(missing_ok=True)
    needs_you.settle_cause(store=log.store, cause_key=cause_of(log), how=_("Dropped"), by=str(by))


def begin_rows(log: MarketplaceSyncLog, items: Collection[SyncLogItem], *, by: User) -> MarketplaceSyncLog:
    """Write down an import of these refused rows alone, as they stood in their file."""
    rows = [item.raw["row"] for item in items if item.raw.get("row")]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    name = str(log.options.get("file", ""))
    upload = _put(text.getvalue().encode())
    return MarketplaceSyncLog.objects.create(
        store=log.store, sync_type=SyncType.IMPORT, cause="button", started_by=by,
        options={"file": name, "upload": upload, "retried": str(log.pk)},
    )  # fmt: skip


def waiting() -> list[uuid.UUID]:
    """Imports that no worker has taken for a while, those among them that were killed in the middle."""
    end_killed()
    rows = MarketplaceSyncLog.objects.filter(
        sync_type=SyncType.IMPORT, status=Status.PENDING, options__has_key="upload",
        created_at__lt=timezone.now() - PATIENCE,
    )  # fmt: skip
    return list(rows.order_by("created_at").values_list("pk", flat=True)[:10])


def forget() -> int:
    """Remove uploads that nobody started, and those of runs long over; says how many. What is held is kept longer."""
    if not _folder().exists():
        return 0
    now = timezone.now()
    imports = MarketplaceSyncLog.objects.filter(sync_type=SyncType.IMPORT, created_at__gt=now - HELD)
    waits = imports.filter(Q(status__in=(Status.PENDING, Status.IN_PROGRESS)) | Q(error_kind="held"))
    kept = set(waits.values_list("options__upload", flat=True))
    oldest = (now - KEPT).timestamp()
    old = [path for path in _folder().iterdir() if path.name not in kept and path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _put(data: bytes) -> str:
    upload = uuid.uuid4().hex
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = _folder() / upload
    path.touch(mode=0o600)
    path.write_bytes(data)
    return upload


def _folder() -> Path:
    return Path(settings.VAR) / "uploads"


def _path(upload: str) -> Path:
    """Only names that `keep` made: a path is never built from what was typed."""
    if not re.fullmatch(r"[0-9a-f]{32}", upload):
        raise DomainError(_("This upload is not kept any more. Choose the file again."))
    return _folder() / upload


def _read(ticket: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = signing.loads(ticket, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        raise DomainError(_("This upload is not kept any more. Choose the file again.")) from None
    return told


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[-120:] or _("feed")
