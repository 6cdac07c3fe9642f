"""The practice shop judges callbacks by the contract alone: requests typed from its section 7, wrong ones included."""

import hashlib
import hmac
import json
import time

import pytest
import requests

SECRET = "whsec_practice_storefront_1001"
LINK = {"external_id": "WEB-1001", "link": "https://x.example/d"}


@pytest.fixture
def shop_url(practice):
    url = f"{practice}/storefront"
    requests.delete(f"{url}/_control/faults", timeout=5)
    for name, body in (("seed", {"seed": 3, "products": 10, "orders": 12}), ("limits", {"enabled": False})):
        assert requests.post(f"{url}/_control/{name}", json=body, timeout=5).ok
    return url


def tell(url, event, *, skew=0, secret=SECRET, raw=None, **headers):
    body = raw if raw is not None else json.dumps(event).encode()
    stamp = str(int(time.time()) + skew)
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    given = {
        "Content-Type": "application/json", "X-Hub-Event": event.get("type", ""), "X-Hub-Delivery": "d-1",
        "X-Hub-Timestamp": stamp, "X-Hub-Signature": f"v1={signed}", **headers,
    }  # fmt: skip
    return requests.post(url, data=body, headers=given, timeout=5).status_code


def event(kind="ping", data=None, **more):
    made = {"id": "cb_1", "type": kind, "created_at": "2026-01-01T00:00:00Z", "connection": "demo", "data": data or {}}
    return {**made, **more}


def state(url):
    return requests.get(f"{url}/_control/state", timeout=5).json()


def test_a_ping_is_taken(shop_url):
    assert tell(shop_url, event()) == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"skew": -301}, {"skew": 301}, {"secret": "another"}, {"X-Hub-Signature": ""}, {"X-Hub-Timestamp": ""},
        {"X-Hub-Signature": "v2=00"},
    ],
)  # fmt: skip
def test_a_callback_that_is_not_the_hubs_is_refused(shop_url, wrong):
    assert tell(shop_url, event(), **wrong) == 401
    assert state(shop_url)["callbacks"] == []


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (event("order.invented"), 422), (event(created_at="today"), 422), (event(data=[1]), 422),
        (event(more="field"), 422), ({"type": "ping"}, 422), (event("stock.changed"), 422),
        (event("stock.changed", {"items": []}), 422), (event("stock.changed", {"items": [{"sku": "A"}]}), 422),
        (event("stock.changed", {"items": [{"sku": "A", "available": -1}]}), 422),
        (event("stock.changed", {"items": [{"sku": "A", "price": 5.5, "currency": "EUR"}]}), 422),
        (event("stock.changed", {"items": [{"sku": "NOT-SOLD-HERE", "available": 1}]}), 200),
        (event("order.status_changed", {"external_id": "NOPE", "hub_status": "shipped"}), 422),
        (event("order.status_changed", {"external_id": "WEB-1001", "hub_status": "sent"}), 422),
        (event("digital.delivered", {"external_id": "WEB-1001", "keys": ["K"], "link": "https://x.example"}), 422),
        (event("digital.delivered", {"external_id": "WEB-1001", "link": "http://x.example/d"}), 422),
        (event("digital.delivered", {"external_id": "NOPE", "link": "https://x.example/d"}), 422),
        (event("digital.delivered", {**LINK, "lines": [{"external_line_id": "77", "quantity": 1}]}), 422),
        (event("digital.delivered", {**LINK, "lines": [{"external_line_id": "1", "quantity": 999}]}), 422),
        (event("digital.delivered", {**LINK, "lines": [{"external_line_id": "1", "quantity": 1, "key": "K"}]}), 422),
        (event("digital.delivered", {**LINK, "lines": [{"external_line_id": "1", "quantity": 1}]}), 200),
        (event("digital.delivered", LINK), 200),
    ],
)  # fmt: skip
def test_each_callback_is_judged(shop_url, made, status):
    assert tell(shop_url, made) == status


def test_a_callback_is_taken_once(shop_url):
    sku = state(shop_url)["products"][0]["sku"]
    assert tell(shop_url, event("stock.changed", {"items": [{"sku": sku, "available": 5}]})) == 200
    assert tell(shop_url, event("stock.changed", {"items": [{"sku": sku, "available": 6}]})) == 200
    assert state(shop_url)["products"][0]["stock"][""]["available"] == 5
    assert len(state(shop_url)["callbacks"]) == 1


def test_more_units_than_were_ordered_are_refused_and_leave_no_trace(shop_url):
    order = state(shop_url)["orders"][0]
    line = {"external_line_id": order["lines"][0]["id"], "quantity": order["lines"][0]["quantity"] + 1}
    data = {"external_id": order["id"], "hub_status": "shipped", "fulfillment": {"id": "F1", "lines": [line]}}
    assert tell(shop_url, event("fulfillment.created", data)) == 422
    assert state(shop_url)["orders"][0]["fulfillments"] == []


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "", 405), ("POST", "/elsewhere", 404)])
def test_there_is_one_address(shop_url, method, path, status):
    assert requests.request(method, shop_url + path, timeout=5).status_code == status


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null"])
def test_a_body_that_is_no_callback_is_refused(shop_url, raw):
    assert tell(shop_url, event(), raw=raw) in (400, 422)


def test_its_limit_is_kept(shop_url):
    requests.post(f"{shop_url}/_control/limits", json={"enabled": True}, timeout=5)
    answers = [tell(shop_url, event(id=f"cb_{number}")) for number in range(70)]
    requests.post(f"{shop_url}/_control/limits", json={"enabled": False}, timeout=5)
    assert answers[:50] == [200] * 50
    assert 429 in answers


def test_a_seed_holds_every_state_and_is_the_same_twice(shop_url):
    def seeded():
        requests.post(f"{shop_url}/_control/clock", json={"now": "2026-10-20T12:00:00Z"}, timeout=5)
        requests.post(f"{shop_url}/_control/seed", json={"seed": 7, "products": 20, "orders": 40}, timeout=5)
        return state(shop_url)["orders"]

    first = seeded()
    assert first == seeded()
    requests.post(f"{shop_url}/_control/clock", json={"real": True}, timeout=5)
    assert {each["status"] for each in first} == {
        "pending", "confirmed", "processing", "shipped", "delivered", "fulfilled", "cancelled",
    }  # fmt: skip
    assert {each["payment"] for each in first} >= {"unpaid", "authorized", "paid", "refunded", "voided"}
