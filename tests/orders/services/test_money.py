"""What an order comes to: cancelled units, fees told in parts, estimates, and what its returns gave back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.errors import DomainError
from marketplaces.canonical.orders import Order as Told
from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.canonical.statuses import OrderStatus
from orders.models import FeeRule, MarketplaceOrder, Order
from orders.services.fee_estimates import carry_out
from orders.services.fee_rules import rule_in_force, set_fee_rule
from orders.services.intake.sums import counts_cancelled
from orders.services.returns import take_in
from tests.orders.world import NOON, World, line, told

DAY = date(2026, 11, 20)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def money(world: World, remote_id: str = "P") -> tuple[Any, ...]:
    order = world.ours(remote_id)
    return order.subtotal, order.discount_amount, order.cancelled_amount, order.total


def part(name: str, units: int, **more: Any) -> Told:
    more = {"total": None, **more}
    return told(name, line("TEA", units, remote_id="1"), **({} if name == "P" else {"parent_remote_id": "P"}), **more)


def test_a_cancelled_posting_leaves_the_total_of_its_order_and_stays_as_it_was_told(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(part("P", 1), part("P-2", 2), seen_at=at(0))
    assert money(world) == (30, 0, 0, 30)
    world.take_in(part("P-2", 2, status=OrderStatus.CANCELLED, later=5), seen_at=at(1))
    assert world.ours("P").status == "confirmed"
    assert money(world) == (30, 0, 20, 10)
    kept = MarketplaceOrder.objects.get(marketplace_order_id="P-2")
    assert (kept.total_amount, kept.status) == (20, "cancelled")


def test_an_order_of_which_everything_is_cancelled_keeps_what_it_was_worth(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(part("P", 1), part("P-2", 2), seen_at=at(0))
    gone = {"status": OrderStatus.CANCELLED, "later": 5}
    world.take_in(part("P", 1, **gone), part("P-2", 2, **gone), seen_at=at(1))
    assert world.ours("P").status == "cancelled"
    assert money(world) == (30, 0, 0, 30)


def test_cancelled_units_are_told_again_and_taken_off_once(world: World) -> None:
    world.put("TEA", 10)
    for later in (0, 5, 9):
        world.take_in(told("P", line("TEA", 4, cancelled_quantity=1), later=later), seen_at=at(later))
        assert money(world) == (40, 0, 10, 30)


SAME = {"discount": Decimal(0)}


@pytest.mark.parametrize(
    ("told_total", "more", "expected"),
    [
        (40, {}, (40, 0, 10, 30)),  # the total of all units
        (30, {}, (30, 0, 0, 30)),  # already the one of what is left
        (36, {"discount": Decimal(4)}, (40, 4, 9, 27)),  # the cancelled unit takes its share of the discount along
        (26, {"discount": Decimal(4)}, (30, 4, 0, 26)),
        (77, {}, (30, 0, 0, 77)),  # adds up in no way: as told, and a person is asked
        (None, {}, (40, 0, 10, 30)),
    ],
)
def test_a_total_is_made_that_of_what_is_left_only_where_it_is_not(
    world: World, told_total: int | None, more: dict[str, Any], expected: tuple[int, ...]
) -> None:
    world.put("TEA", 10)
    total = None if told_total is None else Decimal(told_total)
    world.take_in(told("P", line("TEA", 4, cancelled_quantity=1), total=total, **more))
    assert money(world) == expected
    assert world.ours("P").money_unbalanced == (told_total == 77)


def test_without_cancelled_units_every_total_is_what_it_says(world: World) -> None:
    assert counts_cancelled(told("P", line("TEA", 4)))


def test_a_refunded_order_that_never_left_is_taken_off_by_its_refund_and_not_twice(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(told("P", line("TEA", 4), status=OrderStatus.REFUNDED))
    assert money(world) == (40, 0, 0, 40)


def test_fees_of_an_order_are_those_of_all_its_postings(world: World) -> None:
    """Also where only one of them is told on a page: the other's are stored."""
    world.put("TEA", 10)
    world.take_in(part("P", 1, fees=Decimal(1), net=Decimal(9)), part("P-2", 2), seen_at=at(0))
    assert (world.ours("P").fees, world.ours("P").net_amount) == (None, None)
    world.take_in(part("P-2", 2, fees=Decimal(3), net=Decimal(17), later=5), seen_at=at(1))
    assert (world.ours("P").fees, world.ours("P").net_amount) == (4, 26)
    world.take_in(part("P-2", 2, fees=Decimal(3), status=OrderStatus.CANCELLED, later=9), seen_at=at(2))
    assert (world.ours("P").fees, world.ours("P").net_amount) == (1, 9)


