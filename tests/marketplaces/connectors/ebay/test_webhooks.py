"""Messages: signed by P-256 over the raw body, forged, torn, of another key, and what they are about."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from marketplaces.connectors.ebay.webhooks import EbayWebhooks, key_text, told_key
from marketplaces.framework.errors import UnexpectedPayload, UnknownKey, WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic

URL = "https://hub.example.com/hooks/ebay/t/"
KEY = ec.derive_private_key(20261126, ec.SECP256R1())
OTHER = ec.derive_private_key(20261127, ec.SECP256R1())
BODY = (
    '{"metadata":{"topic":"ORDER_CONFIRMATION","schemaVersion":"1.0","deprecated":false},"notification":'
    '{"notificationId":"u1_u2","eventDate":"2026-11-02T08:00:01.000Z","publishDate":"2026-11-02T08:00:01.300Z",'
    '"publishAttemptCount":1,"data":{"user":{"userId":"abc","username":"shöp_x"},"order":{"orderId":"11-22222-33333",'
    '"orderLineItems":[{"orderLineItemId":"10000000000001","listingId":"400000000001","quantity":2}]}}}}'
).encode()
handler = EbayWebhooks()


def one_line(key):
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return pem.replace("\n", "")


CREDENTIALS = {"client_secret": "Cert-1", "notification_key_id": "k1", "notification_key": key_text(one_line(KEY))}


def signed(body=BODY, *, key=KEY, digest="SHA1", **head):
    signature = key.sign(body, ec.ECDSA({"SHA1": hashes.SHA1(), "SHA256": hashes.SHA256()}[digest]))
    told = {"alg": "ecdsa", "kid": "k1", "signature": base64.b64encode(signature).decode(), "digest": digest} | head
    return base64.b64encode(json.dumps(told).encode()).decode()


def incoming(body=BODY, *, header=None, method="POST", **query):
    headers = {"x-ebay-signature": signed(body) if header is None else header}
    return IncomingWebhook(
        method=method, url=URL, headers=headers, body=body, source_ip="203.0.113.9", query=query,
        received_at=datetime(2026, 11, 2, 8, tzinfo=UTC),
    )  # fmt: skip


def test_a_genuine_message_is_believed():
    handler.verify(incoming(), CREDENTIALS)


def test_a_key_that_is_not_held_is_named_so_that_it_can_be_asked_for():
    for values in ({}, {**CREDENTIALS, "notification_key_id": "k0"}):
        with pytest.raises(UnknownKey) as unknown:
            handler.verify(incoming(), values)
        assert unknown.value.key_id == "k1"


def test_what_is_no_key_takes_no_other_keys_place():
    assert told_key({"key": one_line(KEY)}) == CREDENTIALS["notification_key"]
    for told in ({}, {"key": None}, {"key": "no key"}, {"key": "QUJD"}):
        with pytest.raises(UnexpectedPayload):
            told_key(told)


def test_the_digest_is_followed_in_case_it_changes():
    handler.verify(incoming(header=signed(digest="SHA256")), CREDENTIALS)


FORGED = {
    "none": "",
    "no base64": "no base64",
    "nothing in it": "e30=",
    "a list": base64.b64encode(b"[]").decode(),
    "no text": base64.b64encode(b"\xff").decode(),
    "another key": signed(key=OTHER),
    "another name": signed(kid="k2"),
    "a number for a name": signed(kid=7),
    "no signature": signed(signature="AAAA"),
    "letters of another alphabet": signed(signature="é"),
    "another body": signed(b"another body"),
    "an unknown digest": base64.b64encode(base64.b64decode(signed()).replace(b"SHA1", b"MD5")).decode(),
    "another digest": base64.b64encode(base64.b64decode(signed()).replace(b"SHA1", b"SHA256")).decode(),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_signature_is_refused(how):
    with pytest.raises(WebhookRejected):
        handler.verify(incoming(header=FORGED[how]), CREDENTIALS)


def test_another_text_of_the_same_message_is_another_message():
    header = signed()
    for body in (BODY.replace(b":", b": ", 1), json.dumps(json.loads(BODY)).encode(), BODY + b" "):
        with pytest.raises(WebhookRejected):
            handler.verify(incoming(body, header=header), CREDENTIALS)


@pytest.mark.parametrize("values", [{}, {"notification_key_id": "k1"}, {**CREDENTIALS, "notification_key": "AAAA"}])
def test_without_the_right_key_nothing_is_believed(values):
    with pytest.raises(WebhookRejected):
        handler.verify(incoming(), values)


def test_an_order_is_named():
    event = handler.parse(incoming())
    assert (event.topic, event.kind, event.key) == (Topic.ORDER, "ORDER_CONFIRMATION", "u1_u2")
    assert (event.remote_ids, event.remote_account_id) == (("11-22222-33333",), "abc")
    assert event.occurred_at == datetime(2026, 11, 2, 8, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("AUTHORIZATION_REVOCATION", Topic.ACCOUNT), ("ITEM_AVAILABILITY", Topic.STOCK),
        ("MARKETPLACE_ACCOUNT_DELETION", Topic.OTHER), ("SOMETHING_NEW", Topic.OTHER),
    ],
)  # fmt: skip
def test_every_topic_is_taken(kind, topic):
    message = {"metadata": {"topic": kind}, "notification": {"notificationId": "n", "data": {"userId": "u"}}}
    event = handler.parse(incoming(json.dumps(message).encode(), header="e30="))
    assert (event.topic, event.kind, event.remote_account_id) == (topic, kind, "u")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"{}", b'{"metadata":{"topic":"X"}}'])
def test_a_torn_one_is_refused(body):
    with pytest.raises(WebhookRejected):
        handler.parse(incoming(body, header="e30="))


def test_the_challenge_is_answered_and_another_question_is_not():
    asked = incoming(b"", header="", method="GET", challenge_code="c0de")
    reply = handler.challenge(asked, CREDENTIALS)
    assert (reply.status, reply.content_type) == (200, "application/json")
    assert len(json.loads(reply.body)["challengeResponse"]) == 64
    with pytest.raises(WebhookRejected):
        handler.challenge(incoming(b"", header="", method="GET", code="c0de"), CREDENTIALS)


def test_the_key_is_kept_without_line_breaks_and_read_with_them():
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert key_text(pem) == key_text(one_line(KEY)) == CREDENTIALS["notification_key"]
