"""Postbacks of the practice CodesWholesale: every kind as the contract tells it, under one and the same hash."""

import hashlib

import pytest

from .hub import CLIENT, OTHER, OTHER_SECRET

SIGNATURE = "6f7c0a52-0000-4000-8000-000000000001"


def heard(hub, receiver):
    hub.control("deliver", {})
    return receiver.heard


def test_an_address_is_told_read_replaced_and_dropped(hub, receiver):
    assert hub.call("GET", "/v2/webhook").json() == {}
    for url in ("http://127.0.0.1:9/a", receiver.url):
        assert hub.call("PUT", "/v2/webhook", {"webhook": url}).status_code == 200
    assert hub.call("GET", "/v2/webhook").json() == {"webhook": receiver.url}
    assert hub.call("DELETE", "/v2/webhook").status_code == 200
    assert hub.call("GET", "/v2/webhook").json() == {}


def test_an_address_elsewhere_is_not_pushed_to(hub):
    answer = hub.session.put(
        f"{hub.url}/v2/webhook", json={"webhook": "https://example.com/x"}, headers=hub.headers, timeout=10
    )
    hub.refused(answer, 400)
    hub.refused(hub.session.put(f"{hub.url}/v2/webhook", json={}, headers=hub.headers, timeout=10), 400)


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"quantity": 3}, ["STOCK"]), ({"price": "5.00"}, ["STOCK"]), ({"name": "Renamed"}, ["PRODUCT_UPDATED"]),
        ({"hidden": True}, ["PRODUCT_HIDDEN"]),
    ],
)  # fmt: skip
def test_a_change_is_told_under_the_hash_of_id_and_signature(hub, receiver, change, kinds):
    hub.call("PUT", "/v2/webhook", {"webhook": receiver.url})
    number = hub.products()[0]["productId"]
    hub.control("supply", {"sku": f"cw_{number}", **change})
    messages = heard(hub, receiver)
    assert [each["type"] for each in messages] == kinds
    digest = hashlib.sha256(f"{CLIENT}{SIGNATURE}".encode()).hexdigest()
    assert {each["authHash"] for each in messages} == {digest}


def test_prices_are_told_by_a_label(hub, receiver):
    hub.call("PUT", "/v2/webhook", {"webhook": receiver.url})
    hub.control("supply", {"sku": f"cw_{hub.products()[0]['productId']}", "price": "10.00"})
    (product,) = heard(hub, receiver)[0]["products"]
    assert product["prices"][0] == {"priceRangeLabel": "1-9", "price": 10.0}
    assert product["prices"][2]["priceRangeLabel"] == "100+"


def test_what_comes_back_is_told_with_its_texts(hub, receiver):
    hub.call("PUT", "/v2/webhook", {"webhook": receiver.url})
    sku = f"cw_{hub.products()[0]['productId']}"
    hub.control("supply", {"sku": sku, "hidden": True})
    hub.control("supply", {"sku": sku, "hidden": False})
    messages = heard(hub, receiver)
    assert [each["type"] for each in messages] == ["PRODUCT_HIDDEN", "NEW_PRODUCT", "NEW_FULL_PRODUCT"]
    assert "extensionsPacks" in messages[2]["products"][0]


def test_one_client_does_not_hear_of_the_others_purchases(hub, receiver):
    hub.order("preorder", allowPreOrder=True)
    hub.control("clock", {"advance": 5})
    hub.sign_in(OTHER, OTHER_SECRET)
    hub.call("PUT", "/v2/webhook", {"webhook": receiver.url})
    hub.control("assign", {"order": "hub-1"})
    assert heard(hub, receiver) == []


def test_an_address_that_no_client_told_hears_one_message_of_each_change(hub, receiver):
    hub.control("webhook", {"url": receiver.url})
    hub.control("supply", {"sku": f"cw_{hub.products()[0]['productId']}", "quantity": 3})
    digest = hashlib.sha256(f"{CLIENT}{SIGNATURE}".encode()).hexdigest()
    assert [each["authHash"] for each in heard(hub, receiver)] == [digest]


def test_any_kind_can_be_sent_for_practice(hub, receiver):
    hub.call("PUT", "/v2/webhook", {"webhook": receiver.url})
    hub.control("push", {"type": "SOMETHING_NEW"})
    assert [each["type"] for each in heard(hub, receiver)] == ["SOMETHING_NEW"]
