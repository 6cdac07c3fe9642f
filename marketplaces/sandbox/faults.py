"""Trouble on demand: what should go wrong, where, and how often."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "slow",
    "error500",
    "torn",
    "rate_limit",
    "expired_token",
    "forbidden",
    "html_page",
    "missing_page",
    "partial_failure",
    "duplicate_webhooks",
    "reordered_webhooks",
)
#: Name, whether whole, least, most.
NUMBERS = (
    ("times", True, 0, 1_000_000),
    ("rate", False, 0, 1),
    ("seconds", False, 0, 3600),
    ("status", True, 400, 599),
)


class BadFault(ValueError):
    """A fault that was asked for makes no sense; the text says why."""


@dataclass
class Fault:
    """One kind of trouble: always, or for the next `times` requests, or for a share `rate` of them (seeded)."""

    kind: str
    path: str = ""
    times: int | None = None
    rate: float | None = None
    seed: int = 0
    seconds: float = 1.0
    status: int | None = None
    when: str = "before"
    hits: int = 0
    dice: random.Random = field(default_factory=random.Random, repr=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadFault(f"{self.kind!r} is no kind of fault. Use one of {', '.join(KINDS)}.")
        if self.when not in ("before", "after"):
            raise BadFault('"when" says whether the work is done before the fault strikes: "before" or "after".')
        for name, whole, least, most in NUMBERS:
            value = getattr(self, name)
            if value is not None and not _is_number(value, whole=whole, least=least, most=most):
                raise BadFault(f'"{name}" is a {"whole " if whole else ""}number from {least} to {most}.')
        if not isinstance(self.path, str):
            raise BadFault('"path" is the beginning of the paths that it strikes.')
        self.dice = random.Random(self.seed)

    def strikes(self) -> bool:
        """Whether it happens this time; counts down."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.rate is not None and self.dice.random() >= self.rate:
            return False
        self.hits += 1
        return True

    def as_dict(self) -> dict[str, Any]:
        names = ("kind", "path", "times", "rate", "seed", "seconds", "status", "when", "hits")
        return {name: getattr(self, name) for name in names}


def _is_number(value: Any, *, whole: bool, least: float, most: float) -> bool:
    right = isinstance(value, int) or (isinstance(value, float) and not whole)
    return right and not isinstance(value, bool) and least <= value <= most


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, settings: dict[str, Any]) -> Fault:
        known = {"kind", "path", "times", "rate", "seed", "seconds", "status", "when"}
        if unknown := set(settings) - known:
            raise BadFault(f"A fault has no {', '.join(sorted(unknown))}.")
        if "kind" not in settings:
            raise BadFault(f"A fault needs a kind: one of {', '.join(KINDS)}.")
        fault = Fault(**settings)
        with self._lock:
            self._faults.append(fault)
        return fault

    def take(self, kind: str, path: str = "", *, when: str | None = None) -> Fault | None:
        """The fault of this kind that strikes this request, if any; one that is used up never strikes again."""
        if not self._faults:
            return None
        with self._lock:
            for fault in self._faults:
                fits = fault.kind == kind and path.startswith(fault.path) and when in (None, fault.when)
                if fits and fault.strikes():
                    return fault
        return None

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def as_list(self) -> list[dict[str, Any]]:
        with self._lock:
            return [fault.as_dict() for fault in self._faults]
