"""Puts stock files when they are due, or when a person asks: by lease, one worker at a time."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import NeedsYou
from core.services import needs_you
from sync.models import StockFile
from sync.sftp import OtherKey, Server, Trouble
from sync.stock_files import sftp
from sync.stock_files.rendering import Rendered, objection, render

LEASE = timedelta(minutes=5)
#: One time is no trouble: it is tried again at the next turn.
TELLS_AFTER = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: lines put, or the sentence why not."""

    rows: int = 0
    why_not: str = ""

    @property
    def is_put(self) -> bool:
        return not self.why_not


def due(most: int = 20) -> list[UUID]:
    """Files whose turn has come and that nobody works on."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    rows = StockFile.objects.filter(free, is_active=True, due_at__lte=now).order_by("due_at")
    return list(rows.values_list("pk", flat=True)[:most])


def carry_out(pk: UUID) -> Outcome | None:
    """Put one that is due; None where another worker was quicker or it is not due any more."""
    return put_now(pk, asked=False)


def put_now(pk: UUID, *, anyway: bool = False, asked: bool = True) -> Outcome | None:
    """Put it at once, `anyway` also where it shrank: a person has looked. None where somebody else is at it."""
    file = _claim(pk, asked=asked)
    if file is None:
        return None
    found = ""
    try:
        made = render(file)
        if held := objection(file, made, anyway=anyway):
            return _settle(file, held=held)
        if file.key_found and file.where == StockFile.Where.SFTP:
            raise OtherKey(file.key_found, known=file.host_key)
        found = _put(file, made)
    except OtherKey as other:
        return _settle(file, error=str(other), key_found=other.found)
    except Trouble as refused:
        return _settle(file, error=str(refused))
    return _settle(file, made=made, host_key=found)


def _claim(pk: UUID, *, asked: bool) -> StockFile | None:
    now = timezone.now()
    with transaction.atomic():
        rows = StockFile.objects.select_for_update(skip_locked=True, of=("self",)).select_related("store")
        file = rows.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now), pk=pk).first()
        if file is None or (not asked and (not file.is_active or file.due_at > now)):
            return None
        file.lease_until = now + LEASE
        _store(file, "lease_until")
    return file


def _put(file: StockFile, made: Rendered) -> str:
    """The server's fingerprint; empty for a folder."""
    if file.where == StockFile.Where.FOLDER:
        try:
            _into_folder(file, made.content)
        except OSError as error:
            sentence = _("The folder cannot be written: %s.") % (error.strerror or type(error).__name__)
            raise Trouble(sentence) from None
        return ""
    server = Server(
        host=file.host, port=file.port, username=file.username, password=file.password, private_key=file.private_key,
        host_key=file.host_key, private_address=file.private_address,
    )  # fmt: skip
    return sftp.put(server, file.folder, file.name, made.content)


def _into_folder(file: StockFile, content: bytes) -> None:
    """Below the root that the operator has set; a link in it must not lead elsewhere."""
    root = Path(settings.FEED_FOLDER).resolve()
    folder = root / file.store.slug / file.folder
    folder.mkdir(parents=True, exist_ok=True)
    if not folder.resolve().is_relative_to(root):
        raise OSError(0, _("it leads elsewhere"))
    if shutil.disk_usage(folder).free < 2 * len(content):
        raise OSError(0, _("the disk is full"))
    half = folder / f".{file.name}.part"
    half.write_bytes(content)
    half.replace(folder / file.name)


def _settle(
    file: StockFile, *, made: Rendered | None = None, held: str = "", error: str = "", host_key: str = "",
    key_found: str = "",
) -> Outcome:  # fmt: skip
    now = timezone.now()
    file.held, file.error, file.lease_until = held[:250], error[:250], None
    file.due_at = now + timedelta(minutes=file.interval_minutes)
    file.failures = file.failures + 1 if error else 0
    fields = ["held", "error", "lease_until", "due_at", "failures"]
    if made is not None:
        file.put_at, file.rows, file.units = now, made.rows, made.units
        fields += ["put_at", "rows", "units"]
    with transaction.atomic():
        _store(file, *fields)
        if host_key and not file.host_key:
            _keep(file, "first met", host_key=host_key)
        if key_found and key_found != file.key_found:
            _keep(file, "another key", key_found=key_found)
        _tell(file)
    return Outcome(rows=made.rows if made else 0, why_not=held or error)


def _store(file: StockFile, *fields: str) -> None:
    """Its state is no news for the audit."""
    file.skip_history_when_saving = True
    try:
        file.save(update_fields=[*fields, "updated_at"])
    finally:
        del file.skip_history_when_saving


def _keep(file: StockFile, reason: str, **values: str) -> None:
    for name, value in values.items():
        setattr(file, name, value)
    file._change_reason = reason
    file.save(update_fields=[*values, "updated_at"])


def _tell(file: StockFile) -> None:
    key = f"stock_file:{file.pk}"
    waits = file.held or (file.error if file.failures >= TELLS_AFTER or file.key_found else "")
    if not waits:
        if not file.error:
            needs_you.settle_cause(store=file.store, cause_key=key, how=_("The file is put again."), by="system")
        return
    needs_you.raise_cause(
        store=file.store, kind=NeedsYou.Kind.REFUSED, cause_key=key,
        title=_("%(name)s: the stock file is not put") % {"name": file.name}, tried=_("put a stock file"), said=waits,
        cost=_("Whoever reads it still sees the stock of before."),
        fix=_("Look at it under Settings, Stock files."), subject_type="stock_file", subject_id=file.pk,
    )  # fmt: skip
