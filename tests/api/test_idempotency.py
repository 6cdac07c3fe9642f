"""A POST with an Idempotency-Key is done once, also when it is sent twice at once or its first sender died."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.db.models import F
from django.utils import timezone

from api.idempotency import KEPT, LEASE
from api.models import IdempotencyKey
from api.tasks import sweep
from api.v1.syncs import views
from marketplaces.models import Connection
from sync.models import MarketplaceSyncLog
from tests.api.conftest import PROBLEM, Answer, Program, program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/syncs/"
KEY = "11111111-key"


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def start(caller: Program, shop: Connection, key: str = KEY, sync_type: str = "orders") -> Answer:
    return caller.post(PATH, {"sync_type": sync_type, "connection": str(shop.pk)}, Idempotency_Key=key)


def test_the_same_key_and_body_give_the_stored_answer(owner: Program, shop: Connection) -> None:
    first, second = start(owner, shop), start(owner, shop)
    assert first.status == second.status == 202
    assert first.body == second.body
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"


def test_the_stored_answer_is_given_though_the_world_has_moved_on(owner: Program, shop: Connection) -> None:
    first = start(owner, shop)
    MarketplaceSyncLog.objects.update(status="completed")
    assert start(owner, shop).body == first.body
    assert MarketplaceSyncLog.objects.count() == 1


def test_fields_in_another_order_are_the_same_body(owner: Program, shop: Connection) -> None:
    start(owner, shop)
    turned = owner.post(PATH, {"connection": str(shop.pk), "sync_type": "orders"}, Idempotency_Key=KEY)
    assert turned.headers["Idempotent-Replayed"] == "true"


def test_the_same_key_with_another_body_is_refused(owner: Program, shop: Connection) -> None:
    start(owner, shop)
    answer = start(owner, shop, sync_type="products")
    assert (answer.status, answer.kind) == (422, PROBLEM)
    assert answer.body["type"].endswith("key-reused")
    assert MarketplaceSyncLog.objects.count() == 1


def test_without_a_key_nothing_is_kept(owner: Program, shop: Connection) -> None:
    owner.post(PATH, {"sync_type": "orders", "connection": str(shop.pk)})
    assert not IdempotencyKey.objects.exists()


def test_another_person_or_address_may_use_the_same_key(owner: Program, shop: Connection, cast: Cast) -> None:
    started = start(owner, shop)
    other = start(program(cast.store, cast.packer), shop, sync_type="products")
    assert other.status == 202
    stopped = owner.post(f"{PATH}{started.body['runs'][0]['id']}/stop/", Idempotency_Key=KEY)
    assert stopped.status == 200
    assert IdempotencyKey.objects.count() == 3


def test_a_refusal_is_an_answer_too(owner: Program, shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="paused")
    first = start(owner, shop)
    assert first.status == 422
    Connection.objects.filter(pk=shop.pk).update(status="active")
    second = start(owner, shop)
    assert (second.status, second.kind, second.body) == (422, PROBLEM, first.body)
    assert start(owner, shop, key="another").status == 202


def test_a_body_that_is_not_right_takes_no_key(owner: Program, shop: Connection) -> None:
    assert owner.post(PATH, {"sync_type": "nothing"}, Idempotency_Key=KEY).status == 400
    assert start(owner, shop).status == 202


def test_a_fault_of_ours_is_not_kept(owner: Program, shop: Connection, monkeypatch: Any) -> None:
    def breaks(**_given: Any) -> Any:
        raise RuntimeError("planted")

    with monkeypatch.context() as patched:
        patched.setattr(views, "ask_named", breaks)
        broken = start(owner, shop)
    assert (broken.status, broken.kind) == (500, PROBLEM)
    assert broken.body["reference"] in broken.body["detail"] and "planted" not in str(broken.body)
    assert start(owner, shop).status == 202


def test_while_the_first_runs_the_second_is_told_to_wait(owner: Program, shop: Connection) -> None:
    start(owner, shop)
    IdempotencyKey.objects.update(answered_at=None, status=None, body="")
    answer = start(owner, shop)
    assert (answer.status, answer.kind) == (409, PROBLEM)
    assert int(answer.headers["Retry-After"]) >= 1


def test_who_died_while_working_is_replaced_after_the_lease(owner: Program, shop: Connection) -> None:
    start(owner, shop)
    aged = F("created_at") - LEASE - timedelta(seconds=1)
    IdempotencyKey.objects.update(answered_at=None, status=None, body="", created_at=aged)
    assert start(owner, shop, sync_type="products").status == 422  # the place is kept for the same request alone
    answer = start(owner, shop)
    assert answer.status == 202 and "Idempotent-Replayed" not in answer.headers
    assert start(owner, shop).headers["Idempotent-Replayed"] == "true"


def test_an_old_key_is_swept_and_then_new(owner: Program, shop: Connection) -> None:
    start(owner, shop)
    kept = IdempotencyKey.objects.get()
    assert abs(kept.expires_at - timezone.now() - KEPT) < timedelta(minutes=1)
    sweep()
    assert IdempotencyKey.objects.exists()
    IdempotencyKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert start(owner, shop, sync_type="products").status == 202  # what is kept too long counts no more
    IdempotencyKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sweep()
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("key", ["", " ", "with blank", "ключ".encode().decode("latin-1"), "k" * 201])
def test_a_key_that_is_none_is_refused(owner: Program, shop: Connection, key: str) -> None:
    answer = start(owner, shop, key=key)
    assert (answer.status, answer.body["errors"][0]["field"]) == (400, "Idempotency-Key")
    assert not MarketplaceSyncLog.objects.exists()


def test_what_is_kept_is_encrypted(owner: Program, shop: Connection) -> None:
    answer = start(owner, shop)
    kept = IdempotencyKey.objects.get()
    assert answer.body["runs"][0]["id"] not in kept.body and kept.status == 202


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_done_once(owner: Program, shop: Connection, monkeypatch: Any) -> None:
    done: list[int] = []
    real = views.ask_named

    def slow(**given: Any) -> Any:
        done.append(1)
        inside.set()
        leave.wait(10)
        return real(**given)

    inside, leave = threading.Event(), threading.Event()
    monkeypatch.setattr(views, "ask_named", slow)

    def both() -> list[Answer]:
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(_closing(lambda: start(owner, shop)))
            assert inside.wait(10)
            second = pool.submit(_closing(lambda: start(owner, shop))).result()
            leave.set()
            return [first.result(), second]

    first, second = both()
    assert (first.status, second.status) == (202, 409)
    assert len(done) == 1
    assert start(owner, shop).body == first.body


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_run_and_one_answer(owner: Program, shop: Connection) -> None:
    gate = threading.Barrier(6)

    def one() -> Answer:
        gate.wait()
        return start(owner, shop)

    with ThreadPoolExecutor(6) as pool:
        answers = [each.result() for each in [pool.submit(_closing(one)) for _ in range(6)]]
    assert {answer.status for answer in answers} <= {202, 409}
    assert len({str(answer.body) for answer in answers if answer.status == 202}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers if answer.status == 202) == 1
    assert MarketplaceSyncLog.objects.count() == 1


def _closing(work: Callable[[], Answer]) -> Callable[[], Answer]:
    def closed() -> Answer:
        try:
            return work()
        finally:
            database.close()

    return closed
