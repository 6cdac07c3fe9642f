"""What an import that is held would change, as its page shows it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sync.models import MarketplaceSyncLog


def held_of(log: MarketplaceSyncLog) -> dict[str, Any] | None:
    """The sums and the largest changes; None for a run that is not held."""
    held = log.options.get("held")
    if not held or log.error_kind != "held":
        return None
    largest = [
        {"sku": sku, "before": Decimal(before), "after": Decimal(after), "currency": currency, "percent": percent}
        for sku, before, after, currency, percent in held["largest"]
    ]
    return {**held, "largest": largest}
