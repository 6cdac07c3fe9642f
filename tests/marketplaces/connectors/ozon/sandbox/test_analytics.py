"""Figures as Ozon gives them: grouped as asked, dear ones for Premium, one call a minute."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import Hub

PATH = "/v1/analytics/data"
SECOND = {"Client-Id": "1002", "Api-Key": "sandbox-ozon-key-1002"}


def asked(**more: Any) -> dict[str, Any]:
    return {
        "date_from": "2026-08-01", "date_to": "2026-10-20", "metrics": ["revenue", "ordered_units"],
        "dimension": ["sku", "day"], "limit": 1000, "offset": 0,
    } | more  # fmt: skip


def test_rows_add_up_to_the_totals_and_pages_to_the_whole(hub: Hub) -> None:
    whole = hub.call(PATH, asked()).json()["result"]
    assert len(whole["data"]) > 4
    assert round(sum(row["metrics"][1] for row in whole["data"])) == whole["totals"][1]
    first, rest = (hub.call(PATH, asked(**page)).json()["result"]["data"] for page in ({"limit": 3}, {"offset": 3}))
    assert first + rest == whole["data"]


def test_a_coarser_grouping_tells_the_same_units(hub: Hub) -> None:
    by_day, by_month = (hub.call(PATH, asked(dimension=[each])).json()["result"] for each in ("day", "month"))
    assert by_day["totals"] == by_month["totals"] and len(by_day["data"]) > len(by_month["data"])


def test_what_buyers_looked_at_needs_premium(hub: Hub) -> None:
    dear = asked(metrics=["hits_view", "ordered_units"])
    assert hub.call(PATH, dear).status_code == 200
    assert hub.call(PATH, dear, headers=SECOND).status_code == 403
    assert hub.call(PATH, asked(), headers=SECOND).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"limit": 1001}, {"limit": 0}, {"metrics": []}, {"date_from": "soon"}, {"date_from": "2026-11-01"}],
)
def test_a_wrong_question_is_refused(hub: Hub, wrong: dict[str, Any]) -> None:
    assert hub.call(PATH, asked(**wrong)).status_code == 400


def test_a_second_call_within_the_minute_is_refused(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    assert [hub.call(PATH, asked()).status_code for _ in range(2)] == [200, 429]
    hub.control("clock", {"now": "2026-10-20T12:01:01Z"})
    assert hub.call(PATH, asked()).status_code == 200
