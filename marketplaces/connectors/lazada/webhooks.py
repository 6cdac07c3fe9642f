"""Lazada's pushes: signed over app key and raw body, one per order item, told again until they are taken."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import (
    IncomingWebhook,
    Topic,
    WebhookEvent,
    WebhookHandler,
    WebhookReply,
    json_message,
)

Json = Mapping[str, Any]

#: Contract section 9. Types that are not listed (chat, promotion, category, reviews …) are stored and lead to nothing.
TOPICS = {
    0: Topic.ORDER,  # an item of an order moved
    10: Topic.ORDER,  # something comes back
    14: Topic.ORDER,  # a package moved
    1: Topic.PRODUCT,  # quality check
    3: Topic.PRODUCT,  # created
    4: Topic.PRODUCT,  # updated
    5: Topic.PRODUCT,  # deleted
    6: Topic.STOCK,  # little is left
    8: Topic.ACCOUNT,  # the sign-in ends soon
    13: Topic.ACCOUNT,  # the seller's state
}
#: Twelve tries, half an hour apart, and some for queues on the way.
OLDEST = timedelta(hours=12)
AHEAD = timedelta(hours=1)
#: From here on a number is milliseconds: both occur.
MILLISECONDS = 10_000_000_000


class LazadaWebhooks(WebhookHandler):
    """Hints from Lazada. The answer must be there within half a second, so nothing is looked up."""

    where = (
        "Lazada Open Platform console, App Management, your app, Push Mechanism: choose trade, reverse and fulfilment "
        "orders. Lazada takes an https address only, with a certificate that names an organisation (OV or EV)"
    )

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        secret, app_key = credentials.get("app_secret", ""), credentials.get("app_key", "")
        made = hmac.new(secret.encode(), app_key.encode() + incoming.body, hashlib.sha256).hexdigest()
        given = incoming.headers.get("authorization", "").strip()
        if not secret or not hmac.compare_digest(made.encode(), given.encode("utf-8", "surrogateescape")):
            raise WebhookRejected("The signature does not fit the body", marketplace="Lazada")
        sent = _sent(_read(incoming))
        if not -AHEAD <= incoming.received_at - sent <= OLDEST:
            raise WebhookRejected(
                f"The message is from {sent:%Y-%m-%d %H:%M} UTC, too far from now", marketplace="Lazada"
            )

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        body = _read(incoming)
        topic = TOPICS.get(body["message_type"], Topic.OTHER)
        data = body.get("data")
        subject = _subject(topic, data if isinstance(data, Mapping) else {})
        if topic is Topic.ORDER and not subject:
            raise WebhookRejected("An order message without an order number", marketplace="Lazada")
        return WebhookEvent(
            topic=topic,
            kind=str(body["message_type"]),
            key=hashlib.sha256(incoming.body).hexdigest(),
            remote_ids=(subject,) if subject else (),
            remote_account_id=str(body.get("seller_id") or ""),
            occurred_at=_sent(body),
        )

    def reply(self, incoming: IncomingWebhook, event: WebhookEvent) -> WebhookReply:
        return WebhookReply(status=200, body=b'{"success":true}')


def _subject(topic: Topic, data: Json) -> str:
    names = ("trade_order_id",) if topic is Topic.ORDER else ("item_id", "product_id", "itemId")
    return next((str(data[name]) for name in names if data.get(name)), "")


def _read(incoming: IncomingWebhook) -> Json:
    body = json_message(incoming, marketplace="Lazada")
    kind = body.get("message_type")
    if isinstance(kind, bool) or not isinstance(kind, int):
        raise WebhookRejected("The message has no type", marketplace="Lazada")
    return body


def _sent(body: Json) -> datetime:
    """Seconds in some messages, milliseconds in others."""
    value = body.get("timestamp")
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise WebhookRejected("The message has no time", marketplace="Lazada")
    try:
        return datetime.fromtimestamp(value / 1000 if value >= MILLISECONDS else value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise WebhookRejected("The message has no time", marketplace="Lazada") from error
