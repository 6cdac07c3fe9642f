"""Pushes taken in (signature checked, stored, answered) against a bare WSGI app that does the same insert."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import selectors
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from benchmarks.practice import ROOT
from benchmarks.result import Result, at_least, at_most, told_apart
from benchmarks.scratch import scratch_database
from benchmarks.webhook_server import BARE

DATABASE = "bench_webhook_in"
KEY = "push-key-of-the-app-0123456789"
CLIENTS, SECONDS, ROUNDS, PACED, WARM = 4, 3.0, 5, 4, 200
GOAL, P99_MS = 0.6, 25.0

Request = Callable[[int], bytes]


def main() -> None:
    """Prints one JSON line per job."""
    with scratch_database(DATABASE):
        for result in run():
            sys.stdout.write(result.line() + "\n")


def run() -> list[Result]:
    """Both in turns, as fast as four senders get their answers; then both in turns at the rate that is the goal.

    What the bare app needs at that rate is the machine's share of the slowest answers.
    """
    shop = _shop()
    with _server() as port:
        ours, bare = _signed(shop, port), _plain(shop, port)
        for request in (ours, bare):
            _fast(port, request, count=WARM)
        turns = [(_rate(port, ours), _rate(port, bare)) for _turn in range(ROUNDS)]
        measured, limit = (statistics.median(rates) for rates in zip(*turns, strict=True))
        paced = [(_paced(port, ours, rate=GOAL * limit), _paced(port, bare, rate=GOAL * limit)) for _ in range(PACED)]
        late, late_bare = (_percentile(chain.from_iterable(turn), 99) * 1000 for turn in zip(*paced, strict=True))
    _all_stored(shop)
    return [
        at_least("webhook_in", measured, limit, goal=GOAL, unit="pushes/s"),
        at_most("webhook_in_p99", late, P99_MS, unit="ms at 0.6 of the bare app's rate"),
        told_apart("webhook_in_p99_to_bare", late, late_bare, unit="ms, the bare app's at the same rate"),
    ]


def _shop():  # type: ignore[no-untyped-def]
    from core.services.stores import open_store
    from marketplaces.services.connect import connect
    from marketplaces.services.trial import Tested

    store = open_store(slug="bench", name="Bench", owner_email="owner@bench.example").store
    values = {"partner_id": "1000001", "partner_key": "k" * 24, "shop_id": "220033445", "push_key": KEY}
    return connect(store=store, code="shopee", name="Bench", tested=Tested(code="shopee", values=values))


@contextmanager
def _server() -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.webhook_server"], cwd=ROOT, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, env={**os.environ, "ORION_TEST_DB": DATABASE},
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(20)


def _body(number: int) -> bytes:
    """A new event each time, as Shopee writes it."""
    data = {"ordersn": f"2611{number:010d}", "status": "READY_TO_SHIP", "completed_scenario": "", "update_time": 1}
    return json.dumps({"data": data, "shop_id": 220033445, "code": 3, "timestamp": int(time.time())}).encode()


def _signed(shop, port: int) -> Request:  # type: ignore[no-untyped-def]
    from django.conf import settings

    path = f"/hooks/{shop.marketplace.code}/{shop.webhook_token}/"
    url = f"{settings.PUBLIC_URL.rstrip('/')}{path}".encode()

    def request(number: int) -> bytes:
        body = _body(number)
        sign = hmac.new(KEY.encode(), url + b"|" + body, hashlib.sha256).hexdigest()
        return _written(path, port, body, f"Authorization: {sign}\r\n")

    return request


def _plain(shop, port: int) -> Request:  # type: ignore[no-untyped-def]
    def request(number: int) -> bytes:
        path = f"{BARE}?{shop.pk}&{shop.store_id}&bare-{number}&2611{number:010d}"
        return _written(path, port, _body(number), f"Authorization: {'0' * 64}\r\n")

    return request


def _written(path: str, port: int, body: bytes, more: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


_numbers = iter(range(1, 10**9))
_taking = threading.Lock()


def _next() -> int:
    with _taking:
        return next(_numbers)


class _Sender:
    """One kept connection that sends and waits for the answer."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.due = 0.0

    def ask(self, request: bytes) -> None:
        self.send(request)
        self.hear()

    def send(self, request: bytes) -> None:
        self.socket.sendall(request)

    def hear(self) -> None:
        answer = self.socket.recv(65536)
        if not answer.startswith(b"HTTP/1.1 200") or b"\r\n\r\n" not in answer:
            raise SystemExit(f"A push was answered with {answer[:120]!r}.")


def _all(work: Callable[[_Sender, int], None], port: int) -> None:
    """Every sender in a thread of its own."""
    threads = [threading.Thread(target=work, args=(_Sender(port), place)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _fast(port: int, request: Request, *, count: int) -> None:
    def work(sender: _Sender, _place: int) -> None:
        for _time in range(count // CLIENTS):
            sender.ask(request(_next()))

    _all(work, port)


def _rate(port: int, request: Request) -> float:
    done: list[int] = []
    began = time.perf_counter()

    def work(sender: _Sender, _place: int) -> None:
        count = 0
        while time.perf_counter() - began < SECONDS:
            sender.ask(request(_next()))
            count += 1
        done.append(count)

    _all(work, port)
    return sum(done) / (time.perf_counter() - began)


def _paced(port: int, request: Request, *, rate: float) -> list[float]:
    """Seconds from when each push was to leave until its answer: whoever falls behind counts the waiting too.

    All are written before, and one thread sends and hears: what senders wait for each other is not the server's.
    """
    ready = [request(_next()) for _push in range(int(SECONDS * rate))]
    late: list[float] = []
    with selectors.DefaultSelector() as heard:
        idle = deque(_Sender(port) for _place in range(CLIENTS))
        for sender in idle:
            heard.register(sender.socket, selectors.EVENT_READ, sender)
        began, asked = time.perf_counter() + 0.1, 0
        while len(late) < len(ready):
            while idle and asked < len(ready) and began + asked / rate <= time.perf_counter():
                sender = idle.popleft()
                sender.due = began + asked / rate
                sender.send(ready[asked])
                asked += 1
            next_in = began + asked / rate - time.perf_counter() if idle and asked < len(ready) else None
            for key, _events in heard.select(None if next_in is None else max(0.0, next_in)):
                key.data.hear()
                late.append(time.perf_counter() - key.data.due)
                idle.append(key.data)
    return late


def _percentile(values: Iterable[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1]


def _all_stored(shop) -> None:  # type: ignore[no-untyped-def]
    """Both did their work: each number that was given out is a row."""
    from sync.models import MarketplaceWebhook

    sent, stored = _next() - 1, MarketplaceWebhook.objects.filter(connection=shop, status="received").count()
    if sent != stored:
        raise SystemExit(f"{sent} pushes were sent and {stored} are stored.")


if __name__ == "__main__":
    main()
