"""How many keys a channel is told: what is there, what can be bought, less what orders lack."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fulfillment.models import LicenseKey
from fulfillment.services.keys import assigning
from inventory.models import InventorySyncConfig, MarketplaceProduct, Variant
from inventory.selectors.digital import key_offers
from inventory.selectors.inventory_list import with_levels
from inventory.selectors.stock import told
from inventory.selectors.why import why, why_listing
from inventory.services.digital import open_counts
from marketplaces.canonical.statuses import OrderStatus
from tests.fulfillment.digital import Keys, make_keys


@pytest.fixture
def keys(db: None) -> Keys:
    return make_keys()


def levels(keys: Keys) -> tuple[int, int, int]:
    row = with_levels(Variant.objects.filter(pk=keys.variant.pk)).get()
    return row.on_hand, row.reserved, row.short


def test_own_keys_and_what_can_be_bought_less_what_orders_lack(keys: Keys) -> None:
    keys.load("A-1", "A-2", "A-3")
    keys.offer(30)
    keys.order(2)
    assert (keys.told(0), keys.told(1)) == (31, 31)
    assert levels(keys) == (33, 2, 0)


def test_a_key_that_is_given_to_its_line_changes_nothing_twice(keys: Keys) -> None:
    keys.load("A-1", "A-2", "A-3")
    item = keys.order(2)
    assert keys.told() == 1
    assert assigning.assign(item.pk) == 0
    assert keys.told() == 1
    assert levels(keys) == (1, 0, 0)


@pytest.mark.parametrize(
    ("state", "counts"),
    [("pool", 2), ("reserved", 1), ("sent", 1), ("opened", 1), ("replaced", 1), ("revoked", 1)],
)
def test_only_keys_that_may_be_given_to_somebody_count(keys: Keys, state: str, counts: int) -> None:
    keys.load("A-1", "A-2")
    LicenseKey.objects.filter(pk=LicenseKey.objects.first().pk).update(state=state)  # type: ignore[union-attr]
    assert keys.told() == counts


def test_a_key_that_ends_within_a_day_is_told_to_nobody_as_it_is_given_to_nobody(keys: Keys) -> None:
    now = timezone.now()
    keys.load("SOON", ends=now + assigning.LEAST_LIFE - timedelta(minutes=5))
    keys.load("LATE", ends=now + assigning.LEAST_LIFE + timedelta(hours=1))
    assert keys.told() == 1
    item = keys.order(2)
    assert assigning.assign(item.pk) == 1
    assert keys.told() == 0


@pytest.mark.parametrize(
    ("status", "left"),
    [
        (OrderStatus.PENDING, 3), (OrderStatus.CONFIRMED, 3), (OrderStatus.PROCESSING, 3), (OrderStatus.UNKNOWN, 3),
        (OrderStatus.SHIPPED, 5), (OrderStatus.CANCELLED, 5), (OrderStatus.REFUNDED, 5),
    ],
)  # fmt: skip
def test_orders_that_are_open_are_owed(keys: Keys, status: OrderStatus, left: int) -> None:
    keys.load(*(f"A-{n}" for n in range(5)))
    keys.order(2, status=status)
    assert keys.told() == left


def test_more_is_owed_than_there_is_told_as_zero_and_said_to_be_short(keys: Keys) -> None:
    keys.load("A-1")
    keys.order(3)
    assert (keys.told(), levels(keys)) == (0, (1, 1, 2))
    because = why(keys.variant)
    assert ([(term.kind, term.amount) for term in because.terms], because.available, because.short) == (
        [("keys", 1), ("supply", 0), ("owed", -1)], 0, 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "status", "units", "why_not"),
    [
        (14, "active", 30, ""), (179, "active", 30, ""), (181, "active", 0, "unread"), (None, "active", 0, "unread"),
        (14, "out_of_stock", 0, "sold_out"), (14, "inactive", 0, "gone"), (14, "deleted", 0, "gone"),
    ],
)  # fmt: skip
def test_a_supplier_is_believed_while_its_list_is_fresh_and_holds_the_product(
    keys: Keys, minutes: int | None, status: str, units: int, why_not: str
) -> None:
    keys.offer(30, status=status)
    open_counts([keys.variant.pk])
    if minutes is None:
        type(keys.supplier).objects.filter(pk=keys.supplier.pk).update(products_read_at=None)
    else:
        keys.read(minutes_ago=minutes)
    assert keys.told() == units
    assert [offer.why for offer in key_offers(keys.variant.pk)] == [why_not]


@pytest.mark.parametrize("status", ["paused", "stopped", "disconnected"])
def test_nothing_can_be_bought_where_the_account_does_not_work(keys: Keys, status: str) -> None:
    keys.load("A-1")
    keys.offer(30)
    type(keys.supplier).objects.filter(pk=keys.supplier.pk).update(status=status)
    assert keys.told() == 1


def test_a_supplier_that_is_not_bought_from_counts_nothing(keys: Keys) -> None:
    keys.load("A-1")
    keys.offer(30, supplier=keys.another_supplier(buys=False))
    assert keys.told() == 1


def test_the_money_reaches_for_so_many(keys: Keys) -> None:
    keys.offer(30, price="5.00")
    open_counts([keys.variant.pk])
    keys.balance("24.99")
    assert keys.told() == 4
    assert [(offer.units, offer.why) for offer in key_offers(keys.variant.pk)] == [(4, "money")]
    item = keys.order(2)
    assert keys.told() == 2
    keys.purchase(item, "paid", total_cost=Decimal(10))  # its keys come: owed by nobody, and the money is spent
    assert keys.told() == 2
    keys.balance("-3")
    assert keys.told() == 0


def test_what_was_bought_since_the_list_was_read_is_taken_off(keys: Keys) -> None:
    keys.offer(10)
    open_counts([keys.variant.pk])
    keys.read(minutes_ago=30)
    keys.purchase(keys.order(3), "received", minutes_ago=10)
    assert keys.told() == 10 - 3 - 3  # its keys were lost: they are owed still
    keys.purchase(keys.order(1), "failed", minutes_ago=10)
    assert keys.told() == 10 - 3 - 3 - 1
    keys.read(minutes_ago=0)
    assert keys.told() == 10 - 3 - 1


def test_a_purchase_in_doubt_is_believed_by_neither_side(keys: Keys) -> None:
    keys.offer(10)
    open_counts([keys.variant.pk])
    keys.read(minutes_ago=30)
    keys.purchase(keys.order(3), "in_doubt", minutes_ago=5)
    assert keys.told() == 4


def test_a_cost_above_what_a_channel_sells_for_counts_there_alone(keys: Keys) -> None:
    keys.offer(30, price="12.00")
    open_counts([keys.variant.pk])
    MarketplaceProduct.objects.filter(pk=keys.sold_at(1).pk).update(price=Decimal("11.99"))
    assert (keys.told(0), keys.told(1)) == (30, 0)
    assert [offer.why for offer in key_offers(keys.variant.pk, keys.sold_at(1).pk)] == ["dear"]


def test_in_another_currency_a_tenth_above_the_known_cost_is_too_dear(keys: Keys) -> None:
    keys.offer(30, price="12.00")
    open_counts([keys.variant.pk])
    MarketplaceProduct.objects.filter(pk=keys.sold_at(1).pk).update(price=Decimal(900), currency="RUB")
    assert keys.told(1) == 0  # 12 of the one and 900 of the other say nothing, and nobody knows a cost
    assert [offer.why for offer in key_offers(keys.variant.pk, keys.sold_at(1).pk)] == ["currency"]
    Variant.objects.filter(pk=keys.variant.pk).update(cost=Decimal("1000"), currency="RUB", price=None)
    assert keys.told(1) == 0  # a cost in the money of the sale is none in the supplier's
    Variant.objects.filter(pk=keys.variant.pk).update(cost=Decimal("10.90"), currency="EUR", price=Decimal(20))
    assert (keys.told(0), keys.told(1)) == (30, 0)
    Variant.objects.filter(pk=keys.variant.pk).update(cost=Decimal("10.91"))
    assert keys.told(1) == 30


@pytest.mark.parametrize(
    ("regions", "country", "units"),
    [
        ("", "VN", 9), ("Worldwide", "VN", 9), ("PL, GLOBAL", "VN", 9), ("EU", "LU", 9), ("eu", "VN", 0),
        ("PL, VN", "VN", 9), ("PL", "VN", 0), ("PL", "", 9), ("Rest of the world", "LU", 0),
    ],
)  # fmt: skip
def test_a_key_counts_where_the_channel_is_if_it_works_there(
    keys: Keys, regions: str, country: str, units: int
) -> None:
    keys.offer(9, options={"region": regions})
    open_counts([keys.variant.pk])
    type(keys.supplier).objects.filter(pk=keys.shops[0].pk).update(country=country)
    assert keys.told() == units
    assert keys.told(1) == 9  # of the other nobody knows where it sells


def test_of_two_suppliers_the_one_that_has_most_counts(keys: Keys) -> None:
    keys.offer(2, price="4.00")
    keys.offer(7, price="6.00", supplier=keys.another_supplier())
    open_counts([keys.variant.pk])
    assert keys.told() == 7
    term = why(keys.variant).terms[1]
    assert [(part.amount, part.rows, part.why) for part in term.parts] == [(7, 7, ""), (0, 2, "other")]


def test_the_rules_of_a_shop_shape_the_number_as_any_other(keys: Keys) -> None:
    keys.load("A-1", "A-2")
    keys.offer(30)
    InventorySyncConfig.objects.create(store=keys.store, connection=keys.shops[0], safety_stock=5)
    InventorySyncConfig.objects.create(store=keys.store, connection=keys.shops[1], out_of_stock_threshold=40)
    assert (keys.told(0), keys.told(1)) == (27, 0)
    because = why_listing(keys.sold_at(0))
    assert because is not None
    assert [(term.kind, term.amount) for term in because.terms] == [("keys", 2), ("supply", 30), ("buffer", -5)]
    assert because.available == 27


def test_what_nobody_has_keys_of_is_told_to_nobody(keys: Keys) -> None:
    listing = keys.sold_at()
    keys.offer(30, supplier=keys.another_supplier(buys=False))
    assert told([listing.pk]) == {}


def test_a_batch_is_told_in_one_query_however_many_listings_and_suppliers(keys: Keys) -> None:
    keys.load("A-1")
    others = [make_keys() for _each in range(4)]
    for each in others:
        each.load("B-1")
        each.offer(5)
    ids = [each.sold_at(shop).pk for each in [keys, *others] for shop in (0, 1)]
    with CaptureQueriesContext(
        database,
    ) as asked:
        assert sorted(tell.total for tell in told(ids).values()) == [1, 1, *[6] * 8]
    assert len(asked) == 1
