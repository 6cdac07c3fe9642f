"""Money at a supplier is one shelf: together no more is promised of it than it pays for, and a sale is news for all."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from django.db import connection as database
from django.db import transaction

from fulfillment.models import SupplierBalance, SupplierOrder
from fulfillment.services.keys import assigning, purchases
from inventory.models import MarketplaceProduct
from inventory.selectors.digital import key_offers
from inventory.services import digital
from marketplaces.canonical.purchases import BoughtKey, BoughtLine, KeyForm, Purchase, PurchaseState
from marketplaces.framework.errors import LoginExpired
from marketplaces.services import connect
from orders.models import OrderItem
from orders.services.cancellation import cancel
from sync import accounts
from tests.fulfillment.digital import Keys, make_keys, order_of

pytestmark = pytest.mark.django_db


def make_shop(products: int, *, price: str = "5.00", has: int = 100) -> list[Keys]:
    """Digital products of one store that are sold on a channel each and bought at one supplier."""
    first = make_keys(1)
    shop = [first]
    for _number in range(products - 1):
        other = make_keys(1, store=first.store)
        other.supplier = first.supplier
        shop.append(other)
    for each in shop:
        each.offer(has, price=price)
        digital.open_counts([each.variant.pk])
    return shop


def promised(shop: list[Keys]) -> list[int]:
    return [each.told() for each in shop]


def test_few_products_promise_together_what_the_money_pays_for(db: None) -> None:
    shop = make_shop(4)
    shop[0].balance("80.00")
    assert promised(shop) == [4, 4, 4, 4]


def test_of_many_products_four_may_be_sold_out_before_the_others_hear_of_it(db: None) -> None:
    shop = make_shop(9)
    shop[0].balance("101.00")
    assert promised(shop) == [4] * 9  # 96 of the 101 in steps, a quarter of it, five each
    for each in shop[:4]:
        each.order(4)
    money = SupplierBalance.objects.get()
    assert money.free == Decimal(101 - 4 * 4 * 5)
    assert promised(shop)[4:] == [1] * 5


def test_one_product_alone_promises_all_of_it_to_the_last_key(db: None) -> None:
    (only,) = make_shop(1)
    only.balance("5.40")
    assert only.told() == 1


def test_a_sale_is_news_for_all_that_the_same_money_buys_and_for_nothing_else(db: None) -> None:
    shop = make_shop(3)
    shop[2].load("OWN-1")  # keys of its own change nothing about the others
    stranger = make_keys(1)
    stranger.offer(100)
    shop[0].balance("60.00")
    before = [each.marks() for each in [*shop, stranger]]
    with transaction.atomic():
        shop[0].order(2)
        assert [each.marks() > was for each, was in zip([*shop, stranger], before, strict=True)] == [True] * 3 + [False]
        transaction.set_rollback(True)
    assert [each.marks() for each in [*shop, stranger]] == before
    assert promised(shop) == [4, 4, 5]


def test_what_the_supplier_has_fewer_of_than_its_share_pays_for_need_not_hear(db: None) -> None:
    shop = make_shop(3, has=2)
    shop[0].balance("6000.00")
    before = [each.marks() for each in shop]
    shop[0].order(1)
    assert [each.marks() - was for each, was in zip(shop, before, strict=True)] == [1, 0, 0]


def test_what_is_owed_and_what_is_asked_for_is_spent_once_on_its_whole_way(db: None) -> None:
    """Owed, asked for, sent, in doubt, paid: the other product may promise the same all the way."""
    one, other = make_shop(2)
    one.balance("60.00")
    item = one.order(2)

    def left() -> tuple[Decimal | None, int]:
        return SupplierBalance.objects.get().free, other.told()

    after_sale = left()
    assert after_sale == (Decimal(50), 4)  # 48 in steps, half of it
    assert assigning.assign(item.pk) == 2
    row = purchases.ask(item.pk)
    assert row is not None and left() == after_sale
    row = purchases.claim(row.pk, one.store.pk)
    assert row is not None and purchases.begin(row, unit_cost=Decimal(5), currency="EUR")
    assert left() == after_sale
    purchases.in_doubt(row, said="no answer")
    assert left() == after_sale
    SupplierOrder.objects.filter(pk=row.pk).update(next_look_at=row.asked_at)
    row = purchases.claim(row.pk, other.store.pk)
    assert row is not None
    keys = tuple(BoughtKey(remote_id=f"k{n}", form=KeyForm.TEXT, text=f"KEY-{n}") for n in (1, 2))
    line = BoughtLine(remote_product_id=row.remote_product_id, title="Star Cup", unit_cost=Decimal(5), keys=keys)
    purchases.settle(row, Purchase(
        remote_id="r1", reference=row.reference, number="1", remote_status="Completed", state=PurchaseState.READY,
        currency="EUR", total=Decimal(10), lines=(line,),
    ))  # fmt: skip
    assert left() == after_sale
    one.balance("50.00")  # read after it was paid
    assert left() == after_sale


def test_a_cancelled_order_gives_its_money_back_to_all(db: None) -> None:
    one, other = make_shop(2)
    one.balance("60.00")
    before = other.told()
    item = one.order(4)
    assert other.told() < before
    cancel(order=order_of(item), reason_code="other")
    assert other.told() == before


def test_more_is_owed_than_there_is_and_nothing_more_is_promised(db: None) -> None:
    one, other = make_shop(2)
    one.balance("24.00")
    one.order(4)
    assert (one.told(), other.told()) == (0, 0)
    one.balance("9.00")
    assert (one.told(), other.told()) == (0, 0)
    assert [(offer.units, offer.why) for offer in key_offers(one.variant.pk)] == [(1, "money")]
    one.balance("500.00")
    assert other.told() > 20


def test_a_balance_in_another_currency_than_the_list_promises_nothing_and_says_so(db: None) -> None:
    one, other = make_shop(2)
    one.balance("60.00")
    SupplierBalance.objects.update(currency="USD")
    digital.money_read(one.supplier)
    assert promised([one, other]) == [0, 0]
    assert [offer.why for offer in key_offers(one.variant.pk)] == ["currency"]


def test_whatever_happens_what_is_kept_is_what_would_be_reckoned(db: None) -> None:
    shop, chance = make_shop(5), random.Random(7)
    shop[0].balance("400.00")
    lines: list[OrderItem] = []

    def sell() -> None:
        lines.append(chance.choice(shop).order(chance.randint(1, 3)))

    def give_up() -> None:
        if lines:
            cancel(order=order_of(lines.pop(chance.randrange(len(lines)))), reason_code="other")

    def provide() -> None:
        for line in lines:
            if assigning.assign(line.pk):
                purchases.ask(line.pk)

    def load() -> None:
        chance.choice(shop).load(f"K-{chance.random()}")

    def read() -> None:
        shop[0].balance(f"{chance.randint(0, 500)}.00")

    for _turn in range(60):
        chance.choice([sell, sell, sell, give_up, provide, load, read])()
        money = SupplierBalance.objects.get()
        with database.cursor() as cursor:
            cursor.execute("SELECT free, share FROM supplier_money(%s::uuid[])", [[shop[0].supplier.pk]])
            assert cursor.fetchone() == (money.free, money.share)
        assert sum(sorted(each.told() - len(_pool(each)) for each in shop)[-4:]) * 5 <= max(0, money.free or 0)
        assert all(each.told() == 0 or (money.free or 0) > 0 or _pool(each) for each in shop)


def _pool(each: Keys) -> list[str]:
    return list(each.variant.license_keys.filter(state="pool").values_list("remote_id", flat=True))


@pytest.mark.parametrize("act", ["pause", "disconnect", "stop"])
def test_a_supplier_that_ceases_to_work_is_news_at_once_and_so_is_one_that_works_again(db: None, act: str) -> None:
    (only,) = make_shop(1)
    ends = {
        "pause": lambda: connect.pause(only.supplier), "disconnect": lambda: connect.disconnect(only.supplier),
        "stop": lambda: accounts.stop(only.supplier, LoginExpired(operation="balance", said="no")),
    }  # fmt: skip
    before = only.marks()
    with transaction.atomic():
        ends[act]()
        assert (only.told(), only.marks() > before) == (0, True)
        transaction.set_rollback(True)
    only.supplier.refresh_from_db()
    assert only.marks() == before
    ends[act]()
    assert (only.told(), only.marks() > before) == (0, True)
    if act != "disconnect":
        marked = only.marks()
        again = {"pause": lambda: connect.resume(only.supplier)}.get(
            act, lambda: accounts.mend(only.supplier, how="again", by="Anna")
        )
        again()
        assert (only.told(), only.marks() > marked) == (100, True)


def test_a_channel_that_is_paused_marks_nothing_of_others(db: None) -> None:
    keys = make_keys(2)
    keys.offer(5)
    digital.open_counts([keys.variant.pk])
    before = keys.marks(1)
    connect.pause(keys.shops[0])
    assert keys.marks(1) == before
    assert MarketplaceProduct.objects.filter(connection=keys.shops[0]).exists()
