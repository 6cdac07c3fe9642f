"""What is to leave, by deadline: four lanes, no order in two, each lane listing exactly its orders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core.models import Store
from orders.selectors.lanes import LANES, lanes, next_working_day, to_ship
from orders.selectors.order_list import Filters, filtered
from orders.selectors.terms import Term
from tests.dashboard import world

FRIDAY = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="lumen", name="Lumen", timezone="Europe/Luxembourg")


@pytest.fixture
def shop(store: Store):
    return world.connection(store)


@pytest.mark.parametrize(
    ("due", "lane"),
    [
        ("2026-11-20T09:39:59", "late"),
        ("2026-11-20T09:40:00", "soon"),
        ("2026-11-20T13:39:59", "soon"),
        ("2026-11-20T13:40:00", "rest"),
        ("2026-11-20T22:59:59", "rest"),
        ("2026-11-20T23:00:00", "next"),
        ("2026-11-23T22:59:59", "next"),
        ("2026-11-23T23:00:00", None),
    ],
)
def test_a_deadline_is_in_one_lane(store: Store, shop, due: str, lane: str | None) -> None:
    world.order(shop, ship_by=datetime.fromisoformat(due).replace(tzinfo=UTC))
    assert {name: found.orders for name, found in lanes(store, FRIDAY).items()} == {
        name: int(name == lane) for name in LANES
    }


def test_shortly_before_midnight_the_next_four_hours_reach_into_tomorrow(store: Store, shop) -> None:
    night = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
    for hours in (1, 3, 5):
        world.order(shop, ship_by=night + timedelta(hours=hours))
    assert [lane.orders for lane in lanes(store, night).values()] == [0, 2, 0, 1]


def test_the_next_working_day_is_no_day_off(store: Store) -> None:
    assert next_working_day(store, FRIDAY) == date(2026, 11, 23)
    assert next_working_day(store, FRIDAY - timedelta(days=1)) == date(2026, 11, 20)


def test_a_lane_tells_its_money_by_currency_and_lists_its_orders(store: Store, shop) -> None:
    first = FRIDAY + timedelta(minutes=5)
    world.order(shop, ship_by=first, total=10)
    world.order(shop, ship_by=FRIDAY + timedelta(hours=1), total=20)
    world.order(shop, ship_by=FRIDAY + timedelta(hours=2), total=5, currency="THB")
    for fields in ({"status": "pending"}, {"held_at": FRIDAY}, {"scheme": "marketplace"}, {"archived_at": FRIDAY}):
        world.order(shop, ship_by=first, **fields)
    soon = lanes(store, FRIDAY)["soon"]
    assert (soon.orders, dict(soon.money), soon.first_due) == (3, {"RUB": Decimal(30), "THB": Decimal(5)}, first)
    for name, lane in lanes(store, FRIDAY).items():
        assert filtered(store, "open", Filters(term=Term(name=name)), FRIDAY).count() == lane.orders
    world.order(shop, ship_by=None)
    assert filtered(store, "open", Filters(term=Term(name="leaving")), FRIDAY).count() == to_ship(store) == 4
