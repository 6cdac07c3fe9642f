"""A connected shop that nobody calls."""

import pytest

from core.models import Store
from core.services.stores import open_store
from marketplaces.framework.transport import sender
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.limiter import DatabaseLimiter
from marketplaces.services.trial import Tested


@pytest.fixture
def store(db: None) -> Store:
    return open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store


@pytest.fixture
def shop(store: Store) -> Connection:
    values = {"client_id": "1001", "api_key": "key-of-ozon-1001"}
    return connect(store=store, code="ozon", name="Ozon", tested=Tested(code="ozon", values=values))


@pytest.fixture
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """No call waits for a limit, which the practice marketplace does not count either, nor before it is tried again.

    Both have tests of their own; as often as ever it is tried, and a rest that was asked for is kept.
    """
    monkeypatch.setattr(sender, "LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(DatabaseLimiter, "reserve", lambda *asked, **more: 0.0)
    monkeypatch.setattr(DatabaseLimiter, "spend", lambda *asked, **more: None)
