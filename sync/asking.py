"""Runs that a person asks for: written down like any other, and handed to a worker at once."""

from typing import Any

from django.db import transaction

from core.models import User
from marketplaces.models import Connection
from sync import runs, tasks
from sync.models import MarketplaceSyncLog


def ask(
    *, connection: Connection, sync_type: str, by: User | None, options: dict[str, Any] | None = None
) -> MarketplaceSyncLog:
    """The run behind a button. It starts in a moment; should the broker be away, with the next tick."""
    entry = runs.start(connection=connection, sync_type=sync_type, cause="button", started_by=by, options=options)
    # robust: that it is asked for is committed by now, so a broker that is away is nothing to fail for.
    transaction.on_commit(lambda: tasks.execute.apply_async((str(entry.pk),), retry=False), robust=True)
    return entry
