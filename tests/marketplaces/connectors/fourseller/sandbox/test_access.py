"""Who may ask, how often, and how a receiver is told."""

import hashlib
import hmac
import json

import pytest
import requests

from marketplaces.connectors.fourseller.sandbox.shapes import moment


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401), ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "fs_key_practice_1001"}, 401), ({"X-Seller-ID": ""}, 400), ({"X-Seller-ID": "S-1002"}, 403),
    ],
)  # fmt: skip
def test_without_the_right_key_and_seller_nothing_opens(hub, headers, status):
    for path in ("/ping", "/orders", "/products"):
        assert hub.call("GET", path, headers=hub.headers | headers).status_code == status


def test_another_seller_sees_another_shop(hub):
    other = {"Authorization": "Bearer fs_key_practice_1002", "X-Seller-ID": "S-1002"}
    number = hub.sell()
    assert hub.call("GET", f"/orders/{number}", headers=other).status_code == 404
    assert hub.call("GET", "/ping", headers=other).json()["name"] == "Lumen Outlet"


def test_a_key_that_was_exchanged_opens_no_more(hub):
    hub.control("key", {"key": "fs_key_new"})
    hub.control("key", {"key": "fs_key_practice_1001", "drop": True})
    assert hub.call("GET", "/ping").status_code == 401
    hub.headers["Authorization"] = "Bearer fs_key_new"
    assert hub.call("GET", "/ping").status_code == 200


def test_four_calls_at_once_and_two_a_second_are_the_limit(hub):
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    assert [hub.call("GET", "/ping").status_code for _ in range(5)] == [200] * 4 + [429]
    assert hub.call("GET", "/ping").headers["Retry-After"] == "1"
    hub.control("clock", {"advance": 1})
    assert [hub.call("GET", "/ping").status_code for _ in range(3)] == [200, 200, 429]
    hub.control("limits", {"enabled": False, "time": "real"})


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("DELETE", "/ping"), ("POST", "/orders")])
def test_a_call_that_does_not_exist_is_not_found(hub, method, path):
    answer = hub.session.request(method, f"{hub.url}/v1{path}", headers=hub.headers, timeout=10)
    assert answer.status_code == 404
    assert answer.json()["error"]["request_id"]


def test_a_body_that_is_no_json_is_refused(hub):
    headers = hub.headers | {"Content-Type": "application/json"}
    answer = requests.put(f"{hub.url}/v1/inventory", data=b"{", headers=headers, timeout=10)
    assert answer.status_code == 400


def test_the_secret_of_a_receiver_is_shown_once(hub, receiver):
    body = {"url": receiver.url, "events": ["order.created"]}
    made = hub.call("POST", "/webhooks", body)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("fs_whsec_")
    (listed,) = hub.call("GET", "/webhooks").json()["data"]
    assert (listed["id"], listed["secret"]) == (made.json()["id"], None)


def test_a_receiver_hears_what_it_asked_for_signed_with_its_secret(hub, receiver):
    secret = hub.call("POST", "/webhooks", {"url": receiver.url, "events": ["order.created"]}).json()["secret"]
    number = hub.sell()
    hub.call("PATCH", "/products/P-1001/inventory", {"quantity": 1})
    hub.control("deliver", {})
    receiver.wait_for(lambda heard: len(heard) >= 1)
    ((headers, body),) = receiver.raw
    stamp = headers["X-4Seller-Timestamp"]
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-4Seller-Signature"] == f"sha256={digest}"
    told = json.loads(body)
    assert (told["event"], told["data"], told["seller_id"]) == ("order.created", {"id": number}, "S-1001")
    assert (headers["X-4Seller-Event"], headers["X-4Seller-Delivery"]) == (told["event"], told["id"])
    assert moment(told["created_at"])


def test_little_stock_is_told_once_until_there_is_more(hub, receiver):
    events = ["inventory.low_stock"]
    hub.call("POST", "/webhooks", {"url": receiver.url, "events": events})
    for quantity in (50, 3, 2, 50, 1):
        hub.call("PATCH", "/products/P-1001/inventory", {"quantity": quantity})
    hub.control("deliver", {})
    told = [each["data"] for each in receiver.wait_for(lambda heard: len(heard) >= 2)]
    assert [each["quantity"] for each in told] == [3, 1]
    assert {each["low_stock_threshold"] for each in told} == {3}


def test_a_receiver_that_was_removed_hears_nothing(hub, receiver):
    made = hub.call("POST", "/webhooks", {"url": receiver.url, "events": ["order.created"]}).json()
    assert hub.call("DELETE", f"/webhooks/{made['id']}").status_code == 204
    assert hub.call("DELETE", f"/webhooks/{made['id']}").status_code == 404
    hub.sell()
    assert hub.control("deliver", {})["tried"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"events": ["order.created"]}, "url"), ({"url": "no address", "events": ["order.created"]}, "url"),
        ({"url": "http://127.0.0.1:9/", "events": []}, "events"),
        ({"url": "http://127.0.0.1:9/", "events": ["order.lost"]}, "events"),
        ({"url": "https://elsewhere.example.com/", "events": ["order.created"]}, "url"),
    ],
)  # fmt: skip
def test_a_wrong_receiver_is_refused_with_the_field(hub, body, field):
    assert hub.fields(hub.call("POST", "/webhooks", body)) == {field}


def test_a_push_is_as_the_contract_says(hub, receiver):
    from wirecheck.model import Headers
    from wirecheck.webhooks import WebhookChecker

    hub.control("webhook", {"url": receiver.url})
    hub.sell()
    hub.control("deliver", {})
    secret = hub.control("credentials", method="GET")["webhook_secret"]
    checker = WebhookChecker("fourseller", secret=secret, url=receiver.url)
    receiver.wait_for(lambda heard: {each["event"] for each in heard} >= {"inventory.updated", "order.created"})
    assert [checker.check(Headers(headers), body) for headers, body in receiver.raw] == [[]] * len(receiver.raw)