def test_what_the_root_told_of_the_whole_stays_when_only_a_part_is_told(world: World) -> None:
    world.put("TEA", 10)
    whole = {"shipping_cost": Decimal(5), "discount": Decimal(2)}
    world.take_in(part("P", 1, **whole), part("P-2", 2), seen_at=at(0))
    world.take_in(part("P-2", 2, status=OrderStatus.SHIPPED, later=5), seen_at=at(1))
    assert (world.ours("P").shipping_cost, *money(world)) == (5, 30, 2, 0, 33)


# Estimates ----------------------------------------------------------------------------------------------------------


def rule(world: World, percent: str | None = "10", fixed: str = "0.50", since: date = DAY, currency: str = "") -> int:
    made = set_fee_rule(
        connection=world.shop, percent=None if percent is None else Decimal(percent), fixed=Decimal(fixed),
        currency=currency, starts_on=since, by="anna",
    )  # fmt: skip
    assert carry_out(made.pk)
    made.refresh_from_db()
    return made.orders_estimated


def fees(world: World, remote_id: str = "P") -> tuple[Decimal | None, bool]:
    order = world.ours(remote_id)
    return order.fees, order.fees_estimated


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock stands where the orders were told."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.mark.usefixtures("today")
def test_fees_that_are_not_told_are_estimated_until_they_are(world: World) -> None:
    world.put("TEA", 10)
    rule(world)
    world.take_in(told("P", line("TEA", 4)))
    assert fees(world) == (Decimal("4.5"), True)
    world.take_in(told("P", line("TEA", 4), fees=Decimal(6), later=9), seen_at=at(9))
    assert fees(world) == (6, False)


@pytest.mark.usefixtures("today")
def test_a_payout_that_is_told_needs_no_estimate(world: World) -> None:
    world.put("TEA", 10)
    rule(world)
    world.take_in(told("P", line("TEA", 4), net=Decimal(33)))
    assert fees(world) == (None, False)


@pytest.mark.usefixtures("today")
def test_an_estimate_follows_its_order_and_a_cancelled_one_has_none(world: World) -> None:
    world.put("TEA", 10)
    rule(world)
    world.take_in(told("P", line("TEA", 4, cancelled_quantity=2)))
    assert fees(world) == (Decimal("2.5"), True)
    world.take_in(told("P", line("TEA", 4), status=OrderStatus.CANCELLED, later=9), seen_at=at(9))
    assert fees(world) == (None, False)


@pytest.mark.usefixtures("today")
def test_a_new_rule_counts_from_its_day_and_leaves_earlier_orders_alone(world: World) -> None:
    world.put("TEA", 10)
    rule(world, since=DAY - timedelta(days=5))
    for days, name in ((3, "old"), (0, "new")):
        world.take_in(told(name, line("TEA", 1), placed_at=NOON - timedelta(days=days)))
    assert rule(world, "20", "0", DAY) == 1
    assert (fees(world, "old"), fees(world, "new")) == ((Decimal("1.5"), True), (2, True))
    world.take_in(
        told("old", line("TEA", 2), placed_at=NOON - timedelta(days=3), later=9), seen_at=at(9)
    )  # changed there, and still by the rule of its day
    assert fees(world, "old") == (Decimal("2.5"), True)
    assert FeeRule.objects.filter(connection=world.shop).count() == 2


@pytest.mark.usefixtures("today")
def test_a_rule_from_an_earlier_day_estimates_what_is_there_and_touches_nothing_that_was_told(world: World) -> None:
    world.put("TEA", 10)
    placed = {"placed_at": NOON - timedelta(days=3)}
    world.take_in(
        told("P", line("TEA", 1), **placed), told("told", line("TEA", 1), fees=Decimal(3), **placed),
        told("gone", line("TEA", 1), status=OrderStatus.CANCELLED, **placed),
    )  # fmt: skip
    assert rule(world, since=DAY - timedelta(days=4)) == 1
    assert fees(world) == (Decimal("1.5"), True)
    assert (fees(world, "told"), fees(world, "gone")) == ((3, False), (None, False))
    assert rule(world, since=DAY - timedelta(days=4)) == 0
    change = world.ours("P").history.get(history_change_reason="fee rule set by anna")  # the clock stands still here
    assert change.fees == Decimal("1.5")


