"""What Ozon refuses, the practice Ozon refuses: typed from the contract and the swagger."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import API_KEY, YEAR, Hub

LIST = "/v4/posting/fbs/list"
OPEN = "/v4/posting/fbs/unfulfilled/list"
CUTOFF = {"cutoff_from": "2026-10-01T00:00:00Z", "cutoff_to": "2026-11-01T00:00:00Z"}
DELIVERING = {"delivering_date_from": "2026-10-01T00:00:00Z", "delivering_date_to": "2026-11-01T00:00:00Z"}
STOCK = {"offer_id": "ORI-LMP-BRS", "stock": 1, "warehouse_id": 1020001234567}

WRONG: list[tuple[str, Any, str]] = [
    (LIST, {"filter": YEAR, "limit": 101}, "limit"),
    (LIST, {"filter": YEAR, "limit": 0}, "limit"),
    (LIST, {"filter": YEAR}, "limit"),
    (LIST, {"limit": 10}, "filter"),
    (LIST, {"filter": {"since": YEAR["since"]}, "limit": 10}, "filter.to"),
    (LIST, {"filter": {"to": YEAR["to"]}, "limit": 10}, "filter.since"),
    (LIST, {"filter": YEAR | {"to": "2027-06-01T00:00:00Z"}, "limit": 10}, "PERIOD_IS_TOO_LONG"),
    (LIST, {"filter": {"since": YEAR["to"], "to": YEAR["since"]}, "limit": 10}, "earlier"),
    (LIST, {"filter": {"since": "2026-10-01", "to": YEAR["to"]}, "limit": 10}, "filter.since"),
    (LIST, {"filter": {"since": "2026-02-30T00:00:00Z", "to": YEAR["to"]}, "limit": 10}, "filter.since"),
    (LIST, {"filter": YEAR, "limit": 10, "offset": 5}, "offset"),
    (LIST, {"filter": YEAR, "limit": "10"}, "limit"),
    (LIST, {"filter": YEAR, "limit": 10, "sort_dir": "up"}, "sort_dir"),
    (LIST, {"filter": YEAR | {"statuses": "delivered"}, "limit": 10}, "statuses"),
    (LIST, {"filter": YEAR | {"statuses": ["sold"]}, "limit": 10}, "statuses"),
    (LIST, {"filter": YEAR, "limit": 10, "cursor": "not-one-of-ours"}, "cursor"),
    (LIST, {"filter": YEAR, "limit": 10, "with": {"everything": True}}, "everything"),
    (OPEN, {"filter": CUTOFF | DELIVERING, "limit": 10}, "either"),
    (OPEN, {"filter": {}, "limit": 10}, "either"),
    (OPEN, {"filter": {"cutoff_from": CUTOFF["cutoff_from"]}, "limit": 10}, "cutoff_to"),
    ("/v3/posting/fbo/list", {"filter": YEAR, "limit": 1000}, "limit"),
    ("/v3/posting/fbs/get", {}, "posting_number"),
    ("/v4/posting/fbs/ship", {"posting_number": "x", "packages": []}, "packages"),
    ("/v2/fbs/posting/delivering", {"posting_number": "1-1-1"}, "posting_number"),
    ("/v2/posting/fbs/cancel", {"posting_number": "1-1-1"}, "cancel_reason_id"),
    ("/v1/returns/list", {"limit": 501}, "limit"),
    ("/v3/product/list", {"filter": {"visibility": "ALL"}, "limit": 1001}, "limit"),
    ("/v3/product/list", {"filter": {"visibility": "SOME"}, "limit": 10}, "visibility"),
    ("/v3/product/info/list", {}, "identifiers"),
    ("/v3/product/info/list", {"product_id": [1.5]}, "product_id"),
    ("/v4/product/info/stocks", {"limit": 10}, "filter"),
    ("/v5/product/info/prices", {"filter": {}, "limit": 1001}, "limit"),
    ("/v2/warehouse/list", {"limit": 201}, "limit"),
    ("/v2/products/stocks", {"stocks": [STOCK] * 101}, "100"),
    ("/v2/products/stocks", {"stocks": [STOCK | {"stock": -1}]}, "stock"),
    ("/v2/products/stocks", {"stocks": [STOCK | {"stock": "7"}]}, "stock"),
    ("/v2/products/stocks", {"stocks": [{"stock": 1, "warehouse_id": 1020001234567}]}, "offer_id"),
    ("/v2/products/stocks", {"stocks": [{"offer_id": "A", "stock": 1}]}, "warehouse_id"),
    ("/v1/product/import/prices", {"prices": [{"offer_id": "A", "price": 1490}]}, "price"),
    ("/v1/product/import/prices", {"prices": [{"price": "1490"}]}, "offer_id"),
    ("/v1/product/import/prices", {"prices": [{"offer_id": "A", "price": "1"}] * 1001}, "1000"),
]


@pytest.mark.parametrize(("path", "body", "named"), WRONG)
def test_a_wrong_request_is_refused_and_the_place_is_named(hub: Hub, path: str, body: Any, named: str) -> None:
    answer = hub.call(path, body)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)
    assert named in answer.json()["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Client-Id": "1001", "Api-Key": "wrong"},
        {"Client-Id": "1002", "Api-Key": API_KEY},
        {"Client-Id": "777", "Api-Key": API_KEY},
        {"Client-Id": "lumen", "Api-Key": API_KEY},
        {"Api-Key": API_KEY},
        {"Client-Id": "1001"},
        {},
    ],
)
def test_a_wrong_pair_of_headers_is_403(hub: Hub, headers: dict[str, str]) -> None:
    answer = hub.call("/v1/roles", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, 7)


def test_a_key_past_its_end_is_refused_in_ozons_words(hub: Hub) -> None:
    hub.control("clock", {"advance": 171 * 86400})
    assert "deactivated" in hub.call("/v1/roles").json()["message"]


def test_a_body_that_is_no_json_is_refused(hub: Hub) -> None:
    answer = hub.call("/v1/roles", json=None, data=b'{"a":', headers=hub.headers | {"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_a_form_instead_of_json_is_refused(hub: Hub) -> None:
    headers = hub.headers | {"Content-Type": "application/x-www-form-urlencoded"}
    assert hub.call("/v3/product/list", json=None, data=b"limit=10", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "path", ["/v3/posting/fbs/list", "/v2/posting/fbo/list", "/v2/product/list", "/v1/product/info/stocks", "/nothing"]
)
def test_dead_paths_are_404(hub: Hub, path: str) -> None:
    assert hub.session.post(f"{hub.url}{path}", json={}, headers=hub.headers, timeout=5).status_code == 404


def test_another_accounts_posting_is_not_found(hub: Hub) -> None:
    number = hub.sell()
    hub.headers = {"Client-Id": "1002", "Api-Key": "sandbox-ozon-key-1002"}
    answer = hub.call("/v3/posting/fbs/get", {"posting_number": number})
    assert (answer.status_code, answer.json()["code"]) == (404, 5)


def test_a_null_is_a_field_that_was_left_out(hub: Hub) -> None:
    """Clients that write their whole model send one for everything they do not say; protocol buffers read it so."""
    body = (
        b'{"cursor":null,"filter":{"since":"2026-01-01T00:00:00Z","to":"2026-12-31T23:59:59Z","order_id":null,'
        b'"statuses":null,"last_changed_status_date":null},"limit":5,"sort_dir":null,"translit":null,"with":null}'
    )
    url, headers = f"{hub.url}{LIST}", hub.headers | {"Content-Type": "application/json"}
    answer = hub.session.post(url, data=body, headers=headers, timeout=10)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["postings"]) == 5
    refused = hub.session.post(url, data=body.replace(b'"limit":5', b'"limit":null'), headers=headers, timeout=10)
    assert refused.status_code == 400 and "limit" in refused.json()["message"]
