"""Marking codes as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from fulfillment.models import UnitMark
from marketplaces.canonical.marks import MarkKind, Marks


def marks_of(items: Sequence[UUID]) -> dict[UUID, dict[int, Marks]]:
    """The codes of lines: by line and unit."""
    found: dict[UUID, dict[int, dict[MarkKind, str]]] = {}
    for row in UnitMark.objects.filter(order_item__in=items).order_by("unit", "kind"):
        found.setdefault(row.order_item_id, {}).setdefault(row.unit, {})[MarkKind(row.kind)] = row.code
    return {item: dict(units) for item, units in found.items()}
