"""Settling what was sent while the same things are marked again: both wait for each other in one order."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.models import Store
from core.services.stores import open_store
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.connect import connect
from marketplaces.services.outbound import Subject, mark
from marketplaces.services.trial import Tested
from sync.push import settle
from sync.push.settle import Taken

ROWS, ROUNDS = 300, 25
Kind = OutboundChange.Kind


@pytest.fixture
def store(transactional_db: None) -> Store:
    return open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store


@pytest.fixture
def shop(store: Store) -> Connection:
    values = {"client_id": "1001", "api_key": "key-of-ozon-1001"}
    return connect(store=store, code="ozon", name="Ozon", tested=Tested(code="ozon", values=values))


def lease(owner: uuid.UUID) -> None:
    """All of them, locked as marking locks them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH chosen AS (SELECT id FROM outbound_changes ORDER BY connection_id, subject_id FOR UPDATE)"
            " UPDATE outbound_changes c SET lease_owner = %s FROM chosen WHERE c.id = chosen.id",
            [owner],
        )


def test_marking_and_settling_the_same_changes_never_deadlock(shop: Connection) -> None:
    subjects = [Subject(shop.store_id, shop.pk, uuid.uuid4()) for _ in range(ROWS)]
    mark(Kind.STOCK, subjects)
    ids, owner, start = list(OutboundChange.objects.values_list("pk", flat=True)), uuid.uuid4(), Barrier(2)

    def marking() -> None:
        mark(Kind.STOCK, subjects)

    def settling() -> None:
        lease(owner)
        settle.taken([Taken(id=pk, version=1, told={}, visible=True) for pk in ids], owner)

    def again_and_again(work: Callable[[], None]) -> None:
        start.wait()
        try:
            for _ in range(ROUNDS):
                work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(again_and_again, work) for work in (marking, settling)]:
            each.result()
    assert OutboundChange.objects.filter(wanted_version=ROUNDS + 1).count() == ROWS
