"""The Market's limits: so many calls or rows of a resource in a fixed window, and so many calls at once."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from marketplaces.sandbox.limits import Limits, Quota
from marketplaces.sandbox.routes import Route

MINUTE, HOUR = 60, 3600
AT_ONCE = 4
PERIODS = {MINUTE: "minute", HOUR: "hour"}
FALLBACK = Quota(1000, HOUR)


def of(route: Route) -> Quota:
    """The window of an operation."""
    quota: Quota = route.details.get("limit", FALLBACK)
    return quota


def parallel(route: Route) -> int:
    """How many calls of one shop or cabinet may run at once."""
    found: int = route.details.get("parallel", AT_ONCE)
    return found


def headers(limits: Limits, key: str, quota: Quota) -> dict[str, str]:
    """What every answer tells."""
    left, ends = limits.quota_left(key, quota)
    return {
        "X-RateLimit-Resource-Limit": str(quota.amount),
        "X-RateLimit-Resource-Remaining": str(left),
        "X-RateLimit-Resource-Until": format_datetime(datetime.fromtimestamp(ends, UTC), usegmt=True),
    }
