"""Messages that a marketplace pushes: hints to poll now, never the truth itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Any

from marketplaces.framework.errors import WebhookRejected


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
    #: Words that it puts behind the address it was told, each after a slash; what comes there is the same message.
    tails: Sequence[str] = ()
    #: Where a merchant enters the address, and what is asked of it there; shown beside the address.
    where: str = ""

    def check_source(self, incoming: IncomingWebhook) -> None:
        """Raise WebhookRejected for a message from outside `allowed_networks`. Not asked for sandbox connections."""
        if self.allowed_networks and not _is_inside(incoming.source_ip, self.allowed_networks):
            raise WebhookRejected("The message came from an unknown network")

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        """Raise WebhookRejected for a forged, torn or stale message.

        Where the marketplace gives out its keys by name, UnknownKey for one that `credentials` do not hold.
        """
        raise NotImplementedError

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        """Read a verified message. Raises WebhookRejected when it is torn or of no known form."""
        raise NotImplementedError

    def reply(self, incoming: IncomingWebhook, event: WebhookEvent) -> WebhookReply:
        """The answer they expect."""
        return WebhookReply()

    def challenge(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> WebhookReply:
        """The answer to a GET by which the marketplace asks, while the address is entered there, whether it is ours.

        Raises WebhookRejected for everything else.
        """
        raise WebhookRejected("It asked something that this marketplace does not ask")

    def refusal(self, reason: str) -> WebhookReply:
        """The answer to a message that was not believed."""
        return WebhookReply(status=403)


def json_message(incoming: IncomingWebhook, *, marketplace: str = "") -> dict[str, Any]:
    """The object that was sent. Raises WebhookRejected for bytes that are none."""
    try:
        message = json.loads(incoming.body)
    except (ValueError, RecursionError) as error:
        raise WebhookRejected("The message is torn", marketplace=marketplace) from error
    if not isinstance(message, dict):
        raise WebhookRejected("The message is no object", marketplace=marketplace)
    return message


def _is_inside(source_ip: str, networks: Sequence[str]) -> bool:
    try:
        address = ip_address(source_ip)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in ip_network(network) for network in networks)
