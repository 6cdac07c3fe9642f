"""`manage.py sandbox` as a person starts it: a process of its own, without a database, ended by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

MANAGE = Path(__file__).resolve().parents[3] / "manage.py"


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    ready = folder / "ready"
    command = [sys.executable, str(MANAGE), "sandbox", "--port", str(port), "--folder", str(folder)]
    child = subprocess.Popen(
        [*command, "--ready-file", str(ready)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    end = time.monotonic() + 30
    while not ready.exists() or not ready.read_text():
        assert child.poll() is None, child.stdout and child.stdout.read()
        assert time.monotonic() < end, "the sandbox did not start"
        time.sleep(0.05)
    return child


def test_it_serves_every_marketplace_and_ends_at_once(tmp_path: Path) -> None:
    child = start(tmp_path, 8170)
    try:
        url = (tmp_path / "ready").read_text()
        told = requests.get(f"{url}/_control/", timeout=10).json()
        assert {"ozon", "shopee"} <= set(told)
        assert "POST /v2/products/stocks" in told["ozon"]["limits"]["operations"]
    finally:
        os.kill(child.pid, signal.SIGINT)
        said, _ = child.communicate(timeout=10)
    assert child.returncode == 0
    assert "Ctrl-C ends it" in said


def test_a_second_one_on_the_same_state_is_told_so(tmp_path: Path) -> None:
    child = start(tmp_path, 8180)
    try:
        command = [sys.executable, str(MANAGE), "sandbox", "--port", "8190", "--folder", str(tmp_path)]
        second = subprocess.run(command, capture_output=True, text=True, timeout=30)
    finally:
        os.kill(child.pid, signal.SIGTERM)
        child.communicate(timeout=10)
    assert second.returncode == 1
    assert "in use by another sandbox" in second.stderr


def test_a_number_that_is_no_port_is_refused_with_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, str(MANAGE), "sandbox", "--port", "99999", "--folder", str(tmp_path / "state")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: There is no port 99999. Enter one from 1 to 65535 with --port.\n",
    )
    assert not (tmp_path / "state").exists()
