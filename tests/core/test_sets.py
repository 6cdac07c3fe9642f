"""Set-based writes leave the rows and the audit rows that saving one by one leaves."""

from uuid import uuid4

import pytest
from django.utils import timezone

from core.models import NeedsYou, Store
from core.services.sets import _apart, insert_rows, update_rows

COLUMNS = ("id", "cause_key", "kind", "title", "said")


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="lumen", name="Atelier Lumen")


def insert(store: Store, *rows: tuple[object, ...]) -> set[object]:
    now = timezone.now()
    constants = {"store_id": store.pk, "created_at": now, "updated_at": now}
    return set(insert_rows(NeedsYou, COLUMNS, rows, constants=constants, now=now, reason="poll"))


def test_what_every_row_says_alike_is_stored_in_every_row(store: Store) -> None:
    insert(store, *((uuid4(), key, NeedsYou.Kind.SHORT, "Short by 1", "'; -- %s €") for key in ("a", "b", "c")))
    rows = NeedsYou.objects.filter(store=store)
    assert sorted(row.cause_key for row in rows) == ["a", "b", "c"]
    assert {(row.kind, row.title, row.said, row.times) for row in rows} == {("short", "Short by 1", "'; -- %s €", 1)}


def test_rows_that_are_alike_in_all_they_say_are_still_as_many() -> None:
    assert _apart(("kind", "title"), [("short", "A")] * 3) == (("kind", "title"), [("short", "A")] * 3, {})
    assert _apart(("kind", "title"), [("short", "A"), ("short", "B")]) == (
        ("title",),
        [["A"], ["B"]],
        {"kind": "short"},
    )


def test_each_row_has_its_audit_row(store: Store) -> None:
    written = insert(store, (uuid4(), "a", "short", "A", ""), (uuid4(), "b", "short", "B", ""))
    history = NeedsYou.history.filter(store_id=store.pk)  # type: ignore[attr-defined]
    assert {(row.id, row.title, row.history_type, row.history_change_reason) for row in history} == {
        (row.pk, row.title, "+", "poll") for row in NeedsYou.objects.filter(pk__in=written)
    }


def test_a_row_that_is_already_so_is_neither_written_nor_audited(store: Store) -> None:
    first, second = uuid4(), uuid4()
    insert(store, (first, "a", "short", "A", ""), (second, "b", "short", "B", ""))
    changed = update_rows(NeedsYou, ("id", "title"), [(first, "A"), (second, "C")], now=timezone.now(), reason="poll")
    assert changed == {second}
    audited = NeedsYou.history.filter(history_type="~").values_list("id", "title")  # type: ignore[attr-defined]
    assert list(audited) == [(second, "C")]
