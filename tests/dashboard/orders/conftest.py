"""A shop with an order or two, for the tests of the order pages."""

import pytest

from marketplaces.models import Connection
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


@pytest.fixture
def order(shop: Connection) -> Order:
    """One line of three units, all reserved."""
    made = world.order(shop, quantity=3)
    world.reserve(made.items.get(), world.variant(shop.store), granted=3)
    return made
