"""Feeds that somebody uploaded: kept as files until a worker has brought them in."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store, User
from sync.feed import end_killed, import_feed
from sync.models import MarketplaceSyncLog, SyncType

Status = MarketplaceSyncLog.Status
#: An upload that nobody starts is forgotten after so long.
KEPT = timedelta(days=1)
#: What a worker was handed at once and has not taken by then is handed over again.
PATIENCE = timedelta(seconds=10)
SALT = "feed upload"


def keep(*, store: Store, name: str, data: bytes) -> str:
    """Put an uploaded feed aside; returns a signed ticket by which this store may start it within a day."""
    upload = uuid.uuid4()
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / upload.hex
    path.touch(mode=0o600)
    path.write_bytes(data)
    return signing.dumps({"store": str(store.pk), "upload": upload.hex, "name": _plain(name)}, salt=SALT)


def begin(*, store: Store, ticket: str, by: User | None) -> MarketplaceSyncLog:
    """Write down the import of a kept feed; `asking.ask_import` wakes it.

    Raises DomainError for a ticket that is none of this store's, or too old.
    """
    told = _read(ticket)
    if told.get("store") != str(store.pk) or not _path(told["upload"]).exists():
        raise DomainError(_("This upload is not kept any more. Choose the file again."))
    with transaction.atomic():
        Store.objects.select_for_update().get(pk=store.pk)  # a button pressed twice asks for one run
        before = MarketplaceSyncLog.objects.filter(
            store=store, sync_type=SyncType.IMPORT, options__upload=told["upload"]
        ).first()
        return before or MarketplaceSyncLog.objects.create(
            store=store, sync_type=SyncType.IMPORT, cause="button", started_by=by,
            options={"file": told["name"], "upload": told["upload"]},
        )  # fmt: skip


def carry_out(log_id: uuid.UUID) -> None:
    """Bring the feed of a waiting run in, if nobody else has taken it."""
    now = timezone.now()
    taken = MarketplaceSyncLog.objects.filter(
        pk=log_id, sync_type=SyncType.IMPORT, status=Status.PENDING, options__has_key="upload"
    ).update(status=Status.IN_PROGRESS, start_time=now, heartbeat_at=now, updated_at=now)
    if not taken:
        return
    log = MarketplaceSyncLog.objects.select_related("store", "started_by").get(pk=log_id)
    path = _path(log.options["upload"])
    try:
        data = path.read_bytes() if path.exists() else b""
        import_feed(
            store=log.store, name=log.options["file"], data=data, cause=log.cause, actor=log.started_by, log=log
        )
    finally:
        path.unlink(missing_ok=True)


def waiting() -> list[uuid.UUID]:
    """Imports that no worker has taken for a while; those that were killed in the middle are ended."""
    end_killed()
    rows = MarketplaceSyncLog.objects.filter(
        sync_type=SyncType.IMPORT, status=Status.PENDING, options__has_key="upload",
        created_at__lt=timezone.now() - PATIENCE,
    )  # fmt: skip
    return list(rows.order_by("created_at").values_list("pk", flat=True)[:10])


def forget() -> int:
    """Remove uploads that nobody started, and those of runs long over; says how many."""
    oldest, folder = (timezone.now() - KEPT).timestamp(), _folder()
    old = [path for path in folder.iterdir() if path.stat().st_mtime < oldest] if folder.exists() else []
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.VAR) / "uploads"


def _path(upload: str) -> Path:
    """Only names that `keep` made: a path is never built from what was typed."""
    if not re.fullmatch(r"[0-9a-f]{32}", upload):
        raise DomainError(_("This upload is not kept any more. Choose the file again."))
    return _folder() / upload


def _read(ticket: str) -> dict[str, str]:
    try:
        told: dict[str, str] = signing.loads(ticket, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        raise DomainError(_("This upload is not kept any more. Choose the file again.")) from None
    return told


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[-120:] or _("feed")
