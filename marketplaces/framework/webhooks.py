"""Messages that a marketplace pushes: hints to poll now, never the truth itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingWebhook:
    """A request as it arrived. `url` is the public address as registered (from PUBLIC_URL, never the Host header)."""

    method: str
    url: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    source_ip: str
    received_at: datetime
    query: Mapping[str, str] = field(default_factory=dict)


class Topic(StrEnum):
    """What a message is about."""

    PING = "ping"
    ORDER = "order"
    PRODUCT = "product"
    STOCK = "stock"
    ACCOUNT = "account"  # authorised, de-authorised, expiry
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """What the message says. `key` recognises a duplicate; `remote_account_id` names the shop where it tells."""

    topic: Topic
    kind: str  # their word for it
    key: str
    remote_ids: tuple[str, ...] = ()
    remote_account_id: str = ""
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookReply:
    """What the marketplace wants to hear, for accepted and duplicate messages alike."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"


class WebhookHandler:
    """A connector's reading of pushes: pure, no I/O, milliseconds."""

    #: Networks pushes come from where they are not signed; empty: any.
    allowed_networks: Sequence[str] = ()
    signed: bool = True

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        """Raise WebhookRejected for a forged, torn or stale message."""
        raise NotImplementedError

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        """Read a verified message. Raises WebhookRejected when it is torn or of no known form."""
        raise NotImplementedError

    def reply(self, incoming: IncomingWebhook, event: WebhookEvent) -> WebhookReply:
        """The answer they expect."""
        return WebhookReply()

    def refusal(self, reason: str) -> WebhookReply:
        """The answer to a message that was not believed."""
        return WebhookReply(status=403)
