"""*Try again* for one refused record of a run."""

from core.errors import DomainError
from core.models import User
from marketplaces.models import OutboundChange
from sync.asking import ask
from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.push import queue

OUTBOUND = (SyncType.INVENTORY, SyncType.PRICES, SyncType.FULFILLMENT)


def retry_item(item: SyncLogItem, *, by: User) -> MarketplaceSyncLog:
    """Ask for the run that deals with this record alone (orders, outbound) or with its kind again (products)."""
    log = item.sync_log
    if log.connection is None:
        raise DomainError("Import the file again: rows that are in already stay as they are.")
    if log.sync_type in OUTBOUND and item.subject_id:
        queue.try_again(OutboundChange.objects.get(pk=item.subject_id, store_id=log.store_id), by=str(by))
    options = {"remote_ids": [item.item]} if log.sync_type == SyncType.ORDERS else {}
    entry = ask(connection=log.connection, sync_type=log.sync_type, by=by, options=options)
    SyncLogItem.objects.filter(pk=item.pk).update(retried_at=entry.created_at)
    return entry
