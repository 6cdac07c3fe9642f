"""Ozon's push notifications. They carry no signature: the network they come from and our secret path are the proof."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload, WebhookRejected
from marketplaces.framework.webhooks import (
    IncomingWebhook,
    Topic,
    WebhookEvent,
    WebhookHandler,
    WebhookReply,
    json_message,
)

from .reading import find_moment, text

#: The networks that Ozon names.
NETWORKS = ("195.34.21.0/24", "185.73.192.0/22", "91.223.93.0/24")
NAME, VERSION = "Orion", "1.0"
PING = "TYPE_PING"
MISSING = "The field is missing: "

ORDER_TYPES = frozenset({
    "TYPE_NEW_POSTING", "TYPE_POSTING_CANCELLED", "TYPE_STATE_CHANGED", "TYPE_CUTOFF_DATE_CHANGED",
    "TYPE_DELIVERY_DATE_CHANGED", "TYPE_FBO_POSTING_NEW", "TYPE_FBO_POSTING_CANCELLED",
    "TYPE_FBO_POSTING_STATE_CHANGED", "TYPE_FBO_POSTING_DELIVERY_DATE_CHANGED", "TYPE_ORDER_NEW",
    "TYPE_ORDER_CANCELLED", "TYPE_ORDER_STATE_CHANGED",
})  # fmt: skip
#: These name one posting; without it there is nothing to look up.
POSTING_TYPES = frozenset({kind for kind in ORDER_TYPES if not kind.startswith(("TYPE_ORDER", "TYPE_FBO"))})
PRODUCT_TYPES = frozenset({"TYPE_CREATE_OR_UPDATE_ITEM", "TYPE_CREATE_ITEM", "TYPE_UPDATE_ITEM"})
STOCK_TYPES = frozenset({"TYPE_STOCKS_CHANGED", "TYPE_FBO_STOCKS_CHANGED"})

#: Any of these tells when it happened; empty text and null are usual.
TIMES = ("changed_state_date", "changed_at", "updated_at", "time", "in_process_at", "created_at")


class OzonWebhooks(WebhookHandler):
    """Reads pushes; where they come from is judged by `allowed_networks`."""

    allowed_networks = NETWORKS
    signed = False

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        """There is nothing signed to verify: the form must be right, and a named seller must be this one."""
        message = _message(incoming)
        seller, ours = _seller(message), credentials.get("client_id", "")
        if seller and ours and seller != ours:
            raise WebhookRejected("The message is for another seller")

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        """What the message is about; types that nobody here needs are OTHER."""
        message = _message(incoming)
        kind = text(message["message_type"])
        topic = _topic(kind)
        if kind in POSTING_TYPES and not message.get("posting_number"):
            raise WebhookRejected(f"{MISSING}posting_number")
        try:
            return WebhookEvent(
                topic=topic,
                kind=kind,
                key=_key(kind, message),
                remote_ids=_remote_ids(topic, message),
                remote_account_id=_seller(message),
                occurred_at=_occurred_at(message),
            )
        except UnexpectedPayload as error:
            raise WebhookRejected(f"The field {error.path} cannot be read") from error

    def reply(self, incoming: IncomingWebhook, event: WebhookEvent) -> WebhookReply:
        """A ping wants to know who answers and when; everything else a plain yes."""
        if event.topic is Topic.PING:
            return _json({"version": VERSION, "name": NAME, "time": _second(incoming.received_at)})
        return _json({"result": True})

    def refusal(self, reason: str) -> WebhookReply:
        """An error in the form Ozon asks for, without saying more than it needs."""
        if reason.startswith(MISSING):
            return _json(_error("ERROR_PARAMETER_VALUE_MISSED", reason), status=400)
        return _json(_error("ERROR_UNKNOWN", "The message was not accepted"), status=403)


def _message(incoming: IncomingWebhook) -> Mapping[str, Any]:
    message = json_message(incoming)
    kind = message.get("message_type")
    if not isinstance(kind, str) or not kind.startswith("TYPE_"):
        raise WebhookRejected(f"{MISSING}message_type")
    return message


def _topic(kind: str) -> Topic:
    if kind == PING:
        return Topic.PING
    if kind in ORDER_TYPES:
        return Topic.ORDER
    if kind in PRODUCT_TYPES:
        return Topic.PRODUCT
    return Topic.STOCK if kind in STOCK_TYPES else Topic.OTHER


def _seller(message: Mapping[str, Any]) -> str:
    seller = message.get("seller_id")
    return str(seller) if seller and isinstance(seller, int | str) else ""


def _key(kind: str, message: Mapping[str, Any]) -> str:
    """FBO types have an id; a state is told once per posting and time; else the same words are the same message."""
    if message.get("uuid"):
        return f"{kind}:{text(message['uuid'], 'uuid')}"
    if message.get("posting_number") and message.get("changed_state_date"):
        parts = (message["posting_number"], message.get("new_state"), message["changed_state_date"])
        return ":".join((kind, *(text(part) for part in parts)))
    words = json.dumps(message, sort_keys=True, separators=(",", ":"))
    return f"{kind}:{hashlib.sha256(words.encode()).hexdigest()}"


def _remote_ids(topic: Topic, message: Mapping[str, Any]) -> tuple[str, ...]:
    if topic is Topic.ORDER:
        return tuple(filter(None, (text(message.get("posting_number"), "posting_number"),)))
    if topic is Topic.PRODUCT:
        return tuple(filter(None, (text(message.get("product_id"), "product_id"),)))
    if topic is Topic.STOCK:
        items = message.get("items")
        found = (
            [text(item.get("product_id")) for item in items if isinstance(item, dict)]
            if isinstance(items, list)
            else []
        )
        return tuple(filter(None, dict.fromkeys(found)))
    return ()


def _occurred_at(message: Mapping[str, Any]) -> datetime | None:
    return next((moment for name in TIMES if (moment := find_moment(message.get(name) or None, name))), None)


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "details": None}}


def _json(body: Mapping[str, Any], status: int = 200) -> WebhookReply:
    return WebhookReply(status=status, body=json.dumps(body).encode())
