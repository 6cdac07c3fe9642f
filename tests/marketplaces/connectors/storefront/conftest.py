"""The practice shop, a connector in front of it, and a hub on loopback behind it."""

from collections.abc import Iterator

import pytest

from marketplaces.sandbox.server import running
from tests.conftest import shared
from tests.contract.shop import Shop

from .desk import MemoryDesk
from .exercise import hub as listening_hub
from .hub import Hub
from .samples import desk as fresh_desk


@pytest.fixture(scope="package")
def practice() -> Iterator[str]:
    with running(None, codes=["storefront"]) as server:
        yield server.url


@pytest.fixture
def shop(practice: str) -> Iterator[Shop]:
    shared("tools/wirecheck")
    made = Shop("storefront", practice).fresh().judged()
    yield made
    made.close()
    assert made.violations == []


@pytest.fixture
def hub(shop: Shop) -> Iterator[Hub]:
    """Registered with the practice shop."""
    with listening_hub(shop) as made:
        shop.control("webhook", {"url": made.url})
        yield made
        shop.control("webhook", method="DELETE")
    assert made.violations == []
    assert made.lenient == []


@pytest.fixture
def desk() -> MemoryDesk:
    return fresh_desk()
