"""A buyer with two orders, and who may be the same person."""

import pytest

from marketplaces.models import Connection
from orders.models import Customer
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def buyer(shop: Connection, remote_id: str, **fields: str) -> Customer:
    values = {"name": "Екатерина Соловьёва", "email": "kate@example.org", "phone": "+7 843 555 12 18", **fields}
    return Customer.objects.create(store=shop.store, connection=shop, remote_id=remote_id, **values)


@pytest.fixture
def kate(shop: Connection) -> Customer:
    made = buyer(shop, "b-1")
    world.order(shop, customer=made)
    world.order(shop, customer=made, status="cancelled", total=99)
    world.order(shop, customer=made, currency="THB", total=1180, status="delivered")
    return made
