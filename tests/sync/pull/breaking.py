"""A worker that breaks in the middle of a walk."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core import checkpoints


@contextmanager
def worker_breaks(monkeypatch: pytest.MonkeyPatch, point: str, *, at: int) -> Iterator[None]:
    """Inside the block it breaks at this checkpoint of the page `at`, counted from 0."""
    passed: list[str] = []

    def dying(name: str) -> None:
        passed.append(name)
        if name == point and passed.count(point) == at + 1:
            raise RuntimeError("the worker breaks here")

    with monkeypatch.context() as while_it_goes:
        while_it_goes.setattr(checkpoints, "reached", dying)
        yield
