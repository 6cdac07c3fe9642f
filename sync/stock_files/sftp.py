"""Puts one file onto a server by SFTP: its key is checked, the file is there whole or not at all."""

import base64
import hashlib
import io
import posixpath
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import paramiko
from django.utils.translation import gettext as _

from core.net import AddressRefused, check_number, resolve_host

SECONDS = 20
#: What can be on the way at once keeps a slow server from being drowned, and a dead one from holding a worker.
KEYS = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


class NotPut(Exception):
    """str() says what happened and what to do, in a sentence."""


class OtherKey(NotPut):
    """The server showed another key than the one that is kept."""

    def __init__(self, found: str) -> None:
        super().__init__(_("The server shows another key than before. If it was changed on purpose, accept it."))
        self.found = found


@dataclass(frozen=True, slots=True)
class Server:
    """Where and as whom; `host_key` is the fingerprint it must show, empty at the first meeting."""

    host: str
    port: int
    username: str
    password: str = ""
    private_key: str = ""
    host_key: str = ""
    private_address: bool = False


def put(server: Server, folder: str, name: str, content: bytes) -> str:
    """Put it there and return the server's fingerprint. Raises NotPut, OtherKey for a wrong key.

    The file is written beside its place and moved there in one step, so nobody reads half of it.
    """
    try:
        with _transport(server) as transport:
            found = fingerprint(transport.get_remote_server_key())
            if server.host_key and server.host_key != found:
                raise OtherKey(found)  # before anything secret is sent
            _sign_in(transport, server)
            client = paramiko.SFTPClient.from_transport(transport)
            if client is None:
                raise NotPut(_("The server offers no SFTP. Ask who runs it."))
            client.get_channel().settimeout(SECONDS)  # type: ignore[union-attr]
            _write(client, posixpath.join(folder or ".", name), content)
            return found
    except paramiko.AuthenticationException:
        raise NotPut(_("The server does not let us in. Check the user name and its password or key.")) from None
    except (paramiko.SSHException, EOFError, TimeoutError) as error:
        raise NotPut(_("The server did not take the file: %s.") % _said(error)) from None
    except OSError as error:
        raise NotPut(_("The file cannot be written there: %s.") % _said(error)) from None


def fingerprint(key: paramiko.PKey) -> str:
    """As `ssh-keygen -l` shows it."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return f"{key.get_name()} SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


@contextmanager
def _transport(server: Server) -> Iterator[paramiko.Transport]:
    transport = paramiko.Transport(_socket(server))
    try:
        transport.banner_timeout = transport.auth_timeout = SECONDS
        transport.start_client(timeout=SECONDS)
        yield transport
    finally:
        transport.close()


def _socket(server: Server) -> socket.socket:
    """To a number that the guard of addresses has let through, and no other."""
    try:
        numbers = resolve_host(server.host, server.port)
        for number in numbers:
            check_number(number, server.private_address, host=server.host)
    except AddressRefused as refused:
        raise NotPut(str(refused)) from None
    try:
        return socket.create_connection((numbers[0], server.port), timeout=SECONDS)
    except OSError as error:
        raise NotPut(_("%(host)s does not answer: %(why)s.") % {"host": server.host, "why": _said(error)}) from None


def _sign_in(transport: paramiko.Transport, server: Server) -> None:
    if server.private_key:
        transport.auth_publickey(server.username, read_key(server.private_key))
    else:
        transport.auth_password(server.username, server.password)


def read_key(text: str) -> paramiko.PKey:
    """A private key as text. Raises NotPut where it is none, or is locked by a passphrase."""
    for kind in KEYS:
        try:
            return kind.from_private_key(io.StringIO(text.strip() + "\n"))
        except paramiko.PasswordRequiredException:
            raise NotPut(_("This key is locked by a passphrase. Store one without.")) from None
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    raise NotPut(_("This is no private key that we can read. Paste it whole, with its first and last line."))


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
            raise NotPut(words) from None
        client.rename(half, path)


def _is_there(client: paramiko.SFTPClient, path: str) -> bool:
    try:
        client.stat(path)
    except OSError:
        return False
    return True


def _said(error: Exception) -> str:
    """Without what a server may have echoed of ours."""
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")[:120]
