"""The practice marketplaces as others see them: clients that strangers wrote, speaking to `manage.py sandbox`.

Run by `make clients` in an environment of its own; nothing of the project is imported, its packages are not there.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients import door as doors
from tests.clients import verdicts
from tests.clients.shop import Shop

ROOT = Path(__file__).resolve().parents[2]
PYTHON = os.environ.get("ORION_PYTHON") or str(ROOT / ".venv" / "bin" / "python")
PORT = os.environ.get("CLIENTS_PORT", "8470")
STARTING_SECONDS, ENDING_SECONDS = 180, 60
VERDICTS = pytest.StashKey[verdicts.Verdicts]()


def pytest_configure(config: pytest.Config) -> None:
    """A home of the run's own: one of the clients writes logs into its user's."""
    os.environ["HOME"] = tempfile.mkdtemp(prefix="clients-")
    config.stash[VERDICTS] = verdicts.Verdicts()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sandbox of this run listens: a process of the project's own interpreter, ended with the run."""
    folder = tmp_path_factory.mktemp("sandbox")
    ready = folder / "ready"
    command = [PYTHON, str(ROOT / "manage.py"), "sandbox", "--port", PORT, "--folder", str(folder), "--attached"]
    with (folder / "said").open("w") as said:
        child = subprocess.Popen(
            [*command, "--ready-file", str(ready)], stdin=subprocess.PIPE, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        end = time.monotonic() + STARTING_SECONDS
        while not ready.exists() or not ready.read_text():
            assert child.poll() is None and time.monotonic() < end, (folder / "said").read_text()
            time.sleep(0.05)
        yield ready.read_text()
    finally:
        child.terminate()
        try:
            child.wait(timeout=ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


@pytest.fixture
def shop(address: str, request: pytest.FixtureRequest) -> Iterator[Shop]:
    """The marketplace of the file's `clients` mark, seeded anew: its address, its keys, and its desk."""
    mark = request.node.get_closest_marker("clients")
    found = Shop(f"{address}/{mark.kwargs['code']}")
    found.desk("POST", "seed", {})
    found.desk("POST", "limits", {"enabled": True})
    found.desk("POST", "clock", {"real": True})
    found.desk("DELETE", "calls")
    yield found
    request.config.stash[VERDICTS].called(mark, found.desk("GET", "calls")["calls"])


@pytest.fixture
def door(shop: Shop, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[doors.Door]:
    """TLS and a host of its own before the shop, for clients that know nothing else; the file's `NAMES` lead there."""
    names = getattr(request.module, "NAMES", ())
    with doors.opened(shop.url, tmp_path, *names) as found, doors.leads(found, *names):
        yield found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
    report = yield
    if report.when == "call" or report.failed:
        item.config.stash[VERDICTS].judged(item.get_closest_marker("clients"), item.name, report.passed)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The table of docs/clients.md anew, where it was asked for."""
    if page := os.environ.get("CLIENTS_PAGE"):
        session.config.stash[VERDICTS].write(Path(page))
