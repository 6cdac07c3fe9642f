"""Walks through remote lists: time windows, cursors, offsets. A list that never ends is noticed, not followed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from marketplaces.framework.errors import UnexpectedPayload

T = TypeVar("T")

#: No shop has this many pages in one walk; whoever gives more is not counting.
MOST_PAGES = 100_000


def time_windows(since: datetime, until: datetime, longest: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Cut [since, until] into spans of at most `longest`, each beginning where the one before ended."""
    if longest <= timedelta(0):
        raise ValueError("A window must have a length.")
    while since < until:
        end = min(since + longest, until)
        yield since, end
        since = end


def by_cursor(fetch: Callable[[str], tuple[T, str]], *, start: str = "", path: str = "next_cursor") -> Iterator[T]:
    """Follow cursors until an empty one. `fetch` gives (page, next cursor).

    Raises UnexpectedPayload naming `path` when a cursor comes a second time.
    """
    cursor, seen = start, {start}
    while True:
        page, cursor = fetch(cursor)
        yield page
        if not cursor:
            return
        if cursor in seen:
            raise UnexpectedPayload(
                path, cursor, fix="The marketplace gave the same place in its list twice; try later."
            )
        seen.add(cursor)


class Trail:
    """The cursors of a walk that keeps its own place: one that comes again, or too many, would go round for ever."""

    def __init__(self, path: str, *, most: int = MOST_PAGES) -> None:
        self.path, self.most = path, most
        self.seen: set[str] = set()

    def follow(self, cursor: str) -> str:
        """The same cursor. Raises UnexpectedPayload naming the field when the walk has been there."""
        if not cursor or cursor in self.seen:
            raise UnexpectedPayload(self.path, cursor, fix="The marketplace gave the same place twice; try later.")
        if len(self.seen) >= self.most:
            raise UnexpectedPayload(self.path, f"{self.most} pages", fix="Their list does not end; try later.")
        self.seen.add(cursor)
        return cursor

    def start_anew(self) -> None:
        """Another list, or the same one from its beginning."""
        self.seen.clear()


def by_offset(fetch: Callable[[int], tuple[T, int, bool]], *, start: int = 0, path: str = "has_next") -> Iterator[T]:
    """Follow offsets. `fetch(offset)` gives (page, rows on it, whether more follow).

    Raises UnexpectedPayload naming `path` when an empty page promises more.
    """
    offset = start
    for _ in range(MOST_PAGES):
        page, count, more = fetch(offset)
        yield page
        if not more:
            return
        if count <= 0:
            raise UnexpectedPayload(path, more, fix="The marketplace gave an empty page and promised more; try later.")
        offset += count
    raise UnexpectedPayload(path, f"{MOST_PAGES} pages")
