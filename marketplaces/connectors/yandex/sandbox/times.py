"""Two date dialects: ISO with Moscow's offset in cabinet-wide calls, day-month-year text of Moscow in older ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

MOSCOW = timezone(timedelta(hours=3))


def kept(moment: datetime) -> str:
    """As the sandbox keeps a moment; texts of this form sort like the moments they name."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(50_000)
def read(text: str) -> datetime:
    return datetime.fromisoformat(text)


@lru_cache(50_000)
def iso(text: str) -> str:
    return read(text).astimezone(MOSCOW).isoformat()


@lru_cache(50_000)
def day(text: str) -> str:
    return read(text).astimezone(MOSCOW).strftime("%Y-%m-%d")


@lru_cache(50_000)
def old_day(text: str) -> str:
    return read(text).astimezone(MOSCOW).strftime("%d-%m-%Y")


@lru_cache(50_000)
def old(text: str) -> str:
    return read(text).astimezone(MOSCOW).strftime("%d-%m-%Y %H:%M:%S")
