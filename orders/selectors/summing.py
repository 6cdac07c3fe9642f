"""Adds orders up in one pass of the database, by currency, standing and whatever else is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, F, Func, IntegerField, QuerySet, Value

from core.models import Store
from core.period import Period
from orders.models import Order
from orders.selectors.standing import standing, with_columns
from orders.selectors.terms import PARTS

COLUMNS = ("currency", "standing", "total", "refund", "fee")
# What is grouped is hidden behind OFFSET 0: else the planner takes the bars for as many groups as there are moments,
# and sorts every order on disk instead of keeping a few hundred sums in memory.
SQL = """
SELECT currency, standing, {keys} count(*) AS orders, sum(total) AS gross, sum(refund) AS refunds,
       coalesce(sum(fee), 0) AS kept, coalesce(sum(fee) FILTER (WHERE is_estimated), 0) AS estimated_fees,
       coalesce(sum(total) FILTER (WHERE is_untold), 0) AS untold_gross, {parts}
FROM ({orders} OFFSET 0) placed GROUP BY currency, standing {grouped}
"""


class Slot(Func):
    """The bar that a moment falls into, counted from one; the same edges as in Python, so no day is cut twice."""

    function = "width_bucket"
    output_field = IntegerField()

    def __init__(self, period: Period) -> None:
        super().__init__(F("ordered_at"), Value(period.edges(), output_field=ArrayField(DateTimeField())))


def placed(store: Store, period: Period, practice: Sequence[UUID]) -> QuerySet[Order]:
    """The orders placed in a period, with the columns that figures speak of."""
    rows = Order.objects.filter(store=store, ordered_at__gte=period.start, ordered_at__lt=period.end)
    return with_columns(rows).annotate(standing=standing(practice)).order_by()


def summed(rows: QuerySet[Order, Any], *keys: str) -> Sequence[Mapping[str, Any]]:
    """One row per currency, standing and keys, with the names of `Sums`."""
    marked = rows.annotate(
        **{f"is_{name}": ExpressionWrapper(part, output_field=BooleanField()) for name, part in PARTS.items()}
    )
    inner, params = marked.values(*COLUMNS, *keys, *(f"is_{name}" for name in PARTS)).query.sql_with_params()
    parts = ", ".join(f"count(*) FILTER (WHERE is_{name}) AS {name}" for name in PARTS)
    listed = "".join(f"{key}, " for key in keys)
    grouped = "".join(f", {key}" for key in keys)
    return read(SQL.format(keys=listed, parts=parts, orders=inner, grouped=grouped), params)


def read(sql: str, params: Any) -> Sequence[Mapping[str, Any]]:
    """The rows of a statement by name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
