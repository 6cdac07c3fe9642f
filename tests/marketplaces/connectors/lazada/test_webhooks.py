"""Pushes: the contract's vector, good and forged, old and torn."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.connectors.lazada.webhooks import LazadaWebhooks
from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic
from tests.marketplaces.connectors.lazada.conftest import CREDENTIALS

BODY = (
    b'{"seller_id":"300500","message_type":0,"data":{"order_status":"unpaid","trade_order_id":"900100200300",'
    b'"trade_order_line_id":"900100200301","status_update_time":1767225600},"timestamp":1767225600,"site":"lazada_th"}'
)
SIGNATURE = "0d144e8998c00f532a7a467e7f2e4ed49fcf90a0b714dd4b95fad0048001a166"
AT = datetime(2026, 1, 1, tzinfo=UTC)
handler = LazadaWebhooks()


def message(body=BODY, signature="", *, at=AT):
    made = hmac.new(b"laz-demo-secret-01", b"100132" + body, hashlib.sha256).hexdigest()
    return IncomingWebhook(
        method="POST", url="https://hub.example.com/hooks/lazada/t/", headers={"authorization": signature or made},
        body=body, source_ip="127.0.0.1", received_at=at,
    )  # fmt: skip


def written(**more):
    return json.dumps(json.loads(BODY) | more).encode()


def test_the_contracts_message_is_believed():
    handler.verify(message(signature=SIGNATURE), CREDENTIALS)
    event = handler.parse(message(signature=SIGNATURE))
    assert (event.topic, event.kind, event.remote_ids) == (Topic.ORDER, "0", ("900100200300",))
    assert (event.remote_account_id, event.occurred_at) == ("300500", AT)


@pytest.mark.parametrize(
    ("signature", "credentials"),
    [
        ("0" * 64, CREDENTIALS),
        (SIGNATURE.upper(), CREDENTIALS),
        ("ключ", CREDENTIALS),
        (SIGNATURE, {**CREDENTIALS, "app_key": "100133"}),
        (SIGNATURE, {**CREDENTIALS, "app_secret": ""}),
        (SIGNATURE, {}),
    ],
)
def test_a_forged_message_is_not(signature, credentials):
    with pytest.raises(WebhookRejected):
        handler.verify(message(signature=signature), credentials)


@pytest.mark.parametrize("late", [timedelta(hours=13), timedelta(hours=-2)])
def test_a_message_from_another_time_is_not(late):
    with pytest.raises(WebhookRejected):
        handler.verify(message(at=AT + late), CREDENTIALS)


def test_a_message_of_their_last_try_is_still_believed():
    handler.verify(message(at=AT + timedelta(hours=6, minutes=5)), CREDENTIALS)


@pytest.mark.parametrize("stamp", [1767225600, 1767225600000, "1767225600000"])
def test_seconds_and_milliseconds_are_told_apart(stamp):
    assert handler.parse(message(written(timestamp=stamp))).occurred_at == AT


@pytest.mark.parametrize(
    ("kind", "data", "topic", "subject"),
    [
        (10, {"trade_order_id": "5", "reverse_order_id": "6"}, Topic.ORDER, ("5",)),
        (14, {"trade_order_id": 5, "fulfillment_package_id": "FP1", "status": "x"}, Topic.ORDER, ("5",)),
        (1, {"item_id": 9}, Topic.PRODUCT, ("9",)),
        (6, {"item_id": 9}, Topic.STOCK, ("9",)),
        (8, {}, Topic.ACCOUNT, ()),
        (21, {"id": 1}, Topic.OTHER, ()),
        (99, "what", Topic.OTHER, ()),
    ],
)
def test_every_type_has_its_topic(kind, data, topic, subject):
    event = handler.parse(message(written(message_type=kind, data=data)))
    assert (event.topic, event.remote_ids, event.kind) == (topic, subject, str(kind))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"\xff\xfe", BODY[:40], written(message_type="0"), written(timestamp=None)]
)
def test_a_torn_message_is_refused(body):
    with pytest.raises(WebhookRejected):
        handler.verify(message(body), CREDENTIALS)


def test_an_order_message_without_an_order_is_refused():
    with pytest.raises(WebhookRejected):
        handler.parse(message(written(data={})))


def test_the_same_message_has_the_same_key_and_another_unit_another():
    first, again = handler.parse(message()), handler.parse(message(at=AT + timedelta(minutes=30)))
    other = handler.parse(message(BODY.replace(b"900100200301", b"900100200302")))
    assert first.key == again.key != other.key


def test_the_answer_is_two_hundred():
    assert handler.reply(message(), handler.parse(message())).status == 200
    assert handler.refusal("forged").status == 403
