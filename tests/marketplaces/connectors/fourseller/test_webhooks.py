"""Messages: the published vector, forged, torn, stale, under other header names, and what they are about."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.connectors.fourseller.webhooks import FourSellerWebhooks, signature
from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic
from tests.conftest import shared

SECRET = "fs_whsec_test_abcdef0123456789"  # noqa: S105  (the contract's own vector)
SENT = datetime.fromtimestamp(1767225600, UTC)
BODY = b'{"id":"evt_0001","event":"order.created","created_at":"2026-01-01T00:00:00Z","data":{"id":"FS-5001"}}'
DIGEST = "eca0b7e74d6608d9e345ba3447590d45efeda520428349592b475fc8302fd437"
handler = FourSellerWebhooks()


def incoming(body=BODY, *, received=SENT, **headers):
    given = {"x-4seller-timestamp": "1767225600", "x-4seller-signature": f"sha256={DIGEST}"}
    given |= {name.replace("_", "-"): text for name, text in headers.items()}
    return IncomingWebhook(
        method="POST", url="https://hub.example.com/hooks/fourseller/t/", headers=given, body=body,
        source_ip="203.0.113.9", received_at=received,
    )  # fmt: skip


def said(**more):
    return incoming(json.dumps({"id": "evt_9", "event": "order.updated", "data": {"id": "FS-1"}} | more).encode())


def test_the_contracts_vector_is_believed():
    assert len(BODY) == 101
    assert signature(SECRET, "1767225600", BODY) == DIGEST.encode()
    handler.verify(incoming(), {"webhook_secret": SECRET})


def test_the_contracts_example_is_believed_as_it_is_printed():
    example = json.loads((shared("contracts/fourseller") / "examples.json").read_text())["webhook"]
    headers = {name.lower(): text for name, text in example["headers"].items()}
    message = IncomingWebhook(
        method="POST", url="", headers=headers, body=example["raw_body"].encode(), source_ip="", received_at=SENT
    )
    handler.verify(message, {"webhook_secret": example["secret"]})
    event = handler.parse(message)
    assert (event.topic, event.kind, event.key) == (Topic.ORDER, "order.created", "evt_0001")
    assert event.remote_ids == ("FS-5001",)
    assert event.occurred_at == SENT


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_fresh(seconds):
    handler.verify(incoming(received=SENT + timedelta(seconds=seconds)), {"webhook_secret": SECRET})


@pytest.mark.parametrize("seconds", [-301, 301, 86400])
def test_a_stale_one_or_one_from_the_future_is_refused(seconds):
    with pytest.raises(WebhookRejected):
        handler.verify(incoming(received=SENT + timedelta(seconds=seconds)), {"webhook_secret": SECRET})


@pytest.mark.parametrize("given", [f"sha256={DIGEST.upper()}", DIGEST, f" sha256={DIGEST} "])
def test_the_digest_may_be_written_in_either_case_and_without_its_name(given):
    handler.verify(incoming(x_4seller_signature=given), {"webhook_secret": SECRET})


@pytest.mark.parametrize(
    "headers",
    [
        {"x_4seller_signature": ""}, {"x_4seller_signature": "sha256="}, {"x_4seller_signature": "é"},
        {"x_4seller_signature": f"sha256={DIGEST[:-1]}0"}, {"x_4seller_timestamp": ""},
        {"x_4seller_timestamp": "1767225601"}, {"x_4seller_timestamp": "now"},
        {"x_4seller_timestamp": "１７６７２２５６００"},
        {"x_4seller_timestamp": "9" * 400}, {"x_4seller_timestamp": "-1767225600"},
    ],
)  # fmt: skip
def test_a_forged_one_is_refused(headers):
    with pytest.raises(WebhookRejected):
        handler.verify(incoming(**headers), {"webhook_secret": SECRET})


@pytest.mark.parametrize("values", [{}, {"webhook_secret": ""}, {"webhook_secret": "another"}])
def test_without_the_right_secret_nothing_is_believed(values):
    with pytest.raises(WebhookRejected):
        handler.verify(incoming(), values)


def test_one_more_byte_is_another_message():
    with pytest.raises(WebhookRejected):
        handler.verify(incoming(BODY + b" "), {"webhook_secret": SECRET})


def test_headers_of_other_names_are_found_by_the_connections_setting():
    other = {"webhook_secret": SECRET, "headers": "signature=X-Sign,timestamp=X-Time"}
    message = incoming(x_sign=DIGEST, x_time="1767225600", x_4seller_signature="", x_4seller_timestamp="")
    handler.verify(message, other)
    with pytest.raises(WebhookRejected):
        handler.verify(incoming(), other)


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("order.created", Topic.ORDER), ("order.updated", Topic.ORDER), ("order.cancelled", Topic.ORDER),
        ("order.refunded", Topic.ORDER), ("inventory.updated", Topic.STOCK), ("inventory.low_stock", Topic.STOCK),
        ("product.updated", Topic.PRODUCT), ("product.deleted", Topic.PRODUCT), ("review.written", Topic.OTHER),
    ],
)  # fmt: skip
def test_every_event_has_its_topic(kind, topic):
    assert handler.parse(said(event=kind)).topic == topic


@pytest.mark.parametrize(
    ("data", "ids"), [({"id": "FS-1"}, ("FS-1",)), ("FS-1", ("FS-1",)), ({"id": 7}, ("7",)), ({}, ()), (None, ())]
)
def test_data_may_be_the_thing_or_only_its_id(data, ids):
    assert handler.parse(said(data=data)).remote_ids == ids


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b'{"event":"order.created"}', b'{"id":"1"}', b'{"id":[],"event":"a"}']
)
def test_a_torn_one_is_refused(body):
    with pytest.raises(WebhookRejected):
        handler.parse(incoming(body))
