"""Virtual time for the hub: everything that waits for a moment waits less."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F

from inventory.models import MarketplaceProduct
from marketplaces.models import CallPlace, MarketplaceCredential, OutboundChange, RateBucket
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, ScheduledJob

MOMENTS: dict[type[models.Model], tuple[str, ...]] = {
    OutboundChange: ("due_at", "sent_at", "lease_until"),
    MarketplaceProduct: ("updated_at",),
    MarketplaceSyncLog: ("lease_until",),
    MarketplaceWebhook: ("due_at", "lease_until"),
    ScheduledJob: ("next_run_at", "lease_until"),
    MarketplaceCredential: ("lease_until",),
    RateBucket: ("tat", "blocked_until", "window_ends"),
    CallPlace: ("until",),
}


def pass_time(seconds: float) -> None:
    """As if so many seconds had gone by: leases run out, backoffs end, schedules come due."""
    for model, names in MOMENTS.items():
        moved: dict[str, Any] = {name: F(name) - timedelta(seconds=seconds) for name in names}
        model._base_manager.update(**moved)
