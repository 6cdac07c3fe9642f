"""The world of the fulfilment tests."""

import pytest

from tests.orders.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A store with a shop and a shelf."""
    return make_world()
