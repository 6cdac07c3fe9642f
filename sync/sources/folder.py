"""Feeds that something puts into a folder of this machine, below the one that its operator has set."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from inventory.services.feed.table import LARGEST_FILE
from sync.models import ImportSource
from sync.sources.found import Entry, Found, SourceError, new_ones, remembered


def folder_of(source: ImportSource) -> Path:
    """The store's own folder."""
    return Path(settings.IMPORT_FOLDER) / source.store.slug / source.folder


def look(source: ImportSource) -> Found | None:
    """The oldest file that was not taken yet, else None. Raises SourceError."""
    try:
        folder = _there(source)
        entries = [entry for path in folder.iterdir() if (entry := _entry(path))]
        waiting = new_ones(entries, source.seen, source.pattern)
        if not waiting:
            return None
        first = waiting[0]
        if first.size > LARGEST_FILE:
            raise SourceError(_("%(name)s is larger than 100 MB. Split it.") % {"name": first.name})
        data = (folder / first.name).read_bytes()
        if _entry(folder / first.name) != first or len(data) != first.size:
            return None  # somebody is writing it yet; the next look finds it whole
    except OSError as error:
        words = {"why": error.strerror or type(error).__name__}
        raise SourceError(_("The folder cannot be read: %(why)s.") % words) from None
    return Found(first.name, data, remembered(entries, source.seen, first), more=len(waiting) > 1)


def _entry(path: Path) -> Entry | None:
    if path.is_symlink() or not path.is_file():  # a link may lead anywhere
        return None
    told = path.stat()
    return Entry(path.name, told.st_size, told.st_mtime_ns)


def _there(source: ImportSource) -> Path:
    """Made where it is missing, and really below the root: a link in it must not lead elsewhere."""
    root, folder = Path(settings.IMPORT_FOLDER).resolve(), folder_of(source)
    folder.mkdir(parents=True, exist_ok=True)
    if not folder.resolve().is_relative_to(root):
        raise OSError(0, _("it leads elsewhere"))
    return folder
