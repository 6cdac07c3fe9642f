"""Messages that a marketplace writes into a queue, where they are taken instead of being pushed."""

from dataclasses import dataclass

from marketplaces.framework.webhooks import WebhookEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueMessage:
    """One message. `receipt` is what it is taken out by; `event` is None for one that nobody can read."""

    receipt: str
    body: bytes
    event: WebhookEvent | None
