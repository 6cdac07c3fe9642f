"""Who looked at which key of an order, and why."""

from __future__ import annotations

import pytest

from core.errors import DomainError
from fulfillment.models import LicenseKey
from fulfillment.selectors.key_looks import looks
from fulfillment.services.keys import files, pool, withdrawing
from orders.models import Order, OrderItem
from tests.dashboard.conftest import Cast, cast
from tests.dashboard.keys.test_pages import given, order

__all__ = ["cast", "order"]
pytestmark = pytest.mark.django_db


def test_a_look_and_a_replacement_are_told_the_newest_first_each_once(cast: Cast, order: Order) -> None:
    given(order)
    key = LicenseKey.objects.get(order_item__order=order)
    assert looks([key]) == []
    withdrawing.reveal(key, by="Anna", why="buyer asks: again")
    with pytest.raises(DomainError):
        withdrawing.reveal(key, by="Anna", why="")
    variant = OrderItem.objects.get(order=order).variant
    pool.load(store=cast.store, rows=files.read(b"LUMEN-BBBB-0002", zone=cast.store.zone), variant=variant, by="Anna")
    withdrawing.replace(key, by="Ben", why="it did not work")
    told = looks(list(LicenseKey.objects.filter(order_item__order=order)))
    assert [(each.what, each.who, each.why) for each in told] == [
        ("replaced", "Ben", "it did not work"),
        ("shown", "Anna", "buyer asks: again"),
    ]
    assert {each.mark for each in told} == {key.fingerprint[:6]}
