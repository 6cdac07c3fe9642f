"""A connected shop that nobody calls."""

import pytest

from core.models import Store
from core.services.stores import open_store
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
    """No call waits for a limit: the practice marketplace counts none either. Keeping limits is tested elsewhere."""
    monkeypatch.setattr(DatabaseLimiter, "reserve", lambda *asked, **more: 0.0)
    monkeypatch.setattr(DatabaseLimiter, "spend", lambda *asked, **more: None)
