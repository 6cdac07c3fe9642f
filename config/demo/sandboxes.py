"""The practice marketplaces as a process of their own, and the few calls on them that a shop owner would click."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests
from django.conf import settings
from django.core.management.base import CommandError

START_SECONDS = 30.0
STOP_SECONDS = 2.0


class Sandboxes:
    """`manage.py sandbox`, ended by `stop`; it also ends when this process is gone, for it reads our end of a pipe."""

    def __init__(self, port: int) -> None:
        self.ready = Path(settings.VAR) / "sandbox.url"
        self.ready.parent.mkdir(parents=True, exist_ok=True)
        self.ready.unlink(missing_ok=True)
        command = [sys.executable, "manage.py", "sandbox", "--port", str(port), "--ready-file", str(self.ready)]
        # A session of its own: Ctrl-C must not reach it while the worker still talks to it.
        self.process = subprocess.Popen(
            [*command, "--attached"], cwd=settings.BASE_DIR, stdin=subprocess.PIPE, start_new_session=True
        )

    def wait(self) -> str:
        """The address, once it answers."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.ready.exists() and (url := self.ready.read_text().strip()):
                return url
            if self.process.poll() is not None:
                raise CommandError("The practice marketplaces did not start; the line above says why.")
            time.sleep(0.02)
        self.stop()
        raise CommandError(f"The practice marketplaces did not start within {START_SECONDS:.0f} s. Try again.")

    def stop(self) -> None:
        """Ends it; what it holds is kept for the next start."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


def credentials(url: str) -> dict[str, dict[str, str]]:
    """By marketplace code: what its connect form asks for."""
    return _control("GET", url, "credentials")


def push_to(url: str, code: str, receiver: str) -> None:
    """From now on the marketplace sends its pushes there, and nowhere else."""
    _control("DELETE", f"{url}/{code}", "webhook")
    _control("POST", f"{url}/{code}", "webhook", {"url": receiver})


def _control(method: str, url: str, call: str, body: dict[str, Any] | None = None) -> Any:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(method, f"{url}/_control/{call}", json=body, timeout=10)
    if answer.status_code != 200:
        raise CommandError(f"The practice marketplaces refused {call}: {answer.text[:200]}")
    return answer.json()
