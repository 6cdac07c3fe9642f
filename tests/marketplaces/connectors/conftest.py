"""The stage that scripted marketplaces play on."""

from collections.abc import Iterator

import pytest

from tests.marketplaces.connectors.remote import Stage


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.shutdown()
    made.server_close()
