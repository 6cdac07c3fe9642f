"""What `make bench` prints: a ratio that is better when larger, a table for people, a line of JSON per job."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from benchmarks.__main__ import jobs, main
from benchmarks.calls import limits_on, most
from benchmarks.result import Result, at_least, at_most, table
from marketplaces.sandbox.limits import Bucket, Quota, told

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_a_share_of_the_limit_is_good_from_its_goal_on() -> None:
    assert at_least("ingest", 80, 100, goal=0.8, unit="orders/s").good
    assert not at_least("ingest", 79, 100, goal=0.8, unit="orders/s").good
    assert at_least("mapping", 1, 100, goal=None, unit="orders/s").good


def test_what_must_be_small_is_good_while_it_fits_into_the_limit() -> None:
    assert at_most("warm_web", 0.75, 1.5, unit="s").ratio == 2.0
    assert not at_most("memory", 161, 160, unit="MB").good


def test_the_line_of_a_job_has_the_names_that_people_script() -> None:
    line = json.loads(at_least("ingest", 50.0, 100, goal=0.8, unit="orders/s").line())
    assert line == {"job": "ingest", "measured": 50.0, "limit": 100, "ratio": 0.5, "goal": 0.8, "unit": "orders/s"}


def test_the_table_names_what_missed_its_goal() -> None:
    good, bad = (Result(job=name, measured=1, limit=1, ratio=ratio, goal=1.0) for name, ratio in (("a", 1), ("b", 0.5)))
    rows = table([good, bad]).splitlines()
    assert rows[1].rstrip().endswith("good")
    assert rows[2].rstrip().endswith("MISSED")


def test_every_headline_job_is_found() -> None:
    assert jobs() == [
        "demo", "digital", "goods_lists", "import", "ingest_orders", "ingest_products", "mapping", "one_process",
        "order_list", "outbound_stock", "pull_orders", "push_all", "webhook_in",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "rates"),
    [
        ("POST", "/v2/products/stocks", [1.3, 10]),
        ("PUT", "/v2/shops/77/stocks", [20, 10]),
        ("POST", "/v2/shops/77/stocks", [10]),
        ("PUT", "/v2/shops/77/stocks/9", [10]),
    ],
)
def test_an_operation_is_held_against_its_own_limit_and_that_of_all(method: str, path: str, rates: list[float]) -> None:
    own = {"POST /v2/products/stocks": {"rate": 1.3}, "PUT /v2/shops/{shop}/stocks": {"rate": 20}}
    found = limits_on({"limits": {"operations": own, "overall": {"rate": 10}}}, method, path)
    assert [limit["rate"] for limit in found] == rates


def test_a_bucket_lets_its_burst_through_and_what_flows_into_it_meanwhile() -> None:
    assert most(told(Bucket(rate=2, burst=5)), NOON, 30) == 5 + 2 * 30


@pytest.mark.parametrize(("second", "windows"), [(0, 1), (29, 1), (31, 2)])
def test_a_fixed_window_lets_all_of_itself_through_and_the_next_one_as_well(second: int, windows: int) -> None:
    assert most(told(Quota(amount=100, seconds=60)), NOON.replace(second=second), 30) == 100 * windows


def test_a_benchmark_that_breaks_is_a_line_that_is_not_good_beside_those_that_it_had_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    said = at_least("lists", 2, 1, goal=1, unit="x").line()
    ends = {"lists": (1, f"{said}\n"), "import": (0, f"{said}\n")}

    def run(command: list[str], **_more: object) -> object:
        code, out = ends[command[-1].rpartition("bench_")[2]]
        return subprocess.CompletedProcess(command, code, stdout=out)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "argv", ["benchmarks", "lists", "import"])
    assert main() == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert [(row["job"], row["ratio"]) for row in rows] == [("lists", 2.0), ("lists", 0), ("lists", 2.0)]
