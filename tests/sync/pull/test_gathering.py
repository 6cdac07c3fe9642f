"""Pages of a long walk that are stored together: none is lost, none is doubled, and the cursor stands behind them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.orders import Order
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import Rejected, Unavailable
from marketplaces.framework.results import Page, RefusedItem
from sync.pull.gathering import ENOUGH, FIRST, SECONDS, gathered

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def order(number: int, word: str = "paid") -> Order:
    return Order(
        remote_id=f"o{number}", number=f"o{number}", status=OrderStatus.CONFIRMED, remote_status=word, currency="EUR",
        placed_at=NOON, updated_at=NOON, lines=(), total=Decimal(1), raw={},
    )  # fmt: skip


def pages(count: int, size: int = 10, *, last: bool = True) -> Iterator[Page[Order]]:
    for page in range(count):
        at_end = last and page == count - 1
        yield Page(
            items=[order(page * size + n) for n in range(size)],
            cursor=None if at_end else {"page": page + 1},
            safe_until=NOON if at_end else None,
            total=count * size,
        )


def names(found: list[Page[Order]]) -> list[str]:
    return [each.remote_id for page in found for each in page.items]


class Watch:
    """A clock that goes on by so much with each look."""

    def __init__(self, step: float = 0.0) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.mark.parametrize("count", [1, 2, FIRST])
def test_a_short_walk_is_stored_page_by_page(count: int) -> None:
    assert [len(page.items) for page in gathered(pages(count), clock=Watch())] == [10] * count


@pytest.mark.parametrize("count", [FIRST + 1, FIRST + 3, 60, 131])
def test_a_long_walk_is_stored_some_pages_at_a_time_in_the_same_order(count: int) -> None:
    found = list(gathered(pages(count), clock=Watch()))
    assert names(found) == [f"o{n}" for n in range(count * 10)]
    assert all(len(page.items) == ENOUGH for page in found[FIRST:-1])
    assert (found[-1].cursor, found[-1].safe_until, found[-1].total) == (None, NOON, count * 10)


def test_the_cursor_is_that_of_the_last_page_that_is_in_it() -> None:
    found = list(gathered(pages(60), clock=Watch()))
    assert found[FIRST].cursor == {"page": FIRST + ENOUGH // 10}
    assert [page.safe_until for page in found[:-1]] == [None] * (len(found) - 1)


def test_what_was_read_is_not_kept_waiting_for_long() -> None:
    found = list(gathered(pages(FIRST + 4), clock=Watch(SECONDS)))
    assert [len(page.items) for page in found] == [10] * (FIRST + 4)


def test_an_order_that_is_read_twice_is_stored_twice_the_later_word_last() -> None:
    def moving() -> Iterator[Page[Order]]:
        yield from pages(FIRST, last=False)
        yield Page(items=[order(1000, "paid"), order(1001)], cursor={"page": 6})
        yield Page(items=[order(1002), order(1000, "sent")], cursor={"page": 7})
        yield Page(items=[order(1003)], refused=[RefusedItem(remote_id="o1002", error=Rejected("no"))])

    found = list(gathered(moving(), clock=Watch()))[FIRST:]
    assert [[each.remote_id for each in page.items] for page in found] == [
        ["o1000", "o1001"], ["o1002", "o1000"], ["o1003"],
    ]  # fmt: skip
    assert found[1].items[1].remote_status == "sent"


def test_what_was_read_before_an_error_is_stored_before_it_is_told() -> None:
    def breaking() -> Iterator[Page[Order]]:
        yield from pages(FIRST + 2, last=False)
        raise Unavailable("Nobody answers")

    walk, found = gathered(breaking(), clock=Watch()), []
    with pytest.raises(Unavailable):
        for page in walk:
            found.append(page)
    assert names(found) == [f"o{n}" for n in range((FIRST + 2) * 10)]
    assert found[-1].cursor == {"page": FIRST + 2}


def test_refused_ones_and_a_promise_made_earlier_are_kept() -> None:
    def told() -> Iterator[Page[Order]]:
        yield from pages(FIRST, last=False)
        yield Page(items=[order(1)], refused=[RefusedItem(remote_id="x", error=Rejected("no"))], safe_until=NOON)
        yield Page(items=[order(2)], refused=[RefusedItem(remote_id="y", error=Rejected("no"))], cursor={"page": 9})

    *_, last = gathered(told(), clock=Watch())
    assert ([each.remote_id for each in last.refused], last.safe_until, last.cursor) == (["x", "y"], NOON, {"page": 9})
