"""Pages of orders: what is written once, what is left alone, what waits for a person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.models import NeedsYou
from inventory.models import InventoryChange, Reservation
from inventory.services.stock import recount
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.models import OutboundChange
from orders.models import Customer, MarketplaceOrder, MarketplaceOrderItem, Order, OrderItem, OrderStatusHistory
from tests.orders.world import NOON, World, ledger_adds_up, line, told

LATER = NOON + timedelta(minutes=5)


def test_a_new_order_is_written_with_lines_customer_reservation_and_history(world: World) -> None:
    world.put("TEA", 5, listed=True)
    done = world.take_in(told("R-1", line("TEA", 2)))
    assert (done.created, done.updated, done.unchanged, done.parked, done.refused) == (1, 0, 0, [], [])
    order = Order.objects.get()
    assert (order.number, order.status, order.total, order.customer_name) == ("O-10001", "confirmed", 20, "Anna Weber")
    assert order.customer == Customer.objects.get()
    item = OrderItem.objects.get()
    assert (item.order, item.variant, item.quantity, item.license_key) == (order, world.variants["TEA"], 2, "")
    assert world.stock("TEA") == (5, 2)
    assert world.held("TEA") == [(2, 2, 0)]
    moves = OrderStatusHistory.objects.values_list("from_status", "to_status", "changed_by")
    assert list(moves) == [("", "confirmed", "marketplace:bazaar")]
    for model in (Order, OrderItem, MarketplaceOrder, MarketplaceOrderItem, Customer, Reservation):
        assert list(model.history.values_list("history_type", "history_change_reason")) == [("+", "poll")], model
    change = OutboundChange.objects.get()
    assert (change.kind, change.state, change.wanted_version, change.urgent) == ("stock", "waiting", 1, False)


def test_the_same_page_twice_changes_nothing(world: World) -> None:
    world.put("TEA", 5, listed=True)
    page = [told(f"R-{number}", line("TEA")) for number in range(3)]
    world.take_in(*page)
    before = [
        list(model.objects.order_by("pk").values()) for model in (Order, OrderItem, MarketplaceOrder, Reservation)
    ]
    done = world.take_in(*page, seen_at=LATER)
    assert (done.created, done.updated, done.unchanged) == (0, 0, 3)
    after = [list(model.objects.order_by("pk").values()) for model in (Order, OrderItem, MarketplaceOrder, Reservation)]
    assert before == after
    assert Order.history.count() == 3
    assert OutboundChange.objects.get().wanted_version == 1


def test_an_order_told_twice_on_one_page_is_one_order(world: World) -> None:
    world.put("TEA", 5)
    done = world.take_in(told("R-1", line("TEA")), told("R-1", line("TEA", 2), later=5))
    assert (done.created, done.unchanged) == (1, 1)
    assert world.held("TEA") == [(2, 2, 0)]


def test_a_page_read_earlier_does_not_overwrite_a_later_one(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.PROCESSING, later=60), seen_at=LATER)
    done = world.take_in(told("R-1", line("TEA", 1)), seen_at=NOON)
    assert done.unchanged == 1
    assert world.ours("R-1").status == "processing"
    assert world.held("TEA") == [(2, 2, 0)]


def test_quantities_follow_the_marketplace(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    world.take_in(told("R-1", line("TEA", 4), later=1), seen_at=LATER)
    assert (world.stock("TEA"), world.held("TEA")) == ((5, 4), [(4, 4, 0)])
    world.take_in(told("R-1", line("TEA", 4, cancelled_quantity=3), later=2), seen_at=LATER)
    assert (world.stock("TEA"), world.held("TEA")) == ((5, 1), [(1, 1, 0)])


def test_a_line_that_is_no_longer_told_gives_its_units_back(world: World) -> None:
    world.put("TEA", 5)
    world.put("CUP", 5)
    world.take_in(told("R-1", line("TEA"), line("CUP")))
    world.take_in(told("R-1", line("TEA"), later=1), seen_at=LATER)
    assert (world.stock("TEA"), world.stock("CUP")) == ((5, 1), (5, 0))


def test_what_is_not_there_is_a_named_shortage_and_one_row_that_needs_you(world: World) -> None:
    world.put("TEA", 2)
    world.take_in(told("R-1", line("TEA", 3)))
    assert world.held("TEA") == [(3, 2, 1)]
    assert world.ours("R-1").short_units == 1
    row = NeedsYou.objects.get()
    assert (row.kind, row.subject_id) == ("short", world.ours("R-1").pk)


def test_of_a_product_never_counted_nobody_is_told_that_it_is_short_until_it_is_counted(world: World) -> None:
    tea = world.put("TEA", 0)
    type(tea).objects.filter(pk=tea.pk).update(opening_counted_at=None)
    world.take_in(told("R-1", line("TEA", 3)), told("R-2", line("TEA", 1)))
    world.take_in(told("R-1", line("TEA", 4), later=1), seen_at=LATER)
    assert sorted(world.held("TEA")) == [(1, 0, 1), (4, 0, 4)]
    assert (world.ours("R-1").short_units, world.ours("R-2").short_units) == (0, 0)
    assert not NeedsYou.objects.exists()
    recount(store=world.store, variant=tea, location=world.place, counted=4)
    assert (world.ours("R-1").short_units, world.ours("R-2").short_units) == (0, 1)
    row = NeedsYou.objects.get()
    assert (row.subject_id, row.times) == (world.ours("R-2").pk, 1)


def test_a_first_count_of_nothing_tells_what_is_missing(world: World) -> None:
    tea = world.put("TEA", 0)
    type(tea).objects.filter(pk=tea.pk).update(opening_counted_at=None)
    world.take_in(told("R-1", line("TEA", 3)))
    recount(store=world.store, variant=tea, location=world.place, counted=0)
    assert world.ours("R-1").short_units == 3
    assert NeedsYou.objects.get().kind == "short"


def test_what_is_cancelled_and_not_to_be_sold_again_leaves_the_shelf_and_serves_nobody(world: World) -> None:
    world.put("TEA", 3)
    world.take_in(told("R-1", line("TEA", 2)))
    world.take_in(told("R-2", line("TEA", 2)))  # one is granted, one is short
    for _again in range(2):
        word = {"status": OrderStatus.CANCELLED, "remote_status": "cancelled", "restock": False}
        world.take_in(told("R-1", line("TEA", 2, cancelled_quantity=2), later=2, **word), seen_at=LATER)
    assert world.stock("TEA") == (1, 1)
    lost = InventoryChange.objects.get(delta=-2)
    assert (lost.cause, lost.on_hand_after) == ("adjusted", 1) and "not to be sold again" in lost.reason
    assert sum(InventoryChange.objects.values_list("delta", flat=True)) == 1
    assert world.ours("R-2").short_units == 1


def test_a_cancelled_order_gives_back_and_the_oldest_shortage_is_served(world: World) -> None:
    world.put("TEA", 2)
    world.take_in(told("R-1", line("TEA", 2)), told("R-2", line("TEA", 1)))
    assert world.ours("R-2").short_units == 1
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.CANCELLED, later=1), seen_at=LATER)
    assert world.held("TEA") == [(1, 1, 0)]
    assert world.ours("R-1").status == "cancelled"
    assert world.ours("R-2").short_units == 0
    assert NeedsYou.objects.get().settled_at is not None
    assert ledger_adds_up(world.variants["TEA"])


def test_orders_that_had_left_or_ended_when_first_seen_touch_no_stock(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(
        told("R-1", line("TEA"), status=OrderStatus.SHIPPED),
        told("R-2", line("TEA"), status=OrderStatus.DELIVERED),
        told("R-3", line("TEA"), status=OrderStatus.CANCELLED),
        told("R-4", line("TEA"), scheme=Scheme.MARKETPLACE),
    )
    assert (world.stock("TEA"), world.held("TEA")) == ((5, 0), [])


def test_pending_orders_reserve(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA"), status=OrderStatus.PENDING))
    assert world.stock("TEA") == (5, 1)


def test_shipped_there_without_our_parcel_takes_the_units_off_the_shelf(world: World) -> None:
    variant = world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 2)))
    world.take_in(told("R-1", line("TEA", 2), status=OrderStatus.SHIPPED, later=1, tracking_number="T1"), seen_at=LATER)
    assert (world.stock("TEA"), world.held("TEA")) == ((3, 0), [])
    order = world.ours("R-1")
    shipment = order.shipments.get()
    assert (shipment.tracking_from, shipment.tracking_number, shipment.status) == ("marketplace", "T1", "on_the_way")
    change = variant.changes.get(cause="shipped")
    assert (change.delta, change.reason, change.shipment_id) == (-2, "Shipped at Bazaar", shipment.pk)
    assert (order.status, order.items.get().open_quantity) == ("shipped", 0)
    assert ledger_adds_up(variant)


def test_a_line_with_an_unknown_sku_is_kept_and_parked(world: World) -> None:
    world.put("TEA", 5)
    done = world.take_in(told("R-1", line("TEA"), line("MYSTERY")), told("R-2", line("MYSTERY")))
    assert done.created == 0
    assert [remote_id for remote_id, *_rest in done.parked] == ["R-1", "R-2"]
    assert world.ours("R-1").unlinked_lines == 1
    row = NeedsYou.objects.get()
    assert (row.kind, row.reference) == ("not_linked", "MYSTERY")


def test_a_line_that_is_told_without_a_name_is_called_as_its_listing_or_product_is(world: World) -> None:
    world.put("K1", 5)
    listing = world.offer(world.put("K2", 5))
    listing.title = "Kettle as it is called there"
    listing.save()
    nameless = [replace(line(sku), title="") for sku in ("K1", "K2", "MYSTERY")]
    world.take_in(told("R-1", *nameless))
    names = dict(OrderItem.objects.values_list("product_sku", "product_name"))
    assert names == {"K1": "Kettle K1", "K2": "Kettle as it is called there", "MYSTERY": "MYSTERY"}
    world.take_in(told("R-1", *nameless, later=5))
    assert dict(OrderItem.objects.values_list("product_sku", "product_name")) == names


def test_a_step_that_is_told_without_its_moment_happened_when_it_was_first_seen(world: World) -> None:
    world.put("K1", 9, listed=True)
    silent = {"placed_at": NOON, "updated_at": NOON}
    steps = (
        (1, OrderStatus.PROCESSING),
        (5, OrderStatus.SHIPPED),
        (9, OrderStatus.DELIVERED),
        (12, OrderStatus.DELIVERED),
    )
    for hours, status in steps:
        world.take_in(told("R-1", line("K1"), status=status, **silent), seen_at=NOON + timedelta(hours=hours))
    order = world.ours("R-1")
    assert (order.shipped_at, order.delivered_at) == (NOON + timedelta(hours=5), NOON + timedelta(hours=9))
    assert order.shipments.get().shipped_at == NOON + timedelta(hours=5)


def test_an_order_that_was_over_when_first_seen_and_is_told_without_moments_has_none(world: World) -> None:
    world.take_in(told("R-1", line("K1"), status=OrderStatus.DELIVERED, placed_at=NOON, updated_at=NOON))
    order = world.ours("R-1")
    assert (order.shipped_at, order.delivered_at) == (None, None)


def test_an_unknown_status_is_never_guessed(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA")))
    done = world.take_in(
        told("R-1", line("TEA"), status=OrderStatus.UNKNOWN, remote_status="ODD", later=1),
        told("R-2", line("TEA"), status=OrderStatus.UNKNOWN, remote_status="ODD"),
        seen_at=LATER,
    )
    assert len(done.parked) == 2
    assert world.ours("R-1").status == "confirmed"
    assert world.ours("R-2").status == "unknown"
    assert MarketplaceOrder.objects.get(marketplace_order_id="R-1").remote_status == "ODD"
    assert NeedsYou.objects.get().kind == "unknown_status"


def test_an_impossible_move_leaves_the_order_and_needs_you(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA"), status=OrderStatus.DELIVERED))
    world.take_in(told("R-1", line("TEA"), status=OrderStatus.CONFIRMED, later=1), seen_at=LATER)
    assert world.ours("R-1").status == "delivered"
    assert NeedsYou.objects.get().kind == "impossible_move"
    assert MarketplaceOrder.objects.get().status == "confirmed"
    assert world.stock("TEA") == (5, 0)


def test_money_that_does_not_add_up_is_kept_as_told(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA"), total=line("TEA").unit_price * 7))
    order = world.ours("R-1")
    assert (order.total, order.money_unbalanced) == (70, True)
    assert NeedsYou.objects.get().kind == "money"


def test_a_wish_to_cancel_needs_you_and_changes_nothing(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA"), cancel_requested=True))
    assert (world.ours("R-1").status, world.ours("R-1").cancel_requested) == ("confirmed", True)
    assert NeedsYou.objects.get().kind == "cancel_asked"


def test_a_bad_order_of_a_page_is_refused_with_a_sentence_and_the_rest_comes_in(world: World) -> None:
    world.put("TEA", 5)
    done = world.take_in(
        told("R-1", line("TEA")),
        told("R-2", line("TEA"), currency="euro"),
        told("R-3", line("TEA"), raw={"text": "a\x00b"}),
        told("R-4", line("TEA", quantity=-1)),
    )
    assert done.created == 1
    assert [remote_id for remote_id, _sentence in done.refused] == ["R-2", "R-3", "R-4"]
    assert "euro" in done.refused[0][1]


def test_what_only_the_database_refuses_does_not_stop_the_rest(world: World) -> None:
    """Each line can be kept, their sum is larger than the column: the page is written order by order."""
    world.put("TEA", 50)
    huge = told("R-9", line("TEA", price="90000000000"), line("CUP", price="90000000000"))
    done = world.take_in(told("R-1", line("TEA")), replace(huge, total=None), told("R-2", line("TEA")))
    assert (done.created, [remote_id for remote_id, _sentence in done.refused]) == (2, ["R-9"])
    assert "could not be stored" in done.refused[0][1]
    assert set(MarketplaceOrder.objects.values_list("marketplace_order_id", flat=True)) == {"R-1", "R-2"}
    assert world.stock("TEA") == (50, 2)


def test_numbers_are_taken_once_and_in_a_row(world: World) -> None:
    world.put("TEA", 50)
    world.take_in(*(told(f"R-{number}", line("TEA")) for number in range(3)))
    world.take_in(*(told(f"R-{number}", line("TEA")) for number in range(5)), seen_at=LATER)
    assert sorted(Order.objects.values_list("number", flat=True)) == [f"O-{number}" for number in range(10001, 10006)]


def test_a_stranger_with_the_same_remote_id_is_another_order(world: World) -> None:
    from tests.orders.world import make_world

    other = make_world("rival")
    world.put("TEA", 5)
    other.put("TEA", 5)
    world.take_in(told("R-1", line("TEA")))
    other.take_in(told("R-1", line("TEA")))
    assert Order.objects.filter(store=world.store).count() == Order.objects.filter(store=other.store).count() == 1


@pytest.mark.parametrize(
    "counts", [{"cancelled_quantity": 5}, {"cancelled_quantity": 2, "shipped_quantity": 3}], ids=str
)
def test_no_more_leaves_or_is_cancelled_than_was_ordered(world: World, counts: dict[str, int]) -> None:
    world.take_in(told("R-1", line("TEA", 4)))
    with pytest.raises(IntegrityError, match="no_more_left_or_cancelled_than_ordered"), transaction.atomic():
        OrderItem.objects.update(**counts)


def test_an_order_put_on_hold_keeps_its_status_and_needs_a_person_until_it_goes_on(world: World) -> None:
    """A word that says nothing of how far an order is neither moves it back nor is a word that we do not know."""
    world.put("TEA", 5)
    hold = {"status": OrderStatus.CONFIRMED, "remote_status": "on_hold", "keeps_status": True, "dispute": "On hold."}
    world.take_in(told("R-1", line("TEA"), status=OrderStatus.PROCESSING))
    world.take_in(told("R-1", line("TEA"), later=5, **hold), seen_at=LATER)
    assert Order.objects.get().status == "processing"
    assert MarketplaceOrder.objects.get().remote_status == "on_hold"
    open_causes = NeedsYou.objects.filter(settled_at__isnull=True)
    assert list(open_causes.values_list("said", flat=True)) == ["On hold."]
    world.take_in(
        told("R-1", line("TEA"), status=OrderStatus.PROCESSING, later=9), seen_at=LATER + timedelta(minutes=5)
    )
    assert Order.objects.get().status == "processing"
    assert not open_causes.exists()
    world.take_in(told("R-2", line("TEA"), **hold), seen_at=LATER)
    assert Order.objects.get(channel_order_id="R-2").status == "confirmed"
