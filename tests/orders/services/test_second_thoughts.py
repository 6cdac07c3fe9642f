"""What marketplaces change after the fact: quantities, lines, and words that come back. No unit is lost or doubled."""

import pytest
from django.db import connection, transaction

from fulfillment.models import ShipmentItem
from fulfillment.services.ship import ship
from inventory.models import InventoryChange, Product, Variant
from inventory.selectors.why import why
from inventory.services.stock import recount
from marketplaces.canonical.statuses import OrderStatus
from orders.models import OrderItem
from tests.orders.world import NOON, World, ledger_adds_up, line, told


def test_only_what_left_is_taken_off_the_shelf_when_the_marketplace_cancels_a_unit_and_ships_the_rest(
    world: World,
) -> None:
    variant = world.put("TEA", 10)
    world.take_in(told("R-1", line("TEA", 3)))
    world.take_in(told("R-1", line("TEA", 3, cancelled_quantity=1), status=OrderStatus.SHIPPED, later=60))
    assert (world.stock("TEA"), world.held("TEA")) == ((8, 0), [])
    assert ShipmentItem.objects.get().quantity == 2
    assert ledger_adds_up(variant)


def test_only_what_left_is_taken_off_the_shelf_when_fewer_units_are_told_with_the_parcel(world: World) -> None:
    variant = world.put("TEA", 10)
    world.take_in(told("R-1", line("TEA", 3)))
    world.take_in(told("R-1", line("TEA", 1), status=OrderStatus.DELIVERED, later=60))
    assert (world.stock("TEA"), world.held("TEA")) == ((9, 0), [])
    assert ledger_adds_up(variant)


def test_a_line_that_is_not_told_any_more_stays_on_the_shelf_when_the_rest_leaves(world: World) -> None:
    world.put("TEA", 10)
    world.put("CUP", 10)
    world.take_in(told("R-1", line("TEA", 2), line("CUP", 2)))
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.SHIPPED, later=60))
    assert (world.stock("TEA"), world.stock("CUP")) == ((8, 0), (10, 0))
    assert ledger_adds_up(world.variants["CUP"])


def test_what_a_person_shipped_before_does_not_leave_again_with_the_marketplaces_word(world: World) -> None:
    variant = world.put("TEA", 10)
    world.take_in(told("R-1", line("TEA", 3)))
    item = OrderItem.objects.get()
    ship(order=item.order, takes={item.pk: 1}, carrier="DHL", tracking_number="1", request_key="one")
    world.take_in(told("R-1", line("TEA", 3, cancelled_quantity=1), status=OrderStatus.SHIPPED, later=60))
    assert (world.stock("TEA"), world.held("TEA")) == ((8, 0), [])
    assert ledger_adds_up(variant)


def test_an_order_that_is_opened_again_for_more_units_can_leave_a_second_time(world: World) -> None:
    variant = world.put("TEA", 10)
    world.take_in(told("R-1", line("TEA", 2)))
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.SHIPPED, later=60))
    world.take_in(told("R-1", line("TEA", 3), status=OrderStatus.CONFIRMED, later=120))
    again = world.take_in(told("R-1", line("TEA", 3), status=OrderStatus.SHIPPED, later=180))
    assert again.refused == []
    assert (world.stock("TEA"), world.held("TEA")) == ((7, 0), [])
    assert ledger_adds_up(variant)


def test_a_refunded_order_holds_nothing_however_the_marketplaces_word_comes_back(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(told("R-1", line("TEA", 2)))
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.REFUNDED, later=60))
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.CONFIRMED, later=120))
    assert world.ours("R-1").status == "refunded"
    assert (world.stock("TEA"), world.held("TEA")) == ((10, 0), [])


@pytest.mark.parametrize("word", [OrderStatus.PARTIALLY_REFUNDED, OrderStatus.REFUNDED])
def test_what_left_and_was_refunded_before_we_looked_has_left_all_the_same(world: World, word: OrderStatus) -> None:
    variant = world.put("TEA", 10)
    world.take_in(told("R-1", line("TEA", 2)))
    world.take_in(told("R-1", line("TEA", 2), status=word, shipped_at=NOON, later=60))
    assert (world.stock("TEA"), world.held("TEA")) == ((8, 0), [])
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.REFUNDED, shipped_at=NOON, later=120))
    assert (world.stock("TEA"), world.held("TEA")) == ((8, 0), [])
    assert ledger_adds_up(variant)


def test_what_was_refunded_before_it_left_stays_on_the_shelf(world: World) -> None:
    world.put("TEA", 10)
    world.take_in(told("R-1", line("TEA", 2)))
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.REFUNDED, later=60))
    assert (world.stock("TEA"), world.held("TEA")) == ((10, 0), [])


@pytest.mark.parametrize("units", [2**31 - 1, 2**31, 10**12])
def test_a_quantity_that_cannot_be_is_refused_and_the_other_orders_go_on(world: World, units: int) -> None:
    world.put("TEA", 10)
    outcome = world.take_in(told("R-1", line("TEA", units, price="0.001")), told("R-2", line("TEA", 2)))
    assert [name for name, _why in outcome.refused] == ["R-1"]
    assert "quantity" in outcome.refused[0][1]
    assert world.stock("TEA") == (10, 2)


def statistics_of_an_empty_shop(world: World) -> None:
    """As they are when a first import begins: the planner takes every table for one row, whatever comes in."""
    with transaction.atomic():
        world.take_in(told("R-0", line("TEA", 1)))
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orders, order_items, reservations, product_variants")


def test_many_large_orders_of_a_product_can_still_be_counted_and_explained(world: World) -> None:
    product = Product.objects.create(store=world.store, title="Bulk tea")
    variant = world.variants["TEA"] = Variant.objects.create(store=world.store, product=product, sku="TEA")
    lines = [line("TEA", 9_000_000, remote_id=f"l-{n}") for n in range(300)]
    statistics_of_an_empty_shop(world)
    for at in range(300):
        world.take_in(told(f"R-{at}", lines[at]))
    recount(store=world.store, variant=variant, location=world.place, counted=7)
    assert why(Variant.objects.get(pk=variant.pk)).short == 300 * 9_000_000 - 7
    assert InventoryChange.objects.get(variant=variant).on_hand_after == 7


def test_an_order_of_many_large_lines_is_refused_with_a_sentence(world: World) -> None:
    world.put("TEA", 10)
    lines = [line("TEA", 9_000_000, remote_id=f"l-{n}") for n in range(300)]
    outcome = world.take_in(told("R-1", *lines), told("R-2", line("TEA", 2)))
    assert [name for name, _why in outcome.refused] == ["R-1"]
    assert world.stock("TEA") == (10, 2)
