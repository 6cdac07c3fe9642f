"""How far a run is, and how long it will go on."""

from datetime import datetime

from sync.models import MarketplaceSyncLog

Status = MarketplaceSyncLog.Status


def percent(log: MarketplaceSyncLog) -> int | None:
    """How far, where the marketplace told how many there are."""
    if log.status in (Status.COMPLETED, Status.PARTIALLY_COMPLETED):
        return 100 if log.total_records else None
    if not log.expected_records:
        return None
    return min(99, log.processed_records * 100 // log.expected_records)


def left(log: MarketplaceSyncLog, now: datetime) -> float | None:
    """Seconds to go at the pace so far."""
    if log.status != Status.IN_PROGRESS or not log.expected_records or not log.processed_records or not log.start_time:
        return None
    rest = max(0, log.expected_records - log.processed_records)
    return rest * (now - log.start_time).total_seconds() / log.processed_records


def balances(log: MarketplaceSyncLog) -> bool:
    """Whether what was received is what became of it."""
    dealt = log.created_records + log.updated_records + log.unchanged_records + log.parked_records + log.failed_records
    return log.total_records == dealt
