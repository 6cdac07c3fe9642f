"""The sales funnel as the documents tell it: periods, pages, order, and who may ask how often."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from .test_practice import Hub, hub, practice  # noqa: F401

PATH = "/api/analytics/v3/sales-funnel/products"


def asked(hub: Hub, **more: Any) -> dict[str, Any]:  # noqa: F811
    now = datetime.fromisoformat(hub.control("clock")["now"])
    first, last = ((now - timedelta(days=days)).date().isoformat() for days in (300, -1))
    return {"selectedPeriod": {"start": first, "end": last}, "limit": 1000} | more


def rows(hub: Hub, **more: Any) -> list[dict[str, Any]]:  # noqa: F811
    answer = hub.ask("POST", PATH, asked(hub, **more))
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["currency"] == "RUB"
    return list(answer.json()["data"]["products"])


def selected(row: dict[str, Any]) -> dict[str, Any]:
    return dict(row["statistic"]["selected"])


def test_every_card_is_told_and_all_orders_are_counted(hub: Hub) -> None:  # noqa: F811
    found = rows(hub)
    every = {"settings": {"filter": {"withPhoto": -1}, "cursor": {"limit": 100}}}
    cards = hub.ask("POST", "/content/v2/get/cards/list", every).json()["cards"]
    assert sorted(row["product"]["nmId"] for row in found) == sorted(card["nmID"] for card in cards)
    before = sum(selected(row)["orderCount"] for row in found)
    hub.new()
    assert sum(selected(row)["orderCount"] for row in rows(hub)) == before + 1


def test_pages_add_up_in_the_order_asked(hub: Hub) -> None:  # noqa: F811
    order = {"field": "orderSum", "mode": "desc"}
    whole = rows(hub, orderBy=order)
    sums = [selected(row)["orderSum"] for row in whole]
    assert sums == sorted(sums, reverse=True) and sums[0] > 0
    assert rows(hub, orderBy=order, limit=8) + rows(hub, orderBy=order, limit=100, offset=8) == whole
    one = whole[0]["product"]["nmId"]
    assert [row["product"]["nmId"] for row in rows(hub, nmIds=[one])] == [one]


@pytest.mark.parametrize(
    "wrong",
    [
        {"selectedPeriod": None}, {"selectedPeriod": {"start": "soon", "end": "2026-10-01"}},
        {"selectedPeriod": {"start": "2019-01-01", "end": "2019-01-02"}},
        {"limit": 0}, {"limit": 1001}, {"offset": -1}, {"nmIds": ["1"]}, {"nmIds": [1] * 1001},
        {"orderBy": {"field": "openCard"}}, {"orderBy": {"field": "luck", "mode": "asc"}}, {"tagIds": 3},
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused_with_a_title_and_a_detail(hub: Hub, wrong: dict[str, Any]) -> None:  # noqa: F811
    answer = hub.ask("POST", PATH, asked(hub, **wrong))
    assert answer.status_code == 400
    assert {"title", "detail", "requestId", "origin"} <= answer.json().keys()


def test_a_token_of_other_categories_is_not_answered(hub: Hub) -> None:  # noqa: F811
    hub.control("token", {"categories": ["content", "marketplace"]})
    assert hub.ask("POST", PATH, asked(hub)).status_code == 403


def test_three_calls_may_go_at_once_and_a_fourth_has_to_wait(hub: Hub) -> None:  # noqa: F811
    body = asked(hub)
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    assert [hub.ask("POST", PATH, body).status_code for _ in range(4)] == [200, 200, 200, 429]
