"""How far orders were read: full means full, a clock that jumps loses nothing, what was unreadable is read again."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import NeedsYou
from marketplaces.canonical.orders import Order
from marketplaces.framework import registry
from marketplaces.framework.errors import NotFound, Rejected, Unavailable, UnexpectedPayload
from marketplaces.framework.results import Page, RefusedItem
from marketplaces.models import Connection
from orders.models import MarketplaceOrder
from sync import clock, executor, runs
from sync.models import Cursor, MarketplaceSyncLog
from sync.pull import gathering
from sync.pull.gathering import FIRST
from tests.orders.world import line, told

HOUR = timedelta(hours=1)
Kind = registry.connector_class("ozon")


class Remote:
    """A marketplace that remembers what it was asked."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)
        self.windows: list[tuple[datetime, datetime]] = []
        self.pages: list[Page[Order]] = []
        self.named: dict[str, Order | Exception] = {}
        self.asked: list[list[str]] = []

    def pull_orders(self, *, since: datetime, until: datetime, cursor: Any = None) -> Iterator[Page[Order]]:
        self.windows.append((since, until))
        pages, self.pages = self.pages, []
        yield from pages

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        self.asked.append(list(remote_ids))
        answers = {name: self.named.get(name, NotFound("not there")) for name in remote_ids}
        refused = [
            RefusedItem(remote_id=name, error=one) for name, one in answers.items() if not isinstance(one, Order)
        ]
        return Page(items=[one for one in answers.values() if isinstance(one, Order)], refused=refused)  # type: ignore[arg-type]


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Remote:
    there = Remote()
    monkeypatch.setattr(Kind, "pull_orders", lambda _self, **asked: there.pull_orders(**asked))
    monkeypatch.setattr(Kind, "pull_returns", lambda _self, **asked: iter(()))
    monkeypatch.setattr(Kind, "order_items", lambda _self, remote_ids: there.order_items(remote_ids))
    monkeypatch.setattr(clock, "remote_now", lambda _connector: timezone.now() + there.ahead)
    return there


def read(shop: Connection, **options: Any) -> MarketplaceSyncLog:
    return executor.run_now(runs.start(connection=shop, sync_type="orders", cause="button", options=options))


def time_passes(shop: Connection, span: timedelta) -> None:
    """What was noted about the last reading is by now so much older; nothing else has happened."""
    cursor = Cursor.objects.get(connection=shop, stream="orders")
    assert cursor.position is not None
    cursor.position -= span
    if cursor.walk.get("read_at"):
        cursor.walk["read_at"] = (datetime.fromisoformat(cursor.walk["read_at"]) - span).isoformat()
    cursor.save()


def test_full_reads_everything_also_where_a_smaller_walk_was_cut_off(shop: Connection, remote: Remote) -> None:
    now = datetime.now(UTC)
    walk = {"since": (now - HOUR).isoformat(), "until": now.isoformat(), "cursor": {"at": 2}}
    Cursor.objects.create(connection=shop, stream="orders", position=now - HOUR, walk=walk)
    read(shop, full=True)
    assert remote.windows[0][0] < now - Kind.first_look_back + HOUR


def test_a_full_walk_that_was_cut_off_goes_on(shop: Connection, remote: Remote) -> None:
    now = datetime.now(UTC)
    since = now - Kind.first_look_back - timedelta(minutes=5)
    walk = {"since": since.isoformat(), "until": (now - timedelta(minutes=5)).isoformat(), "cursor": {"at": 2}}
    Cursor.objects.create(connection=shop, stream="orders", position=now - HOUR, walk=walk)
    read(shop, full=True)
    assert remote.windows == [(since, now - timedelta(minutes=5))]


def test_an_answer_with_a_clock_ahead_of_the_others_loses_no_hour(shop: Connection, remote: Remote) -> None:
    read(shop)
    remote.ahead = HOUR  # one of their machines has another time
    read(shop)
    remote.ahead = timedelta(0)
    time_passes(shop, 2 * HOUR)
    before = timezone.now()
    read(shop)
    since, _until = remote.windows[-1]
    assert since <= before - 2 * HOUR  # all that happened since it was really read


