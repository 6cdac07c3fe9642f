"""The Market's notifications. Nothing is signed: the networks they come from and our secret path are the proof."""

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

#: The networks that the Market names.
NETWORKS = ("5.45.207.0/25", "141.8.142.0/25", "5.255.253.0/25")
NAME, VERSION = "Orion", "1.0.0"
PING = "PING"
#: These name an order; without it there is nothing to look up.
ORDER_TYPES = frozenset({
    "ORDER_CREATED", "ORDER_CANCELLED", "ORDER_STATUS_UPDATED", "ORDER_UPDATED", "ORDER_CANCELLATION_REQUEST",
    "ORDER_RETURN_CREATED", "ORDER_RETURN_STATUS_UPDATED",
})  # fmt: skip
#: Any of these tells when it happened.
TIMES = ("updatedAt", "createdAt", "cancelledAt", "requestedAt", "sentAt", "startedAt", "finishedAt", "time")


class YandexWebhooks(WebhookHandler):
    """Reads notifications; where they come from is judged by `allowed_networks`."""

    allowed_networks = NETWORKS
    signed = False
    tails = ("notification",)
    where = "Market cabinet, Settings → API and modules, for the whole cabinet or for this shop alone"

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        """There is nothing signed to verify: the form must be right. One link may serve all shops of a cabinet."""
        _message(incoming)

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        """What the message is about; types that nobody here needs are OTHER."""
        message = _message(incoming)
        kind = text(message["notificationType"])
        if kind in ORDER_TYPES and not message.get("orderId"):
            raise WebhookRejected("The field is missing: orderId")
        try:
            return WebhookEvent(
                topic=Topic.PING if kind == PING else Topic.ORDER if kind in ORDER_TYPES else Topic.OTHER,
                kind=kind,
                key=_key(kind, message),
                remote_ids=(text(message["orderId"], "orderId"),) if kind in ORDER_TYPES else (),
                remote_account_id=text(message.get("campaignId"), "campaignId"),
                occurred_at=_occurred_at(message),
            )
        except UnexpectedPayload as error:
            raise WebhookRejected(f"The field {error.path} cannot be read") from error

    def reply(self, incoming: IncomingWebhook, event: WebhookEvent) -> WebhookReply:
        """A ping and an event want to hear the same three things."""
        now = incoming.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return WebhookReply(body=json.dumps({"version": VERSION, "name": NAME, "time": now}).encode())

    def refusal(self, reason: str) -> WebhookReply:
        """An error in the form that the Market asks for, without saying more than it needs."""
        error = {"error": {"type": "WRONG_EVENT_FORMAT", "message": "The message was not accepted"}}
        return WebhookReply(status=400, body=json.dumps(error).encode())


def _message(incoming: IncomingWebhook) -> Mapping[str, Any]:
    message = json_message(incoming)
    if not isinstance(message.get("notificationType"), str) or not message["notificationType"]:
        raise WebhookRejected("The field is missing: notificationType")
    return message


def _key(kind: str, message: Mapping[str, Any]) -> str:
    """There is no number of a message: the same words are the same message, in whatever order they come."""
    words = json.dumps(message, sort_keys=True, separators=(",", ":"))
    return f"{kind}:{hashlib.sha256(words.encode()).hexdigest()}"


def _occurred_at(message: Mapping[str, Any]) -> datetime | None:
    return next((moment for name in TIMES if (moment := find_moment(message.get(name) or None, name))), None)
