"""A process that tells programs is killed at every named point: each event still arrives, under one id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from core import checkpoints
from core.models import NeedsYou, Store
from core.services import needs_you
from sync.models import WebhookDelivery, WebhookEndpoint
from tests.sync.outgoing.conftest import deliver
from tests.sync.outgoing.receiver import Receiver

ROOT = Path(__file__).resolve().parents[3]
#: What a worker does at each tick, in a process of its own on the test's database.
CHILD = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["ORION_PROOF_DB"]
settings.WEBHOOK_PRIVATE_ADDRESSES = True
import django
django.setup()
from sync.outgoing import couriers, spreading
spreading.spread_what_is_new()
for thread in couriers.deliver_due():
    thread.join(20)
"""
#: How often each of the two events must have been posted after the kill and the second process.
POSTED = {
    "outgoing.before_commit": {1},
    "outgoing.after_claim": {1},
    "outgoing.after_send": {1, 2},  # the one in hand arrives twice
    "outgoing.after_settle": {1},
}


def test_every_named_point_is_walked_through() -> None:
    assert set(POSTED) == set(checkpoints.OUTGOING_POINTS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", POSTED)
def test_a_kill_loses_nothing_and_what_is_doubled_has_the_same_id(
    store: Store, endpoint: WebhookEndpoint, receiver: Receiver, point: str
) -> None:
    for key in ("first", "second"):
        needs_you.raise_cause(store=store, kind=NeedsYou.Kind.REFUSED, cause_key=key, title=key)
    environment = {**os.environ, "ORION_PROOF_DB": str(connection.settings_dict["NAME"]), "ORION_DIE_AT": point}
    dying = subprocess.run([sys.executable, "-c", CHILD], cwd=ROOT, env=environment, timeout=60)
    assert dying.returncode == -signal.SIGKILL

    deliver()
    if point != "outgoing.before_commit":
        assert not receiver.got[2:], "nobody else touches it while the lease lasts"
    WebhookEndpoint.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))
    deliver()

    ids = [got.id for got in receiver.got]
    assert set(ids) == {str(row.event_id) for row in WebhookDelivery.objects.all()} and len(set(ids)) == 2
    assert {ids.count(each) for each in ids} == POSTED[point]
    bodies = {(got.id, got.body) for got in receiver.got}
    assert len(bodies) == 2
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"delivered"}
