"""One whole Orion for all browser tests: demo, sandboxes, worker and beat as processes, people at real browsers."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.config.conftest import folder_for_the_server
from tests.config.whole_demo import ROOT, ask, demo
from tests.dashboard.looking import FACES, chromium

COLD = 300.0  # seconds, on a machine that does other things as well; the benchmark `demo` holds the limit


@dataclass
class Whole:
    """Where everything is, and who may sign in."""

    var: Path
    address: str
    sandboxes: str
    chrome: Browser
    people: dict[str, str]
    signed_in: dict[str, Any] = field(default_factory=dict)

    def control(self, code: str, call: str, body: dict[str, Any] | None = None) -> Any:
        method = "GET" if body is None else "POST"
        answer = requests.request(method, f"{self.sandboxes}/{code}/_control/{call}", json=body, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The hub's own database, read beside it."""
        return ask(self.var, query)

    def manage(self, *command: str) -> str:
        """A command of the same Orion, in a terminal beside it."""
        clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment = {**clean, "ORION_VAR": str(self.var), "SANDBOX_URL": self.sandboxes}
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def person(self, email: str, *, face: str = "light", script: bool = True) -> Iterator[Page]:
        """A signed-in page; it ends with an empty console or fails."""
        context = self._context(face, script, self.signed_in.get(email))
        page = context.new_page()
        complaints = listen(page)
        if email not in self.signed_in:
            self._sign_in(page, email)
            self.signed_in[email] = context.storage_state()
        yield page
        context.close()
        assert complaints == []

    def _context(self, face: str, script: bool, state: Any) -> BrowserContext:
        width, height, scheme = FACES[face]
        return self.chrome.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script,
            has_touch=face == "phone", base_url=self.address, storage_state=state,
        )  # fmt: skip

    def _sign_in(self, page: Page, email: str) -> None:
        page.goto("/sign-in/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(self.people[email])
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url(re.compile(r"/(?!sign-in)"))


def listen(page: Page) -> list[str]:
    """Fills with whatever the console complains of."""
    complaints: list[str] = []

    def keep(told: ConsoleMessage) -> None:
        # A refused form is answered with 422, and chromium notes every such status.
        if told.type in {"error", "warning"} and "status of 422" not in told.text:
            complaints.append(told.text)

    page.on("console", keep)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture(scope="package")
def whole() -> Iterator[Whole]:
    with folder_for_the_server() as var, demo(var, port=8730, sandbox_port=8740) as running, chromium() as chrome:
        address = running.said("Orion is at   ", COLD).split()[0]
        people = {running.said("Sign in with  ", 1): running.said("Password      ", 1)}
        yield Whole(var, address.rstrip("/"), running.said("Sandboxes at  ", 1).rstrip("/"), chrome, people)


@pytest.fixture(scope="package")
def newcomer(whole: Whole) -> str:
    """Somebody with a store of her own, in which nothing is connected yet."""
    email = "newcomer@example.org"
    made = whole.manage("store", "newcomer", "--name", "New Shop", "--owner", email, "--json")
    whole.people[email] = json.loads(made)["password"]
    return email


@pytest.fixture(scope="package")
def first_shop(whole: Whole, newcomer: str) -> str:
    """The newcomer's Ozon shop, connected in a terminal; its number here."""
    keys = [f"--set={name}={value}" for name, value in whole.control("ozon", "credentials").items()]
    address = ["--base-url", f"{whole.sandboxes}/ozon"]
    told = whole.manage("connect", "ozon", "--store", "newcomer", "--name", "First shop", *keys, *address, "--json")
    return str(json.loads(told)["connection"])


@pytest.fixture(scope="package")
def merchant(whole: Whole) -> str:
    """The owner of the demo's store."""
    return next(iter(whole.people))


@pytest.fixture
def eventually() -> Callable[..., None]:
    """Looks again until it is so; the worker needs a moment."""
    import time

    def look(so: Callable[[], object], *, seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while not so():
            assert time.monotonic() < end, "It did not come about in time."
            time.sleep(0.1)

    return look
