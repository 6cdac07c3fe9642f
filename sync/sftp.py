"""Signing in at a server that speaks SFTP: its address is judged and its key known before anything secret is sent."""

from __future__ import annotations

import base64
import hashlib
import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.net import AddressRefused, check_number, resolve_host

if TYPE_CHECKING:  # it costs a tenth of a second: only who meets such a server pays that
    import paramiko

#: For a connection, and for each answer.
SECONDS = 20.0


class Trouble(Exception):
    """str() says what happened and what to do, in a sentence."""


class OtherKey(Trouble):
    """The server showed another key than the one that is kept."""

    def __init__(self, found: str, *, known: str) -> None:
        words = _(
            "The server shows another key than before: %(found)s, not %(known)s. No password was sent. If it was "
            "replaced on purpose, accept the new key."
        )
        super().__init__(words % {"found": found, "known": known})
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


@contextmanager
def signed_in(server: Server) -> Iterator[tuple[paramiko.SFTPClient, str]]:
    """The server's files and its fingerprint. Raises Trouble, also for what goes wrong with the files inside."""
    import paramiko

    transport = paramiko.Transport(_socket(server))
    try:
        transport.banner_timeout = transport.auth_timeout = SECONDS
        transport.start_client(timeout=SECONDS)
        found = fingerprint(transport.get_remote_server_key())
        if server.host_key and server.host_key != found:
            raise OtherKey(found, known=server.host_key)
        if server.private_key:
            transport.auth_publickey(server.username, read_key(server.private_key))
        else:
            transport.auth_password(server.username, server.password)
        client = paramiko.SFTPClient.from_transport(transport)
        if client is None:
            raise Trouble(_("The server offers no SFTP. Ask who runs it."))
        client.get_channel().settimeout(SECONDS)  # type: ignore[union-attr]
        yield client, found
    except paramiko.AuthenticationException:
        raise Trouble(_("The server does not let us in. Check the user name and its password or key.")) from None
    except FileNotFoundError:
        raise Trouble(_("The server has no such folder. Correct it.")) from None
    except PermissionError:
        raise Trouble(_("The server does not let us work in this folder.")) from None
    except (paramiko.SSHException, EOFError, TimeoutError) as error:
        raise Trouble(_("The server broke off, or does not speak SFTP: %s.") % _said(error)) from None
    except OSError as error:
        raise Trouble(_("The server refuses the file: %s.") % _said(error)) from None
    finally:
        transport.close()


def fingerprint(key: paramiko.PKey) -> str:
    """As `ssh-keygen -l` shows it."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return f"{key.get_name()} SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def read_key(text: str) -> paramiko.PKey:
    """A private key as text. Raises Trouble where it is none, or is locked by a passphrase."""
    import paramiko

    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text.strip() + "\n"))
        except paramiko.PasswordRequiredException:
            raise Trouble(_("This key is locked by a passphrase. Store one without.")) from None
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    raise Trouble(_("This is no private key that we can read. Paste it whole, with its first and last line."))


def _socket(server: Server) -> socket.socket:
    """To a number that the guard of addresses has let through, and no other."""
    try:
        numbers = resolve_host(server.host, server.port)
        for number in numbers:
            check_number(number, server.private_address, host=server.host)
    except AddressRefused as refused:
        raise Trouble(str(refused)) from None
    try:
        return socket.create_connection((numbers[0], server.port), timeout=SECONDS)
    except OSError as error:
        raise Trouble(_("%(host)s does not answer: %(why)s.") % {"host": server.host, "why": _said(error)}) from None


def _said(error: Exception) -> str:
    """Without what a server may have echoed of ours."""
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")[:120]
