"""Puts the files into a folder as well, from which something else carries them on."""

import re
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from marketplaces.models import Connection
from sync.feed_files import addresses, taken
from sync.feed_files.kinds import files_of
from sync.models import Publication

#: One plain name below the root: no way leads out of it.
NAME = re.compile(r"[a-z0-9][a-z0-9_\-]{0,59}")


def choose(connection: Connection, name: str) -> Publication:
    """Put the files there from the next rendering on; an empty name ends it. Raises DomainError for any other name."""
    if name and not NAME.fullmatch(name):
        raise DomainError(_("A folder's name is of small letters, digits, “-” and “_”."), field="folder")
    with transaction.atomic():
        row = addresses.row_of(connection)
        row.folder, row.put_error = name, ""
        row.save(update_fields=["folder", "put_error", "updated_at"])
    return row


def folder_of(row: Publication) -> Path:
    """The store's own folder below the root that the operator has set."""
    return Path(settings.FEED_FOLDER) / row.store.slug / row.folder


def put(row: Publication) -> None:
    """Copy the files, each whole or not at all. What was put is taken; a folder that cannot be written is said."""
    from sync.feed_files.rendering import path_of

    files = files_of(row.connection)
    if not row.folder or files is None or row.rendered_at is None:
        return
    try:
        folder = _made(row)
        for name in files.files(row.connection.settings):
            half = folder / f".{name}.part"
            shutil.copy2(path_of(row.connection, name), half)
            half.replace(folder / name)
    except OSError as error:
        row.put_error = _("The folder cannot be written: %s.") % (error.strerror or type(error).__name__)
        return
    row.put_at, row.put_error = timezone.now(), ""
    taken.mark(row.connection, until=row.rendered_at)


def _made(row: Publication) -> Path:
    """Exists afterwards, and really lies below the root: a link in it must not lead elsewhere."""
    root, folder = Path(settings.FEED_FOLDER).resolve(), folder_of(row)
    folder.mkdir(parents=True, exist_ok=True)
    if not folder.resolve().is_relative_to(root):
        raise OSError(0, _("it leads elsewhere"))
    return folder
