"""`manage.py up` is killed with work in flight, and started again: it goes on within half a minute."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from config.postgres import socket_folder
from tests.config.conftest import folder_for_the_server
from tests.config.test_up import line_with
from tests.proofs.processes import ROOT, Sandboxes

WITHIN = 30.0


class House:
    """A house of its own: folder, database, practice marketplaces, and the one process."""

    def __init__(self, var: Path, sandboxes: Sandboxes) -> None:
        clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.environment = {**clean, "ORION_VAR": str(var), "SANDBOX_URL": sandboxes.url}
        self.var = var
        self.process: subprocess.Popen[str] | None = None

    def command(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True, text=True,
            capture_output=True,
        ).stdout  # fmt: skip

    def up(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", "8790"], cwd=ROOT, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=(self.var / "up.log").open("a"),
        )  # fmt: skip
        line_with(self.process, "Orion is at")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        assert self.process.wait(10) == -signal.SIGKILL

    def ask(self, sql: str) -> list[Any]:
        """A question to the database, beside every process of ours."""
        folder = socket_folder(self.var / "postgres")
        with psycopg.connect(host=str(folder), dbname="orion", user="postgres", autocommit=True) as database:
            cursor = database.execute(sql)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def house(sandboxes: Sandboxes) -> Iterator[House]:
    with folder_for_the_server() as var:
        made = House(var, sandboxes)
        yield made
        if made.process is not None and made.process.poll() is None:
            made.process.send_signal(signal.SIGTERM)
            made.process.wait(20)


def wait_for(what: Callable[[], bool], seconds: float) -> float:
    """How long it took; fails the test when it never comes."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.1)
    return time.monotonic() - began


@pytest.mark.prove
@pytest.mark.timeout(240)
def test_a_killed_process_started_again_goes_on_within_half_a_minute(house: House, sandboxes: Sandboxes) -> None:
    keys = sandboxes.control("ozon", "credentials", method="GET")
    house.command("store", "lumen", "--name", "Lumen", "--owner", "owner@lumen.example")
    fields = [f"--set={name}={text}" for name, text in keys.items()]
    address = f"{sandboxes.url}/ozon"
    house.command("connect", "ozon", "--store", "lumen", "--name", "Ozon", "--base-url", address, *fields)
    told = json.loads(house.command("sync", "products", "--all", "--create-missing", "--json").splitlines()[-1])
    assert told["status"] == "completed"
    sandboxes.control("ozon", "faults", {"kind": "slow", "seconds": 2.0, "path": "/v", "times": 200})
    house.up()
    wait_for(lambda: house.ask("SELECT count(*) FROM scheduled_jobs")[0][0] > 0, 20)
    house.ask("UPDATE scheduled_jobs SET next_run_at = now()")
    wait_for(lambda: bool(house.ask(_GOING)), 20)

    house.kill()

    assert house.ask(_GOING), "the work was not in flight"
    sandboxes.control("ozon", "faults", method="DELETE")
    sold = sandboxes.control("ozon", "sell", {"quantity": 1})["orders"][0]["id"]
    there = {row["id"] for row in sandboxes.state("ozon", "&products=0")["orders"]}
    began = time.monotonic()
    house.up()
    wait_for(lambda: not house.ask(_GOING) and not house.ask(_WAITING) and _orders(house) >= there, WITHIN)
    assert sold in _orders(house)
    assert time.monotonic() - began < WITHIN
    assert house.ask("SELECT count(*) FROM marketplace_orders")[0][0] == len(there)
    assert house.ask("SELECT count(*) FROM orders")[0][0] <= len(there)


_GOING = "SELECT id FROM marketplace_sync_logs WHERE status = 'in_progress' AND sync_type = 'orders'"
_WAITING = "SELECT id FROM marketplace_sync_logs WHERE status = 'pending' AND sync_type = 'orders'"


def _orders(house: House) -> set[str]:
    return {row[0] for row in house.ask("SELECT marketplace_order_id FROM marketplace_orders")}
