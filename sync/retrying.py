"""*Try again* for refused records of a run, one or all of them."""

from collections.abc import Collection

from django.db import models, transaction
from django.utils import timezone

from core.errors import DomainError
from core.models import User
from marketplaces.models import OutboundChange
from sync import uploads
from sync.asking import ask, wake_import
from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.push import queue

OUTBOUND = (SyncType.INVENTORY, SyncType.PRICES, SyncType.FULFILLMENT, SyncType.PRODUCTS_OUT)


def retry_item(item: SyncLogItem, *, by: User) -> MarketplaceSyncLog:
    """Ask for the run that deals with this record."""
    return _retry(item.sync_log, [item], by=by)


def retry_all(log: MarketplaceSyncLog, *, by: User) -> MarketplaceSyncLog:
    """Ask for one run that deals with every refused record that a repeat can help and that was not tried again yet."""
    items = list(waiting_for_retry(log.items.all()))
    if not items:
        raise DomainError("Nothing of this run is left that trying again can help.")
    return _retry(log, items, by=by)


def waiting_for_retry(items: models.QuerySet[SyncLogItem]) -> models.QuerySet[SyncLogItem]:
    """Refused, worth a repeat, and not repeated yet."""
    return items.filter(outcome=SyncLogItem.Outcome.REFUSED, can_retry=True, retried_at__isnull=True)


def _retry(log: MarketplaceSyncLog, items: Collection[SyncLogItem], *, by: User) -> MarketplaceSyncLog:
    """With these records alone (orders, outbound) or with their kind again (products)."""
    if log.sync_type == SyncType.IMPORT:
        return _import_again(log, items, by=by)
    if log.connection is None:
        raise DomainError("Import the file again: rows that are in already stay as they are.")
    with transaction.atomic():
        if log.sync_type in OUTBOUND:
            subjects = [item.subject_id for item in items if item.subject_id]
            wanted = OutboundChange.objects.filter(pk__in=subjects, store_id=log.store_id)
            for change in wanted.order_by("connection_id", "subject_id"):  # as everybody locks them
                queue.try_again(change, by=str(by))
        options = {"remote_ids": sorted(item.item for item in items)} if log.sync_type == SyncType.ORDERS else {}
        entry = ask(connection=log.connection, sync_type=log.sync_type, by=by, options=options)
        SyncLogItem.objects.filter(pk__in=[item.pk for item in items]).update(retried_at=timezone.now())
    return entry


def _import_again(log: MarketplaceSyncLog, items: Collection[SyncLogItem], *, by: User) -> MarketplaceSyncLog:
    """These rows of the feed alone, as it had them: helpful once what they met here is put right."""
    with transaction.atomic():
        entry = uploads.begin_rows(log, items, by=by)
        SyncLogItem.objects.filter(pk__in=[item.pk for item in items]).update(retried_at=timezone.now())
        wake_import(entry)
    return entry
