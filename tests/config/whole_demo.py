"""A whole demo in a process of its own, as a user starts it, and looking at it from outside."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from config.postgres import socket_folder

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Demo:
    """A running demo; `lines` is what it has printed so far."""

    process: subprocess.Popen[str]
    began: float
    lines: list[str] = field(default_factory=list)

    def said(self, beginning: str, seconds: float) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in list(self.lines):
                if line.startswith(beginning):
                    return line.removeprefix(beginning).strip()
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        pytest.fail(f"{beginning!r} was not said in {seconds} s:\n" + "\n".join(self.lines))

    def read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))


@contextmanager
def demo(var: Path, *, port: int, sandbox_port: int) -> Iterator[Demo]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-u", "manage.py", "demo", "--port", str(port), "--sandbox-port", str(sandbox_port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**clean, "ORION_VAR": str(var)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    running = Demo(process, time.monotonic())
    threading.Thread(target=running.read, daemon=True).start()
    try:
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def ask(var: Path, query: str) -> list[tuple[Any, ...]]:
    """The hub's own database, read beside it."""
    with psycopg.connect(f"host={socket_folder(var / 'postgres')} user=postgres dbname=orion") as connection:
        return connection.execute(query).fetchall()


def sign_in(address: str, email: str, password: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.get(f"{address}sign-in/", timeout=20)
    form = {
        "email": email,
        "username": email,
        "password": password,
        "csrfmiddlewaretoken": session.cookies["csrftoken"],
    }
    answer = session.post(f"{address}sign-in/", data=form, headers={"Referer": address}, timeout=20)
    assert answer.status_code == 200
    assert not answer.url.endswith("/sign-in/")
    return session


def state(sandboxes: str) -> dict[str, Any]:
    answer: dict[str, Any] = requests.get(f"{sandboxes}/_control/state?products=0&webhooks=0", timeout=20).json()
    return answer


def sale(shop: str) -> str:
    """A buyer orders what there is most of; the order's number."""
    products = requests.get(f"{shop}/_control/state?orders=0&webhooks=0", timeout=20).json()["products"]
    sku = max(products, key=lambda each: sum(place["available"] for place in each["stock"].values()))["sku"]
    answer = requests.post(f"{shop}/_control/sell", json={"sku": sku, "quantity": 1}, timeout=20).json()
    return str(answer["orders"][0]["id"])
