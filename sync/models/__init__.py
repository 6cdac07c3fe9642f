"""The rows of the engine."""

from sync.models.cursor import Cursor
from sync.models.scheduled_job import ScheduledJob
from sync.models.sync_log import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.models.webhook import MarketplaceWebhook, WebhookTally

__all__ = [
    "Cursor",
    "MarketplaceSyncLog",
    "MarketplaceWebhook",
    "ScheduledJob",
    "SyncLogItem",
    "SyncType",
    "WebhookTally",
]
