"""What an account problem does to a connection: it stops, the merchant is told once, and nothing is lost."""

from django.db import transaction
from django.utils import timezone

from core.models import NeedsYou
from core.services import needs_you
from marketplaces.framework.errors import AccountProblem, ConnectorError, LoginExpired
from marketplaces.models import Connection
from marketplaces.services import paused
from marketplaces.signals import working_changed
from sync import schedule


def cause_key(connection: Connection) -> str:
    """One open cause per connection, whatever the account problem is called today."""
    return f"account:{connection.pk}"


def stop(connection: Connection, error: AccountProblem) -> None:
    """Stop the connection for an account problem and pause its outbound changes."""
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        connection.refresh_from_db()
        if connection.status == Connection.Status.DISCONNECTED:  # while the run went: its keys are gone on purpose
            return
        if connection.status in (Connection.Status.ACTIVE, Connection.Status.STOPPED):
            worked = connection.status == Connection.Status.ACTIVE
            connection.status = Connection.Status.STOPPED
            connection.status_kind = error.kind
            connection.status_reason = str(error)
            connection.status_since = timezone.now()
            connection._change_reason = error.kind
            connection.save()
            if worked:
                working_changed.send(Connection, connection=connection)
        paused.set_aside(connection, reason=error.kind)
        needs_you.raise_cause(
            store=connection.store,
            kind=NeedsYou.Kind.SIGNED_OUT if isinstance(error, LoginExpired) else NeedsYou.Kind.REFUSED,
            cause_key=cause_key(connection),
            title=f"{connection.name}: {error.heading}",
            tried=error.operation.replace("_", " "),
            said=error.said or error.detail,
            cost="Orders of this shop are not read and nothing is sent to it.",
            fix=error.fix,
            subject_type="connection",
            subject_id=connection.pk,
            reference=error.request_id,
        )


def unanswered_key(connection: Connection) -> str:
    """One open cause per shop that does not answer."""
    return f"unanswered:{connection.pk}"


def tell_unanswered(connection: Connection, error: ConnectorError) -> None:
    """The shop has not answered several times in a row; we go on trying by ourselves."""
    needs_you.raise_cause(
        store=connection.store,
        kind=NeedsYou.Kind.REFUSED,
        cause_key=unanswered_key(connection),
        title=f"{connection.name}: {error.heading}",
        tried=error.operation.replace("_", " "),
        said=error.said or error.detail,
        cost="What changed here is not seen there yet.",
        fix="Nothing is lost and we try again by ourselves. Look at the marketplace's status page if it lasts.",
        subject_type="connection",
        subject_id=connection.pk,
        reference=error.request_id,
    )


def answered(connection: Connection) -> None:
    """A run went through: whatever was said about not answering is over."""
    needs_you.settle_cause(
        store=connection.store, cause_key=unanswered_key(connection), how="It answers again", by="system"
    )


def mend(connection: Connection, *, how: str, by: str) -> int:
    """The account works again: go on where it stopped, at once; returns how many changes had waited for it."""
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        connection.refresh_from_db()
        if connection.status == Connection.Status.STOPPED:
            connection.status = Connection.Status.ACTIVE
            connection.status_kind = connection.status_reason = ""
            connection.status_since = timezone.now()
            connection._change_reason = how
            connection.save()
            working_changed.send(Connection, connection=connection)
        released = paused.release(connection, reason=how)
        schedule.hasten(connection)
        needs_you.settle_cause(store=connection.store, cause_key=cause_key(connection), how=how, by=by)
    return released
