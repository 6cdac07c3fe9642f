"""Mapping alone: orders read from recorded answers of each practice marketplace, against parsing the same bytes."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.practice import connect_shop, control, sandbox
from benchmarks.result import Result, at_least
from benchmarks.scratch import scratch_database

ORDERS, TIMES = 600, 5


class Replay:
    """Stands where the transport stands: hands out recorded answers in their order, at once."""

    def __init__(self, transport: Any) -> None:
        self.transport = transport
        self.answers: list[Any] = []
        self.left: Iterator[Any] | None = None

    def send(self, call: Any, **how: Any) -> Any:
        """The real answer while recording; the recorded one from `again` on."""
        if self.left is None:
            self.answers.append(self.transport.send(call, **how))
            return self.answers[-1]
        return next(self.left)

    def remote_now(self) -> datetime | None:
        """As it was told when recording."""
        told: datetime | None = self.transport.remote_now()
        return told

    def again(self) -> None:
        """From the first answer."""
        self.left = iter(self.answers)


def main() -> None:
    """Prints one JSON line per marketplace; they are told apart and have no goal."""
    with scratch_database("bench_mapping"), sandbox() as url:
        for code in control(url, "", "credentials"):
            sys.stdout.write(_job(url, code).line() + "\n")


def _job(url: str, code: str) -> Result:
    from marketplaces.services.connectors import open_connector

    control(url, code, "seed", {"orders": ORDERS})
    shop = connect_shop(url, code)
    connector = open_connector(shop)
    replay = Replay(connector.context.transport)
    connector.context.transport = replay
    connector = type(connector)(connector.context)  # its client keeps the transport it was made with
    count = _read(connector)
    mapped = count / _best(lambda: (replay.again(), _read(connector)))
    parsed = count / _best(lambda: [json.loads(answer.body) for answer in replay.answers])
    return at_least(f"mapping_orders_{code}", mapped, parsed, goal=None, unit="orders/s")


def _read(connector: Any) -> int:
    until = datetime.now(UTC)
    pages = connector.pull_orders(since=until - timedelta(days=20), until=until)
    return sum(len(page.items) for page in pages)


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
