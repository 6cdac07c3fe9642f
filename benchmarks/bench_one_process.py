"""`manage.py up` on data of its own: how soon it answers when warm, and what it weighs after its first full sync."""

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.practice import ROOT, connect_shop, control, sandbox
from benchmarks.result import Result, at_most

WARM_SECONDS, STOP_SECONDS, MEGABYTES = 1.5, 2.5, 160.0
TIMES = 5
SYNC_SECONDS = 120.0
FIRST_SYNC = ("products", "orders", "inventory", "prices", "fulfillment")


def main() -> None:
    """Prints one JSON line per job."""
    with tempfile.TemporaryDirectory(prefix="orion-bench-") as name:
        Path(name).chmod(0o755)  # the embedded server's account must reach it
        os.environ.update({"ORION_VAR": name, "DJANGO_SETTINGS_MODULE": "config.settings.dev"})
        for result in run():
            sys.stdout.write(result.line() + "\n")


def run() -> list[Result]:
    """Starts it some times on the same data; the first start makes the tables and does not count."""
    with sandbox() as url:
        os.environ["SANDBOX_URL"] = url
        with up():
            pass
        starts, stops = zip(*(_once() for _ in range(TIMES)), strict=True)
        weight = _weight_after_first_sync(url)
    return [
        at_most("warm_web", statistics.median(starts), WARM_SECONDS, unit="s to the first 200"),
        at_most("stop", statistics.median(stops), STOP_SECONDS, unit="s to the end"),
        at_most("memory_after_first_sync", weight, MEGABYTES, unit="MB PSS"),
    ]


@contextmanager
def up() -> Iterator["subprocess.Popen[bytes]"]:
    """The process once it has answered with a 200; ended politely."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        _until_200(f"http://127.0.0.1:{port}/sign-in/", process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _once() -> tuple[float, float]:
    began = time.perf_counter()
    with up():
        started = time.perf_counter() - began
        time.sleep(2)  # worker and beat are there as well
        ending = time.perf_counter()
    return started, time.perf_counter() - ending


def _until_200(address: str, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.005)
    raise SystemExit("`up` ended before it answered; its last words are above.")


def _weight_after_first_sync(url: str) -> float:
    """Every kind of run of every practice shop carried out by the process itself, then its own memory."""
    with up() as process:
        shops = _shops(url)
        for kind in FIRST_SYNC:
            _let_it_run(shops, kind)
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    if found is None:
        raise SystemExit("This system does not tell how much memory a process has of its own.")
    return int(found[1]) / 1024


def _shops(url: str) -> list[Any]:
    import django

    django.setup()
    from django.db import connection

    shops = [connect_shop(url, code) for code in control(url, "", "credentials")]
    connection.close()
    return shops


def _let_it_run(shops: list[Any], kind: str) -> None:
    from inventory.services.locations import default_location
    from inventory.services.opening import take_opening_counts
    from sync import runs

    entries = [
        runs.start(connection=shop, sync_type=kind, cause="command", options={"create_missing": kind == "products"})
        for shop in shops
    ]
    end = time.monotonic() + SYNC_SECONDS
    for entry in entries:
        while entry.end_time is None and time.monotonic() < end:
            time.sleep(0.2)
            entry.refresh_from_db()
        if entry.status != "completed":
            raise SystemExit(f"{kind} of {entry.connection}: {entry.status}. {entry.error_message}")
    if kind == "orders":
        for shop in shops:
            take_opening_counts(connection=shop, location=default_location(shop.store), actor_label="bench")
            shop.refresh_from_db()
            shop.stock_out = shop.price_out = True
            shop.save(update_fields=["stock_out", "price_out"])


if __name__ == "__main__":
    main()
