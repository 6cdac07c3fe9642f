"""Paging by key shows every row once, forwards and backwards."""

import base64
from decimal import Decimal
from uuid import UUID

import pytest

from core.keyset import Key, Keyset
from core.models import Store

KEYSET = Keyset((Key("currency", str, descending=True), Key("id", UUID)))


@pytest.fixture
def stores(db: None) -> list[UUID]:
    made = [Store.objects.create(slug=f"s{n}", name="S", currency=("EUR", "RUB", "THB")[n % 3]) for n in range(17)]
    return [store.pk for store in sorted(made, key=lambda store: store.pk) for _ in (0,)]


def rows():
    return Store.objects.values("id", "currency")


def walk(size: int) -> list[UUID]:
    seen, cursor = [], ""
    while True:
        page = KEYSET.page(rows(), after=cursor, size=size)
        seen += [row["id"] for row in page.rows]
        cursor = page.next
        if not cursor:
            return seen


@pytest.mark.parametrize("size", [1, 4, 5, 16, 17, 18])
def test_every_row_is_shown_once(stores: list[UUID], size: int) -> None:
    seen = walk(size)
    assert sorted(seen) == stores
    assert seen == [row["id"] for row in rows().order_by("-currency", "id")]


def test_walking_back_ends_where_one_began(stores: list[UUID]) -> None:
    first = KEYSET.page(rows(), size=5)
    second = KEYSET.page(rows(), after=first.next, size=5)
    third = KEYSET.page(rows(), after=second.next, size=5)
    back = KEYSET.page(rows(), before=third.earlier, size=5)
    assert list(back.rows) == list(second.rows)
    start = KEYSET.page(rows(), before=back.earlier, size=5)
    assert list(start.rows) == list(first.rows)
    assert start.earlier == ""
    assert first.earlier == ""


@pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "bnVsbA", "WyJFVVIiLCJub25zZW5zZSJd"])
def test_a_damaged_cursor_means_the_first_page(stores: list[UUID], cursor: str) -> None:
    assert list(KEYSET.page(rows(), after=cursor, size=5).rows) == list(KEYSET.page(rows(), size=5).rows)


def test_a_cursor_of_another_order_means_the_first_page(stores: list[UUID]) -> None:
    other = Keyset((Key("total", Decimal), Key("currency", str), Key("id", UUID)))
    cursor = KEYSET.page(rows(), size=5).next
    assert other._read(cursor) is None


def test_a_cursor_tells_nothing_of_what_the_list_is_sorted_by(stores: list[UUID]) -> None:
    cursor = KEYSET.page(rows(), size=5).next
    cut = [cursor[at : len(cursor) - (len(cursor) - at) % 4] for at in range(4)]
    assert not any(currency in base64.urlsafe_b64decode(part) for part in cut for currency in (b"EUR", b"RUB", b"THB"))
    opened = KEYSET.opened
    assert not KEYSET.can_read(opened.page(rows(), size=5).next)
    assert opened.page(rows(), size=5).rows == KEYSET.page(rows(), size=5).rows


def test_a_cursor_that_was_changed_by_a_letter_is_none(stores: list[UUID]) -> None:
    cursor = KEYSET.page(rows(), size=5).next
    assert KEYSET.can_read(cursor)
    assert not KEYSET.can_read(cursor[:-2] + ("A" if cursor[-2] != "A" else "B") + cursor[-1])
