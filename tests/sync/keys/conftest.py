"""The practice supplier over real HTTP, and a store that buys there."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from marketplaces.sandbox.server import running
from tests.sync.keys.supply import SUPPLIER, Supply, make_supply


@pytest.fixture(scope="module")
def practice() -> Iterator[str]:
    with running(None, codes=[SUPPLIER]) as server, override_settings(SANDBOX_URL=server.url):
        yield f"{server.url}/{SUPPLIER}"


@pytest.fixture
def supply(practice: str, transactional_db: None, unpaced: None) -> Supply:
    made = make_supply(practice)
    made.desk("limits", {"enabled": False})
    made.desk("pace", {"seconds": 0})
    made.desk("lose", {"times": 0})
    return made
