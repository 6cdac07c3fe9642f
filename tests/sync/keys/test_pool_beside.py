"""No key is bought while one lies in the pool, also where somebody else holds it just now and then gives up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection as database
from django.db import transaction

from core.models import NeedsYou
from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.services.keys import assigning
from orders.models import OrderItem
from sync.keys import working
from tests.fulfillment.digital import Keys, make_keys

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keys(transactional_db: None) -> Keys:
    made = make_keys()
    made.offer(10)
    return made


class GivenUp(Exception):
    """What ends the transaction of the one who was first."""


def on_its_own(act: Callable[..., object], *values: object) -> None:
    """On a connection of its own, which is closed at the end."""
    try:
        act(*values)
    finally:
        database.close()


def hold(item: OrderItem, holds: threading.Event, ends: threading.Event, gives_up: bool) -> None:
    """Give the line its keys, and keep the transaction open for a while."""
    with suppress(GivenUp), transaction.atomic():
        assert assigning.assign(item.pk) == 0
        holds.set()
        assert ends.wait(timeout=60)
        if gives_up:
            raise GivenUp


def wait_until_it_waits(act: Future[None]) -> None:
    """For a lock of this database, or until it is over without having waited."""
    for _look in range(1_000):
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] or act.done():
                return
        time.sleep(0.02)


@pytest.mark.parametrize("gives_up", [True, False])
def test_who_finds_the_last_keys_taken_waits_to_see_whether_it_stays_so(keys: Keys, gives_up: bool) -> None:
    keys.load("LAST-1", "LAST-2")
    first, second = keys.order(2), keys.order(2)
    holds, ends = threading.Event(), threading.Event()
    with ThreadPoolExecutor(2) as threads:
        holder = threads.submit(on_its_own, hold, first, holds, ends, gives_up)
        assert holds.wait(timeout=60)
        other = threads.submit(on_its_own, working._provide, second.pk)
        wait_until_it_waits(other)
        ends.set()
        holder.result(timeout=60)
        other.result(timeout=60)
    has = second if gives_up else first
    assert set(LicenseKey.objects.values_list("order_item", flat=True)) == {has.pk}
    assert [row.order_item_id for row in SupplierOrder.objects.all()] == ([] if gives_up else [second.pk])
    assert not NeedsYou.objects.filter(cause_key__startswith="keys:lack:", settled_at__isnull=True).exists()
