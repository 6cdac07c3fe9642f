"""A shop with an order: three units, all reserved."""

from __future__ import annotations

import pytest

from marketplaces.models import Connection
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/orders/"


@pytest.fixture
def quiet(cast: Cast) -> Connection:
    """A shop that nobody calls."""
    return world.connection(cast.store)


@pytest.fixture
def order(quiet: Connection) -> Order:
    made = world.order(quiet, quantity=3, customer_email="kate@example.org")
    world.reserve(made.items.get(), world.variant(quiet.store), granted=3)
    return made
