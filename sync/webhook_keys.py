"""Keys of pushes that a marketplace gives out by name: asked for once per name, and never often.

A message that names a key not held here may be a stranger's, so the name itself must not make us call as often as
somebody likes: a name is asked for once in `AGAIN`, and a shop asks for no more than `MOST` names in an hour.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from marketplaces.framework.errors import ConnectorError, RetryLater
from marketplaces.framework.transport import Timeouts
from marketplaces.models import Connection
from marketplaces.services import credentials
from marketplaces.services.connectors import open_connector
from sync.models import AskedKey

MOST, HOUR = 5, timedelta(hours=1)
#: A name that was answered, with a key or with none; and one whose question came to nothing.
AGAIN, AFTER_TROUBLE = timedelta(days=1), timedelta(minutes=10)
LONGEST_ID = 100
#: The sender of the message is waiting: one try, and a short one.
PATIENCE = Timeouts(connect=2.0, read=4.0, total=5.0)


def learn(connection: Connection, key_id: str) -> bool:
    """Whether the key of this name is held from now on. A remote call: never inside a transaction."""
    if not 0 < len(key_id) <= LONGEST_ID or "\x00" in key_id or not _may_ask(connection, key_id):
        return False
    try:
        connector = open_connector(connection, attempts=1, timeouts=PATIENCE)
        told = connector.webhook_key(key_id)
    except RetryLater:
        _again(connection, key_id, AFTER_TROUBLE)
        return False
    except ConnectorError:
        return False
    credentials.add(connection, type(connector), told, reason="key of its messages told")
    return True


def _may_ask(connection: Connection, key_id: str) -> bool:
    """Take one of the questions of this hour; of two messages with the same name only one gets it."""
    now = timezone.now()
    with transaction.atomic():
        _one_after_the_other(connection)
        asked = AskedKey.objects.filter(connection=connection)
        asked.filter(asked_at__lt=now - HOUR, again_at__lt=now).delete()
        if asked.filter(key_id=key_id, again_at__gt=now).exists():
            return False
        if asked.filter(asked_at__gt=now - HOUR).count() >= MOST:
            return False
        AskedKey.objects.update_or_create(
            connection=connection, key_id=key_id, defaults={"asked_at": now, "again_at": now + AGAIN}
        )
    return True


def _one_after_the_other(connection: Connection) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"webhook keys {connection.pk}"])


def _again(connection: Connection, key_id: str, pause: timedelta) -> None:
    AskedKey.objects.filter(connection=connection, key_id=key_id).update(again_at=timezone.now() + pause)
