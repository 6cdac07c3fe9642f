"""Pages of a long walk, some of them stored together: what a transaction costs beside its rows is paid once."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from marketplaces.canonical.orders import Order
from marketplaces.framework.errors import ConnectorError
from marketplaces.framework.results import Page

#: The first pages are stored one by one: most walks have no more, and who looks on sees orders at once.
FIRST = 5
#: Then so many orders, or what came within so many seconds.
ENOUGH, SECONDS = 250, 5.0


def gathered(pages: Iterable[Page[Order]], *, clock: Callable[[], float] = time.monotonic) -> Iterator[Page[Order]]:
    """The same orders behind the same cursors in fewer pages. What was read before an error comes before the error."""
    held: Page[Order] | None = None
    since = 0.0
    try:
        for number, page in enumerate(pages):
            if held is not None and _both_have_one(held, page):
                yield held
                held = None
            since = clock() if held is None else since
            held = page if held is None else _joined(held, page)
            if number < FIRST or len(held.items) >= ENOUGH or clock() - since >= SECONDS:
                yield held
                held = None
    except ConnectorError:
        if held is not None:
            yield held
        raise
    if held is not None:
        yield held


def _both_have_one(held: Page[Order], page: Page[Order]) -> bool:
    """An order that moved on while it was read comes twice; the later word must stay the later one."""
    known = {order.remote_id for order in held.items} | {item.remote_id for item in held.refused}
    return any(order.remote_id in known for order in page.items) or any(
        item.remote_id in known for item in page.refused
    )


def _joined(held: Page[Order], page: Page[Order]) -> Page[Order]:
    """Of two that follow each other the second says how far the walk is."""
    return replace(
        page, items=[*held.items, *page.items], refused=[*held.refused, *page.refused],
        safe_until=page.safe_until or held.safe_until, total=held.total if page.total is None else page.total,
    )  # fmt: skip
