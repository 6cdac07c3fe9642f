"""Two that do the same work, page by page in turn, so that both meet the same machine and the same growing tables."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

Page = TypeVar("Page")


def in_turns(
    pages: Iterable[Page], ours: Callable[[Page], object], theirs: Callable[[Page], object]
) -> tuple[list[float], list[float]]:
    """The seconds of each page, of ours and of theirs."""
    times = [(_timed(ours, page), _timed(theirs, page)) for page in pages]
    return [mine for mine, _other in times], [other for _mine, other in times]


def _timed(work: Callable[[Page], object], page: Page) -> float:
    start = time.perf_counter()
    work(page)
    return time.perf_counter() - start
