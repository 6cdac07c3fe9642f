"""Work on several shops at once: each marketplace has its own limits, so waiting for one is time for the others."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
LANES = 4


class Lanes(ThreadPoolExecutor):
    """A few threads; what was given to them is done, or has failed, when the block ends."""

    def __init__(self) -> None:
        super().__init__(LANES, thread_name_prefix="lane")

    def submit(self, work: Callable[..., T], /, *args: Any, **options: Any) -> Future[T]:
        """A lane gives its database connection back after each piece, else the pool is one short for ever."""
        return super().submit(_and_give_back, work, *args, **options)


def _and_give_back(work: Callable[..., T], *args: Any, **options: Any) -> T:
    try:
        return work(*args, **options)
    finally:
        connection.close()
