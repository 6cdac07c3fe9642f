"""The rows of the engine."""

from sync.models.asked_key import AskedKey
from sync.models.column_map import ColumnMap
from sync.models.cursor import Cursor
from sync.models.drift import Drift
from sync.models.import_source import ImportSource
from sync.models.intake import IntakeKey, ReceivedOrder
from sync.models.publication import Publication
from sync.models.scheduled_job import ScheduledJob
from sync.models.stock_file import StockFile
from sync.models.sync_log import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.models.webhook import MarketplaceWebhook, WebhookTally
from sync.models.webhook_delivery import WebhookDelivery
from sync.models.webhook_endpoint import WebhookEndpoint

__all__ = [
    "AskedKey",
    "ColumnMap",
    "Cursor",
    "Drift",
    "ImportSource",
    "IntakeKey",
    "MarketplaceSyncLog",
    "MarketplaceWebhook",
    "Publication",
    "ReceivedOrder",
    "ScheduledJob",
    "StockFile",
    "SyncLogItem",
    "SyncType",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookTally",
]
