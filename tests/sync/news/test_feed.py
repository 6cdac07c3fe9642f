"""What happened is read from what is written anyway, the same however often it is asked."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from core.models import NeedsYou
from core.services.needs_you import raise_cause, settle_cause
from fulfillment.services.ship import ship
from inventory.models import MarketplaceProduct, Variant
from inventory.services.bundles import set_parts
from inventory.services.stock import adjust
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import LoginExpired
from marketplaces.models import OutboundChange
from orders.models import OrderItem
from sync import accounts
from sync.models import MarketplaceSyncLog
from sync.news.feed import KINDS, Event, events
from sync.news.sources import SOURCES
from tests.fulfillment.digital import make_keys
from tests.orders.world import World, line, make_world, told


def news(world: World | None = None, *kinds: str, since: datetime | None = None) -> list[Event]:
    """Of the last hour up to now."""
    now = timezone.now()
    return events(
        since=since or now - timedelta(hours=1), until=now + timedelta(seconds=1),
        store_id=world.store.pk if world else None, kinds=kinds or None,
    )  # fmt: skip


def ended(world: World, status: str, **more: Any) -> MarketplaceSyncLog:
    """A run that ended now."""
    now = timezone.now()
    return MarketplaceSyncLog.objects.create(
        store=world.store, connection=world.shop, marketplace=world.shop.marketplace, sync_type="orders",
        status=status, start_time=now, end_time=now, **more,
    )  # fmt: skip


def test_every_kind_has_a_source_and_every_source_its_words() -> None:
    assert {kind for source in SOURCES for kind in source.kinds} == set(KINDS)


def test_an_order_is_created_once_and_then_moves(world: World) -> None:
    world.put("CUP", 5)
    world.take_in(told("7-1", line("CUP", 2)), seen_at=timezone.now())
    world.take_in(told("7-1", line("CUP", 2), status=OrderStatus.PROCESSING, later=5), seen_at=timezone.now())
    created, moved = news(world, "order.created", "order.status_changed")
    order = world.ours("7-1")
    assert (created.kind, created.subject_type, created.subject_id) == ("order.created", "order", order.pk)
    assert created.data["number"] == order.number
    assert (created.data["total"], created.data["currency"]) == ("20.0000", "EUR")
    assert created.data["connection"] == "Bazaar shop"
    assert (moved.kind, moved.data["from"], moved.data["to"]) == ("order.status_changed", "confirmed", "processing")


def test_asking_again_gives_the_same_ids_and_no_two_events_share_one(world: World) -> None:
    world.put("CUP", 1)
    world.take_in(told("7-2", line("CUP", 2)), seen_at=timezone.now())
    first, second = news(world), news(world)
    assert [event.id for event in first] == [event.id for event in second]
    assert len({event.id for event in first}) == len(first) == 2


def test_another_store_hears_nothing_and_all_stores_hear_all(world: World) -> None:
    world.put("CUP", 5)
    world.take_in(told("7-3", line("CUP")), seen_at=timezone.now())
    assert news(make_world("elsewhere")) == []
    assert {event.store_id for event in news(None)} == {world.store.pk}


def test_only_what_lies_in_the_window_is_told(world: World) -> None:
    world.put("CUP", 5)
    at = timezone.now()
    world.take_in(told("7-4", line("CUP")), seen_at=at)
    kinds = ["order.created"]
    assert events(since=at - timedelta(minutes=5), until=at, kinds=kinds) == []
    assert len(events(since=at, until=at + timedelta(microseconds=1), kinds=kinds)) == 1


def test_a_parcel_that_leaves_is_told_with_its_number(world: World) -> None:
    world.put("CUP", 5)
    world.take_in(told("7-5", line("CUP", 2)), seen_at=timezone.now())
    order = world.ours("7-5")
    item = OrderItem.objects.get(order=order)
    ship(order=order, takes={item.pk: 2}, carrier="Post", tracking_number="RR1", request_key="k")
    (shipped,) = news(world, "order.shipped")
    assert (shipped.subject_id, shipped.data["tracking_number"], shipped.data["parcel"]) == (order.pk, "RR1", 1)
    stock = [event for event in news(world, "stock.changed") if event.data["cause"] == "shipped"]
    assert [(event.data["sku"], event.data["delta"], event.data["on_hand"]) for event in stock] == [("CUP", -2, 3)]


def test_low_stock_is_told_once_until_goods_arrive(world: World) -> None:
    variant = world.put("CUP", 6)
    variant.low_stock_at = 4
    variant.save()
    assert news(world, "stock.low", since=timezone.now() - timedelta(seconds=1)) == []
    world.take_in(told("7-6", line("CUP", 2)), seen_at=timezone.now())  # reserved: no row in the ledger
    (low,) = news(world, "stock.low")
    assert (low.subject_id, low.data["free"], low.data["low_stock_at"]) == (variant.pk, 4, 4)
    world.take_in(told("7-7", line("CUP", 1)), seen_at=timezone.now())
    assert [event.id for event in news(world, "stock.low")] == [low.id]
    adjust(store=world.store, variant=variant, location=world.place, delta=10, reason="delivery")
    assert news(world, "stock.low") == []
    adjust(store=world.store, variant=variant, location=world.place, delta=-9, reason="broken")
    (again,) = news(world, "stock.low")
    assert again.id != low.id


def test_a_bundle_is_low_when_its_parts_make_few_of_it(world: World) -> None:
    cup, gift = world.put("CUP", 9), world.put("GIFT", 0)
    set_parts(gift, {cup.pk: 2}, by="Ann")
    Variant.objects.filter(pk=gift.pk).update(low_stock_at=2)
    assert news(world, "stock.low", since=timezone.now() - timedelta(seconds=1)) == []
    world.take_in(told("7-9", line("CUP", 3)), seen_at=timezone.now())
    assert news(world, "stock.low") == []  # six make three
    world.take_in(told("7-10", line("GIFT", 1)), seen_at=timezone.now())
    (low,) = news(world, "stock.low")
    assert (low.subject_id, low.data["free"]) == (gift.pk, 2)
    world.take_in(told("7-11", line("CUP", 1)), seen_at=timezone.now())
    assert [event.id for event in news(world, "stock.low")] == [low.id]
    adjust(store=world.store, variant=cup, location=world.place, delta=1, reason="delivery")
    (again,) = news(world, "stock.low")
    assert again.id != low.id


def test_digital_goods_are_low_by_what_can_be_handed_over(db: None) -> None:
    keys = make_keys()
    other = make_keys(store=keys.store)
    other.supplier = keys.supplier
    Variant.objects.filter(pk=keys.variant.pk).update(low_stock_at=4)
    keys.load("A-1", "A-2")
    for each in (keys, other):
        each.offer(100)
    keys.balance("90.00")

    def low() -> list[Event]:
        now = timezone.now()
        window = {"since": now - timedelta(hours=1), "until": now + timedelta(seconds=1)}
        return events(store_id=keys.store.pk, kinds=["stock.low"], **window)

    assert low() == []
    other.order(13)  # its money is spent on another product
    (first,) = low()
    assert (first.subject_id, first.data["sku"]) == (keys.variant.pk, keys.variant.sku)
    assert first.data["free"] == keys.told() <= 4
    keys.order(1)
    assert [event.id for event in low()] == [first.id]
    keys.load("A-3")
    (again,) = low()
    assert again.id != first.id
    keys.load(*(f"B-{n}" for n in range(9)))
    assert low() == []


def test_what_was_never_counted_is_not_low(world: World) -> None:
    variant = world.put("CUP", 1)
    variant.low_stock_at, variant.opening_counted_at = 4, None
    variant.save()
    world.take_in(told("7-8", line("CUP", 1)), seen_at=timezone.now())
    assert news(world, "stock.low") == []


def change_of(listing: MarketplaceProduct) -> OutboundChange:
    now = timezone.now()
    return OutboundChange.objects.create(
        store=listing.store, connection=listing.connection, kind="price", subject_id=listing.pk, wanted_at=now,
        due_at=now, wanted_version=2,
    )  # fmt: skip


def test_a_refused_price_is_told_when_it_becomes_refused(world: World) -> None:
    listing = world.offer(world.put("CUP", 5))
    change = change_of(listing)
    change.state, change.error, change.error_said = "refused", "Too cheap", "price < 100"
    change.save()
    change.wanted_version = 3
    change.save()  # still refused: nothing new
    (refused,) = news(world, "listing.refused")
    assert (refused.subject_id, refused.data["what"], refused.data["said"]) == (listing.pk, "price", "price < 100")
    change.state = "waiting"
    change.save()
    change.state = "refused"
    change.save()
    assert len(news(world, "listing.refused")) == 2


def test_a_listing_refused_there_is_told(world: World) -> None:
    listing = world.offer(world.put("CUP", 5))
    listing.status, listing.remote_status = "refused", "moderation: photo"
    listing.save()
    (refused,) = news(world, "listing.refused")
    assert (refused.data["what"], refused.data["said"]) == ("listing", "moderation: photo")


def test_a_cause_is_told_when_raised_and_when_settled_not_while_met_again(world: World) -> None:
    words = {"kind": NeedsYou.Kind.MONEY, "cause_key": "money:1", "title": "The sums of O-1 do not add up"}
    for _time in range(3):
        raise_cause(store=world.store, subject_type="order", subject_id=uuid4(), **words)
    (raised,) = news(world, "needs_you.raised")
    assert (raised.data["kind"], raised.data["cause_key"], raised.data["title"]) == tuple(words.values())
    settle_cause(store=world.store, cause_key="money:1", how="corrected", by="Anna")
    (settled,) = news(world, "needs_you.settled")
    assert settled.subject_id == raised.subject_id
    assert (settled.data["settled_by"], settled.data["settled_how"]) == ("Anna", "corrected")


def test_a_sync_fails_and_recovers_and_says_whether_it_failed_before(world: World) -> None:
    ended(world, "completed")
    assert news(world, "sync.failed", "sync.recovered") == []
    ended(world, "failed", error_message="No answer")
    ended(world, "failed", error_message="No answer")
    ended(world, "stopped")
    ended(world, "completed")
    ended(world, "completed")
    heard = news(world, "sync.failed", "sync.recovered")
    kinds = [(event.kind, event.data["again"]) for event in heard]
    assert kinds == [("sync.failed", False), ("sync.failed", True), ("sync.recovered", True)]
    assert heard[0].data["error"] == "No answer"


def test_a_shop_stops_once_and_is_mended(world: World) -> None:
    error = LoginExpired("the keys are refused", marketplace="bazaar", operation="pull_orders")
    accounts.stop(world.shop, error)
    accounts.stop(world.shop, error)
    accounts.mend(world.shop, how="Signed in again", by="Anna")
    assert [event.kind for event in news(world, "connection.stopped", "connection.mended")] == [
        "connection.stopped", "connection.mended",
    ]  # fmt: skip


def test_asking_costs_one_query_a_source_however_much_happened(world: World, django_assert_num_queries: Any) -> None:
    world.put("CUP", 50)
    world.take_in(*(told(f"8-{n}", line("CUP")) for n in range(40)), seen_at=timezone.now())
    with django_assert_num_queries(len(SOURCES)):
        found = news(world)
    assert sum(event.kind == "order.created" for event in found) == 40


GROWING = (
    "order_status_history", "inventory_changes", "inventory_historicalreservation", "needs_you", "shipments",
    "marketplace_sync_logs", "marketplaces_historicaloutboundchange", "marketplaces_historicalconnection",
    "inventory_historicalmarketplaceproduct", "orders",
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(SOURCES)))
def test_no_source_walks_through_a_table_that_grows(world: World, number: int) -> None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # small tables: what is left is what has no index
        values = {"since": now - timedelta(minutes=1), "until": now, "store": world.store.pk}
        cursor.execute(f"EXPLAIN (FORMAT TEXT) {SOURCES[number].sql}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert not [table for table in GROWING if f"Seq Scan on {table} " in plan], plan
