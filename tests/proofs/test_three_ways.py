"""The same order by poll, by webhook and by button at the same instant: one order, one set of reservations."""

import json
from collections.abc import Callable

import pytest
from django.db.models import Sum

from core.models import Store
from inventory.models import Reservation
from orders.models import MarketplaceOrder, Order, OrderItem
from tests.proofs.processes import Sandboxes, Worker, soon
from tests.proofs.reckoning import books_balance, orders_agree
from tests.proofs.shops import open_shop


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "rounds", [20, pytest.param(200, marks=[pytest.mark.prove, pytest.mark.timeout(1800)])], ids=["some", "all"]
)
def test_an_order_that_arrives_three_ways_at_once_is_one_order(
    store: Store, sandboxes: Sandboxes, workers: Callable[..., Worker], rounds: int
) -> None:
    sandboxes.fresh("ozon", products=60)  # enough on its shelves for every round
    shop = open_shop(store, sandboxes, "ozon")
    hook = f"/hooks/ozon/{shop.webhook_token}/"
    poll, button, pushed = [workers().ready() for _ in range(3)]
    for number in range(rounds):
        quantity = 1 + number % 2
        sold = sandboxes.control("ozon", "sell", {"quantity": quantity})["orders"][0]["id"]
        message = {"message_type": "TYPE_NEW_POSTING", "posting_number": sold, "seller_id": 1001, "products": []}
        at = soon()
        poll.tell("run", at=at, connection=str(shop.pk), kind="orders", cause="schedule")
        button.tell("run", at=at, connection=str(shop.pk), kind="orders", options={"remote_ids": [sold]})
        pushed.tell("push", at=at, path=hook, body=json.dumps(message), process=True)
        answers = [worker.hear() for worker in (poll, button, pushed)]
        assert [answer and answer.get("status") for answer in answers] == ["completed", "completed", 200], answers
        assert MarketplaceOrder.all_objects.filter(connection=shop, marketplace_order_id=sold).count() == 1
        order = Order.all_objects.get(connection=shop, channel_order_id=sold)
        item = OrderItem.all_objects.get(order=order)
        held = Reservation.all_objects.filter(order_item_id=item.pk).aggregate(units=Sum("asked"))["units"]
        assert (item.quantity, held) == (quantity, quantity)
    whole = MarketplaceOrder.objects.filter(connection=shop, parent_remote_id="")  # split parts share an order
    assert Order.objects.filter(connection=shop).count() == whole.count()
    books_balance(store.pk)
    orders_agree(shop, sandboxes)
