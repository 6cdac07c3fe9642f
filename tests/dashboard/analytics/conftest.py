"""A shop that sold a little, for the tests of Analytics."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplaces.models import Connection
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def sold(shop: Connection, total: object = 100, *, days: int = 1, **fields: object) -> Order:
    """An order placed so many days ago."""
    placed = timezone.now() - timedelta(days=days)
    return world.order(shop, **{"total": total, "currency": "EUR", "ordered_at": placed, **fields})
