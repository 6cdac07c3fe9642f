"""Shopee's pushes: signed over the registered address and the raw body (contract section 9)."""

import hashlib
import hmac
import json
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

#: Codes not listed (chat, video, brand …) are stored as OTHER and lead to nothing.
TOPICS = {
    0: Topic.PING,
    1: Topic.ACCOUNT,  # authorised
    2: Topic.ACCOUNT,  # de-authorised
    3: Topic.ORDER,  # status
    4: Topic.ORDER,  # tracking number
    6: Topic.PRODUCT,  # banned item
    7: Topic.PRODUCT,  # promotion
    8: Topic.STOCK,  # reserved by a promotion
    9: Topic.PRODUCT,  # promotion
    12: Topic.ACCOUNT,  # the authorisation ends soon
    15: Topic.ORDER,  # shipping document
}
#: They try again for hours; what is older was recorded by somebody. The lost ones are asked for, not waited for.
OLDEST = timedelta(hours=6)
#: Ahead of us by more than this, one of the two clocks is wrong.
AHEAD = timedelta(hours=1)


class ShopeeWebhooks(WebhookHandler):
    """Hints from Shopee. The signature covers address and body, so neither can be exchanged."""

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        body = _read(incoming)
        if not _is_signed(incoming, credentials) and not _is_console_check(incoming, body):
            raise WebhookRejected("The signature does not fit the address and the body", marketplace="Shopee")
        sent = _timestamp(body)
        if not _is_console_check(incoming, body) and not -AHEAD <= incoming.received_at - sent <= OLDEST:
            raise WebhookRejected(
                f"The message is from {sent:%Y-%m-%d %H:%M} UTC, too far from now", marketplace="Shopee"
            )

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        body = _read(incoming)
        return event(body, key=hashlib.sha256(incoming.body).hexdigest())

    def reply(self, incoming: IncomingWebhook, event: WebhookEvent) -> WebhookReply:
        """Anything but an empty body counts as a failure there."""
        return WebhookReply(status=200, body=b"")


def event(body: Json, *, key: str) -> WebhookEvent:
    """What one message says, whether it was pushed or fetched later."""
    data = _data(body)
    code = body["code"]
    topic = TOPICS.get(code, Topic.OTHER)
    order = str(data.get("ordersn") or data.get("order_sn") or "")
    if topic is Topic.ORDER and not order:
        raise WebhookRejected("An order message without an order number", marketplace="Shopee")
    subject = order if topic is Topic.ORDER else str(data.get("item_id") or "")
    return WebhookEvent(
        topic=topic,
        kind=str(code),
        key=key,
        remote_ids=(subject,) if subject else (),
        remote_account_id=str(body.get("shop_id") or data.get("shop_id") or ""),
        occurred_at=_timestamp(body),
    )


def _read(incoming: IncomingWebhook) -> Json:
    body = json_message(incoming, marketplace="Shopee")
    if isinstance(body.get("code"), bool) or not isinstance(body.get("code"), int):
        raise WebhookRejected("The message has no code", marketplace="Shopee")
    return body


def _data(body: Json) -> Json:
    """Pushed as an object, fetched later as the text of one."""
    data = body.get("data") or {}
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise WebhookRejected("The message's data is torn", marketplace="Shopee") from error
    if not isinstance(data, dict):
        raise WebhookRejected("The message's data is no object", marketplace="Shopee")
    return data


def _timestamp(body: Json) -> datetime:
    value = body.get("timestamp")
    if isinstance(value, bool) or not isinstance(value, int):
        raise WebhookRejected("The message has no time", marketplace="Shopee")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise WebhookRejected("The message has no time", marketplace="Shopee") from error


def _is_signed(incoming: IncomingWebhook, credentials: Mapping[str, str]) -> bool:
    """With the console's own push key where there is one, else with the app's key."""
    key = credentials.get("push_key") or credentials.get("partner_key") or ""
    return bool(key) and _fits(incoming, key)


def _fits(incoming: IncomingWebhook, key: str) -> bool:
    text = incoming.url.encode() + b"|" + incoming.body
    made = hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
    given = incoming.headers.get("authorization", "")
    return hmac.compare_digest(made.encode(), given.encode("utf-8", "surrogateescape"))


def _is_console_check(incoming: IncomingWebhook, body: Json) -> bool:
    """The console's Verify button, before the key is saved there: signed with nothing, and good for nothing else."""
    data = body.get("data")
    is_check = body["code"] == 0 and isinstance(data, dict) and "verify_info" in data
    return is_check and _fits(incoming, "")
