"""Starting and ending the other processes of a proof: sandboxes and workers of ours."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import requests
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class Sandboxes:
    """The practice marketplaces in another process, and their control desk."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.sandbox_process", str(folder)], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http"), "the sandboxes did not start"
        self.session = requests.Session()
        self.session.trust_env = False

    def control(self, code: str, name: str, body: Any = None, method: str = "POST") -> Any:
        """One call at the control desk."""
        answer = self.session.request(method, f"{self.url}/{code}/_control/{name}", json=body, timeout=30)
        assert answer.ok, answer.text
        return answer.json()

    def state(self, code: str, query: str = "") -> dict[str, Any]:
        """What the marketplace holds."""
        return self.control(code, f"state?webhooks=0{query}", method="GET")

    def calls(self, code: str) -> dict[str, int]:
        """How often each operation was called."""
        return self.control(code, "calls", method="GET")

    def fresh(self, code: str, *, seed: int = 1, products: int = 12, orders: int = 20) -> None:
        """A new shop of that size, no faults, no receivers, real time, no limits."""
        self.control(code, "faults", method="DELETE")
        self.control(code, "webhook", method="DELETE")
        self.control(code, "clock", {"real": True})
        self.control(code, "limits", {"enabled": False})
        self.control(code, "seed", {"seed": seed, "products": products, "orders": orders})

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)


class Nursery:
    """The process that workers are copied from; it starts once and ends with who started it."""

    def __init__(self) -> None:
        self._ask, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {**os.environ, "ORION_PROOF_DB": str(connection.settings_dict["NAME"])}
        with theirs:
            command = [sys.executable, "-m", "tests.proofs.nursery"]
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=theirs)

    def copy(self, environment: dict[str, str]) -> "Copy":
        """One more worker, with this environment instead of the nursery's."""
        (given, give), (hear, said), (end, told) = os.pipe(), os.pipe(), os.pipe()
        socket.send_fds(self._ask, [json.dumps(environment).encode()], [given, said, told])
        for theirs in (given, said, told):
            os.close(theirs)
        return Copy(open(give, "w"), open(hear), open(end))

    def close(self) -> None:
        self._ask.close()
        self._process.wait(10)


@dataclass
class Copy:
    """A worker's process as `subprocess.Popen` shows one; it is the nursery's grandchild, who tells of its end."""

    stdin: IO[str]
    stdout: IO[str]
    told: IO[str]
    pid: int = 0
    returncode: int | None = None

    def __post_init__(self) -> None:
        self.pid = int(self.told.readline())

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self.told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a worker", timeout or 0)
            self.returncode = int(self.told.readline())
        return self.returncode

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        for pipe in (self.stdin, self.stdout, self.told):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


class Worker:
    """A process of ours on the test's database; see `tests.proofs.child`."""

    def __init__(self, nursery: Nursery, *, die_at: str = "", die_after: int = 1) -> None:
        told = {"ORION_DIE_AT": die_at, "ORION_DIE_AFTER": str(die_after), "SANDBOX_URL": settings.SANDBOX_URL}
        self.process = nursery.copy({**os.environ, **told})

    def tell(self, verb: str, *, at: float = 0.0, **arguments: Any) -> None:
        """Ask for something; `at` is when to begin."""
        self.process.stdin.write(json.dumps({"verb": verb, "with": arguments, "at": at}) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any] | None:
        """The next answer; None when the process is gone."""
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        return None

    def ready(self) -> "Worker":
        assert self.hear() == {"ready": True}
        return self

    def ask(self, verb: str, **arguments: Any) -> dict[str, Any]:
        """Ask and wait."""
        self.tell(verb, **arguments)
        answer = self.hear()
        assert answer is not None, f"the worker ended with {self.process.wait()}"
        return answer

    def end(self) -> int:
        """Let it go; returns its exit code."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        return self.process.wait(20)


def soon() -> float:
    """A moment that every process can still reach."""
    return time.time() + 0.03
