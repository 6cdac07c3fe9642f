"""Feeds in a folder of an SFTP server. Its key is remembered when it is first met; another one later is refused."""

import stat
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from core.net import AddressRefused
from inventory.services.feed.table import LARGEST_FILE
from sync.models import ImportSource
from sync.sftp import Server, Trouble, signed_in
from sync.sources.found import Entry, Found, SourceError, new_ones, remembered

if TYPE_CHECKING:
    import paramiko

TOTAL = 300.0  # seconds for one file
PIECE = 256 * 1024
PORT = 22
MOST_FILES = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where sftp://host:port/folder leads."""

    host: str
    port: int
    folder: str


def place_of(url: str) -> Place:
    """Raises AddressRefused for what is no such address."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORT
    except ValueError:
        parts, port = urlsplit(""), PORT
    if parts.scheme != "sftp" or not parts.hostname or parts.username or parts.query or "\x00" in url:
        raise AddressRefused(_("Enter an address such as sftp://files.example.com/out, without name and password."))
    return Place(parts.hostname, port, unquote(parts.path) or ".")


def look(source: ImportSource) -> Found | None:
    """The oldest file that was not taken yet, else None. Notes the server's key when first met. Raises SourceError."""
    place = place_of(source.url)
    server = Server(
        host=place.host, port=place.port, username=source.username, password=source.password,
        host_key=source.host_key, private_address=settings.IMPORT_PRIVATE_ADDRESSES,
    )  # fmt: skip
    try:
        with signed_in(server) as (client, found):
            source.host_key = found
            return _oldest(source, client)
    except Trouble as trouble:
        raise SourceError(str(trouble)) from None


def _oldest(source: ImportSource, client: "paramiko.SFTPClient") -> Found | None:
    client.chdir(place_of(source.url).folder)
    entries = [_entry(told) for told in client.listdir_attr(".")[:MOST_FILES] if stat.S_ISREG(told.st_mode or 0)]
    waiting = new_ones(entries, source.seen, source.pattern)
    if not waiting:
        return None
    first = waiting[0]
    if first.size > LARGEST_FILE:
        raise SourceError(_("%(name)s is larger than 100 MB. Split it.") % {"name": first.name})
    with client.open(first.name, "rb") as file:
        file.prefetch(first.size)
        data = _whole(file)
    after = client.stat(first.name)
    if (after.st_size, after.st_mtime) != (first.size, first.changed) or len(data) != first.size:
        return None  # somebody is writing it yet; the next look finds it whole
    return Found(first.name, data, remembered(entries, source.seen, first), more=len(waiting) > 1)


def _whole(file: "paramiko.SFTPFile") -> bytes:
    """As long as it comes in time: a server that drips must not hold a worker."""
    pieces, end, size = [], time.monotonic() + TOTAL, 0
    while piece := file.read(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_FILE or time.monotonic() > end:
            raise SourceError(_("The file took longer than %(seconds)d seconds to come.") % {"seconds": TOTAL})
    return b"".join(pieces)


def _entry(told: Any) -> Entry:
    return Entry(str(told.filename), int(told.st_size or 0), int(told.st_mtime or 0))
