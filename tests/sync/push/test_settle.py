"""Settling what was sent while the same things are marked again: both wait for each other in one order."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.models import NeedsYou, Store
from core.services.stores import open_store
from marketplaces.framework.errors import Rejected
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.connect import connect
from marketplaces.services.outbound import Subject, mark
from marketplaces.services.trial import Tested
from sync.push import queue, settle
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


def say(shop: Connection, subject: uuid.UUID, *, accept: bool) -> None:
    """A person answers the buyer's wish to cancel."""
    mark(Kind.ANSWER, [Subject(shop.store_id, shop.pk, subject)])
    OutboundChange.objects.filter(subject_id=subject).update(progress={"accept": accept})


def claimed(shop: Connection, owner: uuid.UUID) -> queue.Claimed:
    [change] = queue.claim(shop, Kind.ANSWER, owner=owner, limit=9)
    return change


def test_a_second_answer_during_the_sending_of_the_first_is_what_is_sent_next(shop: Connection) -> None:
    subject, owner = uuid.uuid4(), uuid.uuid4()
    say(shop, subject, accept=False)
    first = claimed(shop, owner)
    say(shop, subject, accept=True)
    queue.accept(first, owner, told={"accept": False}, visible=True)
    assert claimed(shop, owner).progress == {"accept": True}


def test_a_second_answer_goes_out_although_the_first_was_refused(shop: Connection) -> None:
    subject, owner = uuid.uuid4(), uuid.uuid4()
    say(shop, subject, accept=False)
    first = claimed(shop, owner)
    say(shop, subject, accept=True)
    queue.fail(first, owner, Rejected("Not any more"), subject="2611", connection=shop)
    assert claimed(shop, owner).progress == {"accept": True}
    assert not NeedsYou.objects.exists()


def test_what_was_refused_and_is_still_wanted_waits_for_a_person(shop: Connection) -> None:
    subject, owner = uuid.uuid4(), uuid.uuid4()
    say(shop, subject, accept=False)
    queue.fail(claimed(shop, owner), owner, Rejected("Not any more"), subject="2611", connection=shop)
    assert OutboundChange.objects.get(subject_id=subject).state == OutboundChange.State.REFUSED
    need = NeedsYou.objects.get()
    assert (need.kind, need.title) == (NeedsYou.Kind.REFUSED, "Ozon did not take the answer to the buyer of 2611")


def test_words_that_were_said_are_forgotten_once_they_are_taken(shop: Connection) -> None:
    subject, owner = uuid.uuid4(), uuid.uuid4()
    say(shop, subject, accept=False)
    queue.accept(claimed(shop, owner), owner, told={"accept": False}, visible=True)
    assert OutboundChange.objects.get(subject_id=subject).progress == {}
