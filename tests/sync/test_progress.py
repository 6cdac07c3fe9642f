"""How far a run is said to be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sync.models import MarketplaceSyncLog
from sync.progress import balances, left, percent

NOW = timezone.now()


def run(**fields: Any) -> MarketplaceSyncLog:
    return MarketplaceSyncLog(**{"status": "in_progress", "start_time": NOW - timedelta(seconds=10), **fields})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, None),
        ({"expected_records": 200, "processed_records": 50}, 25),
        ({"expected_records": 200, "processed_records": 300}, 99),
        ({"status": "completed", "total_records": 3}, 100),
        ({"status": "completed"}, None),
        ({"status": "failed", "expected_records": 4, "processed_records": 1}, 25),
    ],
)
def test_percent_is_said_where_the_marketplace_told_how_many(fields: dict[str, Any], said: int | None) -> None:
    assert percent(run(**fields)) == said


def test_the_rest_takes_as_long_as_the_pace_so_far() -> None:
    assert left(run(expected_records=100, processed_records=25), NOW) == 30.0
    assert left(run(expected_records=10, processed_records=25), NOW) == 0.0
    assert left(run(processed_records=25), NOW) is None
    assert left(run(expected_records=100, processed_records=25, status="completed"), NOW) is None


def test_a_sum_that_does_not_hold_is_not_said_to() -> None:
    assert balances(run(total_records=3, created_records=1, updated_records=1, failed_records=1))
    assert not balances(run(total_records=3, created_records=1))
