"""What asks `up`, `demo` and the other commands to end, each tried on real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.conftest import folder_for_the_server

ROOT = Path(__file__).resolve().parents[2]
WAITS = """
import sys, threading
sys.path.insert(0, {root!r})
from config.ending import when_asked
halt = threading.Event()
when_asked(halt.set)
print("ready", flush=True)
sys.exit(7 if halt.wait(20) else 8)
"""

DROPS = """
import os, signal, sys
sys.path.insert(0, {root!r})
from config.ending import interrupt_if_lost, interrupt_when_asked
interrupt_when_asked()
class Dropped:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})
        for _ in range(1000):
            pass
Dropped()
print("went on", flush=True)
interrupt_if_lost()
"""


def outside_make() -> dict[str, str]:
    """The environment without what an outer make adds: with it the inner one prints where it is."""
    return {name: text for name, text in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


@pytest.fixture
def under_make(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """make, and below it a program that waits to be asked."""
    (tmp_path / "waits.py").write_text(WAITS.format(root=str(ROOT)))
    (tmp_path / "Makefile").write_text(f"demo: ; @exec {sys.executable} waits.py\n")
    process = subprocess.Popen(
        ["make", "demo"], cwd=tmp_path, env=outside_make(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait(30)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_a_signal_that_make_alone_gets_ends_what_make_started(
    under_make: subprocess.Popen[str], number: signal.Signals
) -> None:
    under_make.send_signal(number)
    assert under_make.stdout is not None
    under_make.stdout.read()  # ends when nobody holds the pipe any more
    assert under_make.wait(30)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_of_its_own_ends_it(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WAITS.format(root=str(ROOT))], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    assert process.wait(30) == 7


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interrupt_that_python_loses_is_heeded_at_the_next_look(name: str) -> None:
    program = [sys.executable, "-c", DROPS.format(root=str(ROOT), name=name)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=30)
    assert done.stdout == "went on\n"
    assert "KeyboardInterrupt" in done.stderr and "ignored" not in done.stderr
    assert done.returncode


def test_under_nohup_a_closed_window_does_not_end_it() -> None:
    process = subprocess.Popen(
        ["nohup", sys.executable, "-c", WAITS.format(root=str(ROOT))], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert process.poll() is None
    process.terminate()
    assert process.wait(30) == 7


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_command_cut_off_while_it_sets_up_says_so_and_leaves_no_database_server(number: signal.Signals) -> None:
    with folder_for_the_server() as var:
        clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "connections"], cwd=ROOT, env={**clean, "ORION_VAR": str(var)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert process.stderr is not None
        assert "Making the tables" in process.stderr.readline()
        process.send_signal(number)
        said = process.stderr.read()
        assert process.wait(20) == 130
        assert said == "\nStopped.\n"
        assert not (var / "postgres" / "postmaster.pid").exists()
