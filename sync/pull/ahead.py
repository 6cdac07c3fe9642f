"""The next page of a walk is read while the one before it is stored: one page ahead, never two."""

import threading
from collections.abc import Generator, Iterator
from concurrent.futures import Future
from contextvars import copy_context
from typing import Generic, TypeVar

from django.db import connection

T = TypeVar("T")

#: So many seconds are waited for the call under way when a walk is left early; what it still brings nobody looks at.
LEAVING = 2.0


def read_ahead(pages: Iterator[T]) -> Generator[T]:
    """The same pages in the same order; an error comes where it was met, behind every page that was read before it.

    Close it when leaving early. Inside a transaction the pages are read in turn: a thread of its own would not see what
    is not committed yet.
    """
    if connection.in_atomic_block:
        yield from pages
        return
    ahead = _Ahead(pages)
    try:
        while (page := ahead.found()) is not None:
            ahead = _Ahead(pages)
            yield page
    finally:
        ahead.join(LEAVING)


class _Ahead(threading.Thread, Generic[T]):
    """Reads one page and ends, with a database connection of its own that it gives back before it tells the page."""

    def __init__(self, pages: Iterator[T]) -> None:
        super().__init__(name="page-ahead", daemon=True)  # whoever ends the process waits for no marketplace
        self._pages = pages
        self._page: Future[T | None] = Future()
        self._context = copy_context()
        self.start()

    def found(self) -> T | None:
        """The page, waited for; None at the end of the walk. Raises what reading it raised."""
        return self._page.result()

    def run(self) -> None:
        try:
            page = self._context.run(self._read)
        except BaseException as error:  # noqa: BLE001  whoever asks for the page meets it
            self._page.set_exception(error)
        else:
            self._page.set_result(page)

    def _read(self) -> T | None:
        try:
            return next(self._pages, None)
        finally:
            connection.close()
