"""Who carries deliveries out: one thread per endpoint and turn, a few in all, apart from the workers of the engine.

A slow receiver keeps its own thread and nobody else. Between two statements no thread holds a database connection, so
that waiting for a receiver costs nothing there. Threads are daemons: whoever is ended in the middle of a POST leaves a
lease behind that runs out, and the same event goes out again under the same id.
"""

from __future__ import annotations

import threading
import time
import uuid
from datetime import timedelta
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from core import checkpoints
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.outgoing.sending import send
from sync.outgoing.settling import settle
from sync.outgoing.signing import headers

log = structlog.get_logger("orion.webhooks")
#: At most so many receivers are spoken to at once by one process.
MOST = 8
#: After so long an endpoint gives its thread to the next one, however much waits for it.
TURN_SECONDS = 20.0
#: Longer than one try may take.
LEASE = timedelta(seconds=30)
_running: dict[uuid.UUID, threading.Thread] = {}
_lock = threading.Lock()


def deliver_due() -> list[threading.Thread]:
    """Start a turn for each endpoint that something is due for, as far as there is room; returns at once."""
    with _lock:
        for endpoint_id in [pk for pk, thread in _running.items() if not thread.is_alive()]:
            del _running[endpoint_id]
        room = MOST - len(_running)
    started = []
    for endpoint_id in _with_something_due(room):
        owner = uuid.uuid4()
        if _claim(endpoint_id, owner):
            thread = threading.Thread(target=_turn, args=(endpoint_id, owner), name="courier", daemon=True)
            with _lock:
                _running[endpoint_id] = thread
            thread.start()
            started.append(thread)
    return started


def _with_something_due(room: int) -> list[uuid.UUID]:
    """Endpoints that are free and not at rest; whoever was served longest ago first."""
    if room < 1:
        return []
    due = WebhookDelivery.objects.filter(endpoint=OuterRef("pk"), state="waiting", due_at__lte=Now())
    rows = _free().filter(Exists(due)).order_by("lease_until", "pk")
    return list(rows.values_list("pk", flat=True)[:room])


def _free() -> Any:
    return WebhookEndpoint.objects.filter(
        Q(lease_owner__isnull=True) | Q(lease_until__lt=Now()),
        Q(rest_until__isnull=True) | Q(rest_until__lte=Now()),
        is_active=True,
        store__deleted_at__isnull=True,
    )


def _claim(endpoint_id: uuid.UUID, owner: uuid.UUID) -> bool:
    """A conditional update: of two workers one gets it."""
    taken = _free().filter(pk=endpoint_id).update(lease_owner=owner, lease_until=Now() + LEASE)
    if taken:
        checkpoints.reached("outgoing.after_claim")
    return bool(taken)


def _turn(endpoint_id: uuid.UUID, owner: uuid.UUID) -> None:
    began = time.monotonic()
    try:
        while time.monotonic() - began < TURN_SECONDS and _deliver_next(endpoint_id, owner):
            pass
        WebhookEndpoint.objects.filter(pk=endpoint_id, lease_owner=owner).update(lease_owner=None)
    except (DatabaseError, InterfaceError):  # the lease runs out and another turn goes on
        log.warning("webhook_turn_broken", endpoint=str(endpoint_id), exc_info=True)
    finally:
        connection.close()


def _deliver_next(endpoint_id: uuid.UUID, owner: uuid.UUID) -> bool:
    """One try of what is due first. False when there is nothing more, or the receiver needs a rest."""
    job = _next(endpoint_id, owner)
    connection.close()
    if job is None:
        return False
    endpoint, body = job.endpoint, job.body.encode()
    now = timezone.now()
    secrets = [endpoint.secret]
    if endpoint.previous_secret and endpoint.previous_until and endpoint.previous_until > now:
        secrets.append(endpoint.previous_secret)
    tried = send(endpoint.url, body, headers(secrets, message_id=str(job.event_id), at=now, body=body))
    checkpoints.reached("outgoing.after_send")
    went_on = settle(job, owner, tried, at=now)
    checkpoints.reached("outgoing.after_settle")
    return went_on


def _next(endpoint_id: uuid.UUID, owner: uuid.UUID) -> WebhookDelivery | None:
    """What is due first, while the lease is ours; the lease begins anew."""
    ours = WebhookEndpoint.objects.filter(pk=endpoint_id, lease_owner=owner, is_active=True)
    if not ours.update(lease_until=Now() + LEASE):
        return None
    rows = WebhookDelivery.objects.filter(endpoint=endpoint_id, state="waiting", due_at__lte=Now())
    return rows.select_related("endpoint").order_by("due_at", "happened_at", "pk").first()
