"""The suite that every connector inherits: `class TestAcme(ConnectorContract): code = "acme"` is the whole file."""

from collections.abc import Iterator
from typing import ClassVar

import pytest

from marketplaces.sandbox.server import Running, Sandbox
from tests.conftest import shared
from tests.contract.declaration import Declaration
from tests.contract.exercise import exercise
from tests.contract.figures import Figures
from tests.contract.locks import Locks
from tests.contract.pushes import Pushes
from tests.contract.reading import Reading
from tests.contract.repeats import Repeats
from tests.contract.rights import Rights
from tests.contract.shop import Shop
from tests.contract.trouble import Trouble
from tests.contract.walks import Walks
from tests.contract.wire import expected_operations
from tests.contract.writing import Writing


class ConnectorContract(Declaration, Reading, Walks, Figures, Writing, Repeats, Trouble, Rights, Locks, Pushes):
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

    @pytest.fixture
    def quick(self, practice: str) -> Iterator[Shop]:
        """For long walks over calls that other checks hold against the documents: that costs nine tenths of a walk."""
        shop = Shop(self.code, practice).fresh()
        yield shop
        shop.close()

    @pytest.mark.wirecheck
    def test_every_declared_operation_is_as_documented(self, shop: Shop) -> None:
        exercise(shop)
        assert expected_operations(self.code) - {name for name, _status in shop.exchanges} == set()
