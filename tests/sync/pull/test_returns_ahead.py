"""Returns and a walk that reads ahead: what is stored is a beginning of it, and the next reading asks for all of it."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from core import checkpoints
from marketplaces.canonical.returns import Return, ReturnStatus
from marketplaces.framework import registry
from marketplaces.framework.errors import ConnectorError, LoginExpired, RateLimited, Unavailable
from marketplaces.framework.results import Page
from marketplaces.models import Connection
from orders.models import OrderReturn
from sync import clock, executor, runs
from sync.models import Cursor, MarketplaceSyncLog
from tests.sync.pull.breaking import worker_breaks

pytestmark = pytest.mark.django_db(transaction=True)
Kind = registry.connector_class("ozon")
PAGES, WAIT = 4, 10.0
RETURNS = "returns"


def back(number: int) -> Return:
    now = timezone.now()
    return Return(
        remote_id=f"R-{number}", order_remote_id=f"O-{number}", status=ReturnStatus.REQUESTED, remote_status="NEW",
        created_at=now - timedelta(days=1), updated_at=now - timedelta(hours=1), lines=(), raw={"id": number},
        refund_amount=Decimal(10), currency="EUR",
    )  # fmt: skip


class Remote:
    """No orders, and some pages of one return each; one of them may break."""

    def __init__(self) -> None:
        self.asked = [threading.Event() for _ in range(PAGES)]
        self.error: ConnectorError | None = None
        self.breaks_at: int | None = None

    def pull_returns(self, *, since: Any, until: Any) -> Iterator[Page[Return]]:
        for number in range(PAGES):
            self.asked[number].set()
            if number == self.breaks_at and self.error is not None:
                raise self.error
            yield Page(items=[back(number)], cursor=None)


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Remote:
    there = Remote()
    monkeypatch.setattr(Kind, "pull_orders", lambda _self, **asked: iter(()))
    monkeypatch.setattr(Kind, "pull_returns", lambda _self, **asked: there.pull_returns(**asked))
    monkeypatch.setattr(clock, "remote_now", lambda _connector: timezone.now())
    return there


def reading() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "page-ahead"]


def read(shop: Connection, **more: Any) -> MarketplaceSyncLog:
    return executor.run_now(runs.start(connection=shop, sync_type="orders", cause="button"), **more)


def stored(shop: Connection) -> list[str]:
    return sorted(OrderReturn.objects.filter(connection=shop).values_list("remote_id", flat=True))


def first(pages: int) -> list[str]:
    return [f"R-{number}" for number in range(pages)]


def position(shop: Connection) -> Any:
    return Cursor.objects.get(connection=shop, stream=RETURNS).position


def goes_on_and_has_everything(shop: Connection, remote: Remote) -> None:
    remote.breaks_at = None
    assert (read(shop).status, stored(shop)) == ("completed", first(PAGES))
    assert position(shop) is not None


def test_the_next_page_is_read_while_this_one_is_stored(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead: list[bool] = []

    def reached(name: str) -> None:
        if name == "pull.before_commit" and len(ahead) < PAGES - 1:
            ahead.append(remote.asked[len(ahead) + 1].wait(WAIT))

    with monkeypatch.context() as while_it_goes:
        while_it_goes.setattr(checkpoints, "reached", reached)
        assert read(shop).status == "completed"
    assert (ahead, stored(shop), reading()) == ([True] * (PAGES - 1), first(PAGES), [])


@pytest.mark.parametrize("error", [Unavailable("torn"), RateLimited("Too many", retry_after=900), LoginExpired("gone")])
@pytest.mark.parametrize("at", range(1, PAGES))
def test_an_error_in_the_page_ahead_loses_no_page_before_it(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch, at: int, error: ConnectorError
) -> None:
    remote.breaks_at, remote.error = at, error
    met: list[str] = []

    def late(name: str) -> None:
        met.append(name)
        if met.count("pull.before_commit") == at:
            assert remote.asked[at].wait(WAIT)

    with monkeypatch.context() as while_it_goes:
        while_it_goes.setattr(checkpoints, "reached", late)
        entry = read(shop)
    assert entry.status == ("failed" if isinstance(error, LoginExpired) else "completed")
    assert (stored(shop), position(shop), reading()) == (first(at), None, [])
    if isinstance(error, LoginExpired):
        shop.refresh_from_db()
        shop.status = Connection.Status.ACTIVE
        shop.save()
    goes_on_and_has_everything(shop, remote)


@pytest.mark.parametrize("point", ["pull.before_commit", "pull.after_commit"])
@pytest.mark.parametrize("at", range(PAGES - 1))
def test_a_crash_at_any_page_leaves_whole_pages(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch, point: str, at: int
) -> None:
    with worker_breaks(monkeypatch, point, at=at):
        assert read(shop).error_kind == "our_fault"
    assert (stored(shop), reading()) == (first(at if point == "pull.before_commit" else at + 1), [])
    goes_on_and_has_everything(shop, remote)


def test_stopped_the_page_ahead_is_not_stored(shop: Connection, remote: Remote) -> None:
    assert read(shop, listener=lambda run: runs.request_stop(run.log)).status == "stopped"
    assert (stored(shop), position(shop), reading()) == (first(1), None, [])
    goes_on_and_has_everything(shop, remote)
