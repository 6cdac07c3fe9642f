"""Wishes to cancel, as the documents tell them."""

from __future__ import annotations

from .hub import Hub

LIST = "/v2/conditional-cancellation/list"


def wish(hub: Hub) -> int:
    number = hub.control("sell", {"scheme": "rfbs"})["orders"][0]["id"]
    return int(hub.control("ask_to_cancel", {"order": number})["request"])


def test_they_are_listed_by_state_and_posting_page_by_page(hub: Hub) -> None:
    first, second = wish(hub), wish(hub)
    page = hub.call(LIST, {"limit": 1, "filters": {"state": "ON_APPROVAL"}, "with": {"counter": True}}).json()
    assert ([row["cancellation_id"] for row in page["result"]], page["counter"]) == ([first], 2)
    rest = hub.call(LIST, {"limit": 1, "last_id": page["last_id"]}).json()
    assert ([row["cancellation_id"] for row in rest["result"]], rest["last_id"]) == ([second], 0)
    number = rest["result"][0]["posting_number"]
    named = hub.call(LIST, {"limit": 10, "filters": {"posting_number": [number], "state": "ALL"}}).json()["result"]
    assert [row["cancellation_id"] for row in named] == [second]


def test_each_is_answered_once_and_a_no_says_why(hub: Hub) -> None:
    number = wish(hub)
    assert hub.call("/v2/conditional-cancellation/reject", {"cancellation_id": number}).status_code == 400
    assert hub.call("/v2/conditional-cancellation/reject", {"cancellation_id": number, "comment": "sent"}).ok
    assert hub.call("/v2/conditional-cancellation/approve", {"cancellation_id": number}).status_code == 400
    assert hub.call("/v2/conditional-cancellation/approve", {"cancellation_id": 5}).status_code == 404
    (row,) = hub.call(LIST, {"limit": 10}).json()["result"]
    assert (row["state"]["state"], row["approve_comment"]) == ("REJECTED", "sent")


def test_only_buyers_of_an_own_courier_ask(hub: Hub) -> None:
    number = hub.sell()
    answer = hub.session.post(f"{hub.url}/_control/ask_to_cancel", json={"order": number}, timeout=5)
    assert answer.status_code == 400
