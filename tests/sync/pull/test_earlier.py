"""Orders that may have left before the shop was connected hold no stock until a person says that they are here."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from core.clock import SystemClock
from core.models import NeedsYou
from marketplaces.canonical.orders import Order, OrderLine
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.results import Page
from marketplaces.models import Connection
from orders.models import MarketplaceOrder
from sync import executor, runs
from sync.models import MarketplaceSyncLog
from sync.pull import earlier

NOW = datetime.now(UTC)


def order(number: str, *, days: int = 9, maybe_sent: bool = True) -> Order:
    at = NOW - timedelta(days=days)
    line = OrderLine(remote_id="1", title="Lamp", quantity=1, unit_price=Decimal("9.90"), sku="L-1")
    return Order(
        remote_id=number, number=number, status=OrderStatus.CONFIRMED, remote_status="confirmed", currency="EUR",
        placed_at=at, updated_at=at, lines=(line,), raw={"id": number}, maybe_sent=maybe_sent,
    )  # fmt: skip


@pytest.fixture
def remote(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What the marketplace gives, by walk and by number."""
    there: list[Order] = []

    def connector(*_args: Any, **_more: Any) -> Any:
        return SimpleNamespace(
            pull_orders=lambda **_: iter([Page(items=list(there), safe_until=NOW)]),
            order_items=lambda names: Page(items=[each for each in there if each.remote_id in names]),
            able=lambda settings: frozenset({"pull_orders", "order_items"}),
            horizon=timedelta(0), overlap=timedelta(minutes=5), first_look_back=timedelta(days=30),
            context=SimpleNamespace(
                transport=SimpleNamespace(remote_now=lambda: NOW, close=lambda: None), clock=SystemClock()
            ),
        )  # fmt: skip

    monkeypatch.setattr("sync.run.open_connector", connector)
    return there


def read(shop: Connection, **options: Any) -> MarketplaceSyncLog:
    return executor.run_now(runs.start(connection=shop, sync_type="orders", cause="button", options=options))


def numbers() -> set[str]:
    return set(MarketplaceOrder.objects.values_list("marketplace_order_id", flat=True))


def test_they_are_left_out_and_asked_about_once(shop: Connection, remote: list[Order]) -> None:
    remote += [order("OLD-1"), order("OLD-2"), order("TOLD", maybe_sent=False)]
    run = read(shop)
    assert numbers() == {"TOLD"}
    assert (run.parked_records, run.failed_records, run.total_records) == (3, 0, 3)  # TOLD is not linked
    cause = NeedsYou.objects.get(kind="unknown_status")
    assert cause.title == "Ozon: 2 orders from before it was connected may have left"
    cause.settled_at = NOW
    cause.save()
    read(shop, full=True)
    assert not NeedsYou.objects.filter(settled_at__isnull=True, kind="unknown_status").exists()
    assert earlier.waiting(shop) == ["OLD-1", "OLD-2"]


def test_those_that_are_still_here_are_read_by_number(shop: Connection, remote: list[Order]) -> None:
    remote += [order("OLD-1"), order("OLD-2")]
    read(shop)
    names = earlier.answered(shop, still_here=True, by="Nadia")
    read(shop, remote_ids=names)
    assert numbers() == {"OLD-1", "OLD-2"}
    assert earlier.waiting(shop) == []
    read(shop, full=True)
    assert numbers() == {"OLD-1", "OLD-2"}


def test_those_that_have_left_stay_out_and_nobody_is_asked_again(shop: Connection, remote: list[Order]) -> None:
    remote += [order("OLD-1")]
    read(shop)
    assert earlier.answered(shop, still_here=False, by="Nadia") == []
    read(shop, full=True)
    assert numbers() == set()
    assert earlier.waiting(shop) == []
    assert NeedsYou.objects.get(kind="unknown_status").settled_how == "They have left"


def test_what_came_in_before_goes_on_and_what_is_younger_comes_in(shop: Connection, remote: list[Order]) -> None:
    remote += [order("KNOWN", maybe_sent=False)]
    read(shop)
    remote[:] = [order("KNOWN"), order("NEW", days=-1)]
    read(shop, full=True)
    assert numbers() == {"KNOWN", "NEW"}
    assert not NeedsYou.objects.filter(kind="unknown_status").exists()


def test_at_a_practice_shop_nothing_left_before_it_was_opened(shop: Connection, remote: list[Order]) -> None:
    Connection.objects.filter(pk=shop.pk).update(is_sandbox=True)
    shop.refresh_from_db()
    remote += [order("OLD-1")]
    read(shop)
    assert numbers() == {"OLD-1"}
