"""The practice shop and the intake over real HTTP: a day of sales, doubled, late, torn and forged."""

import json

import pytest


def test_every_seeded_order_is_taken_in_batches_and_once(shop, hub):
    shop.fresh(products=20, orders=120)
    shop.control("webhook", {"url": hub.url})
    for _ in range(2):
        shop.control("batch", {})
        shop.control("deliver", {})
    there = {each["id"] for each in shop.control("state?products=0&webhooks=0")["orders"]}
    assert set(hub.desk.held) == there
    assert len(hub.desk.stored) == len(there)
    assert [status for name, status in hub.seen if name == "POST /orders/batch"] == [200] * 6


def test_a_sale_arrives_with_its_sums_and_its_payment(shop, hub):
    (order,) = shop.control("sell", {"quantity": 2, "paid": False})["orders"]
    shop.control("deliver", {})
    assert hub.desk.last.status == "pending"
    assert str(hub.desk.last.total) == order["total"]
    shop.control("pay", {"order": order["id"]})
    shop.control("deliver", {})
    assert hub.desk.last.status == "confirmed"


@pytest.mark.parametrize("fault", ["duplicate_webhooks", "reordered_webhooks"])
def test_doubled_and_reordered_messages_end_in_the_same_state(shop, hub, fault):
    shop.fault(fault)
    (order,) = shop.control("sell", {})["orders"]
    shop.control("move", {"order": order["id"], "status": "processing"})
    shop.control("move", {"order": order["id"], "status": "shipped"})
    shop.control("deliver", {})
    assert hub.desk.held[order["id"]].hub_status == "shipped"


@pytest.mark.parametrize("system", ["woocommerce", "shopify"])
def test_native_shops_sell_move_and_refund(shop, hub, system):
    (order,) = shop.control("sell", {"system": system})["orders"]
    shop.control("deliver", {})
    assert (hub.desk.last.remote_id, str(hub.desk.last.total)) == (order["id"], order["total"])
    assert hub.desk.last.status == "confirmed"
    assert hub.desk.asks == []
    shop.control("move", {"order": order["id"], "status": "shipped"})
    shop.control("deliver", {})
    assert hub.desk.last.status == "shipped"
    shop.control("refund", {"order": order["id"]})
    shop.control("deliver", {})
    assert hub.desk.last.status == "refunded"


@pytest.mark.parametrize("system", ["own", "woocommerce", "shopify"])
def test_a_buyer_cancels(shop, hub, system):
    (order,) = shop.control("sell", {"system": system})["orders"]
    shop.control("deliver", {})
    shop.control("cancel", {"order": order["id"]})
    shop.control("deliver", {})
    assert hub.desk.last.status == "cancelled"


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"skew": -301}, 401, "clock_skew"), ({"secret": "another-secret"}, 401, "bad_signature"),
        ({"signature": "v1=" + "0" * 64}, 401, "bad_signature"), ({"key_id": "nobody"}, 401, "unknown_key"),
        ({"body": "{"}, 400, "bad_json"), ({"body": "{}"}, 422, "validation_failed"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_what_is_wrong(shop, hub, wrong, status, code):
    answer = shop.control("ask", {"path": "/orders", "body": "{}", **wrong})
    assert (answer["status"], answer["body"]["code"]) == (status, code)
    assert answer["headers"]["content-type"] == "application/problem+json"


def test_a_hub_that_is_away_is_told_later(shop, hub):
    hub.desk.trouble = ConnectionError("away")
    (order,) = shop.control("sell", {})["orders"]
    for _ in range(2):
        shop.control("deliver", {})
    assert list(hub.desk.held) == [order["id"]]
    (push,) = shop.control("state?orders=0&products=0")["webhooks"]
    assert (push["status"], push["attempts"]) == ("accepted", 2)


def test_a_shop_may_change_its_secret(shop, hub):
    from dataclasses import replace

    shop.control("secret", {"secret": "whsec_the_next_one_2027"})
    shop.control("sell", {})
    shop.control("deliver", {})
    assert hub.desk.held == {}
    hub.keys = replace(hub.keys, secrets=("whsec_the_next_one_2027", *hub.keys.secrets))
    hub.checker.dialect.secret = "whsec_the_next_one_2027"
    shop.control("sell", {})
    shop.control("deliver", {})
    assert len(hub.desk.held) == 1


def test_what_is_stored_can_be_kept_as_json(shop, hub):
    for system in ("own", "woocommerce", "shopify"):
        shop.control("sell", {"system": system})
    shop.control("deliver", {})
    for held in hub.desk.held.values():
        assert json.loads(json.dumps(held.document)) == held.document
