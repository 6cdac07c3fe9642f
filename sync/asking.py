"""Runs that a person or a program asks for: written down like any other, and handed to a worker at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store, User
from marketplaces.models import Connection
from marketplaces.services.abilities import why_unable
from orders.models import BulkAct, FeeRule
from orders.services import fee_estimates
from orders.services.fee_rules import set_fee_rule
from sync import bulk, runs, tasks, uploads
from sync.models import ImportSource, MarketplaceSyncLog
from sync.schedule import DEFAULTS
from sync.sources import fetching

WORKABLE = (Connection.Status.ACTIVE, Connection.Status.STOPPED)


def ask(
    *,
    connection: Connection,
    sync_type: str,
    by: User | None,
    options: dict[str, Any] | None = None,
    cause: str = "button",
) -> MarketplaceSyncLog:
    """The run behind a button. It starts in a moment; should the broker be away, with the next tick."""
    entry = runs.start(connection=connection, sync_type=sync_type, cause=cause, started_by=by, options=options)
    # robust: that it is asked for is committed by now, so a broker that is away is nothing to fail for.
    transaction.on_commit(lambda: tasks.execute.apply_async((str(entry.pk),), retry=False), robust=True)
    return entry


def ask_named(
    *,
    connections: Sequence[Connection],
    sync_type: str,
    by: User | None,
    options: dict[str, Any] | None = None,
    cause: str = "button",
) -> list[MarketplaceSyncLog]:
    """One run for each of these shops, or for none: raises DomainError naming the first that cannot."""
    for connection in connections:
        if why := why_not(connection, sync_type):
            raise DomainError(why, field="connections")
    with transaction.atomic():
        return [
            ask(connection=connection, sync_type=sync_type, by=by, options=options, cause=cause)
            for connection in connections
        ]


def ask_all(
    *,
    connections: Sequence[Connection],
    sync_type: str,
    by: User | None,
    options: dict[str, Any] | None = None,
    cause: str = "button",
) -> list[MarketplaceSyncLog]:
    """One run for each of these shops that can; raises DomainError when none can."""
    able = [connection for connection in connections if not why_not(connection, sync_type)]
    if not able:
        raise DomainError(_("No connected shop can do this now. Connect or resume one."))
    return ask_named(connections=able, sync_type=sync_type, by=by, options=options, cause=cause)


def why_not(connection: Connection, sync_type: str) -> str:
    """Why this shop cannot be synced so, as a sentence; "" when it can."""
    if connection.status == Connection.Status.PAUSED:
        return _("%(shop)s is paused. Resume it, then sync again.") % {"shop": connection.name}
    if connection.status not in WORKABLE:
        return _("%(shop)s is disconnected. Connect it again to sync.") % {"shop": connection.name}
    return why_unable(connection, DEFAULTS[sync_type][1])


def ask_on_orders(
    *,
    store: Store,
    by: User | None,
    kind: str,
    order_ids: Sequence[UUID],
    request_key: str = "",
    options: dict[str, Any] | None = None,
) -> BulkAct:
    """One act on many orders, carried out here while that takes a second, else by a worker. DomainError as `begin`."""
    act = bulk.begin(store=store, by=by, kind=kind, order_ids=order_ids, request_key=request_key, options=options)
    if not bulk.carry_out(act.pk, patience=bulk.PATIENCE):
        transaction.on_commit(lambda: tasks.act_on_orders.apply_async((str(act.pk),), retry=False), robust=True)
    act.refresh_from_db()
    return act


def ask_import(
    *, store: Store, ticket: str, by: User | None, cause: str = "button", approved: bool = False
) -> MarketplaceSyncLog:
    """The run that brings an uploaded feed in. Raises DomainError for a ticket that is not kept any more."""
    entry = uploads.begin(store=store, ticket=ticket, by=by, cause=cause, approved=approved)
    wake_import(entry)
    return entry


def ask_to_go_on(log: MarketplaceSyncLog, *, by: User) -> None:
    """Let an import that ended early, or is held, go on. Raises DomainError when its file is not kept any more."""
    uploads.go_on(log, by=by)
    wake_import(log)


def ask_to_fetch(source: ImportSource) -> None:
    """A round at a source, in a moment; should the broker be away, with the next tick."""
    fetching.bring_forward(source)
    transaction.on_commit(lambda: tasks.fetch_source.apply_async((str(source.pk),), retry=False), robust=True)


def wake_import(entry: MarketplaceSyncLog) -> None:
    """Hand an import to a worker once it is committed."""
    transaction.on_commit(lambda: tasks.bring_in.apply_async((str(entry.pk),), retry=False), robust=True)


def ask_fee_rule(*, connection: Connection, by: str, **wanted: Any) -> FeeRule:
    """A new fee rule; orders are estimated here while that takes a second, else by a worker. DomainError as it says."""
    rule = set_fee_rule(connection=connection, by=by, **wanted)
    if not fee_estimates.carry_out(rule.pk, patience=fee_estimates.PATIENCE):
        transaction.on_commit(lambda: tasks.estimate_fees.apply_async((str(rule.pk),), retry=False), robust=True)
    rule.refresh_from_db()
    return rule
