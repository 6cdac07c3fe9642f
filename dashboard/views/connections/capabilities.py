"""The table of what each marketplace can do, as the page of connections draws it."""

from __future__ import annotations

from typing import Any

from dashboard.kinds import Kind
from marketplaces.services import matrix


def table() -> dict[str, Any]:
    """Head and rows."""
    rows = [
        {"kind": Kind.of(row.kind), "cells": row.cells, "several": row.several, "way": row.way} for row in matrix.rows()
    ]
    return {"heads": [str(word) for word, _able in matrix.COLUMNS], "rows": rows}
