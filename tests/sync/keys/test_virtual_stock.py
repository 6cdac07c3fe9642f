"""Digital goods told to real channels: the last key sold twice, a supplier that empties, and drift."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection as database
from django.utils import timezone

from core.models import NeedsYou
from fulfillment.models import LicenseKey, SupplierBalance
from fulfillment.services.keys import assigning, purchases
from inventory.models import InventorySyncConfig, MarketplaceProduct, Variant
from inventory.selectors.stock import told
from inventory.services import digital
from marketplaces.models import Connection, OutboundChange
from orders.models import OrderItem
from sync import executor, runs
from sync.drift import radar
from sync.keys import guards
from sync.models import Drift
from tests.fulfillment.digital import Keys, make_keys


@pytest.fixture
def keys(transactional_db: None) -> Keys:
    return make_keys()


def together(*acts: Callable[[], object]) -> None:
    """At the same moment, each in a thread and on a connection of its own."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            act()
        finally:
            database.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(run, act) for act in acts]:
            done.result(timeout=60)


def shown(keys: Keys) -> list[int]:
    """What both channels would be told now, each with a mark that says so."""
    for shop in (0, 1):
        assert OutboundChange.objects.get(kind="stock", subject_id=keys.sold_at(shop).pk).state == "waiting"
    return [keys.told(0), keys.told(1)]


def told_and_seen(keys: Keys, **numbers: int) -> None:
    """The channels were told what is true and show it, or another number."""
    digital.mark_stock([keys.variant.pk])
    earlier = timezone.now() - timedelta(minutes=5)
    for shop in (0, 1):
        listing, sent = keys.sold_at(shop), keys.told(shop)
        OutboundChange.objects.filter(subject_id=listing.pk, kind="stock").update(
            state="synced", last_sent={"stock": {"": sent}}, sent_at=earlier, sent_version=1, wanted_version=1
        )
        there = numbers.get(f"shop_{shop}", sent)
        MarketplaceProduct.objects.filter(pk=listing.pk).update(
            stock=there, stock_by_warehouse={"": there}, updated_at=timezone.now() - timedelta(minutes=2)
        )


def test_two_channels_sell_the_last_key_at_once_and_one_buyer_has_it(keys: Keys) -> None:
    for round_ in range(5):
        keys.load(f"LAST-{round_}")
        assert keys.told(0) == 1
        told_and_seen(keys)
        numbers = [f"A-{round_}", f"B-{round_}"]
        together(*(partial(keys.order, 1, shop=shop, number=number) for shop, number in enumerate(numbers)))
        assert shown(keys) == [0, 0]
        lines = list(OrderItem.objects.filter(order__channel_order_id__in=numbers))
        together(*(partial(assigning.assign, line.pk) for line in lines))
        assert LicenseKey.objects.filter(order_item__in=lines).count() == 1
        assert shown(keys) == [0, 0]
        OrderItem.objects.filter(pk__in=[line.pk for line in lines]).update(cancelled_quantity=1)
        LicenseKey.objects.filter(order_item__in=lines).update(state="sent")


def test_no_more_is_sold_than_is_there_and_can_be_bought(keys: Keys) -> None:
    """Buyers order as long as their channel shows something; each order is the truth for the next."""
    keys.load("A-1", "A-2")
    offer = keys.offer(5)
    purchases.switch(keys.supplier, on=True, by="Anna")
    sold, turn = 0, 0
    while any(keys.told(shop) for shop in (0, 1)):
        shop, turn = turn % 2, turn + 1
        units = min(2, keys.told(shop))
        item = keys.order(units, shop=shop)
        sold += units
        if assigning.assign(item.pk):
            bought = purchases.ask(item.pk)
            assert bought is not None and bought.connection_id == keys.supplier.pk
        assert sold <= 7
    assert sold == 7
    assert offer.stock == 5


def test_two_products_sold_at_once_take_their_money_of_one_shelf_and_the_third_hears_of_both(keys: Keys) -> None:
    """Neither sale alone ends what the third may promise: who commits second has to see the first."""
    shop = [keys, *(make_keys(1, store=keys.store) for _each in range(3))]
    for each in shop:
        each.supplier = keys.supplier
        each.offer(100)
        digital.open_counts([each.variant.pk])
    for round_ in range(3):
        keys.balance("87.00")
        assert shop[2].told() == 4
        OutboundChange.objects.update(state="synced")
        together(*(partial(each.order, 1, number=f"M-{round_}-{place}") for place, each in enumerate(shop[:2])))
        money = SupplierBalance.objects.get()
        assert (money.free, shop[2].told()) == (77, 3)
        assert OutboundChange.objects.get(kind="stock", subject_id=shop[2].sold_at().pk).state == "waiting"
        OrderItem.objects.update(digital_fulfilled_at=timezone.now())


