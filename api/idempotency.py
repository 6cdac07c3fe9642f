"""A POST sent twice is done once: its answer is kept under its Idempotency-Key and given again."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection as database
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from api.auth import Access
from api.errors import MEDIA_TYPE, Problem
from api.models import IdempotencyKey
from core.sealed import find_sealed, sealed

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST_KEY = 200
KEPT = timedelta(hours=72)
#: A request that has not ended by now died with its process; whoever repeats it takes its place.
LEASE = timedelta(minutes=5)
#: When a request that is still running is worth asking for again.
TRY_AGAIN = 2

# One statement: a new key, or one whose holder died or whose answer is older than it is kept. The id is the claim.
CLAIM = """
INSERT INTO idempotency_keys AS kept (id, store_id, key, method, path, fingerprint, body, created_at, expires_at)
VALUES (%(id)s, %(store)s, %(key)s, 'POST', %(path)s, %(fingerprint)s, '', clock_timestamp(),
        clock_timestamp() + make_interval(secs => %(kept)s))
ON CONFLICT ON CONSTRAINT one_answer_per_idempotency_key DO UPDATE
   SET id = excluded.id, fingerprint = excluded.fingerprint, status = NULL, body = '', answered_at = NULL,
       created_at = excluded.created_at, expires_at = excluded.expires_at
 WHERE kept.expires_at < clock_timestamp()
    OR (kept.answered_at IS NULL AND kept.created_at < clock_timestamp() - make_interval(secs => %(lease)s)
        AND kept.fingerprint = excluded.fingerprint)
RETURNING 1
"""


def answered_once(request: Request, access: Access, work: Callable[[], Response]) -> Response:
    """Do the work under its key, or give the answer that it had. Raises Problem 409 while it runs, 422 for another."""
    text = _key(request)
    key, fingerprint, claim = _stored_key(access, request, text), _fingerprint(request), uuid.uuid4()
    if not _claimed(claim, access, request, key, fingerprint):
        return _known_answer(access, key, fingerprint)
    try:
        response = work()
    except BaseException:
        _release(claim)
        raise
    if response.status_code >= 500:
        _release(claim)
    else:
        _keep(claim, response)
    return response


def _key(request: Request) -> str:
    text = str(request.headers[HEADER]).strip()
    if not text or len(text) > LONGEST_KEY or not all("!" <= sign <= "~" for sign in text):
        sentence = _("Send 1 to 200 plain characters without blanks as Idempotency-Key, such as a UUID.")
        raise Problem(400, "invalid", sentence, errors=[{"field": HEADER, "message": sentence}])
    return text


def _stored_key(access: Access, request: Request, text: str) -> str:
    """Two people, or two addresses, may use the same key without meeting."""
    place = hashlib.sha256(f"{access.user.pk} {request.path}".encode()).hexdigest()[:32]
    return f"{place}:{text}"


def _fingerprint(request: Request) -> str:
    """Bodies may hold secrets, so what is kept of them is keyed."""
    said = json.dumps([request.query_params.urlencode(), request.data], sort_keys=True, cls=JSONEncoder)
    return salted_hmac("api.idempotency", said, algorithm="sha256").hexdigest()


def _claimed(claim: uuid.UUID, access: Access, request: Request, key: str, fingerprint: str) -> bool:
    with database.cursor() as cursor:
        cursor.execute(
            CLAIM,
            {
                "id": claim, "store": access.store.pk, "key": key, "path": request.path[:250],
                "fingerprint": fingerprint, "kept": KEPT.total_seconds(), "lease": LEASE.total_seconds(),
            },
        )  # fmt: skip
        return cursor.fetchone() is not None


def _known_answer(access: Access, key: str, fingerprint: str) -> Response:
    row = IdempotencyKey.objects.filter(store=access.store, key=key).first()
    if row is not None and row.fingerprint != fingerprint:
        raise Problem(
            422, "key-reused", _("This Idempotency-Key came with another body before. Send a new key for a new act.")
        )
    kept = find_sealed(row.body, no_older_than=2 * KEPT) if row is not None and row.answered_at else None
    if row is None or kept is None:
        raise Problem(
            409, "still-running", _("The first request with this key has not ended yet. Ask again in a moment."),
            headers={"Retry-After": str(TRY_AGAIN)},
        )  # fmt: skip
    kind = MEDIA_TYPE if (row.status or 0) >= 400 else None
    return Response(kept["data"], status=row.status, content_type=kind, headers={**kept["headers"], REPLAYED: "true"})


def _keep(claim: uuid.UUID, response: Response) -> None:
    """Encrypted: an answer may show what is shown once."""
    data: Any = json.loads(json.dumps(response.data, cls=JSONEncoder))
    headers = {name: text for name, text in response.headers.items() if name != "Content-Type"}
    IdempotencyKey.objects.filter(pk=claim).update(
        status=response.status_code, body=sealed({"data": data, "headers": headers}), answered_at=now()
    )


def _release(claim: uuid.UUID) -> None:
    """Nothing was answered that may be answered again: the next try does the work."""
    IdempotencyKey.objects.filter(pk=claim).delete()
