"""A run while it goes: what the work of each kind uses to count, to say and to stop."""

import json
import uuid
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.utils import timezone

from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import ConnectorError, RetryLater, UnexpectedPayload
from marketplaces.models import Connection
from marketplaces.services.connectors import open_connector
from sync import runs
from sync.models import MarketplaceSyncLog, SyncLogItem

MOST_MESSAGES = 200


class Stopped(Exception):
    """A person asked the run to stop."""


class LeaseLost(Exception):
    """Another worker has taken this run over: whatever is in the open transaction must not be stored."""


def _plain(raw: Mapping[str, Any]) -> Any:
    """As the column keeps it: amounts stay exact as text."""
    return json.loads(json.dumps(raw, default=str))


class Run:
    """One claimed run. `page` and `say` go through the lease, so that a worker given up for dead changes nothing."""

    def __init__(
        self, log: MarketplaceSyncLog, owner: uuid.UUID, listener: Callable[["Run"], None] | None = None
    ) -> None:
        if log.connection is None:
            raise ValueError("a run needs a connection")
        self.log = log
        self.owner = owner
        self.connection: Connection = log.connection
        self.listener = listener

    @cached_property
    def connector(self) -> Connector:
        """The connector of this run's connection, its calls recorded under this run."""
        return open_connector(self.connection, run_id=self.log.pk)

    def close(self) -> None:
        """Give the connector's connections to the marketplace back, if there was one."""
        if "connector" in vars(self):
            self.connector.context.transport.close()

    @property
    def able(self) -> frozenset[Capability]:
        """What the marketplace can do, as this connection is set up."""
        return self.connector.able(self.connection.settings)

    @property
    def options(self) -> dict[str, Any]:
        """What was asked: full, since, create_missing, remote_ids …"""
        return self.log.options

    def phase(self, phase: str) -> None:
        """Which stage the run is in; written where it is another one than before."""
        if phase != self.log.phase:
            self.log.phase = phase
            self._store({}, phase=phase)

    def expect(self, total: int | None) -> None:
        """How many records there will be, where the marketplace tells."""
        if total is not None and total != self.log.expected_records:
            self.log.expected_records = total
            self._store({}, expected_records=total)

    def say(self, text: str) -> None:
        """A line in the run's log."""
        self.log.messages = [*self.log.messages, [timezone.now().isoformat(timespec="seconds"), text]][-MOST_MESSAGES:]
        self._store({}, messages=self.log.messages)

    def page(self, *, created: int = 0, updated: int = 0, unchanged: int = 0, parked: int = 0, failed: int = 0) -> None:
        """Count what became of some records; inside the transaction that stores them. Raises LeaseLost."""
        dealt = created + updated + unchanged + parked + failed
        counts = {
            "total_records": dealt,
            "processed_records": dealt,
            "created_records": created,
            "updated_records": updated,
            "unchanged_records": unchanged,
            "parked_records": parked,
            "failed_records": failed,
            "pages": 1,
        }
        self._store(counts)
        for name, number in counts.items():
            setattr(self.log, name, getattr(self.log, name) + number)

    def refuse(
        self,
        item: str,
        error: ConnectorError | str,
        *,
        raw: Mapping[str, Any] | None = None,
        subject_id: uuid.UUID | None = None,
    ) -> None:
        """Keep one record that was refused, with its reason; counted by `page(failed=…)`."""
        known = error if isinstance(error, ConnectorError) else None
        SyncLogItem.objects.create(
            sync_log=self.log,
            item=item[:200],
            outcome=SyncLogItem.Outcome.REFUSED,
            kind=known.kind if known else "rejected",
            reason=(known.detail or known.heading) if known else str(error),
            said=known.said if known else "",
            fix=known.fix if known else "",
            can_retry=isinstance(error, RetryLater | UnexpectedPayload) or bool(raw),
            raw=_plain(raw or {}),
            subject_id=subject_id,
        )

    def park(self, item: str, reason: str, *, fix: str = "", subject_id: uuid.UUID | None = None) -> None:
        """Keep one record that waits for a person; counted by `page(parked=…)`."""
        SyncLogItem.objects.create(
            sync_log=self.log, item=item[:200], outcome=SyncLogItem.Outcome.PARKED, kind="parked", reason=reason,
            fix=fix, subject_id=subject_id,
        )  # fmt: skip

    def still_ours(self) -> None:
        """Inside a transaction that counts no record: raises LeaseLost, and the row stays locked until its end."""
        self._store({})

    def check(self) -> None:
        """Between two pages: tell the listener, and raise Stopped when a person asked for it."""
        if self.listener is not None:
            self.listener(self)
        if MarketplaceSyncLog.objects.filter(pk=self.log.pk, stop_requested=True).exists():
            raise Stopped

    def _store(self, counts: dict[str, int], **fields: Any) -> None:
        if not runs.add_counts(self.log, self.owner, counts, **fields):
            raise LeaseLost
