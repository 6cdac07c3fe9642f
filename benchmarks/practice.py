"""The practice marketplaces as a process of their own for a benchmark, and a shop of ours on one of them."""

import subprocess
import sys
import tempfile
import time
import traceback
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from benchmarks.result import Result, broken

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
USED_UP = "rate_limited"


@contextmanager
def sandbox() -> Iterator[str]:
    """The address of freshly started practice marketplaces; they end with the block."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "url"
        command = [sys.executable, "manage.py", "sandbox", "--port", "0", "--folder", f"{folder}/state"]
        process = subprocess.Popen(
            [*command, "--ready-file", str(ready), "--attached"], cwd=ROOT, stdin=subprocess.PIPE, stdout=sys.stderr
        )
        try:
            yield _address(process, ready)
        finally:
            process.terminate()
            process.wait(10)


def _address(process: "subprocess.Popen[bytes]", ready: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if ready.exists() and (url := ready.read_text().strip()):
            return url
        time.sleep(0.02)
    raise SystemExit("The practice marketplaces did not start; the line above says why.")


def control(url: str, code: str, call: str, body: dict[str, Any] | None = None) -> Any:
    """One call on `/_control/`: GET without a body, POST with one."""
    address = f"{url}/{code}/_control/{call}".replace("//_control", "/_control")
    answer = requests.get(address, timeout=60) if body is None else requests.post(address, json=body, timeout=60)
    answer.raise_for_status()
    return answer.json()


def able(url: str, capability: str) -> list[str]:
    """The practice marketplaces that declare this."""
    from marketplaces.framework import registry

    codes = control(url, "", "credentials")
    return [code for code in codes if capability in registry.connector_class(code).capabilities]


def by_call(shop: Any, capability: str) -> bool:
    """Whether a call does this, as the shop is set up: what it fetches as a file, or asks us for, no limit paces."""
    from marketplaces.framework.capabilities import Capability
    from marketplaces.services.connectors import open_connector
    from sync.feed_files.kinds import by_file

    able = open_connector(shop).able(shop.settings)
    asks_us = Capability.OFFER_CATALOGUE in able
    return capability in able and not asks_us and not by_file(shop, Capability(capability))


def each_alone(
    codes: Sequence[str], job: str, work: Callable[[str], Iterable[Result]], *, goal: float
) -> Iterator[Result]:
    """What `work` says of one after the other; where one breaks that is its line, and the next one goes on."""
    for code in codes:
        try:
            yield from list(work(code))
        except (Exception, SystemExit) as error:  # noqa: BLE001  whatever it is, the others are measured
            traceback.print_exc()
            yield broken(f"{job}_{code}", error, goal=goal)


def connect_shop(url: str, code: str) -> Any:
    """A store with one connection, nothing read yet."""
    from django.conf import settings

    from core.models import Store
    from inventory.services.locations import default_location
    from marketplaces.services.connect import connect, test_values

    settings.SANDBOX_URL = url
    store = Store.objects.create(slug=f"bench-{code}-{uuid.uuid4().hex[:8]}", name="Bench")
    default_location(store)
    address = f"{url}/{code}"
    tested = test_values(code, control(url, code, "credentials"), base_url=address, renew=True)
    return connect(store=store, code=code, name="Bench", tested=tested, base_url=address)


@contextmanager
def unhurried(url: str, code: str) -> Iterator[None]:
    """Neither the practice marketplace nor we count calls inside the block: getting ready is not what is measured."""
    from marketplaces.services.limiter import DatabaseLimiter

    reserve, spend = DatabaseLimiter.reserve, DatabaseLimiter.spend
    control(url, code, "limits", {"enabled": False})
    DatabaseLimiter.reserve = lambda *asked, **more: 0.0  # type: ignore[method-assign]
    DatabaseLimiter.spend = lambda *asked, **more: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        DatabaseLimiter.reserve, DatabaseLimiter.spend = reserve, spend  # type: ignore[method-assign]
        control(url, code, "limits", {"enabled": True})


def open_shop(url: str, code: str) -> Any:
    """A connected shop whose products are read, made and counted, and whose stock is switched on."""
    from inventory.services.locations import default_location
    from inventory.services.opening import take_opening_counts

    shop = connect_shop(url, code)
    with unhurried(url, code):
        carry_out(shop, "products", {"create_missing": True})
    take_opening_counts(connection=shop, location=default_location(shop.store), actor_label="bench")
    shop.refresh_from_db()
    shop.stock_out = True
    shop.save(update_fields=["stock_out"])
    return shop


def carry_out(
    shop: Any,
    kind: str,
    options: dict[str, Any],
    *,
    listener: Callable[[Any], None] | None = None,
    until_used_up: bool = False,
) -> Any:
    """A run through the engine, in this thread; ends the benchmark when it fails.

    `until_used_up`: one that ends because its limit has nothing left for minutes has done what it could.
    """
    from sync import executor, runs

    entry = executor.run_now(
        runs.start(connection=shop, sync_type=kind, cause="command", options=options), listener=listener
    )
    if entry.status not in ("completed", "stopped") and not (until_used_up and entry.error_kind == USED_UP):
        raise SystemExit(f"{kind} of {shop.name}: {entry.status}. {entry.error_message} {entry.error_said}")
    return entry
