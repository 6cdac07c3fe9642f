"""Makes, changes and removes stock files."""

import posixpath
import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from core.net import AddressRefused, check_number, resolve_host
from core.services import needs_you
from marketplaces.models import Connection
from sync.models import StockFile
from sync.sftp import Trouble, read_key

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,59}")
#: One plain name after the other: no way leads up.
FOLDER = re.compile(r"[a-z0-9][a-z0-9_\-]{0,59}(/[a-z0-9][a-z0-9_\-]{0,59})*")
SETTABLE = (
    "name", "where", "folder", "host", "port", "username", "password", "private_key", "interval_minutes", "is_active",
    "connection",
)  # fmt: skip
#: A changed server is another server: its key is met anew, and a stored secret is not sent to it.
SERVER = ("host", "port", "username")
SECRETS = ("password", "private_key")


def make(*, store: Store, by: str, private_address: bool = False, **wanted: Any) -> StockFile:
    """A new file; it is put at the next turn. Raises DomainError naming the field."""
    file = StockFile(store=store, due_at=timezone.now(), private_address=private_address)
    return _save(file, wanted, by, f"made by {by}")


def change(file: StockFile, *, by: str, **wanted: Any) -> StockFile:
    """Change what is named. Another server's secrets must be typed again, and its key is met anew."""
    row = StockFile.objects.get(pk=file.pk)
    moved = [name for name in SERVER if name in wanted and wanted[name] != getattr(row, name)]
    if moved and row.where == StockFile.Where.SFTP and not any(wanted.get(name) for name in SECRETS):
        raise DomainError(_("Type the password or key again: it is for another server now."), field="password")
    if moved:
        row.host_key = row.key_found = ""
        row.password = row.private_key = ""
    return _save(row, wanted, by, f"changed by {by}")


def accept_key(file: StockFile, *, by: str) -> StockFile:
    """A person says that the server's new key is right. Raises DomainError where there is none to accept."""
    row = StockFile.objects.get(pk=file.pk)
    if not row.key_found:
        raise DomainError(_("The server has shown no other key."))
    row.host_key, row.key_found, row.due_at = row.key_found, "", timezone.now()
    row._change_reason = f"key accepted by {by}"[:100]
    row.save()
    return row


def remove(file: StockFile, *, by: str) -> None:
    """Put no more; the file that is there stays there."""
    file._change_reason = f"removed by {by}"[:100]
    file.is_active = False
    file.save(update_fields=["is_active", "updated_at"])
    file.soft_delete()
    needs_you.settle_cause(store=file.store, cause_key=f"stock_file:{file.pk}", how=_("The file was removed."), by=by)


def _save(file: StockFile, wanted: dict[str, Any], by: str, reason: str) -> StockFile:
    if unknown := wanted.keys() - set(SETTABLE):
        raise DomainError(_("A stock file has no %(what)s.") % {"what": ", ".join(sorted(unknown))})
    for name, value in wanted.items():
        if name not in SECRETS or value:  # an empty secret keeps the one that is stored
            setattr(file, name, value.replace("\x00", "").strip() if isinstance(value, str) else value)
    _check(file)
    file._change_reason = reason[:100]
    file.save()
    return file


def _check(file: StockFile) -> None:
    if not NAME.fullmatch(file.name):
        raise DomainError(_("Enter a file name such as stock.csv."), field="name")
    if not 5 <= file.interval_minutes <= 10_080:
        raise DomainError(_("Enter 5 minutes to a week (10,080)."), field="interval_minutes")
    shop: Connection | None = file.connection
    if shop is not None and shop.store_id != file.store_id:
        raise DomainError(_("This connection is not in this store."), field="connection")
    if not 1 <= file.port <= 65_535:  # of a folder, too: the table keeps it
        raise DomainError(_("Enter a port from 1 to 65535; SFTP's own is 22."), field="port")
    if file.where == StockFile.Where.FOLDER:
        if file.folder and not FOLDER.fullmatch(file.folder):
            raise DomainError(_("A folder's name is of small letters, digits, “-” and “_”."), field="folder")
        return
    if file.where != StockFile.Where.SFTP:
        raise DomainError(_("Choose a folder or a server."), field="where")
    _check_server(file)


def _check_server(file: StockFile) -> None:
    if ".." in posixpath.normpath(file.folder or ".").split("/"):
        raise DomainError(_("A folder on the server has no “..” in it."), field="folder")
    if not file.username:
        raise DomainError(_("Enter the user name at the server."), field="username")
    if not file.password and not file.private_key:
        raise DomainError(_("Enter a password or a private key."), field="password")
    if not file.host or "/" in file.host or "@" in file.host:
        raise DomainError(_("Enter the server's name alone, such as sftp.example.com."), field="host")
    try:
        for number in resolve_host(file.host, file.port):
            check_number(number, file.private_address, host=file.host)
    except AddressRefused as refused:
        raise DomainError(str(refused), field="host") from None
    if file.private_key:
        try:
            read_key(file.private_key)
        except Trouble as refused:
            raise DomainError(str(refused), field="private_key") from None
