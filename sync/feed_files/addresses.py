"""The unguessable address of a connection's files: made, exchanged, withdrawn."""

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from marketplaces.models import Connection
from sync.feed_files.kinds import files_of
from sync.models import Publication


def row_of(connection: Connection) -> Publication:
    """The connection's row, locked; made with an address of its own where there was none."""
    found, _made = Publication.objects.select_for_update(of=("self",)).get_or_create(
        connection=connection, defaults={"store_id": connection.store_id, "token": _token()}
    )
    return found


def find(connection: Connection) -> Publication | None:
    """The row, where something was published before."""
    return Publication.objects.filter(connection=connection).first()


def addresses_of(publication: Publication) -> Mapping[str, str]:
    """File name to address; nothing while the address is withdrawn."""
    files = files_of(publication.connection)
    if files is None or not publication.token:
        return {}
    base = settings.PUBLIC_URL.rstrip("/")
    names = files.files(publication.connection.settings)
    return {name: f"{base}{reverse('sync:feed', args=[publication.token, name])}" for name in names}


def by_language(publication: Publication) -> Mapping[str, str]:
    """Language to address, as the marketplace's back office asks for them."""
    files = files_of(publication.connection)
    names = files.files(publication.connection.settings) if files else {}
    return {names[name]: address for name, address in addresses_of(publication).items()}


def exchange(connection: Connection) -> Publication:
    """A new address; the old one leads nowhere from now on."""
    return _with(connection, _token())


def withdraw(connection: Connection) -> Publication:
    """No address at all; the files stay where they are put into a folder."""
    return _with(connection, None)


def _with(connection: Connection, token: str | None) -> Publication:
    with transaction.atomic():
        row = row_of(connection)
        row.token = token
        row.save(update_fields=["token", "updated_at"])
    return row


def _token() -> str:
    return secrets.token_urlsafe(32)
