"""Pushes: good, forged, replayed, torn, stale."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.connectors.shopee.webhooks import ShopeeWebhooks
from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic

KEY = "5f1d2c3b4a596877"
URL = "https://hub.example.com/hooks/shopee/"
BODY = (
    b'{"data":{"items":[],"ordersn":"260101ABCDEFGH","status":"READY_TO_SHIP","completed_scenario":"",'
    b'"update_time":1767225700},"shop_id":220033445,"code":3,"timestamp":1767225701}'
)
SIGN = "32b202205a474f778b60906a140a36ee7dd5c0d05869839b236805a19900abe4"
SENT = datetime.fromtimestamp(1767225701, UTC)
handler = ShopeeWebhooks()


def incoming(body=BODY, sign=SIGN, url=URL, received=SENT + timedelta(seconds=2)):
    headers = {"authorization": sign} if sign is not None else {}
    return IncomingWebhook(
        method="POST", url=url, headers=headers, body=body, source_ip="127.0.0.1", received_at=received
    )


def signed(body, key=KEY, **more):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return incoming(raw, hmac.new(key.encode(), URL.encode() + b"|" + raw, hashlib.sha256).hexdigest(), **more)


def push(code=3, data=None, **more):
    data = {"ordersn": "260101ABCDEFGH"} if data is None else data
    return {"data": data, "shop_id": 220033445, "code": code, "timestamp": 1767225701} | more


def refused(message, credentials=None):
    with pytest.raises(WebhookRejected) as caught:
        handler.verify(message, credentials or {"push_key": KEY})
    return caught.value.reason


def test_the_contracts_message_is_believed_and_read():
    assert len(BODY) == 174
    handler.verify(incoming(), {"push_key": KEY, "partner_key": "other"})
    event = handler.parse(incoming())
    assert (event.topic, event.kind, event.remote_ids) == (Topic.ORDER, "3", ("260101ABCDEFGH",))
    assert (event.remote_account_id, event.occurred_at) == ("220033445", SENT)


def test_without_a_push_key_the_partner_key_signs():
    handler.verify(incoming(), {"partner_key": KEY})


def test_with_a_push_key_the_partner_key_does_not_sign():
    refused(signed(push(), "the-partner-key"), {"push_key": KEY, "partner_key": "the-partner-key"})


def test_the_same_message_twice_has_the_same_key_and_another_one_does_not():
    assert handler.parse(incoming()).key == handler.parse(incoming(received=SENT + timedelta(hours=1))).key
    assert handler.parse(incoming()).key != handler.parse(signed(push(timestamp=1767225702))).key


@pytest.mark.parametrize(
    "message",
    [
        incoming(BODY.replace(b"READY_TO_SHIP", b"CANCELLED")), incoming(sign="0" * 64), incoming(sign=""),
        incoming(sign=None), incoming(sign=SIGN.upper()), incoming(sign="SHA256 " + SIGN), incoming(sign="ü\udc80"),
        incoming(url="https://hub.example.com/hooks/shopee"), incoming(url="http://hub.example.com/hooks/shopee/"),
        signed(push(), key=""),
    ],
)  # fmt: skip
def test_a_forged_message_is_refused(message):
    assert "signature" in refused(message)


@pytest.mark.parametrize(
    "body", [BODY[:100], b"", b"[]", b'"x"', b'{"code":"3"}', b'{"data":{}}', b'{"code":true}', b"\xff"]
)
def test_a_torn_message_is_refused_even_if_its_signature_fits(body):
    refused(signed(body))


@pytest.mark.parametrize("stamp", [None, "now", 10**20, True])
def test_a_message_without_a_time_is_refused(stamp):
    refused(signed(push(timestamp=stamp)))


def test_a_stale_message_is_refused():
    handler.verify(signed(push(), received=SENT + timedelta(hours=5)), {"push_key": KEY})
    assert "too far" in refused(signed(push(), received=SENT + timedelta(hours=7)))


def test_a_message_from_the_future_is_refused():
    assert "too far" in refused(signed(push(), received=SENT - timedelta(hours=2)))


@pytest.mark.parametrize(
    ("code", "data", "topic", "ids"),
    [
        (1, {"shop_id": 1}, Topic.ACCOUNT, ()), (2, {}, Topic.ACCOUNT, ()), (12, {}, Topic.ACCOUNT, ()),
        (4, {"ordersn": "A", "package_number": "P"}, Topic.ORDER, ("A",)), (4, {"order_sn": "A"}, Topic.ORDER, ("A",)),
        (8, {"item_id": 5}, Topic.STOCK, ("5",)), (6, {"item_id": 5}, Topic.PRODUCT, ("5",)),
        (10, {"content": "hi"}, Topic.OTHER, ()), (99, {}, Topic.OTHER, ()), (0, {}, Topic.PING, ()),
    ],
)  # fmt: skip
def test_each_code_has_its_topic(code, data, topic, ids):
    event = handler.parse(signed(push(code, data)))
    assert (event.topic, event.remote_ids, event.kind) == (topic, ids, str(code))


def test_an_order_message_without_an_order_is_torn():
    with pytest.raises(WebhookRejected):
        handler.parse(signed(push(3, {"status": "SHIPPED"})))


def test_the_consoles_check_before_the_key_is_saved_is_answered():
    message = signed(push(0, {"verify_info": "This is a Verification message"}), key="")
    handler.verify(message, {"partner_key": KEY})
    assert handler.parse(message).topic is Topic.PING


def test_the_answer_has_an_empty_body():
    reply = handler.reply(incoming(), handler.parse(incoming()))
    assert (reply.status, reply.body) == (200, b"")


def test_the_sign_of_the_contract_is_the_one_we_compute():
    assert signed(BODY).headers["authorization"] == SIGN
