"""Sales: what counts, on which day, in which currency, and that everything adds up."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core.models import Store
from core.period import Period
from inventory.models import Product
from marketplaces.models import Connection
from orders.models import Order, OrderItem, OrderReturn, OrderReturnLine
from orders.selectors.order_list import Filters, filtered
from orders.selectors.sales import figures, sales
from orders.selectors.sums import AMOUNTS, GROUPS, OTHERS, REST, Block, By, Sums
from orders.selectors.terms import NONE, Term
from tests.dashboard import world

ZONE = ZoneInfo("Europe/Luxembourg")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), ZONE)
DAY = datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="lumen", name="Lumen", timezone="Europe/Luxembourg", currency="EUR")


@pytest.fixture
def shop(store: Store) -> Connection:
    return world.connection(store)


def sold(shop: Connection, total: object = 100, **fields: object) -> Order:
    return world.order(shop, **{"total": total, "currency": "EUR", "ordered_at": DAY, **fields})


def only(store: Store, by: By = "marketplace", period: Period = NOVEMBER) -> Block:
    (block,) = sales(store, period, by).blocks
    return block


def test_sales_are_totals_less_refunds_and_net_is_sales_less_fees(store: Store, shop: Connection) -> None:
    sold(shop, 100, fees=15, net_amount=85)
    sold(shop, 40, status="refunded", fees=2, net_amount=-2)
    sums = only(store).sums
    assert (sums.orders, sums.gross, sums.refunds, sums.sales, sums.fees, sums.net) == (2, 140, 40, 100, 17, 83)
    assert (sums.fee_share, sums.average) == (Decimal("0.17"), 50)


def test_what_returns_gave_back_is_taken_off_and_named_apart(store: Store, shop: Connection) -> None:
    sold(shop, 100, refunded_amount=30, status="partially_refunded")
    sold(shop, 50, refunded_amount=20, refund_estimated=True, status="processing")
    sold(shop, 40, status="partially_refunded")
    sold(shop, 10, status="refunded", refunded_amount=4, refund_estimated=True)
    sold(shop, 10, status="refunded", refunded_amount=12)
    sold(shop, 5, refunded_amount=9, refund_estimated=True)
    sums = only(store).sums
    assert (sums.gross, sums.refunds, sums.sales) == (215, 30 + 20 + 10 + 12 + 5, 138)
    assert (sums.part_refunds, sums.estimated_refunds) == (55, 20 + 10 + 5)
    assert (sums.refunded, sums.part_refunded, sums.refund_untold) == (2, 4, 1)


def test_cancelled_units_are_named_beside_what_is_left_of_their_orders(store: Store, shop: Connection) -> None:
    sold(shop, 70, cancelled_amount=30)
    sold(shop, 10)
    sums = only(store).sums
    assert (sums.gross, sums.sales, sums.cancelled, sums.cut) == (80, 80, 30, 1)


def test_by_product_a_refund_belongs_to_what_came_back(store: Store, shop: Connection) -> None:
    lamp, vase = (Product.objects.create(store=store, title=title) for title in ("Lamp", "Vase"))
    made = sold(shop, 100, lines=2, refunded_amount=25, status="partially_refunded")
    lines = list(made.items.order_by("position"))
    for line, product, total in zip(lines, (lamp, vase), (60, 40), strict=True):
        OrderItem.objects.filter(pk=line.pk).update(product=product, total=total)

    def refunds() -> dict[str, Decimal]:
        return {row.name: row.sums.refunds for row in only(store, "product").rows if row.name}

    assert refunds() == {"Lamp": 15, "Vase": 10}
    back = OrderReturn.objects.create(
        store=store, connection=shop, order=made, remote_id="R-1", order_remote_id=made.channel_order_id,
        status="refunded", refund_amount=25, refund_given=True, requested_at=DAY, remote_updated_at=DAY,
    )  # fmt: skip
    OrderReturnLine.objects.create(order_return=back, order_item=lines[1], quantity=1)
    assert refunds() == {"Lamp": 0, "Vase": 25}


def test_cancelled_unknown_and_practice_orders_are_left_out_and_told(store: Store, shop: Connection) -> None:
    practice = world.connection(store, "Practice", "shopee", is_sandbox=True)
    sold(shop, 100)
    sold(shop, 7, status="cancelled")
    sold(shop, 8, status="unknown")
    sold(practice, 9)
    sold(practice, 10, status="cancelled")
    block = only(store)
    assert (block.sums.orders, block.sums.sales) == (1, 100)
    left = {name: (some.orders, some.gross) for name, some in block.left.items()}
    assert left == {"cancelled": (1, 7), "unknown": (1, 8), "practice": (2, 19)}


def test_practice_counts_while_there_is_nothing_else(store: Store) -> None:
    sold(world.connection(store, is_sandbox=True), 9)
    found = sales(store, NOVEMBER)
    assert found.practice
    assert found.blocks[0].sums.sales == 9


def test_fees_not_told_and_estimated_ones_are_named(store: Store, shop: Connection) -> None:
    sold(shop, 100, fees=10)
    sold(shop, 50, fees=5, fees_estimated=True)
    sold(shop, 30)
    sold(shop, 20, net_amount=16)
    sums = only(store).sums
    assert (sums.fees, sums.estimated_fees, sums.estimated) == (19, 5, 1)
    assert (sums.untold, sums.untold_gross) == (1, 30)


def test_fees_that_nobody_told_are_not_nought(store: Store, shop: Connection) -> None:
    sold(shop, 30)
    assert (only(store).sums.fees_told, only(store).sums.fee_share) == (None, None)
    sold(shop, 70, fees=7)
    assert (only(store).sums.fees_told, only(store).sums.fee_share) == (7, Decimal("0.07"))


def test_each_currency_is_a_block_of_its_own_and_the_stores_comes_first(store: Store, shop: Connection) -> None:
    for currency in ("RUB", "RUB", "THB", "EUR"):
        sold(shop, 100, currency=currency)
    blocks = sales(store, NOVEMBER).blocks
    assert [(block.currency, block.sums.orders) for block in blocks] == [("EUR", 1), ("RUB", 2), ("THB", 1)]
    assert {currency: sums.orders for currency, sums in figures(store, NOVEMBER).items()} == {
        "EUR": 1, "RUB": 2, "THB": 1,
    }  # fmt: skip


def test_a_day_ends_at_the_stores_midnight_also_in_the_night_of_the_clock_change(
    store: Store, shop: Connection
) -> None:
    october = Period(date(2026, 10, 24), date(2026, 10, 26), ZONE)
    # The 25th begins at 22:00 UTC in summer time and ends at 23:00 UTC in winter time.
    for moment in ("2026-10-24T21:59:59", "2026-10-24T22:00:00", "2026-10-25T22:59:59", "2026-10-25T23:00:00"):
        sold(shop, 1, ordered_at=datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert [bar.orders for bar in only(store, period=october).bars] == [1, 2, 1]


def test_the_period_before_stands_beside_it_also_where_nothing_was_sold_since(store: Store, shop: Connection) -> None:
    sold(shop, 100, ordered_at=DAY - timedelta(days=31))
    block = only(store)
    assert (block.before.sales, block.sums.sales, len(block.bars)) == (100, 0, 30)


def test_by_product_each_line_brings_its_price_and_bears_its_share_of_the_fees(store: Store, shop: Connection) -> None:
    lamp, vase = (Product.objects.create(store=store, title=title) for title in ("Lamp", "Vase"))
    made = sold(shop, 100, fees=10, lines=2, quantity=1)
    for line, product, total in zip(made.items.order_by("position"), (lamp, vase), (60, 30), strict=True):
        OrderItem.objects.filter(pk=line.pk).update(product=product, total=total)
    rows = {row.name or row.key: row for row in only(store, "product").rows}
    assert {name: (row.sums.units, row.sums.sales, row.sums.fees) for name, row in rows.items()} == {
        "Lamp": (1, 60, Decimal("6.6667")), "Vase": (1, 30, Decimal("3.3333")), REST: (0, 10, 0),
    }  # fmt: skip
    assert only(store, "product").sums.orders == 1


def many(store: Store, shops: list[Connection], seed: int) -> None:
    """Orders of every kind, at random but the same each time."""
    pick = random.Random(seed)
    products = [Product.objects.create(store=store, title=f"Thing {n}") for n in range(3)]
    for _n in range(40):
        fees = pick.choice([None, Decimal(pick.randrange(0, 4000)) / 1000])
        made = sold(
            pick.choice(shops), Decimal(pick.randrange(1, 99999)) / 100, fees=fees, lines=pick.randint(1, 3),
            fees_estimated=pick.random() < 0.3, currency=pick.choice(["EUR", "EUR", "RUB"]),
            ordered_at=DAY + timedelta(hours=pick.randrange(-240, 480)), quantity=pick.randint(1, 4),
            status=pick.choice(["confirmed", "shipped", "delivered", "refunded", "partially_refunded", "cancelled",
                                "unknown", "pending"]),
            ship_by=DAY + timedelta(hours=pick.randrange(-50, 50)),
            shipped_at=pick.choice([None, DAY + timedelta(hours=pick.randrange(-50, 50))]),
            shipping_address=pick.choice([{"country": "LU"}, {"country": "de"}, {}, {"country": "DE"}]),
            archived_at=pick.choice([None, DAY]),
            cancelled_amount=pick.choice([0, 0, Decimal(pick.randrange(1, 999)) / 100]),
            refunded_amount=pick.choice([0, 0, Decimal(pick.randrange(1, 9999)) / 100]),
            refund_estimated=pick.random() < 0.3,
        )  # fmt: skip
        for line in made.items.all():
            line.product = pick.choice([*products, None])
            line.total = Decimal(pick.randrange(0, 9999)) / 100
            line.cancelled_quantity = pick.choice([0, 0, line.quantity])
            line.save()
    Order.objects.filter(store=store, connection=shops[-1]).update(connection=None)


@pytest.fixture
def busy(store: Store, shop: Connection) -> Store:
    practice = world.connection(store, "Practice", "shopee", is_sandbox=True)
    many(store, [shop, world.connection(store, "Second"), practice, world.connection(store, "Gone", "etsy")], 7)
    return store


@pytest.mark.parametrize("by", GROUPS)
def test_figures_are_the_sum_of_the_rows_and_the_rows_of_their_bars(busy: Store, by: By) -> None:
    for block in sales(busy, NOVEMBER, by).blocks:
        for name in (*AMOUNTS, "units", "sales", "net"):
            assert sum(getattr(row.sums, name) for row in block.rows) == getattr(block.sums, name), name
        for row in block.rows:
            assert sum(row.bars, Sums()) == row.sums
        assert sum(block.bars, Sums()).net == block.sums.net
        if by != "product":
            assert sum(row.sums.orders for row in block.rows) == block.sums.orders


@pytest.mark.parametrize("by", GROUPS)
def test_fewer_rows_tell_the_same_figures_and_bars(busy: Store, by: By) -> None:
    whole = {block.currency: block for block in sales(busy, NOVEMBER, by).blocks}
    for block in sales(busy, NOVEMBER, by, most=2).blocks:
        everything = whole[block.currency]
        assert (block.sums, block.left) == (everything.sums, everything.left)
        assert [bar.net for bar in block.bars] == [bar.net for bar in everything.bars]
        groups = [row for row in block.rows if row.key != REST]
        others = [row for row in everything.rows[1:] if row.key != REST]
        assert groups[0] == everything.rows[0]
        assert len(groups) == 2
        assert groups[1].key == OTHERS if len(others) > 1 else groups[1:] == others
        assert (groups[1].merged or 1, groups[1].sums.net) == (len(others), sum(row.sums.net for row in others))
        for name in (*AMOUNTS, "units"):
            assert sum(getattr(row.sums, name) for row in block.rows) == getattr(block.sums, name), name


def test_every_grouping_tells_the_same_figures(busy: Store) -> None:
    from dataclasses import replace

    found = [
        {block.currency: (replace(block.sums, units=0), block.left) for block in sales(busy, NOVEMBER, by).blocks}
        for by in GROUPS
    ]
    assert all(each == found[0] for each in found)
    assert figures(busy, NOVEMBER) == {currency: sums for currency, (sums, _left) in found[0].items()}


def listed(store: Store, period: Period = NOVEMBER, **term: str) -> int:
    filters = Filters(since=period.first, until=period.last, term=Term(**term))
    return filtered(store, "all", filters, timezone.now()).count()


def test_every_term_lists_exactly_the_orders_it_counts(busy: Store) -> None:
    for block in sales(busy, NOVEMBER).blocks:
        here = {"currency": block.currency}
        sums = block.sums
        assert listed(busy, name="sold", **here) == sums.orders
        terms = ("cut", "refunded", "part_refunded", "refund_untold", "given_back")
        for term in (*terms, "estimated", "untold", "promised", "sent_late"):
            assert listed(busy, name=term, **here) == getattr(sums, term), term
        assert listed(busy, name="told", **here) == sums.orders - sums.estimated - sums.untold
        for name in ("cancelled", "unknown", "practice"):
            assert listed(busy, name=name, **here) == (block.left[name].orders if name in block.left else 0), name


@pytest.mark.parametrize(
    ("by", "field"),
    [("marketplace", "channel"), ("connection", "shop"), ("country", "country"), ("product", "product")],
)
def test_every_row_lists_exactly_the_orders_it_counts(busy: Store, by: By, field: str) -> None:
    for block in sales(busy, NOVEMBER, by).blocks:
        assert block.rows
        for row in block.rows:
            if row.key != REST:
                found = listed(busy, name="sold", currency=block.currency, **{field: row.key or NONE})
                assert found == row.sums.orders, row


def test_another_stores_orders_are_in_no_figure(busy: Store) -> None:
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    assert sales(elsewhere, NOVEMBER).blocks == []
    assert listed(elsewhere, name="sold") == 0


def test_it_takes_few_statements_however_much_was_sold(busy: Store, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        sales(busy, NOVEMBER, "connection")
    with django_assert_num_queries(4):
        sales(busy, NOVEMBER, "product")
