"""An Ozon split through the connector: children before their parent, after it, one by one, all at once."""

import itertools

import pytest
from django.db.models import Sum

from core.models import Store
from inventory.models import Reservation
from orders.models import Order, OrderItem
from tests.proofs.processes import Sandboxes
from tests.proofs.reckoning import books_balance, orders_agree
from tests.proofs.shops import best_stocked, did, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
UNITS = 3
#: Which of the parent (0) and its children (1, 2, 3) are read, in which order; the parent may be known before.
ARRIVALS = [
    ("parent known, children one by one", True, [[1], [2], [3], [0]]),
    ("parent known, its end first", True, [[0], [3], [1], [2]]),
    ("parent known, all at once", True, [[0, 1, 2, 3]]),
    ("parent unknown, children first", False, [[2], [1, 3], [0]]),
    ("parent unknown, its end first", False, [[0], [1], [2, 3]]),
]
SOME = {"parent known, children one by one", "parent unknown, its end first"}


@pytest.mark.parametrize(
    ("known", "reads"),
    [
        pytest.param(known, reads, id=name, marks=[] if name in SOME else [pytest.mark.prove])
        for name, known, reads in ARRIVALS
    ],
)
def test_a_split_is_one_order_with_the_same_units_whoever_comes_first(
    store: Store, sandboxes: Sandboxes, known: bool, reads: list[list[int]]
) -> None:
    sandboxes.fresh("ozon", orders=0)
    shop = open_shop(store, sandboxes, "ozon")
    sold = sandboxes.control("ozon", "sell", {"sku": best_stocked(sandboxes, "ozon"), "quantity": UNITS})["orders"][0]
    if known:
        did(shop, "orders")
    divided = sandboxes.control("ozon", "split", {"order": sold["id"]})
    names = [sold["id"], *(child["id"] for child in divided["children"])]
    assert len(names) == 1 + UNITS
    for read in [*reads, [0, 1, 2, 3]]:
        did(shop, "orders", remote_ids=[names[number] for number in read])
        assert _held(shop.pk) <= UNITS, "units were reserved twice"
    did(shop, "orders")
    order = Order.objects.get(connection=shop)
    assert order.marketplace_orders.count() == 1 + UNITS
    open_units = [item.open_quantity for item in OrderItem.objects.filter(order=order)]
    assert sum(open_units) == UNITS == _held(shop.pk)
    books_balance(store.pk)
    orders_agree(shop, sandboxes)


def test_a_split_of_a_split_and_a_cancelled_part(store: Store, sandboxes: Sandboxes) -> None:
    sandboxes.fresh("ozon", orders=0)
    shop = open_shop(store, sandboxes, "ozon")
    sku = best_stocked(sandboxes, "ozon")
    sold = sandboxes.control("ozon", "sell", {"sku": sku, "quantity": 4})["orders"][0]["id"]
    did(shop, "orders")
    halves = [[{"sku": sku, "quantity": 2}], [{"sku": sku, "quantity": 2}]]
    first, second = (
        child["id"] for child in sandboxes.control("ozon", "split", {"order": sold, "parts": halves})["children"]
    )
    did(shop, "orders", remote_ids=[second])
    sandboxes.control("ozon", "split", {"order": first})
    sandboxes.control("ozon", "cancel", {"order": second})
    for _ in itertools.repeat(None, 2):
        did(shop, "orders")
    assert Order.objects.filter(connection=shop).count() == 1
    assert _held(shop.pk) == 2
    books_balance(store.pk)
    orders_agree(shop, sandboxes)


def _held(shop_id: object) -> int:
    items = OrderItem.objects.filter(order__connection_id=shop_id).values("pk")
    return Reservation.objects.filter(order_item_id__in=items).aggregate(units=Sum("asked"))["units"] or 0
