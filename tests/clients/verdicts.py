"""What came of a run, as a table: which client, which version, which calls it made, and how many of its tests held."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest

BEGIN, END = "<!-- clients: written by `make clients` -->\n", "<!-- end of the clients -->"
HEAD = (
    "| marketplace | client | version | pointed at the sandbox by | its tests | verdict |\n|---|---|---|---|---|---|\n"
)
#: A part of a path that names one thing, not a kind of things: three digits in it, or a SKU in capitals.
ONE_OF_MANY = re.compile(r"/(?!v\d|\d{4}-\d\d-\d\d/)(?:(?:[^/\d]*\d){3}[^/]*|[A-Z][A-Z0-9-]{3,})(?=/|$)")


@dataclass
class Verdict:
    passed: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)


class Verdicts:
    """Per client; a test counts once, whatever of it failed."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str, str], Verdict] = defaultdict(Verdict)

    def called(self, mark: pytest.Mark, calls: dict[str, int]) -> None:
        self._of[_key(mark)].calls |= {ONE_OF_MANY.sub("/…", call) for call in calls}

    def judged(self, mark: pytest.Mark | None, test: str, passed: bool) -> None:
        if mark is not None:
            found = self._of[_key(mark)]
            (found.passed if passed else found.failed).add(test)

    def write(self, page: Path) -> None:
        """Puts the table in its place on the page."""
        place = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
        page.write_text(place.sub(lambda _found: BEGIN + self.table() + END, page.read_text()))

    def table(self) -> str:
        rows, calls = [], []
        for (code, library, patched), verdict in sorted(self._of.items()):
            tests = len(verdict.passed | verdict.failed)
            said = f"{len(verdict.failed)} of {tests} failed" if verdict.failed else "accepted"
            rows.append(f"| {code} | `{library}` | {version(library)} | {patched} | {tests} | {said} |\n")
            if verdict.calls:  # a client that only receives makes none
                said = f"called {len(verdict.calls)} operations: {_listed(verdict.calls)}"
                calls.append(f"\n**{library}** at {code} {said}.\n")
        return HEAD + "".join(rows) + "".join(calls)


def _key(mark: pytest.Mark) -> tuple[str, str, str]:
    return mark.kwargs["code"], mark.kwargs["library"], mark.kwargs["patched"]


def _listed(calls: set[str]) -> str:
    return ", ".join(f"`{call}`" for call in sorted(calls, key=lambda call: (call.partition(" ")[2], call)))
