"""The suite that every connector inherits: `class TestAcme(ConnectorContract): code = "acme"` is the whole file."""

from collections.abc import Iterator
from typing import ClassVar

import pytest

from marketplaces.sandbox.server import Running, Sandbox
from tests.conftest import shared
from tests.contract.declaration import Declaration
from tests.contract.exercise import exercise
from tests.contract.pushes import Pushes
from tests.contract.reading import Reading
from tests.contract.shop import Shop
from tests.contract.trouble import Trouble
from tests.contract.wire import expected_operations
from tests.contract.writing import Writing


class ConnectorContract(Declaration, Reading, Writing, Trouble, Pushes):
    """A shop of the practice marketplace for each test; every exchange on the way is held against the documents."""

    code: ClassVar[str]

    @pytest.fixture(scope="class")
    @classmethod
    def practice(cls) -> Iterator[str]:
        """Where the practice marketplace listens."""
        code = cls.code
        sandbox = Sandbox(None, codes=[code])
        if code not in sandbox.emulators:
            pytest.fail(f"Write marketplaces/connectors/{code}/sandbox from the documents first.")
        with Running(sandbox).in_background() as server:
            yield server.url

    @pytest.fixture
    def shop(self, practice: str) -> Iterator[Shop]:
        shared("tools/wirecheck")
        shop = Shop(self.code, practice).fresh().judged()
        yield shop
        shop.close()
        assert shop.violations == []

    @pytest.mark.wirecheck
    def test_every_declared_operation_is_as_documented(self, shop: Shop) -> None:
        exercise(shop)
        assert expected_operations(self.code) - {name for name, _status in shop.exchanges} == set()
