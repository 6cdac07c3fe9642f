"""Puts one file onto a server by SFTP: it is there whole or not at all."""

from __future__ import annotations

import io
import posixpath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sync.sftp import Server, Trouble, signed_in

if TYPE_CHECKING:
    import paramiko


def put(server: Server, folder: str, name: str, content: bytes) -> str:
    """Put it there and return the server's fingerprint. Raises Trouble, OtherKey for a wrong key.

    The file is written beside its place and moved there in one step, so nobody reads half of it.
    """
    with signed_in(server) as (client, found):
        _write(client, posixpath.join(folder or ".", name), content)
        return found


def _write(client: paramiko.SFTPClient, path: str, content: bytes) -> None:
    folder, name = posixpath.split(path)
    half = posixpath.join(folder, f".{name}.part")
    client.putfo(io.BytesIO(content), half, file_size=len(content), confirm=True)  # the size is read back
    try:
        client.posix_rename(half, path)
    except OSError:
        if _is_there(client, path):
            client.remove(half)
            words = _("The server cannot replace a file in one step. Ask who runs it for “posix-rename”.")
            raise Trouble(words) from None
        client.rename(half, path)


def _is_there(client: paramiko.SFTPClient, path: str) -> bool:
    try:
        client.stat(path)
    except OSError:
        return False
    return True
