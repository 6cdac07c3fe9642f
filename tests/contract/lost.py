"""Lost answers: the work was done there, and nobody here was told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests

from tests.contract.shop import Shop


@contextmanager
def answer_lost(shop: Shop, which: int) -> Iterator[list[str]]:
    """The call of this number (from 0) arrives and its answer does not; yields the calls that were made."""
    send, made = shop.transport.session.send, list[str]()

    def lossy(request: requests.PreparedRequest, **options: Any) -> requests.Response:
        answer = send(request, **options)
        made.append(f"{request.method} {request.path_url}")
        if len(made) == which + 1:
            raise requests.ConnectionError("the line went dead")
        return answer

    shop.transport.session.send = lossy  # type: ignore[method-assign]
    try:
        yield made
    finally:
        shop.transport.session.send = send  # type: ignore[method-assign]


def each_lost(shop: Shop, work: Callable[[], None]) -> int:
    """Does the work once for every call that it takes, that call's answer lost; how many those were."""
    for which in range(30):
        with answer_lost(shop, which) as made:
            work()
        if len(made) <= which:
            return which
    raise AssertionError("Its calls never end.")
