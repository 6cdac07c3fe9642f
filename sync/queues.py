"""Messages that lie in queues: taken, stored as pushes are, and only then taken out."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils import timezone

from core import checkpoints
from core.models import NeedsYou
from core.services import needs_you
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import ConnectorError, RetryLater
from marketplaces.framework.queues import QueueMessage
from marketplaces.framework.webhooks import IncomingWebhook, Topic
from marketplaces.models import Connection
from marketplaces.services import connectors
from marketplaces.services.abilities import abilities_of
from sync import webhooks

log = structlog.get_logger("orion.sync")

#: So often one queue is asked at a time; what is left is taken next time.
MOST_READS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one reading of a queue brought."""

    stored: int = 0
    not_ours: int = 0  # of a shop that is not connected here, or that nobody can read


def places() -> list[Connection]:
    """Shops that work and have a queue."""
    codes = [kind.code for kind in registry.connectors() if Capability.READ_QUEUE in kind.capabilities]
    shops = Connection.objects.select_related("marketplace", "store").filter(
        marketplace__code__in=codes, status=Connection.Status.ACTIVE, deleted_at__isnull=True
    )
    return [shop for shop in shops.order_by("pk") if Capability.READ_QUEUE in abilities_of(shop)]


def read_all() -> None:
    """Read the queues of all shops; one that cannot be read is told and keeps no other from being read."""
    for shop in places():
        try:
            read(shop)
        except RetryLater as error:
            log.warning("queue_not_read", connection=str(shop.pk), error=error.kind)
        except ConnectorError as error:
            _tell(shop, error)


def read(shop: Connection) -> Taken:
    """Take what lies there until it is empty. Killed before they are taken out, messages come again and are known."""
    connector = connectors.open_connector(shop)
    stored = not_ours = 0
    for _turn in range(MOST_READS):
        messages = connector.receive_messages()
        if not messages:
            break
        kept = _keep(shop, messages)
        stored, not_ours = stored + kept, not_ours + len(messages) - kept
        checkpoints.reached("queue.after_store")
        connector.acknowledge_messages([each.receipt for each in messages])
        checkpoints.reached("queue.after_acknowledge")
    needs_you.settle_cause(store=shop.store, cause_key=_cause(shop), how="It is read again", by="system")
    return Taken(stored=stored, not_ours=not_ours)


def _keep(shop: Connection, messages: Sequence[QueueMessage]) -> int:
    """Store them all or none; how many were for a shop of ours."""
    kept = 0
    with transaction.atomic():
        for message in messages:
            event = message.event
            addressee = None if event is None else _addressee(shop, event.remote_account_id)
            if event is None or addressee is None:
                webhooks.count(shop, "unreadable" if event is None else "of another shop")
                continue
            if event.topic != Topic.PING:
                webhooks.keep(addressee, event, _incoming(message))
            kept += 1
    return kept


def _addressee(shop: Connection, remote_account_id: str) -> Connection | None:
    """One queue may tell of several shops of a seller; what is told of one that is not connected is let go."""
    if remote_account_id in ("", shop.remote_account_id):
        return shop
    others = Connection.objects.filter(
        store_id=shop.store_id, marketplace_id=shop.marketplace_id, remote_account_id=remote_account_id
    )
    return others.exclude(status=Connection.Status.DISCONNECTED).first()


def _incoming(message: QueueMessage) -> IncomingWebhook:
    body = message.body[: webhooks.MOST_BYTES]
    return IncomingWebhook(
        method="QUEUE", url="", headers={}, body=body, source_ip="", received_at=timezone.now()
    )  # fmt: skip


def _cause(shop: Connection) -> str:
    return f"queue:{shop.pk}"


def _tell(shop: Connection, error: ConnectorError) -> None:
    """Orders are polled all the same, so the shop goes on."""
    needs_you.raise_cause(
        store=shop.store,
        kind=NeedsYou.Kind.REFUSED,
        cause_key=_cause(shop),
        title=f"{shop.name}: its queue of messages cannot be read",
        tried="read the queue",
        said=error.said or error.detail,
        cost="Orders come with the ordinary reading, some minutes later.",
        fix=error.fix,
        subject_type="connection",
        subject_id=shop.pk,
        reference=error.request_id,
    )
