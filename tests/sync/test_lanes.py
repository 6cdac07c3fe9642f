"""A sale is told while a pile of shops waits to be read, and neither kind of run takes all threads."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connections
from django.utils import timezone

from core.models import Store
from core.services.stores import open_store
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.connect import connect
from marketplaces.services.trial import Tested
from sync import lanes, runs, tasks
from sync.lanes import Lanes
from sync.models import MarketplaceSyncLog
from tests.sync.test_queue import want

THREADS = 6


def shops(store: Store, count: int, address: str = "") -> list[Connection]:
    return [
        connect(
            store=store, code="ozon", name=f"Ozon {number}", base_url=address, allow_private=bool(address),
            tested=Tested(code="ozon", values={"client_id": f"{number}", "api_key": f"key-of-{number}"}),
        )
        for number in range(count)
    ]  # fmt: skip


def test_what_a_sale_changed_is_told_before_what_schedules_ask_for(store: Store) -> None:
    pile = shops(store, 12)
    for shop in pile:
        runs.start(connection=shop, sync_type="orders", cause="schedule")
        runs.start(connection=shop, sync_type="inventory", cause="schedule")
    asked = runs.start(connection=pile[3], sync_type="products", cause="button")
    want(pile[7])
    first, second, *others = runs.in_turn()
    assert MarketplaceSyncLog.objects.get(pk=first[0]).connection == pile[7] and first[1] == "inventory"
    assert second == (asked.pk, "products")
    assert len(others) == 23


def test_a_change_that_is_not_due_yet_pushes_nobody_aside(store: Store) -> None:
    early, late = shops(store, 2)
    first = runs.start(connection=early, sync_type="orders", cause="schedule")
    runs.start(connection=late, sync_type="inventory", cause="schedule")
    change = want(late)
    type(change).objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert runs.waiting()[0] == first.pk


@pytest.mark.parametrize(
    ("threads", "reading", "telling", "together"),
    [(1, 1, 1, 1), (2, 1, 1, 2), (4, 2, 2, 3), (6, 4, 4, 5), (16, 4, 14, 15), (64, 16, 62, 63)],
)
def test_neither_kind_takes_all_threads_and_one_is_left_for_the_ticks(
    threads: int, reading: int, telling: int, together: int
) -> None:
    room = Lanes(threads)
    assert (room.reading, room.telling, room.together) == (reading, telling, together)


def test_a_place_is_free_again_after_the_run_however_it_ended() -> None:
    room = Lanes(1)
    with pytest.raises(ZeroDivisionError), room.place("orders") as free:
        assert free
        with room.place("orders") as second, room.place("inventory") as other:
            assert not second and not other
        raise ZeroDivisionError
    with room.place("inventory") as free:
        assert free


class Silent(BaseHTTPRequestHandler):
    """A marketplace that takes its time."""

    def do_POST(self) -> None:
        with self.server.counting:  # type: ignore[attr-defined]
            self.server.held += 1  # type: ignore[attr-defined]
        self.server.answering.wait(30)  # type: ignore[attr-defined]
        self.send_error(503)

    def log_message(self, *args: object) -> None:
        """Nothing to say."""


@contextmanager
def silent_marketplace() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.counting, server.answering, server.held = threading.Lock(), threading.Event(), 0  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.answering.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()


def woken(work: ThreadPoolExecutor, times: int) -> None:
    """What a tick's messages do in a worker's threads."""

    def one() -> None:
        try:
            lanes.carry_out()
        finally:
            connections.close_all()

    for _time in range(times):
        work.submit(one)


@pytest.mark.django_db(transaction=True)
def test_a_push_begins_while_a_pile_of_shops_that_do_not_answer_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "lanes", Lanes(THREADS))
    store = open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store
    with silent_marketplace() as server, ThreadPoolExecutor(THREADS) as work:
        pile = shops(store, 12, f"http://127.0.0.1:{server.server_address[1]}")
        for shop in pile:
            runs.start(connection=shop, sync_type="orders", cause="schedule")
        woken(work, THREADS)
        until(lambda: server.held >= 4)  # type: ignore[attr-defined]
        Connection.objects.filter(pk=pile[0].pk).update(stock_out=True)
        want(pile[0])
        monkeypatch.setattr(tasks.execute, "delay", lambda: woken(work, 1))
        tasks.drain_outbound()
        sent = MarketplaceSyncLog.objects.filter(sync_type="inventory")
        until(lambda: sent.filter(status="completed").exists())
        reading = MarketplaceSyncLog.objects.filter(sync_type="orders")
        assert reading.filter(status="in_progress").count() == 4 and reading.filter(status="pending").count() == 8
        server.answering.set()  # type: ignore[attr-defined]


def until(true: object) -> None:
    end = time.monotonic() + 15
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "It did not come to that within 15 s."
        time.sleep(0.02)


def test_every_kind_of_change_has_the_run_that_tells_it() -> None:
    assert set(tasks.RUN_OF) == set(OutboundChange.Kind.values)
