"""Returns taken in: once however often they are told, with their order, and what they do to it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from core.models import NeedsYou
from inventory.models import InventoryChange
from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.canonical.statuses import OrderStatus, Scheme
from orders.models import Order, OrderReturn, OrderReturnLine, OrderStatusHistory
from orders.services.returns import Taken, refunds, take_in
from orders.services.returns.refunds import settle_refunds
from orders.services.returns.write import link_waiting
from tests.orders.world import NOON, World, line, told

S = ReturnStatus


def back(remote_id: str = "R1", order: str = "A1", *lines: ReturnLine, **more: Any) -> Return:
    """A return as a marketplace tells it."""
    values: dict[str, Any] = {
        "remote_id": remote_id, "order_remote_id": order, "status": S.REQUESTED, "remote_status": "REQUESTED",
        "created_at": NOON, "updated_at": NOON + timedelta(seconds=more.pop("later", 0)),
        "lines": lines or (returned("KET-1"),), "raw": {"id": remote_id}, "reason": "Broken on arrival",
        "refund_amount": Decimal("10.00"), "currency": "EUR",
    }  # fmt: skip
    return Return(**(values | more))


def returned(sku: str, quantity: int = 1, **more: Any) -> ReturnLine:
    return ReturnLine(remote_product_id=more.pop("product", ""), sku=sku, quantity=quantity, **more)


def accepted(remote_id: str = "R1", order: str = "A1", *lines: ReturnLine, **more: Any) -> Return:
    """The marketplace gave the money back."""
    words = {"status": S.ACCEPTED, "remote_status": "ACCEPTED", "refund_given": True}
    return back(remote_id, order, *lines, **(words | more))


def take(world: World, *returns: Return) -> Taken:
    with transaction.atomic():
        return take_in(connection=world.shop, returns=returns, seen_at=NOON, reason="poll")


def delivered(world: World, *lines: Any, remote_id: str = "A1", **more: Any) -> None:
    world.take_in(told(remote_id, *(lines or (line("KET-1", 3),)), status=OrderStatus.DELIVERED, **more))


def test_a_return_is_kept_whole_with_its_order_and_the_line_it_is_of(world: World) -> None:
    delivered(world)
    assert take(world, back(lines=(returned("KET-1", 2),), answer_by=NOON + timedelta(days=2))).created == 1
    row = OrderReturn.objects.get()
    assert (row.order, row.connection, row.store) == (world.ours("A1"), world.shop, world.store)
    assert (row.status, row.reason, row.refund_amount, row.raw) == (
        "requested", "Broken on arrival", Decimal("10"), {"id": "R1"}
    )  # fmt: skip
    (kept,) = row.lines.all()
    assert (kept.order_item, kept.quantity, kept.decision) == (world.ours("A1").items.get(), 2, "")


def test_the_same_again_changes_nothing_and_an_older_telling_neither(world: World) -> None:
    delivered(world)
    take(world, back(later=5))
    taken = take(world, back(later=5))
    assert (taken.created, taken.updated, taken.unchanged) == (0, 0, 1)
    assert take(world, back(later=1, status=S.CANCELLED)).unchanged == 1
    assert OrderReturn.objects.get().status == "requested"
    assert OrderReturn.history.count() == 1


def test_what_changed_is_written_once_with_its_history(world: World) -> None:
    delivered(world)
    take(world, back())
    assert take(world, back(status=S.DISPUTED, later=9), back(status=S.REQUESTED)).updated == 1
    assert OrderReturn.objects.get().status == "disputed"
    assert list(OrderReturn.history.order_by("history_date", "history_type").values_list("status", flat=True)) != []
    assert OrderReturn.history.count() == 2


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (back("", "A1"), "empty or longer"),
        (back(refund_amount=Decimal("NaN")), "The refund cannot be"),
        (back(lines=(returned("KET-1", -1),)), "a quantity that cannot be"),
        (back(reason="a\x00b"), "NUL character"),
        (back(created_at=NOON.replace(tzinfo=None)), "no zone"),
    ],
)  # fmt: skip
def test_one_that_cannot_be_kept_is_refused_and_the_others_are_kept(world: World, bad: Return, words: str) -> None:
    delivered(world)
    taken = take(world, bad, back("R2"))
    assert (taken.created, len(taken.refused)) == (1, 1)
    assert words in taken.refused[0][1]


def test_one_that_the_database_refuses_does_not_cost_the_others(world: World) -> None:
    delivered(world)
    take(world, back("R1", lines=(returned("KET-1", 2),)))
    OrderReturnLine.objects.update(decision="put_back", put_back_quantity=2)
    taken = take(world, back("R1", lines=(returned("KET-1", 1),), later=3), back("R2"))
    assert (taken.created, [name for name, _said in taken.refused]) == (1, ["R1"])


def test_a_return_that_comes_before_its_order_finds_it_later(world: World) -> None:
    take(world, accepted("R1", "A1", returned("KET-1", 3), refund_amount=Decimal("30.00")))
    assert OrderReturn.objects.get().order is None
    delivered(world)
    with transaction.atomic():
        assert link_waiting(world.shop, now=NOON) == 1
    row = OrderReturn.objects.get()
    assert row.order == world.ours("A1")
    assert row.lines.get().order_item == world.ours("A1").items.get()
    assert settle_refunds(world.shop) == 1
    assert world.ours("A1").status == "refunded"


def test_two_lines_of_one_sku_are_never_guessed_between(world: World) -> None:
    delivered(world, line("KET-1", 1, remote_id="l1"), line("KET-1", 1, price="8.00", remote_id="l2"))
    take(world, back())
    assert OrderReturnLine.objects.get().order_item is None


# What it does to the order -------------------------------------------------------------------------------------------


def test_all_of_the_money_back_refunds_the_order_and_says_why(world: World) -> None:
    delivered(world)
    take(world, accepted(refund_amount=Decimal("30.00")))
    assert settle_refunds(world.shop) == 1
    step = OrderStatusHistory.objects.get(to_status="refunded")
    assert (step.from_status, step.changed_by, step.reason) == (
        "delivered", "marketplace:bazaar", "return R1: Broken on arrival"
    )  # fmt: skip
    assert step.metadata == {"return": "R1", "judged_by": "amount", "refunded": "30.0000"}


def test_many_orders_are_moved_in_as_many_statements_as_one_and_each_has_its_history(
    world: World, django_assert_max_num_queries: Any
) -> None:
    names = [f"A{number}" for number in range(9)]
    for name in names:
        delivered(world, remote_id=name)
    take(world, *(accepted(f"R-{name}", name, refund_amount=Decimal("30.00")) for name in names[1:]))
    take(world, accepted("R-A0", "A0", refund_amount=Decimal("10.00")))
    with django_assert_max_num_queries(7):
        assert settle_refunds(world.shop) == 9
    assert [world.ours(name).status for name in names] == ["partially_refunded", *["refunded"] * 8]
    steps = OrderStatusHistory.objects.filter(reason__startswith="return R-")
    assert {(step.order_id, step.metadata["return"]) for step in steps} == {
        (world.ours(name).pk, f"R-{name}") for name in names
    }
    for name in names:
        last = world.ours(name).history.latest("history_date")
        assert (last.status, last.history_change_reason) == (world.ours(name).status, "status_changed")


def test_one_that_a_person_has_moved_since_it_was_found_due_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(world)
    take(world, accepted(refund_amount=Decimal("10.00")))
    found = refunds._due(world.shop)
    Order.objects.update(status="refunded")
    monkeypatch.setattr(refunds, "_due", lambda _shop: found)
    assert settle_refunds(world.shop) == 0
    assert (len(found), world.ours("A1").status) == (1, "refunded")
    assert not OrderStatusHistory.objects.filter(to_status="partially_refunded").exists()


def test_several_returns_add_up(world: World) -> None:
    delivered(world)
    take(world, accepted("R1"))
    settle_refunds(world.shop)
    assert world.ours("A1").status == "partially_refunded"
    take(world, accepted("R2", refund_amount=Decimal("19.99")))
    assert settle_refunds(world.shop) == 0
    take(world, accepted("R3", refund_amount=Decimal("0.01")))
    assert settle_refunds(world.shop) == 1
    assert world.ours("A1").status == "refunded"
    assert settle_refunds(world.shop) == 0


def test_where_no_refund_is_told_the_units_decide(world: World) -> None:
    """The price of the goods may be less than the order came to: what came back is what counts."""
    delivered(world, line("KET-1", 2), total=Decimal("25.00"))
    take(world, accepted("R1", refund_estimated=True))
    settle_refunds(world.shop)
    assert world.ours("A1").status == "partially_refunded"
    take(world, accepted("R2", refund_estimated=True))
    settle_refunds(world.shop)
    assert world.ours("A1").status == "refunded"


@pytest.mark.parametrize("status", [S.REQUESTED, S.ACCEPTED, S.DISPUTED, S.CANCELLED, S.CLOSED, S.UNKNOWN])
def test_without_the_money_given_the_order_stays_delivered(world: World, status: ReturnStatus) -> None:
    delivered(world)
    take(world, back(status=status, refund_amount=Decimal("30.00")))
    assert settle_refunds(world.shop) == 0
    assert world.ours("A1").status == "delivered"


def test_an_order_that_was_cancelled_or_is_still_here_is_left_to_its_own_word(world: World) -> None:
    world.take_in(told("A1", line("KET-1", 3), status=OrderStatus.CANCELLED))
    world.take_in(told("A2", line("KET-1", 3), status=OrderStatus.PROCESSING))
    take(world, accepted("R1", "A1", refund_amount=Decimal(30)), accepted("R2", "A2", refund_amount=Decimal(30)))
    assert settle_refunds(world.shop) == 0


def test_a_refunded_order_told_again_as_delivered_stays_refunded_and_asks_nobody(world: World) -> None:
    world.take_in(told("A1", line("KET-1", 3), status=OrderStatus.SHIPPED))
    take(world, accepted(refund_amount=Decimal("30.00")))
    settle_refunds(world.shop)
    world.take_in(told("A1", line("KET-1", 3), status=OrderStatus.DELIVERED, later=60))
    assert world.ours("A1").status == "refunded"
    assert not NeedsYou.objects.filter(kind="impossible_move").exists()


def test_a_refunded_order_told_as_open_again_is_no_move_and_needs_a_person(world: World) -> None:
    delivered(world)
    take(world, accepted(refund_amount=Decimal("30.00")))
    settle_refunds(world.shop)
    world.take_in(told("A1", line("KET-1", 3), status=OrderStatus.PROCESSING, later=60))
    assert world.ours("A1").status == "refunded"
    assert NeedsYou.objects.filter(kind="impossible_move").count() == 1


def test_stock_is_never_put_back_by_itself(world: World) -> None:
    world.put("KET-1", 5)
    delivered(world)
    before = InventoryChange.objects.count()
    take(world, accepted(refund_amount=Decimal("30.00"), came_back=True))
    settle_refunds(world.shop)
    assert world.stock("KET-1") == (5, 0)
    assert InventoryChange.objects.count() == before


# Whom it needs -------------------------------------------------------------------------------------------------------


def test_a_buyer_who_asks_needs_an_answer_until_it_is_given(world: World) -> None:
    delivered(world)
    take(world, back(answer_by=NOON + timedelta(days=2)))
    need = NeedsYou.objects.get(kind="return", settled_at__isnull=True)
    assert (need.kind, need.subject_id, need.deadline) == ("return", world.ours("A1").pk, NOON + timedelta(days=2))
    take(world, back(status=S.DISPUTED, later=5))
    assert not NeedsYou.objects.filter(kind="return", settled_at__isnull=True).exists()


def test_goods_that_came_back_need_a_decision_unless_the_marketplace_keeps_them(world: World) -> None:
    delivered(world)
    delivered(world, remote_id="A2", scheme=Scheme.MARKETPLACE)
    take(world, accepted("R1", came_back=True), accepted("R2", "A2", came_back=True))
    (need,) = NeedsYou.objects.filter(kind="return", settled_at__isnull=True)
    assert need.title == f"1 unit of {world.ours('A1').number} came back"


def test_a_page_costs_the_same_however_long_it_is(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        delivered(world, remote_id=f"A{number}")
    page = [replace(back(f"R{number}", f"A{number}"), raw={"id": number}) for number in range(30)]
    with django_assert_max_num_queries(22):
        assert take(world, *page).created == 30
