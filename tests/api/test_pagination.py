"""Pages by cursor: each row once, there and back, and no cursor of another list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils import timezone

from marketplaces.models import Connection
from sync.models import MarketplaceSyncLog
from tests.api.conftest import Answer, Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/syncs/"
ROWS = 7


@pytest.fixture
def runs(cast: Cast) -> list[str]:
    """Seven runs, three of them in the same moment; ids newest first."""
    shop: Connection = world.connection(cast.store)
    now = timezone.now()
    for number in range(ROWS):
        made = MarketplaceSyncLog.objects.create(store=cast.store, connection=shop, sync_type="orders", status="failed")
        MarketplaceSyncLog.objects.filter(pk=made.pk).update(created_at=now - timedelta(minutes=min(number, 4)))
    rows = MarketplaceSyncLog.objects.order_by("-created_at", "-id").values_list("pk", flat=True)
    return [str(pk) for pk in rows]


def follow(caller: Program, address: str) -> Answer:
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("http", "testserver")
    return caller.get(parts.path, dict(parse_qsl(parts.query)))


def ids(answer: Answer) -> list[str]:
    return [row["id"] for row in answer.body["results"]]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 200])
def test_every_row_comes_once_and_the_way_back_is_the_same(owner: Program, runs: list[str], size: int) -> None:
    answer = owner.get(PATH, {"limit": size, "status": "failed"})
    seen, pages = ids(answer), [answer]
    while address := answer.body["next"]:
        answer = follow(owner, address)
        seen, pages = seen + ids(answer), [*pages, answer]
    assert seen == runs
    back = list(ids(answer))
    while address := answer.body["previous"]:
        answer = follow(owner, address)
        back = ids(answer) + back
    assert back == runs
    assert pages[0].body["previous"] is None


def test_a_row_that_is_new_meanwhile_moves_nobody(owner: Program, runs: list[str], cast: Cast) -> None:
    first = owner.get(PATH, {"limit": 3})
    MarketplaceSyncLog.objects.create(store=cast.store, sync_type="orders", status="failed")
    assert ids(follow(owner, first.body["next"])) == runs[3:6]


def test_fifty_rows_are_a_page_unless_another_number_is_named(owner: Program, cast: Cast) -> None:
    MarketplaceSyncLog.objects.bulk_create(
        MarketplaceSyncLog(store=cast.store, sync_type="orders", status="failed") for _ in range(51)
    )
    assert len(ids(owner.get(PATH))) == 50
    assert len(ids(owner.get(PATH, {"limit": 51}))) == 51


def wrong_cursors(good: str) -> list[str]:
    half = len(good) // 2
    other = "A" if good[half] != "A" else "B"
    return [
        "x", "n.x", "n.:", "=", "é", good * 2, good[:-2], good + "=", good + "!", good + "=x", good[1:], good[:half],
        f"{good[:half]}{other}{good[half + 1:]}", f"{good[:-4]}xxxx", f"{good[:half]} {good[half:]}",
    ]  # fmt: skip


def test_a_cursor_that_was_changed_is_refused(owner: Program, runs: list[str]) -> None:
    address: str = owner.get(PATH, {"limit": 2}).body["next"]
    good = dict(parse_qsl(urlsplit(address).query))["cursor"]
    for cursor in wrong_cursors(good):
        answer: Any = owner.get(PATH, {"cursor": cursor})
        assert (answer.status, answer.body["errors"][0]["field"]) == (400, "cursor"), cursor


def test_a_cursor_of_another_list_is_refused(owner: Program, runs: list[str]) -> None:
    address: str = owner.get(PATH, {"limit": 2}).body["next"]
    cursor = dict(parse_qsl(urlsplit(address).query))["cursor"]
    assert owner.get("/api/v1/sync-logs/", {"cursor": cursor}).status == 400
    assert owner.get("/api/v1/marketplaces/", {"cursor": cursor}).status == 400


def test_a_short_list_has_pages_too(owner: Program) -> None:
    whole = owner.get("/api/v1/marketplaces/").body["results"]
    first = owner.get("/api/v1/marketplaces/", {"limit": 1})
    second = follow(owner, first.body["next"])
    assert [*first.body["results"], *second.body["results"]] == whole[:2]
    assert follow(owner, second.body["previous"]).body["results"] == first.body["results"]
