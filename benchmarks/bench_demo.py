"""`manage.py demo`, cold on an empty folder and warm on what it left: until its address is said, and until it ended."""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.practice import ROOT
from benchmarks.result import Result, at_most

COLD_SECONDS, WARM_SECONDS, STOP_SECONDS = 60.0, 6.0, 5.0
TIMES = 3
PORT, SANDBOX_PORT = 8951, 8961


def main() -> None:
    """Prints one JSON line per job."""
    for result in run():
        sys.stdout.write(result.line() + "\n")


def run() -> list[Result]:
    """Once cold, then some times warm; setting up the environment (the downloads) is not in it."""
    with tempfile.TemporaryDirectory(prefix="orion-bench-") as name:
        Path(name).chmod(0o755)  # the embedded server's account must reach it
        cold, stopped = _once(name)
        again = [_once(name) for _ in range(TIMES)]
    return [
        at_most("demo_cold", cold, COLD_SECONDS, unit="s to its address"),
        at_most("demo_warm", statistics.median(warm for warm, _ in again), WARM_SECONDS, unit="s to its address"),
        at_most("demo_stop", max(stopped, *(stop for _, stop in again)), STOP_SECONDS, unit="s to the end"),
    ]


def _once(var: str) -> tuple[float, float]:
    command = [sys.executable, "-u", "manage.py", "demo", "--port", str(PORT), "--sandbox-port", str(SANDBOX_PORT)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "ORION_VAR": var}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    if not any(line.startswith("Orion is at") for line in process.stdout):
        raise SystemExit("The demo ended before it said where it is; its last words are above.")
    started = time.perf_counter() - began
    time.sleep(2)  # worker and beat are there as well
    ending = time.perf_counter()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    return started, time.perf_counter() - ending


if __name__ == "__main__":
    main()
