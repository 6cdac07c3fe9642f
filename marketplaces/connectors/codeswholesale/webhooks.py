"""Postbacks: hints without a signature, believed by a hash that is the same for all; the truth is asked for."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
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

from .auth import auth_hash

#: What each kind is about. One that is not listed is taken and left alone.
TOPICS: Mapping[str, Topic] = {
    "STOCK": Topic.STOCK,
    "NEW_PRODUCT": Topic.PRODUCT,
    "PRODUCT_UPDATED": Topic.PRODUCT,
    "PRODUCT_HIDDEN": Topic.PRODUCT,
    "NEW_FULL_PRODUCT": Topic.PRODUCT,
    "PREORDER": Topic.OTHER,  # a purchase of ours: no topic of the hub says so yet
}
MOST_IDS = 200


class CodesWholesaleWebhooks(WebhookHandler):
    """A message may be forged by whoever saw one before: nothing in it is used but which thing to look at."""

    where = "In your CodesWholesale account under API, Postback URL; or press Register, while postbacks are on."

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        client_id, signature = credentials.get("client_id", ""), credentials.get("client_signature", "")
        if not client_id or not signature:
            raise WebhookRejected("No client signature is known to check it with")
        given = json_message(incoming).get("authHash")
        if not isinstance(given, str):
            raise WebhookRejected("The message carries no authHash")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), auth_hash(client_id, signature).encode()):
            raise WebhookRejected("The authHash does not fit")

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        """A message has neither number nor time; the same one again has the same bytes."""
        message = json_message(incoming)
        kind = message.get("type")
        if not isinstance(kind, str) or not kind:
            raise WebhookRejected("The message does not say what it is about")
        return WebhookEvent(
            topic=TOPICS.get(kind, Topic.OTHER),
            kind=kind[:100],
            key=hashlib.sha256(incoming.body).hexdigest(),
            remote_ids=tuple(_ids(message))[:MOST_IDS] if kind in TOPICS else (),
        )

    def refusal(self, reason: str) -> WebhookReply:
        return WebhookReply(status=401)


def _ids(message: Mapping[str, Any]) -> Sequence[str]:
    """Of products, or of the one order."""
    rows = message.get("products")
    named = [row.get("productId") for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    found = [*named, message.get("productId"), message.get("orderId")]
    return list(dict.fromkeys(each for each in found if isinstance(each, str) and each))
