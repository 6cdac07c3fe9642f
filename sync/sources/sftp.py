"""Feeds in a folder of an SFTP server. Its key is remembered when it is first met; another one later is refused."""

import base64
import hashlib
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from core.net import AddressRefused, check_number, resolve_host
from inventory.services.feed.table import LARGEST_FILE
from sync.models import ImportSource
from sync.sources.found import Entry, Found, SourceError, new_ones, remembered

if TYPE_CHECKING:
    import paramiko

CONNECT, ANSWER, TOTAL = 10.0, 30.0, 300.0
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
    import paramiko  # costs 150 ms: only who fetches from such a server pays them

    try:
        with _signed_in(source) as client:
            return _oldest(source, client)
    except AddressRefused as refused:
        raise SourceError(str(refused)) from None
    except paramiko.AuthenticationException:
        raise SourceError(_("The server does not take this name and password. Correct them.")) from None
    except FileNotFoundError:
        raise SourceError(_("The server has no such folder. Correct the address.")) from None
    except PermissionError:
        raise SourceError(_("The server does not let us read this folder.")) from None
    except (paramiko.SSHException, EOFError, TimeoutError):
        raise SourceError(_("The server broke off, or does not speak SFTP.")) from None
    except OSError:
        raise SourceError(_("Nobody answered at this address.")) from None


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


@contextmanager
def _signed_in(source: ImportSource) -> Iterator["paramiko.SFTPClient"]:
    """Connected to a number that was judged, to the server that was met first, as the source's user."""
    import paramiko

    with closing(_socket(place_of(source.url))) as wire:
        transport = paramiko.Transport(wire)
        try:
            transport.banner_timeout = transport.auth_timeout = ANSWER
            transport.start_client(timeout=ANSWER)
            _check_key(source, transport.get_remote_server_key().asbytes())
            transport.auth_password(source.username, source.password)
            client = paramiko.SFTPClient.from_transport(transport)
            assert client is not None  # of a transport that is signed in
            channel = client.get_channel()
            assert channel is not None
            channel.settimeout(ANSWER)
            yield client
        finally:
            transport.close()


def _socket(place: Place) -> socket.socket:
    numbers = resolve_host(place.host, place.port)
    for number in numbers:
        check_number(number, settings.IMPORT_PRIVATE_ADDRESSES, host=place.host)
    return socket.create_connection((numbers[0], place.port), timeout=CONNECT)


def _check_key(source: ImportSource, key: bytes) -> None:
    """Before a password is sent. Whoever changed the server on purpose has the source forget the old key."""
    met = f"SHA256:{base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip('=')}"
    if source.host_key and source.host_key != met:
        words = {"met": met, "known": source.host_key}
        raise SourceError(
            _(
                "The server shows another key than before: %(met)s, not %(known)s. No password was sent. If it was "
                "replaced, forget the old key."
            )
            % words
        )
    source.host_key = met
