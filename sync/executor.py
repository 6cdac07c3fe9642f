"""Carries out runs. The one place that catches whatever goes wrong, for everybody."""

import time
import uuid
from collections.abc import Callable
from contextlib import suppress

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from core.errors import DomainError
from marketplaces.framework.errors import AccountProblem, ConnectorError, PermissionMissing
from marketplaces.models import ApiCall, Connection
from sync import accounts, runs, schedule
from sync.lease import keeper
from sync.models import MarketplaceSyncLog, SyncType
from sync.pull.orders import pull_orders
from sync.pull.products import pull_products
from sync.push.cards import push_products
from sync.push.prices import push_prices
from sync.push.shipments import push_shipments
from sync.push.stock import push_stock
from sync.run import LeaseLost, Run, Stopped

log = structlog.get_logger("orion.sync")
Status = MarketplaceSyncLog.Status

WORK: dict[str, Callable[[Run], None]] = {
    SyncType.ORDERS: pull_orders,
    SyncType.PRODUCTS: pull_products,
    SyncType.INVENTORY: push_stock,
    SyncType.PRICES: push_prices,
    SyncType.PRODUCTS_OUT: push_products,
    SyncType.FULFILLMENT: push_shipments,
}


def run_now(
    entry: MarketplaceSyncLog, *, listener: Callable[[Run], None] | None = None, patience: float = 120.0
) -> MarketplaceSyncLog:
    """Carry out a run in this thread and return its final row; waits for one that is going, or follows its taker."""
    owner, end = uuid.uuid4(), time.monotonic() + patience
    while time.monotonic() < end:
        claimed = runs.claim(entry.pk, owner)
        if claimed is not None:
            return _carry_out(claimed, owner, listener)
        entry.refresh_from_db()
        if entry.status not in (Status.PENDING, Status.IN_PROGRESS):
            return entry
        runs.reap()
        time.sleep(0.1)
    return entry


def execute(log_id: uuid.UUID) -> bool:
    """Carry out a waiting run, if it is still free; says whether it was."""
    owner = uuid.uuid4()
    claimed = runs.claim(log_id, owner)
    if claimed is None:
        return False
    _carry_out(claimed, owner, None)
    return True


def _carry_out(
    entry: MarketplaceSyncLog, owner: uuid.UUID, listener: Callable[[Run], None] | None
) -> MarketplaceSyncLog:
    run = Run(entry, owner, listener)
    with keeper.holding(entry.pk, owner):
        try:
            _work(run)
        except LeaseLost:
            log.warning("run_taken_over", run=str(entry.pk))
        finally:
            run.close()
    entry.refresh_from_db()
    schedule.record_result(entry)
    if listener is not None:
        listener(run)
    return entry


def _work(run: Run) -> None:
    try:
        _refuse_unworkable(run.connection)
        WORK[run.log.sync_type](run)
    except Stopped:
        _end(run, Status.STOPPED)
    except AccountProblem as error:
        accounts.stop(run.connection, error)
        _fail(run, error)
    except ConnectorError as error:
        _fail(run, error)
    except DomainError as error:
        _end(run, Status.FAILED, error_kind="refused", error_message=str(error))
    except KeyboardInterrupt:
        with suppress(LeaseLost, OperationalError, InterfaceError):
            _end(run, Status.STOPPED)  # at once: the next run need not wait for the lease, and no worker goes on
        raise
    except (LeaseLost, OperationalError, InterfaceError):
        raise  # the lease runs out, and the run goes on from its last page
    except Exception as error:
        reference = run.log.pk.hex[:8]
        log.exception("run_broke", run=str(run.log.pk), reference=reference)
        _end(
            run,
            Status.FAILED,
            error_kind="our_fault",
            error_message=f"This run broke through a fault of ours ({type(error).__name__}, reference {reference}).",
            error_fix="What was stored before is safe. Try again; if it happens again, report the reference.",
        )
    else:
        _end(run, Status.PARTIALLY_COMPLETED if run.log.failed_records else Status.COMPLETED)


def _refuse_unworkable(connection: Connection) -> None:
    connection.refresh_from_db()
    if connection.status == Connection.Status.PAUSED:
        raise DomainError(f"{connection.name} is paused. Resume it on its card, then sync again.")
    if connection.status == Connection.Status.DISCONNECTED:
        raise DomainError(f"{connection.name} is disconnected. Connect it again to sync.")


def _fail(run: Run, error: ConnectorError) -> None:
    _end(
        run, Status.FAILED, error_kind=error.kind, error_message=error.detail or error.heading,
        error_said=error.said, error_fix=error.fix,
    )  # fmt: skip


def _end(run: Run, status: str, **fields: str) -> None:
    with transaction.atomic():
        now = timezone.now()
        if not runs.add_counts(run.log, run.owner, {}, end_time=now, **fields):
            raise LeaseLost
        MarketplaceSyncLog.objects.filter(pk=run.log.pk).update(status=status, lease_owner=None, lease_until=None)
    good = status in (Status.COMPLETED, Status.PARTIALLY_COMPLETED)
    if good and _was_answered(run):
        accounts.answered(run.connection)
        if run.connection.status == Connection.Status.STOPPED and _proves_mended(run):
            accounts.mend(run.connection, how="A run went through again", by="system")


def _was_answered(run: Run) -> bool:
    """A run with nothing to send asks nobody, so it proves nothing."""
    return ApiCall.objects.filter(run_id=run.log.pk, outcome="ok").exists()


def _proves_mended(run: Run) -> bool:
    """Keys that read are good again; a permission that was missed only to send is proven by sending."""
    if run.connection.status_kind != PermissionMissing.kind:
        return True
    missed = MarketplaceSyncLog.objects.filter(
        connection=run.connection, status=Status.FAILED, error_kind=PermissionMissing.kind
    ).order_by("-created_at")
    return missed.values_list("sync_type", flat=True).first() in (None, run.log.sync_type)
