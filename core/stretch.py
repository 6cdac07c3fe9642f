"""A page of the rows with a text of one or two letters, which no index knows: looked for among so many rows at most.

A page with fewer rows than it may has a cursor to where the look ended, so that the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from core.keyset import Keyset, Page, Sought

#: What a 3-gram index can be asked for.
INDEXED = 3
#: Most pages are full after the first few rows; a look at the most takes some fifty milliseconds.
FEW, MOST = 400, 10_000
LOOK = """
WITH near AS MATERIALIZED ({near}), looked AS MATERIALIZED (SELECT * FROM near LIMIT %s)
SELECT (SELECT count(*) FROM looked), ARRAY(SELECT looked.id FROM looked WHERE looked.is_found LIMIT %s),
       (SELECT near.id FROM near LIMIT 1),
       CASE WHEN (SELECT count(*) FROM near) > %s THEN (SELECT looked.id FROM looked OFFSET %s LIMIT 1) END
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How many rows were looked at, what was found, the first looked at, and the last where the list goes on."""

    looked: int
    found: list[UUID]
    first: UUID | None
    last: UUID | None


def stretch(order: Keyset, condition: Q) -> Keyset:
    """An order whose pages hold what meets the condition among the next rows of the list without it."""
    return Stretch(order.keys, order=order, condition=condition)


@dataclass(frozen=True, slots=True)
class Stretch(Sought):
    """What is found is among so many next rows."""

    def page(
        self, rows: QuerySet[Any, Any], *, after: str = "", before: str = "", size: int = 25, fields: Sequence[str] = ()
    ) -> Page:
        """As `Keyset.page`; one that was stopped says after how many rows, and its cursor goes on behind them."""
        place = {"after": after, "before": before}
        look = self._look(rows, place, FEW, size + 1)
        if len(look.found) <= size and look.last:
            look = self._look(rows, place, MOST, size + 1)
        page = Keyset.page(self, rows.filter(pk__in=look.found), **place, size=size, fields=fields)
        if (before or after) and not page.rows and look.first:
            came_from = self._place(rows, look.first)
            page = replace(page, next=came_from) if before else replace(page, earlier=came_from)
        if len(look.found) > size or not look.last:
            return page
        further = self._place(rows, look.last)
        page = replace(page, looked=look.looked)
        return replace(page, earlier=further) if before else replace(page, next=further)

    def _look(self, rows: QuerySet[Any, Any], place: Mapping[str, str], most: int, wanted: int) -> Look:
        near, values = self.marked(rows, place, most + 1)
        with connection.cursor() as cursor:
            cursor.execute(LOOK.format(near=near), [*values, most, wanted, most, most - 1])
            return Look(*cursor.fetchone())

    def _place(self, rows: QuerySet[Any, Any], pk: UUID) -> str:
        return self.cursor(rows.filter(pk=pk).values(*(key.name for key in self.keys)).get())
