"""A call sent twice is done once: its answer is kept under its key for 72 hours, and given again."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.db import connection as database
from django.db.models.functions import Now
from django.utils import timezone

from marketplaces.framework.intake import Remembered, Reply
from sync.models import IntakeKey

KEPT = timedelta(hours=72)
#: A call that has not been answered by now died with its process; whoever repeats it takes its place.
LEASE = timedelta(minutes=1)

# One statement, so that of two calls at once one wins: a new key, one that is older than it is kept, or one whose
# holder died.
CLAIM = """
INSERT INTO intake_keys AS kept (id, connection_id, key, fingerprint, reply, created_at, expires_at)
VALUES (%(id)s, %(connection)s, %(key)s, %(fingerprint)s, '{}', clock_timestamp(),
        clock_timestamp() + make_interval(secs => %(kept)s))
ON CONFLICT ON CONSTRAINT one_answer_per_intake_key DO UPDATE
   SET id = excluded.id, fingerprint = excluded.fingerprint, status = NULL, reply = '{}', answered_at = NULL,
       created_at = excluded.created_at, expires_at = excluded.expires_at
 WHERE kept.expires_at < clock_timestamp()
    OR (kept.answered_at IS NULL AND kept.created_at < clock_timestamp() - make_interval(secs => %(lease)s)
        AND kept.fingerprint = excluded.fingerprint)
RETURNING 1
"""


def claim(connection_id: uuid.UUID, key: str, fingerprint: str, *, mark: uuid.UUID) -> Remembered | None:
    """None: the key is ours under this mark. Else what is known of it."""
    values: dict[str, Any] = {
        "id": mark, "connection": connection_id, "key": key, "fingerprint": fingerprint,
        "kept": KEPT.total_seconds(), "lease": LEASE.total_seconds(),
    }  # fmt: skip
    with database.cursor() as cursor:
        cursor.execute(CLAIM, values)
        if cursor.fetchone() is not None:
            return None
    row = IntakeKey.objects.filter(connection_id=connection_id, key=key).first()
    if row is None:  # let go between the two statements: whoever asks again gets it
        return Remembered(fingerprint=fingerprint)
    return Remembered(fingerprint=row.fingerprint, reply=_reply(row) if row.answered_at else None)


def keep(mark: uuid.UUID, reply: Reply) -> None:
    """The answer, unless somebody took the key over meanwhile."""
    kept = {"body": reply.bytes.decode(), "headers": dict(reply.headers), "content_type": reply.content_type}
    IntakeKey.objects.filter(pk=mark).update(status=reply.status, reply=kept, answered_at=timezone.now())


def let_go(mark: uuid.UUID) -> None:
    """The call may run anew."""
    IntakeKey.objects.filter(pk=mark).delete()


def forget() -> int:
    """Keys that nobody is given an answer for any more; returns how many."""
    return IntakeKey.objects.filter(expires_at__lt=Now()).delete()[0]


def _reply(row: IntakeKey) -> Reply:
    kept: dict[str, Any] = row.reply  # the body as text: the same answer again is the same to the byte
    return Reply(
        status=row.status or 0,
        body=json.loads(kept["body"]),
        headers=kept["headers"],
        content_type=kept["content_type"],
    )
