"""A walk that reads ahead and is cut off anywhere: what is stored is a beginning of it, and the rest is read later."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import requests
from django.utils import timezone

from core import checkpoints
from marketplaces.canonical.orders import Order
from marketplaces.framework import registry
from marketplaces.framework.errors import Unavailable
from marketplaces.framework.results import Page
from marketplaces.models import Connection
from marketplaces.sandbox.server import running
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from orders.models import MarketplaceOrder
from sync import clock, executor, runs
from sync.models import Cursor, MarketplaceSyncLog
from sync.run import Run
from tests.orders.world import line, told
from tests.sync.pull.breaking import worker_breaks

pytestmark = pytest.mark.django_db(transaction=True)
Kind = registry.connector_class("ozon")
PAGES = 4


class Remote:
    """Some pages of two orders each, read from any place; one of them may break."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.met = threading.Event()
        self.breaks_at: int | None = None
        self.younger: dict[int, list[Order]] = {}  # pages as they are once something was asked for by number
        self.pages: list[list[Order]] = [
            [told(f"O-{page}-{n}", line("TEA", 1)) for n in range(2)] for page in range(PAGES)
        ]

    def pull_orders(self, *, since: Any, until: Any, cursor: Any = None) -> Iterator[Page[Order]]:
        for number in range((cursor or {"at": 0})["at"], len(self.pages)):
            self.asked.append(number)
            if number == self.breaks_at:
                self.met.set()
                raise Unavailable("Nobody answers")
            last = number == len(self.pages) - 1
            yield Page(items=list(self.pages[number]), cursor=None if last else {"at": number + 1})

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        for number, orders in self.younger.items():
            self.pages[number] = orders
        return Page(items=[each for orders in self.younger.values() for each in orders])


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Remote:
    there = Remote()
    monkeypatch.setattr(Kind, "pull_orders", lambda _self, **asked: there.pull_orders(**asked))
    monkeypatch.setattr(Kind, "order_items", lambda _self, remote_ids: there.order_items(remote_ids))
    monkeypatch.setattr(clock, "remote_now", lambda _connector: timezone.now())
    return there


def read(shop: Connection, **more: Any) -> MarketplaceSyncLog:
    return executor.run_now(runs.start(connection=shop, sync_type="orders", cause="button"), **more)


def stored(shop: Connection) -> list[str]:
    return sorted(MarketplaceOrder.objects.filter(connection=shop).values_list("marketplace_order_id", flat=True))


def first(pages: int) -> list[str]:
    return sorted(f"O-{page}-{n}" for page in range(pages) for n in range(2))


def place(shop: Connection) -> Any:
    return Cursor.objects.get(connection=shop, stream="orders").walk.get("cursor")


def goes_on_and_has_everything(shop: Connection, remote: Remote, *, at: int) -> None:
    remote.asked.clear()
    assert read(shop).status == "completed"
    assert remote.asked == list(range(at, PAGES))
    assert stored(shop) == first(PAGES)


@pytest.mark.parametrize("point", ["pull.before_commit", "pull.after_commit"])
@pytest.mark.parametrize("at", range(PAGES - 1))
def test_a_crash_at_any_page_keeps_rows_and_cursor_together_whatever_was_read_ahead(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch, point: str, at: int
) -> None:
    with worker_breaks(monkeypatch, point, at=at):
        assert read(shop).error_kind == "our_fault"
    safe = at if point == "pull.before_commit" else at + 1
    assert stored(shop) == first(safe)
    assert place(shop) == ({"at": safe} if safe else None)
    goes_on_and_has_everything(shop, remote, at=safe)


@pytest.mark.parametrize("at", range(1, PAGES))
def test_an_error_in_the_page_ahead_loses_no_page_before_it(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """The error is met before the page that stands before it is stored."""
    remote.breaks_at = at
    pages: list[str] = []

    def late(name: str) -> None:
        pages.append(name)
        if pages.count("pull.before_commit") == at:
            assert remote.met.wait(10)

    with monkeypatch.context() as while_it_goes:
        while_it_goes.setattr(checkpoints, "reached", late)
        entry = read(shop)
    assert (entry.status, entry.total_records) == ("failed", 2 * at)
    assert (stored(shop), place(shop)) == (first(at), {"at": at})
    remote.breaks_at = None
    goes_on_and_has_everything(shop, remote, at=at)


def test_stopped_the_page_ahead_is_not_stored(shop: Connection, remote: Remote) -> None:
    entry = read(shop, listener=lambda run: runs.request_stop(run.log))
    assert entry.status == "stopped"
    assert (stored(shop), place(shop)) == (first(1), {"at": 1})
    goes_on_and_has_everything(shop, remote, at=1)


def test_an_interrupt_ends_the_reading_too(shop: Connection, remote: Remote) -> None:
    def interrupted(run: Run) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(shop, listener=interrupted)
    assert not [thread for thread in threading.enumerate() if thread.name == "page-ahead"]
    assert MarketplaceSyncLog.objects.get().status == "stopped"
    goes_on_and_has_everything(shop, remote, at=1)


def test_what_was_read_by_number_is_not_undone_by_the_page_that_was_read_before_it(
    shop: Connection, remote: Remote
) -> None:
    """O-0-0 loses a unit to a part, so it is asked for by number; meanwhile the page ahead holds its part as it was."""
    remote.pages = [[told("O-0-0", line("TEA", 3))]]
    read(shop)
    older, newer = (told("O-0-0-B", line("TEA", 1), remote_status=word) for word in ("packing", "sent"))
    remote.pages = [[told("O-0-0", line("TEA", 2))], [older], [told("O-2-0", line("TEA", 1))]]
    remote.younger = {1: [newer]}
    remote.asked.clear()
    assert read(shop).status == "completed"
    assert MarketplaceOrder.objects.get(marketplace_order_id="O-0-0-B").remote_status == "sent"
    assert remote.asked[:2] == [0, 1]
    assert remote.asked[-2:] == [1, 2]  # asked for anew


def test_a_token_that_ends_while_a_page_is_read_ahead_is_renewed_and_no_page_is_missed(
    store: Any, unpaced: None, settings: Any
) -> None:
    with running(None, codes=["shopee"]) as server:
        settings.SANDBOX_URL = server.url
        emulator = server.sandbox.emulators["shopee"]
        emulator.limits.enabled = False
        emulator.reseed(1, products=10, orders=420)
        address = f"{server.url}/shopee"
        tested = try_values("shopee", emulator.credentials(), base_url=address, allow_private=True)
        shop = connect(
            store=store, code="shopee", name="Shopee", tested=tested, base_url=address, allow_private=True
        )  # fmt: skip
        expired: list[int] = []

        def expire(run: Run) -> None:
            answer = requests.post(f"{address}/_control/expire", json={}, timeout=10)
            expired.append(answer.status_code)

        entry = read(shop, listener=expire)
        there = {each["id"] for each in emulator.describe({})["orders"]}
    assert (entry.status, entry.error_message) == ("completed", "")
    assert (len(expired) > 3, {*expired}) == (True, {200})
    assert set(stored(shop)) == there
