"""A shop, and orders that can be packed."""

import pytest

from marketplaces.models import Connection
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


@pytest.fixture
def lamps(shop: Connection) -> list[Order]:
    """Late, soon and next week: three orders for the same lamp."""
    thing = world.variant(shop.store, on_hand=50)
    made = [world.order(shop, quantity=2, ship_by=world.hours(hour)) for hour in (-1, 0.1, 24 * 7)]
    for order in made:
        world.reserve(order.items.get(), thing, granted=2)
    return made


@pytest.fixture
def pair(cast: Cast) -> list[Order]:
    """Two orders of one buyer that could leave in one parcel."""
    shop, of = world.connection(cast.store, "Shop", code="ebay"), world.variant(cast.store)
    made = [world.order(shop), world.order(shop)]
    for each in made:
        world.reserve(each.items.get(), of, granted=1)
    of.stock.update(reserved=2)
    return made
