"""Pushes from marketplaces: verified, stored, answered in milliseconds; then a reason to run the same pull."""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
from django.db import connection as database
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils import timezone

from core import checkpoints, redact
from marketplaces.framework import registry
from marketplaces.framework.errors import UnknownKey, WebhookRejected
from marketplaces.framework.transport.unwritable import cleaned
from marketplaces.framework.webhooks import IncomingWebhook, Topic, WebhookEvent, WebhookHandler, WebhookReply
from marketplaces.models import Connection
from marketplaces.services import connectors
from marketplaces.services.credentials import accepted_sets
from sync import executor, known_senders, runs, webhook_keys
from sync.known_senders import Sender
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, SyncType, WebhookTally

Status = MarketplaceWebhook.Status
LEASE = timedelta(seconds=25)
#: How long a worker waits for another one's run: too long, and pushes would keep all workers waiting.
PATIENCE = 2.0
#: When messages are looked at again whose run has to wait for another one.
LATER = timedelta(seconds=2)
MOST_ATTEMPTS = 5
#: A message body is a hint; what is longer is no hint.
MOST_BYTES = 256 * 1024
#: One message is about a few things.
MOST_NAMED, LONGEST_ID = 100, 100

_COLUMNS = """
INSERT INTO marketplace_webhooks (id, created_at, updated_at, connection_id, store_id, event_key, topic, kind,
    remote_ids, body, source_ip, status, received_at, duplicates, attempts, due_at, error)
"""
_VALUES = """%(id)s::uuid, now(), now(), %(connection)s::uuid, %(store)s::uuid, %(key)s, %(topic)s, %(kind)s,
    %(ids)s::jsonb, %(body)s, %(ip)s::inet, %(status)s, now(), 0, 0, now(), ''"""
_DUPLICATE = """
ON CONFLICT ON CONSTRAINT one_row_per_event DO UPDATE SET duplicates = marketplace_webhooks.duplicates + 1
"""
_STORE = f"{_COLUMNS} VALUES ({_VALUES}) {_DUPLICATE}"
# Only while everything that the message was judged by is as it was.
_STORE_OF_KNOWN = f"""{_COLUMNS} SELECT {_VALUES}
  FROM marketplace_connections c
  JOIN marketplace_credentials k ON k.connection_id = c.id
  JOIN marketplaces m ON m.id = c.marketplace_id
 WHERE c.id = %(connection)s::uuid AND c.xmin = %(connection_version)s::xid AND k.xmin = %(credential_version)s::xid
   AND m.xmin = %(marketplace_version)s::xid
{_DUPLICATE}"""

