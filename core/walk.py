"""A page of the rows that meet a condition, looked for among the next rows of a list before an index is asked.

A 3-gram index fetches every row with a common word, a second for a hundred thousand, to show 25 of them. Among the next
rows of the list a page of them is found soon; how soon, the first few tell, and where it is not, the index is quick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from core.keyset import Keyset, Page, Sought

#: So many rows are looked at to see how common it is, and so many at most: two milliseconds, and twenty.
FEW, MOST = 400, 6_000
#: A page may come thrice as late as the first few let one think.
CARE = 3
#: The index is asked in the same breath, but only where the first few say that it is the quicker one.
LOOK = """
WITH near AS MATERIALIZED ({near}),
told AS (SELECT count(*) AS walked, count(*) FILTER (WHERE near.is_found) AS found FROM near)
SELECT told.walked, ARRAY(SELECT near.id FROM near WHERE near.is_found),
       CASE WHEN told.walked = %s AND told.found < %s THEN ARRAY({indexed}) END
FROM told
"""
NOBODY = "SELECT NULL::uuid WHERE false"
LOOK_ON = "SELECT near.id FROM ({near}) AS near WHERE near.is_found LIMIT %s"


def walk(order: Keyset, condition: Q, narrowed: Callable[[QuerySet[Any, Any]], QuerySet[Any, Any]]) -> Keyset:
    """An order by which pages of the rows that meet a condition are found; `narrowed` is all of them by an index."""
    return Walk(order.keys, order=order, condition=condition, narrowed=narrowed)


@dataclass(frozen=True, slots=True)
class Walk(Sought):
    """`narrowed` finds all rows that meet the condition by an index."""

    narrowed: Callable[[QuerySet[Any, Any]], QuerySet[Any, Any]]

    def page(
        self, rows: QuerySet[Any, Any], *, after: str = "", before: str = "", size: int = 25, fields: Sequence[str] = ()
    ) -> Page:
        """As `Keyset.page`: the same rows whichever way they were found."""
        place = {"after": after, "before": before}
        by_index = self.near(self.narrowed(rows), **place, most=size + 1)
        ids = self._walked(rows, place, size + 1, by_index)
        found = self.narrowed(rows) if ids is None else rows.filter(pk__in=ids)
        return Keyset.page(self, found, **place, size=size, fields=fields)

    def _walked(
        self,
        rows: QuerySet[Any, Any],
        place: Mapping[str, str],
        wanted: int,
        by_index: QuerySet[Any, Any] | None = None,
    ) -> list[Any] | None:
        """The ids of a page, fewer only where the list ends; None where it was not found."""
        enough = wanted * FEW / MOST
        near, values = self.marked(rows, place, FEW)
        indexed, more = _sql(by_index.values("id")) if by_index is not None else (NOBODY, [])
        with connection.cursor() as cursor:
            cursor.execute(LOOK.format(near=near, indexed=indexed), [*values, FEW, enough, *more])
            walked, ids, rare = cursor.fetchone()
            if len(ids) >= wanted or walked < FEW:
                return list(ids[:wanted])
            if len(ids) < enough:
                return rare if by_index is not None else None
            near, values = self.marked(rows, place, min(MOST, CARE * wanted * FEW // len(ids)))
            cursor.execute(LOOK_ON.format(near=near), [*values, wanted])
            ids = [pk for (pk,) in cursor.fetchall()]
        return ids if len(ids) == wanted else None


def _sql(rows: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    sql, values = rows.query.sql_with_params()
    return sql, list(values)
