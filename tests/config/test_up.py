"""`manage.py up` as its user sees it: one command, an address, Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.conftest import folder_for_the_server

# The second test starts what the first has set up, and shares the machine with no other whole Orion.
pytestmark = [pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    with folder_for_the_server() as folder:
        yield folder


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def start(var: Path, port: int) -> subprocess.Popen[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "manage.py", "up", "--port", str(port)], cwd=ROOT, env={**clean, "ORION_VAR": str(var)},
        stdout=subprocess.PIPE, stderr=(var / "up.log").open("a"), text=True,
    )  # fmt: skip


def line_with(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line.strip()
    pytest.fail(f"up ended with {process.wait()} before it said {words!r}")


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_it_takes_the_next_port_serves_and_ends_with_ctrl_c(var: Path, busy: int) -> None:
    process = start(var, busy)
    try:
        assert line_with(process, "is busy").startswith(f"Port {busy} is busy; using ")
        address = line_with(process, "Orion is at").split()[3]
        assert f":{busy}/" not in address
        assert status(f"{address}sign-in/") == 200
        assert status(f"{address}static/css/tokens.css") in {200, 404}
        time.sleep(1)  # worker and beat are up as well
        assert_on_one_core(process.pid, var)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert not (var / "postgres" / "postmaster.pid").exists()


def assert_on_one_core(pid: int, var: Path) -> None:
    """Every thread on the same one, and the database server on all that there are."""
    cores = {str(os.sched_getaffinity(int(thread.name))) for thread in Path(f"/proc/{pid}/task").iterdir()}
    assert len(cores) == 1
    assert len(os.sched_getaffinity(pid)) == 1
    server = int((var / "postgres" / "postmaster.pid").read_text().split()[0])
    assert os.sched_getaffinity(server) == os.sched_getaffinity(0)


def start_once(var: Path) -> None:
    """The first start, which sets everything up."""
    process = start(var, 8700)
    line_with(process, "Orion is at")
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_the_second_start_changes_nothing(var: Path) -> None:
    if not (var / "keys.json").exists():
        start_once(var)
    before = (var / "keys.json").read_text()
    collected = (var / "static" / ".collected").stat().st_mtime_ns
    process = start(var, 8700)
    try:
        address = line_with(process, "Orion is at").split()[3]
        assert status(f"{address}sign-in/") == 200
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert (var / "keys.json").read_text() == before
    assert (var / "static" / ".collected").stat().st_mtime_ns == collected
    assert "Traceback" not in (var / "up.log").read_text()
