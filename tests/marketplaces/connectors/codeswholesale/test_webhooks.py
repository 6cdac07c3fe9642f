"""Postbacks: the contract's own, forged, torn, of every kind, and that nothing but a name is taken from them."""

import json
from datetime import UTC, datetime

import pytest

from marketplaces.connectors.codeswholesale.webhooks import CodesWholesaleWebhooks
from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic
from tests.conftest import shared

VALUES = {
    "client_id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "client_signature": "11111111-2222-4333-8444-555555555555",
}  # fmt: skip
DIGEST = "121bece26e76c30ad8479e7537b471b0736c74f7bee7b1d4993084983aa68ca5"
handler = CodesWholesaleWebhooks()


def incoming(body):
    return IncomingWebhook(
        method="POST", url="https://hub.example.com/hooks/codeswholesale/t/", headers={},
        body=body if isinstance(body, bytes) else json.dumps(body).encode(), source_ip="203.0.113.9",
        received_at=datetime(2026, 1, 5, tzinfo=UTC),
    )  # fmt: skip


def examples():
    return json.loads((shared("contracts/codeswholesale") / "examples.json").read_text())["postbacks"]


@pytest.mark.parametrize(
    ("name", "topic", "ids"),
    [
        ("stock", Topic.STOCK, ("b7a0c1d2-0001-4a00-8000-000000000001",)),
        ("preorder_assigned", Topic.OTHER, ("0a0a0a0a-0000-4000-8000-000000000002",)),
        ("product_hidden", Topic.PRODUCT, ("b7a0c1d2-0002-4a00-8000-000000000002",)),
        ("unknown_type", Topic.OTHER, ()),
    ],
)
def test_the_contracts_messages_are_believed_and_name_their_thing(name, topic, ids):
    given = examples()
    values = {"client_id": given["credentials"]["client_id"], "client_signature": given["credentials"]["signature"]}
    message = incoming(given[name])
    handler.verify(message, values)
    event = handler.parse(message)
    assert (event.topic, event.kind, event.remote_ids) == (topic, given[name]["type"], ids)
    assert handler.reply(message, event).status == 200


def test_the_contracts_forged_message_is_refused():
    with pytest.raises(WebhookRejected):
        handler.verify(incoming(examples()["bad_hash"]), VALUES)
    assert handler.refusal("forged").status == 401


@pytest.mark.parametrize(
    "digest", ["", None, 7, [DIGEST], DIGEST.upper(), DIGEST[:-1], f" {DIGEST}", "é" * 64, "facf6af9" + "0" * 56]
)
def test_any_other_hash_is_refused(digest):
    with pytest.raises(WebhookRejected):
        handler.verify(incoming({"type": "STOCK", "authHash": digest}), VALUES)


@pytest.mark.parametrize("values", [{}, {**VALUES, "client_signature": ""}, {**VALUES, "client_id": "another"}])
def test_without_the_right_keys_nothing_is_believed(values):
    with pytest.raises(WebhookRejected):
        handler.verify(incoming({"type": "STOCK", "authHash": DIGEST}), values)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"7", b"[" * 100_000])
def test_a_torn_one_is_refused(body):
    for read in (lambda message: handler.verify(message, VALUES), handler.parse):
        with pytest.raises(WebhookRejected):
            read(incoming(body))


@pytest.mark.parametrize("kind", [None, "", 7, {}])
def test_one_that_does_not_say_what_it_is_about_is_refused(kind):
    with pytest.raises(WebhookRejected):
        handler.parse(incoming({"type": kind, "authHash": DIGEST}))


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("STOCK", Topic.STOCK), ("NEW_PRODUCT", Topic.PRODUCT), ("PRODUCT_UPDATED", Topic.PRODUCT),
        ("PRODUCT_HIDDEN", Topic.PRODUCT), ("NEW_FULL_PRODUCT", Topic.PRODUCT), ("PREORDER", Topic.OTHER),
        ("REVIEW", Topic.OTHER),
    ],
)  # fmt: skip
def test_every_kind_has_its_topic(kind, topic):
    assert handler.parse(incoming({"type": kind})).topic is topic


@pytest.mark.parametrize("products", [None, "x", {}, [None, 7, "a", {}, {"productId": None}, {"productId": 7}]])
def test_odd_products_name_nothing(products):
    assert handler.parse(incoming({"type": "STOCK", "products": products})).remote_ids == ()


def test_a_long_message_names_no_more_than_can_be_looked_at():
    rows = [{"productId": f"p-{number}"} for number in range(1000)]
    assert len(handler.parse(incoming({"type": "STOCK", "products": rows})).remote_ids) == 200


def test_the_same_message_again_has_the_same_key():
    first, second = {"type": "STOCK", "products": [{"productId": "p", "quantity": 1}]}, {"type": "STOCK"}
    assert handler.parse(incoming(first)).key == handler.parse(incoming(first)).key
    assert handler.parse(incoming(first)).key != handler.parse(incoming(second)).key