def test_a_clock_that_is_always_ahead_is_simply_theirs(shop: Connection, remote: Remote) -> None:
    remote.ahead = HOUR
    read(shop)
    read(shop)
    since, until = remote.windows[-1]
    assert until - since < Kind.overlap + timedelta(minutes=1)


def test_a_long_walk_that_breaks_off_has_stored_all_that_was_read_and_goes_on_behind_it(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "ENOUGH", 6)
    stored: list[int] = []

    def broken() -> Iterator[Page[Order]]:
        for number in range(FIRST + 8):
            stored.append(MarketplaceOrder.objects.filter(connection=shop).count())
            yield Page(items=[told(f"L-{number}", line("TEA", 1))], cursor={"at": number + 1})
        raise Unavailable("Nobody answers")

    remote.pages = broken()  # type: ignore[assignment]
    entry = read(shop)
    assert (entry.status, entry.total_records) == ("failed", FIRST + 8)
    assert stored == [*range(FIRST + 1), *[FIRST] * 5, *[FIRST + 6] * 2]
    assert MarketplaceOrder.objects.filter(connection=shop).count() == FIRST + 8
    assert Cursor.objects.get(connection=shop, stream="orders").walk["cursor"] == {"at": FIRST + 8}
    read(shop)
    assert remote.windows[1] == remote.windows[0]


def test_an_order_that_could_not_be_read_is_asked_for_again_until_it_can(shop: Connection, remote: Remote) -> None:
    broken = RefusedItem(remote_id="R-1", error=UnexpectedPayload("status", 7))
    remote.pages, remote.named = [Page(items=[], refused=[broken])], {"R-1": UnexpectedPayload("status", 7)}
    assert read(shop).failed_records == 1
    assert remote.asked == []
    assert read(shop).failed_records == 0  # said once; asked for once more, it is still so
    assert remote.asked == [["R-1"]]
    assert NeedsYou.objects.filter(kind="unreadable", settled_at__isnull=True).count() == 1
    remote.named = {"R-1": told("R-1", line("TEA", 2))}
    entry = read(shop)
    assert (entry.status, entry.parked_records) == ("completed", 1)
    assert MarketplaceOrder.objects.filter(marketplace_order_id="R-1").exists()
    assert not NeedsYou.objects.filter(kind="unreadable", settled_at__isnull=True).exists()
    read(shop)
    assert len(remote.asked) == 2


def test_what_we_could_not_store_is_asked_for_again_as_well(shop: Connection, remote: Remote) -> None:
    remote.pages = [Page(items=[told("R-1", line("TEA", 2), currency="???"), told("R-2", line("TEA", 1))])]
    assert read(shop).failed_records == 1
    remote.named = {"R-1": told("R-1", line("TEA", 2))}
    assert read(shop).parked_records == 1


def test_an_unreadable_order_that_is_gone_there_waits_for_nobody(shop: Connection, remote: Remote) -> None:
    remote.pages = [Page(items=[], refused=[RefusedItem(remote_id="R-1", error=UnexpectedPayload("status", 7))])]
    read(shop)
    read(shop)
    assert not NeedsYou.objects.filter(kind="unreadable", settled_at__isnull=True).exists()


def test_asking_again_never_fails_the_reading_itself(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote.pages = [Page(items=[], refused=[RefusedItem(remote_id="R-1", error=UnexpectedPayload("status", 7))])]
    read(shop)

    def refuses(_self: object, remote_ids: object) -> None:
        raise Rejected("No such call")

    monkeypatch.setattr(Kind, "order_items", refuses)
    remote.pages = [Page(items=[told("R-2", line("TEA", 1))])]
    entry = read(shop)
    assert (entry.status, entry.parked_records) == ("completed", 1)
