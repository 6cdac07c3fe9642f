"""The world of the news: a store with a shop and a shelf."""

import pytest

from tests.orders.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()
