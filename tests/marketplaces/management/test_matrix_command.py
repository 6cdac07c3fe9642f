"""The capability matrix is what the connectors declare: on the page, in the docs, for every marketplace."""

from pathlib import Path

import pytest
from django.conf import settings

from dashboard.views.connections.capabilities import table
from marketplaces.framework import registry
from marketplaces.management.commands.matrix import written
from marketplaces.services import matrix

DOCS = Path(settings.BASE_DIR) / "docs" / "matrix.md"


def test_the_docs_say_what_the_connectors_declare() -> None:
    assert DOCS.read_text() == written(), "A connector can do something else now: `make matrix` writes the page anew."


@pytest.mark.parametrize("kind", registry.connectors(), ids=lambda kind: kind.code)
def test_a_cell_is_filled_where_any_of_its_capabilities_is_declared(kind: type) -> None:
    row = next(row for row in matrix.rows() if row.kind is kind)
    for cell, (_word, any_of) in zip(row.cells, matrix.COLUMNS, strict=True):
        assert bool(cell) == bool(any_of & kind.capabilities)
        assert (cell == "file") <= (kind.publication is not None)


def test_the_page_has_every_marketplace_and_column() -> None:
    drawn = table()
    assert [row["kind"].code for row in drawn["rows"]] == [kind.code for kind in registry.connectors()]
    assert {len(row["cells"]) for row in drawn["rows"]} == {len(drawn["heads"])}
    assert "Products out" in drawn["heads"]
