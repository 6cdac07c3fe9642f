"""The benchmarks against the practice marketplaces run, in small: two of them, a few listings and orders."""

import math
from collections.abc import Iterator

import pytest

from benchmarks import bench_outbound_stock, bench_pull_orders, bench_push_all
from benchmarks.practice import each_alone
from benchmarks.result import Result, at_least
from marketplaces.sandbox.server import Running, Sandbox

pytestmark = pytest.mark.django_db(transaction=True)
CODES = ("ebay", "fourseller")


@pytest.fixture
def url() -> Iterator[str]:
    with Running(Sandbox(None, codes=CODES)).in_background() as server:
        yield server.url


def told(results: list[Result]) -> dict[str, Result]:
    broken = [each for each in results if "broke" in each.unit or not math.isfinite(each.ratio)]
    assert not broken
    return {each.job: each for each in results}


def test_stock_told_to_one_after_the_other_is_held_against_each_ones_limit(url: str) -> None:
    results = told(list(bench_outbound_stock.run(url, listings=20, seconds=2)))
    assert [(job, each.measured, each.limit) for job, each in results.items()] == [
        (f"outbound_stock_{code}", 20, 20) for code in CODES
    ]


def test_stock_told_to_all_at_once_has_a_line_for_each_and_one_for_the_slowest(url: str) -> None:
    results = told(list(bench_push_all.run(url, listings=20, seconds=2)))
    assert [*results] == [*(f"push_all_{code}" for code in CODES), "push_all"]
    assert results["push_all"].measured == 20


def test_orders_read_are_held_against_the_nearer_of_two_bounds_that_are_both_told(url: str) -> None:
    results = told(list(bench_pull_orders.run(url, orders=20, seconds=2)))
    lines = ("", "_limit", "_database", "_cpu")
    assert [*results] == [f"pull_orders_{code}{what}" for code in CODES for what in lines]
    assert all(each.measured > 0 for each in results.values())
    for code in CODES:
        held, limit, database = (results[f"pull_orders_{code}{what}"] for what in lines[:3])
        assert held.ratio == max(limit.ratio, database.ratio)
        assert (held.goal, limit.goal, database.goal) == (0.95, None, None)


def test_one_that_breaks_is_a_line_that_is_not_good_and_the_next_is_measured(capsys: pytest.CaptureFixture) -> None:
    def work(code: str) -> Iterator[Result]:
        if code == "ebay":
            raise SystemExit("ebay: 1 of 2 calls were refused")
        yield at_least(f"job_{code}", 1, 1, goal=1, unit="")

    broken, good = each_alone(CODES, "job", work, goal=0.95)
    assert (broken.job, broken.good, broken.unit) == ("job_ebay", False, "broke: ebay: 1 of 2 calls were refused")
    assert (good.job, good.good) == ("job_fourseller", True)
    assert "SystemExit" in capsys.readouterr().err
