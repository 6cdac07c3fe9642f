"""Keeps a row per call, on a connection of its own: a rollback of ours does not unmake a call."""

import uuid
from datetime import UTC, datetime

import psycopg
import structlog

from marketplaces.framework.ports import CallRecord
from marketplaces.services import own_connection

log = structlog.get_logger(__name__)

INSERT = """
INSERT INTO api_calls (id, connection_id, run_id, operation, method, path, http_status, outcome, said, request_id,
                       attempt, duration_ms, waited_ms, at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class DatabaseCallRecorder:
    """The CallRecorder port. Written at once: a killed worker leaves its last call behind as well."""

    def __init__(self, connection_id: uuid.UUID | None, run_id: uuid.UUID | None = None) -> None:
        self.connection_id = connection_id
        self.run_id = run_id

    def record(self, call: CallRecord) -> None:
        """Store it. A database that is away costs the record, never the call."""
        row = (
            uuid.uuid4(), self.connection_id, self.run_id, call.operation[:40], call.method[:8], call.path[:250],
            call.http_status, call.outcome[:30], call.said, call.request_id[:120], call.attempt, call.duration_ms,
            call.waited_ms, datetime.now(UTC),
        )  # fmt: skip
        try:
            own_connection.run(lambda connection: connection.execute(INSERT, row))
        except psycopg.Error as error:
            log.warning("call_not_recorded", operation=call.operation, reason=type(error).__name__)
