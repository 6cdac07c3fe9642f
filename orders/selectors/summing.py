"""Adds orders up in one pass of the database, by currency and whatever else is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, F, Func, IntegerField, Q, QuerySet, Value

from core.models import Store
from core.period import Period
from orders.models import Order
from orders.selectors.standing import LEFT_OUT, SOLD, standing, with_columns
from orders.selectors.terms import PARTS

COLUMNS = ("currency", "standing", "total", "refund", "fee", "cancelled_amount", "refund_estimated", "status")
# What is grouped is hidden behind OFFSET 0, and standings are told apart by filters: else the planner takes bars and
# standings for as many groups as there are orders, and sorts all of them on disk instead of keeping a few hundred sums.
SQL = """
SELECT currency, {keys} count(*) FILTER (WHERE is_sold) AS orders,
       coalesce(sum(total) FILTER (WHERE is_sold), 0) AS gross,
       coalesce(sum(cancelled_amount) FILTER (WHERE is_sold), 0) AS cancelled,
       coalesce(sum(refund) FILTER (WHERE is_sold), 0) AS refunds,
       coalesce(sum(refund) FILTER (WHERE is_sold AND is_part_refunded), 0) AS part_refunds,
       coalesce(sum(refund) FILTER (WHERE is_sold AND refund_estimated), 0) AS estimated_refunds,
       coalesce(sum(fee) FILTER (WHERE is_sold), 0) AS kept,
       coalesce(sum(fee) FILTER (WHERE is_sold AND is_estimated), 0) AS estimated_fees,
       coalesce(sum(total) FILTER (WHERE is_sold AND is_untold), 0) AS untold_gross, {parts}, {left}
FROM ({orders} OFFSET 0) placed GROUP BY currency {grouped}
"""
PART = "count(*) FILTER (WHERE is_sold AND is_{0}) AS {0}"
LEFT = """
    count(*) FILTER (WHERE standing = '{0}') AS left_{0},
    coalesce(sum(total) FILTER (WHERE standing = '{0}'), 0) AS left_{0}_gross
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
    """One row per currency and keys, with the names of `Sums`; what is left out is in `left_…`, by standing."""
    marked = rows.annotate(
        is_sold=_holds(Q(standing=SOLD)), **{f"is_{name}": _holds(part) for name, part in PARTS.items()}
    )
    columns = (*COLUMNS, *keys, "is_sold", *(f"is_{name}" for name in PARTS))
    inner, params = marked.values(*columns).query.sql_with_params()
    sql = SQL.format(
        keys="".join(f"{key}, " for key in keys),
        parts=", ".join(PART.format(name) for name in PARTS),
        left=", ".join(LEFT.format(name) for name in LEFT_OUT),
        orders=inner,
        grouped="".join(f", {key}" for key in keys),
    )
    return read(sql, params)


def _holds(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def read(sql: str, params: Any) -> Sequence[Mapping[str, Any]]:
    """The rows of a statement by name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