def test_the_suppliers_number_falls_and_both_channels_are_to_hear_of_it(keys: Keys) -> None:
    offer = keys.offer(30)
    digital.open_counts([keys.variant.pk])
    told_and_seen(keys)
    MarketplaceProduct.objects.filter(pk=offer.pk).update(stock=1)
    assert digital.keep_told() == 2
    assert shown(keys) == [1, 1]


def test_a_number_changed_there_is_drift_and_one_that_ended_here_is_not(keys: Keys) -> None:
    keys.load("A-1", "A-2", "A-3")
    keys.offer(30)
    InventorySyncConfig.objects.create(store=keys.store, connection=keys.shops[0], heal_stock=False)
    told_and_seen(keys, shop_0=99)
    long_ago = timezone.now()
    radar.look(keys.shops[0], orders_read_since=long_ago)
    row = Drift.objects.get(listing=keys.sold_at(0))
    assert (row.ours, row.theirs, row.cause, row.state) == ("33", "99", "edited", "open")
    radar.look(keys.shops[1], orders_read_since=long_ago)
    assert not Drift.objects.filter(listing=keys.sold_at(1)).exists()
    keys.read(minutes_ago=500)  # the supplier is away: nobody there has changed anything
    radar.look(keys.shops[1], orders_read_since=long_ago)
    assert not Drift.objects.filter(listing=keys.sold_at(1)).exists()
    change = OutboundChange.objects.get(kind="stock", subject_id=keys.sold_at(1).pk)
    assert (change.state, keys.told(1)) == ("waiting", 3)
    assert not NeedsYou.objects.filter(cause_key=f"drift:{keys.shops[1].pk}", settled_at__isnull=True).exists()


def test_what_is_told_and_what_is_bought_agree_on_where_a_key_works(db: None) -> None:
    words = ["", *guards.EVERYWHERE, *guards.EUROPE, "PL", "pl", "Rest of the world", "PL, VN", "US, EU"]
    with database.cursor() as cursor:
        for said in words:
            for country in [*guards.UNION, "VN", "US", "GB", "RU", "NO", ""]:
                cursor.execute("SELECT key_works_in(%s, %s)", [said, country])
                regions = [word for word in said.split(", ") if word]
                assert cursor.fetchone() == (guards.works_in(regions, country),), (said, country)


def test_a_supplier_that_is_away_does_not_empty_a_shop_without_a_person(shop: Connection) -> None:
    """Law 13: the guard of every shop speaks."""
    keys = make_keys(channels=0)
    now = timezone.now()
    shop.store, shop.stock_out, shop.base_url = keys.store, True, "http://127.0.0.1:9"
    shop.settings = {"private_address": True}
    shop.save()
    for number in range(12):
        variant = Variant.objects.create(
            store=keys.store, product=keys.variant.product, sku=f"G-{number}", price=Decimal(20), currency="EUR"
        )
        for place, price in ((shop, None), (keys.supplier, Decimal(5))):
            MarketplaceProduct.objects.create(
                store=keys.store, connection=place, marketplace=place.marketplace, product=variant.product,
                variant=variant,
                marketplace_product_id=variant.sku, marketplace_sku=variant.sku, status="active", last_sync_at=now,
                currency="EUR", stock=30, price=price,
            )  # fmt: skip
    digital.supply_switched(keys.supplier, reason="linked")
    changes = OutboundChange.objects.filter(connection=shop, kind="stock")
    assert changes.update(state="synced", last_sent={"stock": {"": 30}}, sent_at=now - timedelta(hours=1)) == 12
    assert digital.keep_told() == 0
    keys.read(minutes_ago=181)
    assert digital.keep_told() == 12
    executor.run_now(runs.start(connection=shop, sync_type="inventory", cause="change"))
    assert set(changes.values_list("state", flat=True)) == {"held"}
    need = NeedsYou.objects.get(cause_key=f"held:{shop.pk}")
    assert need.kind == NeedsYou.Kind.HELD_PUSH and "12" in need.title
    keys.read(minutes_ago=1)  # it is there again before anybody has looked
    assert all(tell.total == 30 for tell in told(list(changes.values_list("subject_id", flat=True))).values())