@pytest.mark.usefixtures("today")
def test_a_rule_without_a_percentage_ends_the_estimates_from_its_day_on(world: World) -> None:
    world.put("TEA", 10)
    rule(world, since=DAY - timedelta(days=5))
    for days, name in ((3, "old"), (0, "new")):
        world.take_in(told(name, line("TEA", 1), placed_at=NOON - timedelta(days=days)))
    rule(world, None)
    assert (fees(world, "old"), fees(world, "new")) == ((Decimal("1.5"), True), (None, False))


@pytest.mark.usefixtures("today")
def test_a_days_rule_begins_at_the_stores_midnight(world: World) -> None:
    world.put("TEA", 10)
    rule(world)
    before, after = datetime(2026, 11, 19, 22, 59, tzinfo=UTC), datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    world.take_in(told("before", line("TEA", 1), placed_at=before), told("after", line("TEA", 1), placed_at=after))
    assert (fees(world, "before"), fees(world, "after")) == ((None, False), (Decimal("1.5"), True))


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("currency", "price", "fixed", "expected"),
    [
        ("EUR", "9.99", "0.50", "1.50"),
        ("JPY", "1005", "0", "101"),
        ("VND", "189004", "0", "18900"),
        ("KWD", "1.234", "0", "0.123"),
        ("RUB", "7480.00", "0", "748.00"),
        ("UZS", "189000", "0", "18900"),
        ("THB", "255.50", "0.50", None),  # what is fixed is in euro, and nothing is converted
    ],
)
def test_an_estimate_has_the_digits_of_its_currency(
    world: World, currency: str, price: str, fixed: str, expected: str | None
) -> None:
    world.put("TEA", 10)
    rule(world, fixed=fixed)
    world.take_in(told("P", line("TEA", 1, price), currency=currency))
    assert fees(world) == ((None, False) if expected is None else (Decimal(expected), True))


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"percent": "100.01"}, "percent"),
        ({"percent": "-1"}, "percent"),
        ({"fixed": "-0.01"}, "fixed"),
        ({"since": date(2020, 1, 1)}, "starts_on"),
        ({"since": date(2030, 1, 1)}, "starts_on"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_field(world: World, wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        rule(world, **wanted)
    assert refused.value.field == field
    assert rule_in_force(world.shop) is None


# Refunds ------------------------------------------------------------------------------------------------------------


def back(remote_id: str, amount: str | None, **more: Any) -> Return:
    values: dict[str, Any] = {
        "remote_id": remote_id, "order_remote_id": "P", "status": ReturnStatus.REFUNDED, "remote_status": "PAID",
        "created_at": NOON, "updated_at": NOON, "raw": {"id": remote_id}, "currency": "EUR", "refund_given": True,
        "lines": (ReturnLine(remote_product_id="x", quantity=1, sku="TEA"),),
        "refund_amount": None if amount is None else Decimal(amount),
    }  # fmt: skip
    return Return(**(values | more))


def given(world: World) -> tuple[Decimal, bool]:
    order = Order.objects.get(store=world.store)
    return order.refunded_amount, order.refund_estimated


def test_an_order_keeps_what_its_returns_gave_back(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(told("P", line("TEA", 4), status=OrderStatus.DELIVERED))
    take_in(connection=world.shop, returns=[back("R-1", "10"), back("R-2", "5", refund_given=False)], seen_at=at(1))
    assert given(world) == (10, False)
    later = {"updated_at": at(5)}
    take_in(connection=world.shop, returns=[back("R-2", "5", refund_estimated=True, **later)], seen_at=at(6))
    assert given(world) == (15, True)
    take_in(connection=world.shop, returns=[back("R-1", "7", updated_at=at(9))], seen_at=at(9))
    assert given(world) == (12, True)


def test_what_is_given_back_in_another_currency_is_not_taken_off(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(told("P", line("TEA", 4), status=OrderStatus.DELIVERED))
    returns = [back("R-1", "10", currency="USD"), back("R-2", "3", currency=""), back("R-3", None)]
    take_in(connection=world.shop, returns=returns, seen_at=at(1))
    assert given(world) == (3, False)


def test_a_return_that_came_before_its_order_counts_once_the_order_is_there(world: World) -> None:
    from orders.services.returns.write import link_waiting

    world.put("TEA", 10)
    take_in(connection=world.shop, returns=[back("R-1", "10")], seen_at=at(1))
    world.take_in(told("P", line("TEA", 4), status=OrderStatus.DELIVERED), seen_at=at(2))
    link_waiting(world.shop, now=at(3))
    assert given(world) == (10, False)
