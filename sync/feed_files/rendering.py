"""Writes the files of a connection.

A full file is never replaced by an empty one, nor unseen by half of it (law 13).
"""

import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import NeedsYou
from core.services import needs_you
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.publication import Publication as Files
from marketplaces.models import Connection
from sync.feed_files import addresses, folders
from sync.feed_files.kinds import files_of, is_published, told_of
from sync.feed_files.offers import offers
from sync.models import Publication
from sync.run import Run

#: Fewer rows than this share of what stands there now wait for a person.
SHRINKS_TO = 0.5
#: Of so few rows, some may go at any time.
FEW = 4


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of it; `held` says why the old files stay."""

    rows: int
    held: str = ""


def render(connection: Connection, *, anyway: bool = False) -> Rendered | None:
    """Write all files anew and put them where they are wanted; None where nothing is published.

    `anyway`: a person has looked, so fewer rows are right. No row at all is never published.
    """
    files = files_of(connection)
    if files is None or not is_published(connection, files):
        return None
    with transaction.atomic():
        row = addresses.row_of(connection)  # locked: of two workers the later one writes what is newer
        now = timezone.now()
        made = {
            name: _written(connection, files, language, now)
            for name, language in files.files(connection.settings).items()
        }
        rows = max((count for _path, count in made.values()), default=0)
        held = _objection(row, rows, anyway=anyway)
        for name, (path, _count) in made.items():
            path.unlink() if held else path.replace(path_of(connection, name))
        row.held = held
        if not held:
            row.rendered_at, row.rows = now, rows
            folders.put(row)
        row.save()
        _tell(row, connection)
    return Rendered(rows, held)


def after(run: Run) -> None:
    """At the end of a run that changed what the files show."""
    found = render(run.connection)
    if found is not None and found.held:
        run.say(f"{found.held} The feed files stay as they were until a person has looked.")
    elif found is not None:
        run.say(f"The feed files are written anew: {found.rows} listings.")


def path_of(connection: Connection, name: str) -> Path:
    """Where a file lies; `name` is one of the publication's own, never what somebody typed."""
    return Path(settings.VAR) / "feeds" / connection.pk.hex / name


def _written(connection: Connection, files: Files, language: str, now: datetime) -> tuple[Path, int]:
    """Beside the one that stands there, with the time of its truth as its age; and how many rows it has."""
    path = path_of(connection, f".{uuid.uuid4().hex}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pieces = files.render(offers(connection), language=language, told=told_of(connection, files))
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = sum(1 for piece in _all(pieces) if file.write(piece)) - 1
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    os.utime(path, ns=(stamp(now), stamp(now)))
    return path, rows


def _all(pieces: Iterable[str]) -> Iterator[str]:
    return (piece for piece in pieces if piece)


def stamp(moment: datetime) -> int:
    """Nanoseconds, exact to the microsecond that the database keeps."""
    whole = int(moment.timestamp())
    return whole * 1_000_000_000 + moment.microsecond * 1000


def _objection(row: Publication, rows: int, *, anyway: bool) -> str:
    if not rows:
        return _("No listing can be published.")
    if not anyway and row.rendered_at and row.rows >= FEW and rows < row.rows * SHRINKS_TO:
        return _("Only %(now)d of %(before)d listings are left.") % {"now": rows, "before": row.rows}
    return ""


def _tell(row: Publication, connection: Connection) -> None:
    key = f"feed:{connection.pk}"
    if not row.held or not row.rendered_at:
        needs_you.settle_cause(store=row.store, cause_key=key, how="The files are published again.", by="system")
        return
    needs_you.raise_cause(
        store=row.store,
        kind=NeedsYou.Kind.REFUSED,
        cause_key=key,
        title=_("%(shop)s: the new feed files are held back") % {"shop": connection.name},
        tried=Capability.PUSH_STOCK.value.replace("_", " "),
        said=row.held,
        cost=_("The marketplace still reads the old files."),
        fix=_("Look at the listings. If it is right, publish the files on the connection's page."),
        subject_type="connection",
        subject_id=connection.pk,
    )
