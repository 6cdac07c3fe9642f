"""Orion itself as a shop sees it: `manage.py up` with one shop of its own connected, and a client that signs."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import subprocess
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.clients.generated import Made

ROOT = Path(__file__).resolve().parents[2]
STARTING_SECONDS, ENDING_SECONDS = 300, 60
HOOK_SECRET, DOMAIN = "hooks_of_the_clients_shop", "clients.myshopify.com"
STORE = ("store", "clients", "--name", "Clients", "--owner", "owner@clients.example")
SHOP = (
    "connect", "storefront", "--store", "clients", "--name", "Own shop", "--no-test",
    "--set", f"hook_secret={HOOK_SECRET}", "--set", f"shop_domain={DOMAIN}",
)  # fmt: skip


@dataclass(frozen=True)
class Hub:
    """`url` is the address that a shop enters; key and secret are those that Orion made for it."""

    url: str
    key_id: str
    secret: str
    called: list[str] = field(default_factory=list)

    def asking(self, package: str, *, secret: str = "", key_id: str = "", late: int = 0) -> Callable[..., Any]:
        """`ask("push_order", body=…, key="k1")` by the client of the contract's description."""
        signer = Signer(secret or self.secret, key_id or self.key_id, late)
        hooks = {"request": [self._note]}
        made = Made(package, base_url=self.url, httpx_args={"auth": signer, "event_hooks": hooks})
        # The description has them as parameters, so the generated calls ask for them; the signer says what is true.
        empty = {"x_hub_key": "", "x_hub_timestamp": "0", "x_hub_signature": ""}

        def ask(call: str, *where: Any, key: str = "", **params: Any) -> Any:
            more = {"idempotency_key": key} if key else {}
            return made.ask(f"default.{call}", *where, **empty, **more, **params)

        return ask

    def _note(self, request: httpx.Request) -> None:
        self.called.append(f"{request.method} {request.url.path.removeprefix(urlsplit(self.url).path)}")


class Signer(httpx.Auth):
    """Written from the contract, section 2: timestamp, method, target and raw body, a line feed between them."""

    requires_request_body = True

    def __init__(self, secret: str, key_id: str, late: int = 0) -> None:
        self.secret, self.key_id, self.late = secret, key_id, late

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        stamp = str(int(time.time()) - self.late)
        request.headers["X-Hub-Key"] = self.key_id
        request.headers["X-Hub-Timestamp"] = stamp
        target = request.url.raw_path.decode()
        request.headers["X-Hub-Signature"] = self.of(stamp, request.method, target, request.content)
        yield request

    def of(self, stamp: str, method: str, target: str, body: bytes) -> str:
        said = "\n".join((stamp, method, target, "")).encode() + body
        return "v1=" + hmac.new(self.secret.encode(), said, hashlib.sha256).hexdigest()


@contextlib.contextmanager
def standing(python: str, folder: Path) -> Iterator[Hub]:
    """Orion on a database of its own in this folder, ended with the run."""
    surroundings = {**os.environ, "ORION_VAR": str(folder / "var")}
    command = [python, str(ROOT / "manage.py")]
    with (folder / "said").open("w") as said:
        child = subprocess.Popen(
            [*command, "up", "--port", "0"], stdout=said, stderr=subprocess.STDOUT, env=surroundings
        )
    try:
        address = _address(child, folder / "said")
        opened = [_said(command, words, surroundings) for words in (STORE, SHOP)]
        shop = opened[-1]
        yield Hub(f"{address}/api/v1/storefront/{shop['connection']}", shop["made"]["key_id"], shop["made"]["secret"])
    finally:
        child.terminate()
        try:
            child.wait(timeout=ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def _said(command: list[str], words: tuple[str, ...], surroundings: dict[str, str]) -> dict[str, Any]:
    """What a command of Orion prints as its one line of JSON."""
    done = subprocess.run([*command, *words, "--json"], capture_output=True, env=surroundings)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def _address(child: subprocess.Popen[bytes], said: Path) -> str:
    end, words = time.monotonic() + STARTING_SECONDS, "Orion is at "
    while words not in said.read_text():
        assert child.poll() is None and time.monotonic() < end, said.read_text()
        time.sleep(0.1)
    return said.read_text().partition(words)[2].split("/  ")[0].strip()
