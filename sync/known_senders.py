"""Shops that pushed a moment ago, remembered with their keys: whoever pushes a thousand times is looked up once.

What is remembered decides nothing by itself. Storing a message names the versions of the rows that it was judged by,
and stores nothing when any of them has changed since: a key exchanged, a shop disconnected, an address moved.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from marketplaces.framework import registry
from marketplaces.framework.webhooks import WebhookHandler
from marketplaces.models import Connection
from marketplaces.services.credentials import accepted_sets

MOST = 500
#: PostgreSQL's own version of a row: any change of it gives another one.
VERSIONS = {
    "connection_version": "marketplace_connections.xmin::text",
    "credential_version": "marketplace_credentials.xmin::text",
    "marketplace_version": "marketplaces.xmin::text",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """A shop, how its messages are read and signed, and the versions of the rows that this was read from."""

    connection: Connection
    handler: WebhookHandler
    keys: tuple[Mapping[str, str], ...]
    versions: Mapping[str, str]
    until: datetime | None


_known: OrderedDict[tuple[str, str], Sender] = OrderedDict()
_lock = threading.Lock()


def find_known(code: str, token: str) -> Sender | None:
    """The shop of this address, if it is remembered and its keys are still all valid."""
    sender = _known.get((code, token))
    if sender is None or (sender.until is not None and sender.until <= timezone.now()):
        return None
    return sender


def find_sender(code: str, token: str) -> Sender | None:
    """The shop of this address as it is now; remembered for the next message."""
    shop = (
        Connection.objects.select_related("credential", "marketplace")
        .annotate(**{name: RawSQL(sql, [], output_field=TextField()) for name, sql in VERSIONS.items()})
        .filter(webhook_token=token, marketplace__code=code)
        .exclude(status=Connection.Status.DISCONNECTED)
        .first()
    )
    if shop is None or (handler := registry.connector_class(code).webhooks) is None:
        return None
    credential = getattr(shop, "credential", None)
    sender = Sender(
        connection=shop,
        handler=handler,
        keys=tuple(accepted_sets(shop, registry.connector_class(code))),
        versions={name: str(getattr(shop, name)) for name in VERSIONS},
        until=credential.previous_until if credential is not None and credential.previous else None,
    )
    with _lock:
        _known[code, token] = sender
        _known.move_to_end((code, token))
        while len(_known) > MOST:
            _known.popitem(last=False)
    return sender
