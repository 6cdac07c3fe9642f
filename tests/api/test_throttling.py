"""A token that calls too often is told to wait; the others are not."""

from __future__ import annotations

from typing import Any

import pytest

from marketplaces.models import RateBucket
from tests.api.conftest import PROBLEM, Program, program
from tests.dashboard.conftest import Cast

PATH = "/api/v1/marketplaces/"


@pytest.fixture
def few(settings: Any) -> None:
    settings.API_BURST, settings.API_CALLS_PER_MINUTE = 3, 6


def test_a_burst_passes_and_what_is_over_it_waits(few: None, owner: Program) -> None:
    statuses = [owner.get(PATH).status for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    answer = owner.get(PATH)
    assert answer.kind == PROBLEM and 1 <= int(answer.headers["Retry-After"]) <= 11


def test_each_token_has_its_own_pace(few: None, owner: Program, cast: Cast) -> None:
    for _ in range(4):
        owner.get(PATH)
    assert owner.get(PATH).status == 429
    assert program(cast.store, cast.owner).get(PATH).status == 200


def test_it_goes_on_when_the_time_has_come(few: None, owner: Program) -> None:
    for _ in range(4):
        owner.get(PATH)
    from marketplaces.services import own_connection

    own_connection.run(lambda c: c.execute("UPDATE rate_buckets SET tat = tat - interval '11 seconds'"))
    assert owner.get(PATH).status == 200
    assert owner.get(PATH).status == 429
    assert RateBucket.objects.filter(key__startswith="api:").exists()
