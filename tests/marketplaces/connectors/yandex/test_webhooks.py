"""Notifications: read, answered with three keys, refused when torn."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from marketplaces.connectors.yandex.webhooks import YandexWebhooks
from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic

HANDLER = YandexWebhooks()
NOW = datetime(2026, 10, 1, 10, 0, 1, tzinfo=UTC)
CREATED = {
    "notificationType": "ORDER_CREATED", "orderId": 77000001, "campaignId": 21000001,
    "items": [{"offerId": "SKU-1", "count": 1}], "createdAt": "2026-10-01T13:00:00+03:00",
}  # fmt: skip


def incoming(message: Any, *, ip: str = "5.45.207.9") -> IncomingWebhook:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return IncomingWebhook(
        method="POST", url="https://hub.example/hooks/yandex/t/", headers={}, body=body, source_ip=ip, received_at=NOW
    )


def test_a_new_order_points_to_its_order_and_shop() -> None:
    HANDLER.verify(incoming(CREATED), {})
    event = HANDLER.parse(incoming(CREATED))
    assert (event.topic, event.kind, event.remote_ids) == (Topic.ORDER, "ORDER_CREATED", ("77000001",))
    assert event.remote_account_id == "21000001"
    assert event.occurred_at == datetime(2026, 10, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "topic", "ids"),
    [
        ({"notificationType": "PING", "time": "2026-10-01T10:00:00Z"}, Topic.PING, ()),
        ({"notificationType": "ORDER_STATUS_UPDATED", "orderId": 5, "status": "DELIVERY"}, Topic.ORDER, ("5",)),
        ({"notificationType": "ORDER_RETURN_CREATED", "orderId": 5, "returnId": 6}, Topic.ORDER, ("5",)),
        ({"notificationType": "ORDER_CANCELLATION_REQUEST", "orderId": 5}, Topic.ORDER, ("5",)),
        ({"notificationType": "GOODS_FEEDBACK_CREATED", "feedbackId": 5}, Topic.OTHER, ()),
        ({"notificationType": "SOMETHING_OF_TOMORROW"}, Topic.OTHER, ()),
    ],
)
def test_each_type_has_its_topic(message: dict[str, Any], topic: Topic, ids: tuple[str, ...]) -> None:
    event = HANDLER.parse(incoming(message))
    assert (event.topic, event.remote_ids) == (topic, ids)


def test_the_same_words_in_another_order_are_the_same_message() -> None:
    key = HANDLER.parse(incoming(CREATED)).key
    assert HANDLER.parse(incoming(dict(reversed(CREATED.items())))).key == key
    assert HANDLER.parse(incoming({**CREATED, "createdAt": "2026-10-01T13:00:01+03:00"})).key != key


@pytest.mark.parametrize("message", [CREATED, {"notificationType": "PING", "time": "2026-10-01T10:00:00Z"}])
def test_the_answer_holds_three_keys(message: dict[str, Any]) -> None:
    reply = HANDLER.reply(incoming(message), HANDLER.parse(incoming(message)))
    assert (reply.status, json.loads(reply.body)) == (
        200, {"version": "1.0.0", "name": "Orion", "time": "2026-10-01T10:00:01Z"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "message", [b"", b"[]", b"{", b"null", {}, {"notificationType": 5}, {"notificationType": "ORDER_CREATED"}]
)
def test_a_message_of_another_form_is_refused(message: Any) -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.parse(incoming(message))


def test_a_refusal_has_the_markets_own_form() -> None:
    refusal = HANDLER.refusal("torn")
    assert (refusal.status, json.loads(refusal.body)["error"]["type"]) == (400, "WRONG_EVENT_FORMAT")


@pytest.mark.parametrize(
    ("ip", "good"),
    [
        ("5.45.207.1", True),
        ("141.8.142.127", True),
        ("5.255.253.5", True),
        ("5.45.207.128", False),
        ("10.0.0.1", False),
    ],
)
def test_only_the_markets_networks_are_believed(ip: str, good: bool) -> None:
    if good:
        HANDLER.check_source(incoming(CREATED, ip=ip))
    else:
        with pytest.raises(WebhookRejected):
            HANDLER.check_source(incoming(CREATED, ip=ip))
