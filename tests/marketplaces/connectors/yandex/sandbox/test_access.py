"""Keys, scopes, shops of others, and limits that every answer tells."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from .hub import API_KEY, LIST, SHOP, Hub, said

STOCKS = f"/v2/campaigns/{SHOP}/offers/stocks"


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({}, "not specified"),
        ({"Api-Key": f"Bearer {API_KEY}"}, "prefix"),
        ({"Api-Key": "ACMA:onlytwo"}, "format"),
        ({"Api-Key": "ACMA:un:known"}, "invalid"),
        ({"Api-Key": API_KEY, "Authorization": "Bearer y0_old"}, "OAuth"),
    ],
)
def test_a_wrong_key_is_told_what_is_wrong_with_it(hub: Hub, headers: dict[str, str], words: str) -> None:
    answer = hub.call("POST", "/v2/auth/token", headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (401, "ERROR")
    assert words in said(answer)


def test_a_key_knows_its_scopes_and_shops(hub: Hub) -> None:
    assert hub.call("POST", "/v2/auth/token").json()["result"]["apiKey"]["authScopes"] == ["ALL_METHODS"]
    shops = hub.call("GET", "/v2/campaigns").json()["campaigns"]
    assert [(each["id"], each["placementType"]) for each in shops] == [
        (21000001, "FBS"), (21000002, "DBS"), (21000003, "FBY"),
    ]  # fmt: skip


def test_a_key_that_only_reads_changes_nothing(hub: Hub) -> None:
    key = "ACMA:reads:only"
    hub.control("key", {"key": key, "scopes": ["OFFERS_AND_CARDS_MANAGEMENT_READ_ONLY"]})
    hub.headers = {"Api-Key": key}
    assert hub.call("POST", STOCKS, {}).status_code == 200
    row = {"sku": "ORI-LMP-BRS", "items": [{"count": 1}]}
    assert hub.call("PUT", STOCKS, {"skus": [row]}).status_code == 403
    assert hub.call("POST", LIST, {}).status_code == 403


def test_shops_of_others_stay_closed(hub: Hub) -> None:
    assert hub.call("POST", "/v2/campaigns/21000009/offers/stocks", {}).status_code == 403
    assert hub.call("POST", "/v1/businesses/5002/orders", {}).status_code == 403


def test_a_shop_that_is_switched_off_says_so(hub: Hub) -> None:
    hub.control("shop", {"availability": "DISABLED_BY_INACTIVITY"})
    answer = hub.call("POST", STOCKS, {})
    assert answer.status_code == 403
    assert "DISABLED_BY_INACTIVITY" in said(answer)


def test_every_answer_tells_the_limit(hub: Hub) -> None:
    first = hub.call("GET", "/v2/campaigns")
    second = hub.call("GET", "/v2/campaigns")
    left = [int(each.headers["X-RateLimit-Resource-Remaining"]) for each in (first, second)]
    assert left[0] - left[1] == 1
    assert first.headers["X-RateLimit-Resource-Limit"] == "1000"
    assert first.headers["X-RateLimit-Resource-Until"].endswith("GMT")


def test_a_used_up_window_answers_420_until_it_ends(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    answers = [hub.call("POST", "/v2/auth/token").status_code for _ in range(101)]
    assert answers == [200] * 100 + [420]
    hub.control("clock", {"advance": 3600})
    assert hub.call("POST", "/v2/auth/token").status_code == 200


def test_stock_is_counted_in_rows(hub: Hub) -> None:
    sku = hub.sellable()
    hub.call("PUT", STOCKS, {"skus": [{"sku": sku, "items": [{"count": 1}]}] * 7})
    answer = hub.call("PUT", STOCKS, {"skus": [{"sku": sku, "items": [{"count": 1}]}]})
    assert answer.headers["X-RateLimit-Resource-Remaining"] == str(100_000 - 8)


def test_four_calls_at_once_are_as_many_as_go(hub: Hub) -> None:
    hub.control("limits", {"enabled": True})
    hub.control("faults", {"kind": "slow", "seconds": 0.4, "times": 8})
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: hub.call("POST", STOCKS, {}), range(8)))
    refused = [answer for answer in answers if answer.status_code == 420]
    assert 1 <= len(refused) <= 4
    assert "4 parallel requests for campaignId 21000001" in said(refused[0])


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/v2/auth/token", 405), ("GET", "/v2/nowhere", 404), ("DELETE", LIST, 405)]
)
def test_a_call_that_is_not_there_is_refused(hub: Hub, method: str, path: str, status: int) -> None:
    assert hub.session.request(method, f"{hub.url}{path}", headers=hub.headers, timeout=10).status_code == status
