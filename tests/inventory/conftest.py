"""The world of the inventory tests."""

import pytest

from tests.inventory.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A store with a shop and a place."""
    return make_world()