Judge = Callable[[Sender, IncomingWebhook], None]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message, and the answer the marketplace expects."""

    verdict: str  # good, refused, unknown
    reply: WebhookReply


def receive(code: str, token: str, incoming: IncomingWebhook) -> Received:
    """Verify, store, answer. A duplicate gets its 2xx and no second row; a refused one leaves only a counter."""
    if incoming.method == "GET":
        return _asked(code, token, incoming)
    if (received := receive_known(code, token, incoming)) is not None:
        return received
    sender = known_senders.find_sender(code, token)
    if sender is None:
        return Received("unknown", WebhookReply(status=404))
    try:
        event = _believed(sender, incoming, _verified)
        addressee = _readdressed(sender.connection, event, sender.handler, incoming)
    except WebhookRejected as refused:
        count(sender.connection, refused.reason)
        return Received("refused", sender.handler.refusal(refused.reason))
    if event.topic != Topic.PING:
        keep(addressee, event, incoming)
    checkpoints.reached("webhook.after_store")
    return Received("good", sender.handler.reply(incoming, event))


def receive_known(code: str, token: str, incoming: IncomingWebhook) -> Received | None:
    """The same for a shop that is remembered and a message that is plain; None says nothing, `receive` does."""
    sender = known_senders.find_known(code, token)
    if sender is None or (event := _stored_of_known(sender, incoming)) is None:
        return None
    checkpoints.reached("webhook.after_store")
    return Received("good", sender.handler.reply(incoming, event))


def _stored_of_known(sender: Sender, incoming: IncomingWebhook) -> WebhookEvent | None:
    """The message of a shop that is remembered, stored by one statement; None: look the shop up and judge anew."""
    try:
        event = _believed(sender, incoming, _known_to_be_signed)
    except WebhookRejected:
        return None
    if event.topic == Topic.PING or event.remote_account_id not in ("", sender.connection.remote_account_id):
        return None
    values = {**_row(sender.connection, event, incoming), **sender.versions}
    return event if _prepared(_STORE_OF_KNOWN, values) else None


def _prepared(statement: str, values: Mapping[str, Any]) -> int:
    """Carry it out past Django's cursor, so that the server plans it once and not for each of a thousand pushes.

    Django prepares nothing by itself, because of poolers that give each statement another session. Behind such a one
    this raises, and the application stores the message.
    """
    database.ensure_connection()
    session = database.connection
    before, session.prepare_threshold = session.prepare_threshold, 0
    try:
        with database.wrap_database_errors, psycopg.Cursor(session) as cursor:
            return cursor.execute(statement, values, prepare=True).rowcount
    finally:
        session.prepare_threshold = before


def _asked(code: str, token: str, incoming: IncomingWebhook) -> Received:
    """A GET brings no message: the marketplace asks whether the address is ours, and nothing is kept of it."""
    sender = known_senders.find_sender(code, token)
    if sender is None:
        return Received("unknown", WebhookReply(status=404))
    try:
        return Received("good", sender.handler.challenge(incoming, sender.keys[0]))
    except WebhookRejected as refused:
        count(sender.connection, refused.reason)
        return Received("refused", sender.handler.refusal(refused.reason))


def _believed(sender: Sender, incoming: IncomingWebhook, judge: Judge) -> WebhookEvent:
    if len(incoming.body) > MOST_BYTES:
        raise WebhookRejected("too long")
    connection, handler = sender.connection, sender.handler
    if not connection.is_sandbox and not connectors.stands_beside(connection, incoming.source_ip):
        handler.check_source(incoming)
    judge(sender, incoming)
    return handler.parse(incoming)


def _known_to_be_signed(sender: Sender, incoming: IncomingWebhook) -> None:
    _verify(sender.handler, incoming, sender.keys)


def _verified(sender: Sender, incoming: IncomingWebhook) -> None:
    """Signed with a key that is held here, or with one that the marketplace gives out when it is asked."""
    _verify_or_learn(sender.connection, sender.handler, incoming, sender.keys)


def _verify_or_learn(
    connection: Connection, handler: WebhookHandler, incoming: IncomingWebhook, keys: Iterable[Mapping[str, str]]
) -> None:
    try:
        _verify(handler, incoming, keys)
    except UnknownKey as unknown:
        if not webhook_keys.learn(connection, unknown.key_id):
            raise
        _verify(handler, incoming, _keys_of(connection))


def _keys_of(connection: Connection) -> list[dict[str, str]]:
    return accepted_sets(connection, registry.connector_class(connection.marketplace.code))


def _verify(handler: WebhookHandler, incoming: IncomingWebhook, keys: Iterable[Mapping[str, str]]) -> None:
    """Signed with the present key, or during a rotation with the one before."""
    refused = None
    for values in keys:
        try:
            handler.verify(incoming, values)
        except WebhookRejected as error:
            refused = refused or error
        else:
            return
    raise refused or WebhookRejected("no key to check it with")


def _readdressed(
    connection: Connection, event: WebhookEvent, handler: WebhookHandler, incoming: IncomingWebhook
) -> Connection:
    """A push for another of our connections of the same app goes there, if that one's key verifies it."""
    if not event.remote_account_id or event.remote_account_id == connection.remote_account_id:
        return connection
    other = (
        Connection.objects.select_related("credential", "marketplace")
        .filter(
            store_id=connection.store_id,
            marketplace_id=connection.marketplace_id,
            remote_account_id=event.remote_account_id,
        )
        .exclude(status=Connection.Status.DISCONNECTED)  # without keys it could only refuse, and be switched off for it
        .first()
    )
    if other is None:
        return connection
    _verify_or_learn(other, handler, incoming, _keys_of(other))
    return other


def keep(connection: Connection, event: WebhookEvent, incoming: IncomingWebhook) -> None:
    """Store a message that is believed; one that is known already is only counted."""
    with database.cursor() as cursor:
        cursor.execute(_STORE, _row(connection, event, incoming))


def _row(connection: Connection, event: WebhookEvent, incoming: IncomingWebhook) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(), "connection": connection.pk, "store": connection.store_id,
        "key": cleaned(event.key)[:250], "topic": str(event.topic), "kind": cleaned(event.kind)[:60],
        "ids": json.dumps(_named(event)), "ip": incoming.source_ip or None, "status": str(Status.RECEIVED),
        "body": redact.text(incoming.body.decode("utf-8", "replace").replace("\x00", "")),
    }  # fmt: skip


def _named(event: WebhookEvent) -> list[str]:
    """What it names, as far as any order there could be called so: the next poll reads the rest."""
    return [cleaned(name) for name in event.remote_ids if 0 < len(name) <= LONGEST_ID][:MOST_NAMED]


