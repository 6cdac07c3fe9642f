"""Meta's messages: signed with the app's secret over the raw body. No field tells of orders or of the catalogue."""

import hashlib
import hmac
from collections.abc import Mapping
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

from .reading import find_seconds

SIGNATURE = "x-hub-signature-256"
PREFIX = "sha256="


class FacebookWebhooks(WebhookHandler):
    """What is signed are the bytes as they came, all beyond ASCII as \\u: written anew it is another text."""

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        secret = credentials.get("app_secret", "")
        if not secret:
            raise WebhookRejected("No secret is known to check it with")
        given = incoming.headers.get(SIGNATURE, "").strip()
        if not given.startswith(PREFIX):
            raise WebhookRejected("The message is not signed")
        if not hmac.compare_digest(given.encode(), signature(secret, incoming.body).encode()):
            raise WebhookRejected("The signature does not fit")

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        """A message has no number; the same one again has the same bytes."""
        message = json_message(incoming)
        entries = message.get("entry")
        if not isinstance(message.get("object"), str) or not isinstance(entries, list) or not entries:
            raise WebhookRejected("The message names no object or no entry")
        fields = list(dict.fromkeys(field for entry in entries for field in _fields(entry)))
        return WebhookEvent(
            topic=Topic.OTHER,
            kind=".".join((message["object"], *fields[:3]))[:100],
            key=hashlib.sha256(incoming.body).hexdigest(),
            occurred_at=find_seconds(entries[-1].get("time")) if isinstance(entries[-1], Mapping) else None,
        )

    def challenge(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> WebhookReply:
        """Their number back, and nothing else, for who knows the word that we both were told."""
        wanted, query = credentials.get("verify_token", ""), incoming.query
        given = query.get("hub.verify_token", "")
        if query.get("hub.mode") != "subscribe" or not query.get("hub.challenge"):
            raise WebhookRejected("It is no challenge")
        if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
            raise WebhookRejected("The verify token is another one than that of the connection")
        return WebhookReply(status=200, body=query["hub.challenge"].encode(), content_type="text/plain")


def signature(secret: str, body: bytes) -> str:
    """`sha256=` and lower-case hex HMAC-SHA256 of the raw bytes (contract section 7)."""
    return PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _fields(entry: Any) -> list[str]:
    changes = entry.get("changes") if isinstance(entry, Mapping) else None
    return [str(each.get("field") or "") for each in changes or () if isinstance(each, Mapping)]
