"""The ingest benchmarks compare like with like: run small, each side fills the same columns of the same tables."""

import pytest

from benchmarks import bench_ingest_orders, bench_ingest_products
from benchmarks.result import Result
from benchmarks.same_rows import same_rows
from core.models import Store

pytestmark = pytest.mark.django_db(transaction=True)


def jobs(results: list[Result]) -> list[str]:
    return [each.job for each in results]


def test_orders_taken_in_and_orders_written_by_hand_fill_the_same_columns() -> None:
    assert jobs(bench_ingest_orders.run(count=3, size=12)) == ["ingest_orders_fresh", "ingest_orders_repolled"]


def test_products_taken_in_and_products_written_by_hand_fill_the_same_columns() -> None:
    assert jobs(bench_ingest_products.run(count=3, size=12)) == ["ingest_products_fresh", "ingest_products_unchanged"]


def test_a_column_that_one_side_leaves_empty_ends_the_job() -> None:
    for slug in ("a", "b"):
        Store.objects.create(slug=slug, name=slug)
    table = {"stores": "slug = %(slug)s"}
    same_rows(table, {"slug": "a"}, {"slug": "b"})
    with pytest.raises(SystemExit, match="stores: rows 1 against 0"):
        same_rows(table, {"slug": "a"}, {"slug": "c"})
