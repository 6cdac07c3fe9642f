"""A shop's call from the address to the answer: which connection it is for, and what its connector says."""

from functools import cache
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError

from core import checkpoints
from marketplaces.framework import registry
from marketplaces.framework.intake import IncomingCall, OrderIntake, Reply
from marketplaces.models import Connection
from marketplaces.services.credentials import accepted_sets
from sync.intake.desk import DatabaseDesk

log = structlog.get_logger("orion.intake")


@cache
def intake_of(code: str) -> OrderIntake | None:
    """What answers the shops of a marketplace; None where none sends its orders."""
    return registry.connector_class(code).intake if code in registry.codes() else None


def answer(intake: OrderIntake, code: str, connection_id: UUID, call: IncomingCall) -> Reply:
    """The reply to one call. A database that is away for the moment is said so: the shop sends it again."""
    try:
        return _answered(intake, code, connection_id, call)
    except (OperationalError, InterfaceError) as error:
        log.warning("intake_unavailable", connection=str(connection_id), error=type(error).__name__)
        return intake.unavailable()


def _answered(intake: OrderIntake, code: str, connection_id: UUID, call: IncomingCall) -> Reply:
    connection = _find(code, connection_id)
    if connection is None:
        return intake.stranger()
    kind = registry.connector_class(code)
    desk = DatabaseDesk(connection, intake.limit)
    reply = intake.receive(call, accepted_sets(connection, kind), currency=connection.currency, desk=desk)
    checkpoints.reached("intake.answered")
    return reply


def _find(code: str, connection_id: UUID) -> Connection | None:
    """With its keys: one that is disconnected has none, so it answers as if it had never been."""
    rows = Connection.objects.select_related("store", "marketplace").exclude(status=Connection.Status.DISCONNECTED)
    return rows.filter(pk=connection_id, marketplace__code=code, store__deleted_at__isnull=True).first()
