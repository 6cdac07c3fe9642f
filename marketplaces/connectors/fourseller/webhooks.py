"""4Seller's messages: signed over the time and the raw body, and only ever a reason to look."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

from marketplaces.framework.errors import UnexpectedPayload, WebhookRejected
from marketplaces.framework.reading import find_moment, text
from marketplaces.framework.webhooks import IncomingWebhook, Topic, WebhookEvent, WebhookHandler, json_message

from .dialect import header

FRESH = timedelta(seconds=300)
TOPICS: Mapping[str, Topic] = {"order": Topic.ORDER, "inventory": Topic.STOCK, "product": Topic.PRODUCT}


class FourSellerWebhooks(WebhookHandler):
    """Header names are settings of the connection, so they come with its credentials."""

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        secret = credentials.get("webhook_secret", "")
        if not secret:
            raise WebhookRejected("No secret is known to check it with")
        stamp = incoming.headers.get(header(credentials, "timestamp").lower(), "").strip()
        if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
            raise WebhookRejected("The message does not say when it was sent")
        if abs(incoming.received_at.timestamp() - int(stamp)) > FRESH.total_seconds():
            raise WebhookRejected("The message is too old or from the future")
        given = incoming.headers.get(header(credentials, "signature").lower(), "").strip().lower()
        if not hmac.compare_digest(given.removeprefix("sha256=").encode(), signature(secret, stamp, incoming.body)):
            raise WebhookRejected("The signature does not fit")

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        """Kinds that nobody here knows are OTHER; `data` may be the thing, or only its id."""
        message = json_message(incoming)
        try:
            kind, key = text(message.get("event"), "event"), text(message.get("id"), "id")
            if not kind or not key:
                raise WebhookRejected("The message names no event or has no id")
            topic = TOPICS.get(kind.partition(".")[0], Topic.OTHER)
            data = message.get("data")
            named = data.get("id") if isinstance(data, Mapping) else data
            return WebhookEvent(
                topic=topic,
                kind=kind,
                key=key,
                remote_ids=tuple(filter(None, (text(named, "data.id"),))) if topic is not Topic.OTHER else (),
                remote_account_id=text(message.get("seller_id"), "seller_id"),
                occurred_at=find_moment(message.get("created_at"), "created_at"),
            )
        except UnexpectedPayload as error:
            raise WebhookRejected(f"The field {error.path} cannot be read") from error


def signature(secret: str, stamp: str, body: bytes) -> bytes:
    """Hex HMAC-SHA256 over the time, a point and the raw body."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest().encode()
