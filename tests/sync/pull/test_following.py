"""Orders that no list holds are asked about by what is kept of them: each time, by number, and until they end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from marketplaces.canonical.orders import KeptOrder, Order
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework import registry
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.results import Page, RefusedItem
from marketplaces.models import Connection
from orders.models import MarketplaceOrder
from orders.models import Order as OurOrder
from sync import clock, executor, runs
from sync.models import MarketplaceSyncLog
from sync.pull import following
from tests.orders.world import line, told

Kind = registry.connector_class("ozon")


class Remote:
    """New orders are in its list, of the others it tells only who asks."""

    def __init__(self) -> None:
        self.new: list[Order] = []
        self.stands: dict[str, Order | Exception] = {}
        self.asked: list[list[str]] = []
        self.named: list[list[str]] = []

    def follow(self, kept: Sequence[KeptOrder]) -> Page[Order]:
        self.asked.append([each.remote_id for each in kept])
        assert all(each.raw for each in kept)
        answers = {each.remote_id: self.stands.get(each.remote_id, NotFound("not there")) for each in kept}
        return Page(
            items=[one for one in answers.values() if isinstance(one, Order)],
            refused=[RefusedItem(remote_id=n, error=e) for n, e in answers.items() if not isinstance(e, Order)],  # type: ignore[arg-type]
        )

    def by_number(self, remote_ids: Sequence[str]) -> Page[Order]:
        self.named.append(list(remote_ids))
        return Page(items=[], refused=[RefusedItem(remote_id=name, error=NotFound("?")) for name in remote_ids])


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Remote:
    there = Remote()
    listed = lambda _self, **_asked: iter([Page(items=there.new)])  # noqa: E731
    monkeypatch.setattr(Kind, "pull_orders", listed)
    monkeypatch.setattr(Kind, "pull_returns", lambda _self, **_asked: iter(()))
    monkeypatch.setattr(Kind, "follow_orders", lambda _self, kept: there.follow(kept), raising=False)
    monkeypatch.setattr(Kind, "order_items", lambda _self, remote_ids: there.by_number(remote_ids))
    monkeypatch.setattr(Kind, "capabilities", Kind.capabilities | {"follow_orders"})
    monkeypatch.setattr(Kind, "unlisted_schemes", frozenset({"door"}))
    monkeypatch.setattr(clock, "remote_now", lambda _connector: timezone.now())
    return there


def read(shop: Connection, **options: Any) -> MarketplaceSyncLog:
    return executor.run_now(runs.start(connection=shop, sync_type="orders", cause="button", options=options))


def door(name: str, **more: Any) -> Order:
    return told(name, line("TEA", 1), remote_scheme="door", raw={"number": name}, **more)


def word(shop: Connection, name: str) -> str:
    return MarketplaceOrder.objects.get(connection=shop, marketplace_order_id=name).status


def test_what_has_left_the_list_is_asked_about_until_it_ends(shop: Connection, remote: Remote) -> None:
    remote.new = [door("D-1"), told("L-1", line("TEA", 1))]
    remote.stands = {"D-1": door("D-1", status=OrderStatus.SHIPPED)}
    assert read(shop).status == "completed"
    assert remote.asked == [["D-1"]], "The others stand in lists."
    remote.new = []
    remote.stands = {"D-1": door("D-1", status=OrderStatus.DELIVERED)}
    read(shop)
    assert word(shop, "D-1") == "delivered"
    read(shop)
    assert remote.asked == [["D-1"], ["D-1"]], "It has ended."


def test_one_that_is_gone_is_said_and_stays_as_it_was(shop: Connection, remote: Remote) -> None:
    remote.new = [door("D-1"), door("D-2")]
    remote.stands = {"D-2": door("D-2", status=OrderStatus.PROCESSING)}
    entry = read(shop)
    assert entry.status == "completed"
    assert word(shop, "D-1") == remote.new[0].status
    assert word(shop, "D-2") == "processing"


def test_one_that_cannot_be_read_fails_no_other(shop: Connection, remote: Remote) -> None:
    remote.new = [door("D-1"), door("D-2")]
    remote.stands = {"D-1": UnexpectedPayload("status", 7), "D-2": door("D-2", status=OrderStatus.PROCESSING)}
    assert read(shop).failed_records == 1
    assert word(shop, "D-2") == "processing"


def test_named_ones_are_asked_about_and_the_rest_by_number(shop: Connection, remote: Remote) -> None:
    remote.new = [door("D-1")]
    remote.stands = {"D-1": door("D-1")}
    read(shop)
    remote.asked.clear()
    remote.stands = {"D-1": door("D-1", status=OrderStatus.DELIVERED)}
    read(shop, remote_ids=["D-1", "L-9"])
    assert (remote.asked, remote.named) == ([["D-1"]], [["L-9"]])
    assert word(shop, "D-1") == "delivered"


def test_many_are_asked_about_in_parts_and_old_ones_no_more(
    shop: Connection, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    remote.new = [door(f"D-{number}") for number in range(5)]
    remote.stands = {each.remote_id: replace(each) for each in remote.new}
    read(shop)
    assert [len(part) for part in remote.asked] == [2, 2, 1]
    remote.asked.clear()
    OurOrder.objects.filter(marketplace_orders__marketplace_order_id="D-0").update(
        ordered_at=timezone.now() - following.FOLLOWED_FOR - timedelta(days=1)
    )
    remote.new = []
    read(shop)
    assert sorted(name for part in remote.asked for name in part) == ["D-1", "D-2", "D-3", "D-4"]
