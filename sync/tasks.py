"""Fixed ticks: each wakes work that the database names. Killing any of them at any time loses nothing (law 5)."""

import uuid
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from fulfillment.services.keys import assigning, purchases
from inventory.services import digital, promotion_holds
from marketplaces.models import ApiCall, Connection
from orders.models import BulkAct
from orders.services import fee_estimates
from orders.services.archive import archive_old
from sync import alerts, bulk, labels, lanes, queues, runs, schedule, uploads, webhooks
from sync.intake import keys as intake_keys
from sync.keys import balances, working
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, SyncType
from sync.news import post, reading, telling
from sync.push import queue
from sync.sources import fetching
from sync.stock_files import putting as stock_files

RUN_OF = {kind: SyncType(run) for run, kinds in runs.TOLD_BY.items() for kind in kinds}
REST_WHEN_BROKEN = timedelta(minutes=1)
KEEP_CALLS = timedelta(days=14)
KEEP_WEBHOOKS = timedelta(days=90)
KEEP_ACTS = timedelta(days=30)


@shared_task(name="sync.tasks.run_due", ignore_result=True)
def run_due() -> None:
    """Ask for the runs that schedules say are due, and give back what dead workers held and what was kept too long."""
    runs.reap()
    webhooks.reap()
    schedule.ensure_missing()
    schedule.run_due()
    promotion_holds.end_over()
    wake_runs()
    for log_id in uploads.waiting():
        bring_in.delay(str(log_id))
    for source_id in fetching.due():
        fetch_source.delay(str(source_id))
    for act_id in bulk.waiting():
        act_on_orders.delay(str(act_id))
    for file_id in stock_files.due():
        put_stock_file.delay(str(file_id))
    for rule_id in fee_estimates.waiting():
        estimate_fees.delay(str(rule_id))


@shared_task(name="sync.tasks.drain_outbound", ignore_result=True)
def drain_outbound() -> None:
    """Ask for a run for each connection with something due to be told."""
    places = {(connection_id, RUN_OF[kind]) for connection_id, kind in queue.due_places()}
    open_runs = set(
        MarketplaceSyncLog.objects.filter(
            status__in=[MarketplaceSyncLog.Status.PENDING, MarketplaceSyncLog.Status.IN_PROGRESS]
        ).values_list("connection_id", "sync_type")
    )
    wanted = {place for place in places if place not in open_runs} - _broken()
    for connection in Connection.objects.filter(pk__in={connection_id for connection_id, _ in wanted}):
        for kind in sorted(kind for connection_id, kind in wanted if connection_id == connection.pk):
            if _allowed(connection, kind):
                runs.start(connection=connection, sync_type=kind, cause="change")
    wake_runs()


def _broken() -> set[tuple[uuid.UUID | None, str]]:
    """What has just failed through a fault of ours would fail again: it is not started every second."""
    return set(
        MarketplaceSyncLog.objects.filter(
            status=MarketplaceSyncLog.Status.FAILED,
            error_kind__in=("our_fault", "worker_died"),
            end_time__gt=timezone.now() - REST_WHEN_BROKEN,
        ).values_list("connection_id", "sync_type")
    )


def _allowed(connection: Connection, sync_type: str) -> bool:
    return {
        SyncType.INVENTORY: connection.stock_out,
        SyncType.PRICES: connection.price_out,
        SyncType.PRODUCTS_OUT: connection.products_out,
        SyncType.FULFILLMENT: connection.fulfilment_out,
    }[SyncType(sync_type)]


@shared_task(name="sync.tasks.process_webhooks", ignore_result=True)
def process_webhooks() -> None:
    """Carry out what pushed messages ask for."""
    webhooks.process_due()


@shared_task(name="sync.tasks.read_queues", ignore_result=True)
def read_queues() -> None:
    """Take the messages that marketplaces left in queues."""
    queues.read_all()


@shared_task(name="sync.tasks.execute", ignore_result=True)
def execute(log_id: str | None = None) -> None:
    """Carry out one run, the named one or whichever comes first, and pass the word on to the next."""
    if lanes.carry_out(uuid.UUID(log_id) if log_id else None) and runs.waiting(1):
        execute.delay()


@shared_task(name="sync.tasks.bring_in", ignore_result=True)
def bring_in(log_id: str) -> None:
    """Bring one uploaded feed in, if it still waits."""
    uploads.carry_out(uuid.UUID(log_id))


@shared_task(name="sync.tasks.fetch_source", ignore_result=True)
def fetch_source(source_id: str) -> None:
    """A round at one source; what it finds is handed on."""
    if run := fetching.fetch(uuid.UUID(source_id)):
        bring_in.delay(str(run.pk))


@shared_task(name="sync.tasks.act_on_orders", ignore_result=True)
def act_on_orders(act_id: str) -> None:
    """Carry an act on many orders on to its end."""
    bulk.carry_out(uuid.UUID(act_id))


@shared_task(name="sync.tasks.estimate_fees", ignore_result=True)
def estimate_fees(rule_id: str) -> None:
    """Bring the estimates of a shop's orders to a new fee rule."""
    fee_estimates.carry_out(uuid.UUID(rule_id))


@shared_task(name="sync.tasks.put_stock_file", ignore_result=True)
def put_stock_file(file_id: str) -> None:
    """Put one stock file, if it is still due."""
    stock_files.carry_out(uuid.UUID(file_id))


@shared_task(name="sync.tasks.tell_news", ignore_result=True)
def tell_news() -> None:
    """Tell members what happened, and wake the post when a mail is due."""
    telling.tell_what_is_new()
    if post.waiting():
        send_mails.delay()


@shared_task(name="sync.tasks.send_mails", ignore_result=True)
def send_mails() -> None:
    """Send a batch of mails; what is left is found by the next tick."""
    post.send_due()


@shared_task(name="sync.tasks.provide_keys", ignore_result=True)
def provide_keys() -> None:
    """Assign, buy and hand over the keys that buyers wait for."""
    if assigning.owing(1) or purchases.due(1):
        working.work()


@shared_task(name="sync.tasks.read_balances", ignore_result=True)
def read_balances() -> None:
    """Ask suppliers what can be spent there, each every half an hour."""
    balances.read_due()


@shared_task(name="sync.tasks.keep_told", ignore_result=True)
def keep_told() -> None:
    """Tell channels of digital goods what ended by the clock alone."""
    digital.keep_told()


@shared_task(name="sync.tasks.housekeeping", ignore_result=True)
def housekeeping() -> None:
    """Forget what nobody asks for any more, and put away orders that have been over for long."""
    now = timezone.now()
    ApiCall.objects.filter(at__lt=now - KEEP_CALLS).delete()
    MarketplaceWebhook.objects.filter(received_at__lt=now - KEEP_WEBHOOKS).delete()
    BulkAct.objects.filter(finished_at__lt=now - KEEP_ACTS).delete()
    intake_keys.forget()
    labels.forget()
    uploads.forget()
    reading.forget()
    post.forget()
    archive_old(now=now)
    alerts.tell_all(now)


def wake_runs() -> None:
    """Wake as many threads as there are runs that can start; each takes the one that comes first then."""
    for _run in runs.waiting(lanes.lanes.together):
        execute.delay()
