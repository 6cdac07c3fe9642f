"""Moments as Lazada writes them: two notations in the shop's own time, and milliseconds in places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from .accounts import SELLERS


def blank(seconds: float, seller: str) -> str:
    """`2026-01-01 07:00:17 +0700`."""
    return _local(seconds, seller).strftime("%Y-%m-%d %H:%M:%S %z")


def iso(seconds: float, seller: str) -> str:
    """`2026-01-03T23:59:59+07:00`."""
    return _local(seconds, seller).isoformat()


def milliseconds(seconds: float) -> str:
    return str(int(seconds * 1000))


@lru_cache(50_000)
def _local(seconds: float, seller: str) -> datetime:
    zone = timezone(timedelta(hours=SELLERS[seller].hours))
    return datetime.fromtimestamp(int(seconds), UTC).astimezone(zone)
