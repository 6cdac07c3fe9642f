"""`make wirecheck`: every connector against its sandbox through the wire checker's proxy, ending in its report."""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.sandbox.server import Running, running
from tests.conftest import SHARED
from tests.contract.exceptions import reason_for
from tests.contract.exercise import exercise
from tests.contract.pushes import exercise_pushes
from tests.contract.shop import Shop, own_part

#: Each connector brings its `declared.json`, so that a new marketplace edits nothing here.
CONNECTORS = Path(__file__).parents[1] / "marketplaces" / "connectors"
CHECKER = SHARED / "tools" / "wirecheck"


def known_capabilities(code: str) -> set[str]:
    """The capability names that the checker has operations for."""
    from wirecheck import catalogue

    return {entry.capability for entry in catalogue.entries(code)}


def expected_operations(code: str) -> set[str]:
    """What its `declared.json` says must be exercised."""
    from wirecheck.report import declared_operations

    return {f"{entry.method} {entry.path}" for entry in declared_operations(code, {code: declared_of(code)})}


def declared_of(code: str) -> list[str]:
    """Capabilities and optional calls, as the connector's own tests list them; nothing while the file is missing."""
    listed = CONNECTORS / code / "declared.json"
    return list(json.loads(listed.read_text())) if listed.exists() else []


def main(folder: Path) -> int:
    """The report's exit status; a push that is not as the documents say counts too."""
    log = folder / "wire.jsonl"
    wrong: list[str] = []
    with running(None) as sandbox:
        for code in registry.codes():
            wrong += _one(code, sandbox, log, folder)
    _excuse(log)
    sys.stdout.write("".join(f"{each}\n" for each in wrong))
    declared = folder / "declared.json"
    declared.write_text(json.dumps({code: declared_of(code) for code in registry.codes()}))
    return max(_report(log, declared), 1 if wrong else 0)


def _one(code: str, sandbox: Running, log: Path, folder: Path) -> list[str]:
    shop = Shop(code, sandbox.url).fresh()
    if Capability.RECEIVE_ORDERS in shop.kind.capabilities:
        return _one_that_calls_us(shop, log, folder)
    with proxy(shop, log, folder / f"{code}.url") as address:
        behind = Shop(code, sandbox.url, calls=address)
        exercise(behind)
        behind.close()
    wrong = exercise_pushes(shop) if Capability.PULL_ORDERS in shop.able else []  # they tell of an order
    shop.close()
    return [f"{code}: a push is not as the documents say: {each}" for each in wrong]


def _one_that_calls_us(shop: Shop, log: Path, folder: Path) -> list[str]:
    """The proxy stands between the shop and a hub on loopback; what we tell the shop is judged as pushes are."""
    exercise(shop.judged())
    own = own_part(shop.code)
    with own.hub(shop) as hub:
        with proxy(shop, log, folder / f"{shop.code}.url", upstream=hub.origin) as address:
            shop.control("webhook", {"url": f"{address.rstrip('/')}{hub.path}"})
            own.speak(shop)
        wrong = [*shop.violations, *hub.violations, *hub.lenient]
    shop.close()
    return [f"{shop.code}: {each}" for each in wrong]


@contextmanager
def proxy(shop: Shop, log: Path, ready: Path, *, upstream: str = "") -> Iterator[str]:
    """The checker before the sandbox, or before what else is called, as a process of its own."""
    command = [sys.executable, str(CHECKER), "proxy", "--marketplace", shop.code, "--log", str(log)]
    command += ["--upstream", upstream or f"{shop.sandbox}/{shop.code}", "--ready-file", str(ready)]
    if shop.signing_secret:
        command += ["--secret", shop.signing_secret]
    process = subprocess.Popen(command)
    try:
        yield _address(process, ready)
    finally:
        process.send_signal(signal.SIGTERM)  # what waits is written before it ends
        process.wait(20)


def _address(process: subprocess.Popen[bytes], ready: Path) -> str:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        if ready.exists() and (address := ready.read_text().strip()):
            return address
        time.sleep(0.02)
    raise RuntimeError("The wire checker's proxy did not start; the lines above say why.")


def _excuse(log: Path) -> None:
    """Move what our exceptions excuse to where the report shows it with its reason."""
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    for row in rows:
        name, kept = f"{row['method']} {row['path']}", []
        for each in row["violations"]:
            place = (each["side"], each["where"], each["rule"], each["message"])
            reason = reason_for(row["marketplace"], name, *place)
            if reason:
                row.setdefault("excused", []).append({**each, "excuse": reason})
            else:
                kept.append(each)
        row["violations"] = kept
    log.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _report(log: Path, declared: Path) -> int:
    command = [sys.executable, str(CHECKER), "report", str(log), "--declared", str(declared), "--fail"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    sys.stdout.write(done.stdout + done.stderr)
    return done.returncode or int("LENIENT UPSTREAM" in done.stdout)


if __name__ == "__main__":
    if not CHECKER.exists():
        sys.exit(f"There is no wire checker in {CHECKER}. Set ORION_SHARED to the folder that holds tools/wirecheck.")
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(Path(made)))
