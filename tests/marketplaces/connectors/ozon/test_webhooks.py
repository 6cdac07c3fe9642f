"""Pushes: read, answered in Ozon's own form, and refused when torn, forged or for somebody else."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from marketplaces.connectors.ozon.webhooks import OzonWebhooks
from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic

HANDLER = OzonWebhooks()
NOW = datetime(2026, 10, 1, 10, 0, 1, tzinfo=UTC)
STATE = {
    "message_type": "TYPE_STATE_CHANGED", "posting_number": "24219509-0020-2", "new_state": "posting_in_carriage",
    "changed_state_date": "2026-10-01T09:59:59.123Z", "warehouse_id": 1020000000001, "seller_id": 1001,
}  # fmt: skip
KEYS = {"client_id": "1001", "api_key": "k"}


def incoming(message: Any, *, ip: str = "195.34.21.9") -> IncomingWebhook:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return IncomingWebhook(
        method="POST", url="https://hub.example/hooks/ozon/t/", headers={}, body=body, source_ip=ip, received_at=NOW
    )


def test_a_state_change_points_to_its_posting() -> None:
    HANDLER.verify(incoming(STATE), KEYS)
    event = HANDLER.parse(incoming(STATE))
    assert (event.topic, event.kind, event.remote_ids) == (Topic.ORDER, "TYPE_STATE_CHANGED", ("24219509-0020-2",))
    assert event.remote_account_id == "1001"
    assert event.occurred_at == datetime(2026, 10, 1, 9, 59, 59, 123000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "topic", "ids"),
    [
        ({"message_type": "TYPE_NEW_POSTING", "posting_number": "1-1-1", "in_process_at": ""}, Topic.ORDER, ("1-1-1",)),
        ({"message_type": "TYPE_POSTING_CANCELLED", "posting_number": "1", "seller_id": 0}, Topic.ORDER, ("1",)),
        ({"message_type": "TYPE_CUTOFF_DATE_CHANGED", "posting_number": "1", "new_cutoff": None}, Topic.ORDER, ("1",)),
        ({"message_type": "TYPE_FBO_POSTING_STATE_CHANGED", "uuid": "u", "posting_number": "2"}, Topic.ORDER, ("2",)),
        ({"message_type": "TYPE_ORDER_NEW", "uuid": "u"}, Topic.ORDER, ()),
        ({"message_type": "TYPE_CREATE_OR_UPDATE_ITEM", "product_id": 5}, Topic.PRODUCT, ("5",)),
        ({"message_type": "TYPE_STOCKS_CHANGED", "items": [{"product_id": 5}, {"product_id": 6}]},
         Topic.STOCK, ("5", "6")),
        ({"message_type": "TYPE_NEW_MESSAGE", "chat_id": "c"}, Topic.OTHER, ()),
        ({"message_type": "TYPE_OF_TOMORROW"}, Topic.OTHER, ()),
    ],
)  # fmt: skip
def test_each_type_has_its_topic(message: dict[str, Any], topic: Topic, ids: tuple[str, ...]) -> None:
    event = HANDLER.parse(incoming(message))
    assert (event.topic, event.remote_ids) == (topic, ids)


def test_a_duplicate_has_the_same_key_and_another_state_another_one() -> None:
    again = dict(reversed(STATE.items()))
    key = HANDLER.parse(incoming(STATE)).key
    assert HANDLER.parse(incoming(again)).key == key
    assert HANDLER.parse(incoming(STATE | {"new_state": "posting_delivered"})).key != key


def test_a_ping_is_answered_with_name_version_and_time() -> None:
    ping = incoming({"message_type": "TYPE_PING", "time": "2026-10-01T10:00:00Z"})
    reply = HANDLER.reply(ping, HANDLER.parse(ping))
    assert (reply.status, reply.content_type) == (200, "application/json")
    assert json.loads(reply.body) == {"version": "1.0", "name": "Orion", "time": "2026-10-01T10:00:01Z"}


def test_everything_else_is_answered_with_a_plain_yes() -> None:
    reply = HANDLER.reply(incoming(STATE), HANDLER.parse(incoming(STATE)))
    assert (reply.status, json.loads(reply.body)) == (200, {"result": True})


@pytest.mark.parametrize("ip", ["195.34.21.0", "195.34.21.255", "185.73.192.1", "185.73.195.254", "91.223.93.7",
                                "::ffff:91.223.93.7"])  # fmt: skip
def test_pushes_come_from_the_networks_that_ozon_names(ip: str) -> None:
    HANDLER.check_source(incoming(STATE, ip=ip))


@pytest.mark.parametrize("ip", ["127.0.0.1", "195.34.22.1", "185.73.196.1", "91.223.92.255", "::1", "", "195.34.21"])
def test_a_push_from_elsewhere_is_forged(ip: str) -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.check_source(incoming(STATE, ip=ip))


def test_a_push_for_another_seller_is_refused() -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.verify(incoming(STATE | {"seller_id": 2002}), KEYS)


@pytest.mark.parametrize("body", [b"", b'{"message_type": "TYPE_ST', b"[]", b'"TYPE_PING"', b"\xff\xfe", b"{}",
                                  b'{"message_type": 7}', b"[" * 100_000])  # fmt: skip
def test_a_torn_push_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.verify(incoming(body), KEYS)
    with pytest.raises(WebhookRejected):
        HANDLER.parse(incoming(body))


def test_a_posting_push_without_its_number_is_told_what_is_missing() -> None:
    with pytest.raises(WebhookRejected) as caught:
        HANDLER.parse(incoming({"message_type": "TYPE_NEW_POSTING"}))
    reply = HANDLER.refusal(caught.value.reason)
    assert reply.status == 400
    assert json.loads(reply.body)["error"]["code"] == "ERROR_PARAMETER_VALUE_MISSED"


def test_a_refusal_has_the_form_of_the_contract_and_says_no_more_than_it_must() -> None:
    reply = HANDLER.refusal("The message came from an unknown network")
    assert reply.status == 403
    assert json.loads(reply.body) == {
        "error": {"code": "ERROR_UNKNOWN", "message": "The message was not accepted", "details": None}
    }
