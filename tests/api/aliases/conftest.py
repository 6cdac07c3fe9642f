"""The practice marketplaces, a shop connected to one, and the requests as the documents print them."""

from __future__ import annotations

import pytest

from marketplaces.models import Connection
from marketplaces.sandbox.server import Running
from tests.dashboard import shops
from tests.dashboard.conftest import Cast
from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]


@pytest.fixture
def shop(cast: Cast, practice: Running) -> Connection:
    """A shop at the practice Ozon."""
    return shops.ozon(cast.store, practice)