def count(connection: Connection, reason: str) -> None:
    """One more message today that was not taken, and why."""
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO webhook_tallies (connection_id, day, reason, count, last_at)"
            " VALUES (%s, current_date, %s, 1, now())"
            " ON CONFLICT ON CONSTRAINT one_tally_per_day_and_reason"
            " DO UPDATE SET count = webhook_tallies.count + 1, last_at = now()",
            [connection.pk, reason[:60]],
        )


def refused_today(connection: Connection) -> int:
    """How many pushes were not believed today."""
    day = timezone.now().date()
    return sum(WebhookTally.objects.filter(connection=connection, day=day).values_list("count", flat=True))


def process_due() -> int:
    """Carry out what waiting messages ask for: one run per connection. Returns how many messages were dealt with."""
    done = 0
    for connection_id in _places():
        done += _process(connection_id)
    return done


def _places() -> list[uuid.UUID]:
    """Connections with messages; not those whose orders are being read, because the messages would only wait there."""
    reading = MarketplaceSyncLog.objects.filter(
        connection=OuterRef("connection"), sync_type=SyncType.ORDERS, status=MarketplaceSyncLog.Status.IN_PROGRESS
    )
    return list(
        MarketplaceWebhook.objects.filter(
            ~Exists(reading),
            status=Status.RECEIVED,
            due_at__lte=timezone.now(),
            connection__status=Connection.Status.ACTIVE,
        )
        .order_by()
        .values_list("connection_id", flat=True)
        .distinct()
    )


def _process(connection_id: uuid.UUID) -> int:
    owner = uuid.uuid4()
    messages = _claim(connection_id, owner)
    if not messages:
        return 0
    connection = Connection.objects.select_related("marketplace", "store").get(pk=connection_id)
    good: bool | None = True
    orders = sorted({remote_id for each in messages if each.topic == Topic.ORDER for remote_id in each.remote_ids})
    if orders:
        good = _run(connection, SyncType.ORDERS, {"remote_ids": orders})
    if any(each.topic in (Topic.PRODUCT, Topic.STOCK) for each in messages):
        runs.start(connection=connection, sync_type=SyncType.PRODUCTS, cause="webhook")
    checkpoints.reached("webhook.before_done")
    _settle(messages, owner, good=good)
    return len(messages)


def _claim(connection_id: uuid.UUID, owner: uuid.UUID) -> list[MarketplaceWebhook]:
    with transaction.atomic():
        now = timezone.now()
        rows = list(
            MarketplaceWebhook.objects.select_for_update(skip_locked=True)
            .filter(connection_id=connection_id, status=Status.RECEIVED, due_at__lte=now)
            .order_by("received_at")[:100]
        )
        MarketplaceWebhook.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=Status.PROCESSING, lease_owner=owner, lease_until=Now() + LEASE
        )
    return rows


def _run(connection: Connection, sync_type: str, options: dict[str, object]) -> bool | None:
    """Whether it went well; None while another run goes first."""
    entry = runs.start(connection=connection, sync_type=sync_type, cause="webhook", options=options)
    ended = executor.run_now(entry, patience=PATIENCE)
    if ended.status in (MarketplaceSyncLog.Status.PENDING, MarketplaceSyncLog.Status.IN_PROGRESS):
        return None
    return ended.status in (MarketplaceSyncLog.Status.COMPLETED, MarketplaceSyncLog.Status.PARTIALLY_COMPLETED)


def _settle(messages: list[MarketplaceWebhook], owner: uuid.UUID, *, good: bool | None) -> None:
    now = timezone.now()
    for message in messages:
        attempts = message.attempts + 1
        if good is None:
            attempts = message.attempts
            changes = {"status": Status.RECEIVED, "due_at": now + LATER}
        elif good:
            changes = {"status": Status.DONE, "processed_at": now, "error": ""}
        elif attempts >= MOST_ATTEMPTS:
            changes = {"status": Status.FAILED, "error": "The order could not be read; the next poll reads it."}
        else:
            changes = {"status": Status.RECEIVED, "due_at": now + timedelta(seconds=5 * 2**attempts)}
        MarketplaceWebhook.objects.filter(pk=message.pk, lease_owner=owner).update(
            attempts=attempts, lease_owner=None, lease_until=None, updated_at=now, **changes
        )


def replay(message: MarketplaceWebhook) -> None:
    """Run the poll again for a stored message: harmless by design."""
    MarketplaceWebhook.objects.filter(pk=message.pk).update(status=Status.RECEIVED, due_at=timezone.now(), attempts=0)


def reap() -> int:
    """Give back the messages whose worker died."""
    return MarketplaceWebhook.objects.filter(status=Status.PROCESSING, lease_until__lt=Now()).update(
        status=Status.RECEIVED, lease_owner=None, lease_until=None
    )
