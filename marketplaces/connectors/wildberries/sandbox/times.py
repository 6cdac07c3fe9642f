"""Moments as Wildberries writes them: UTC in orders and cards, Moscow without a zone in statistics."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

#: Moscow has had one time for years, without summers.
MOSCOW = timezone(timedelta(hours=3))


def written(moment: datetime) -> str:
    """RFC 3339 to the second; texts of this form sort like the moments they name."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written_finely(moment: datetime) -> str:
    """As cards have it: cursors are made of it, so seconds would not do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def in_moscow(text: str) -> str:
    """A stored moment as statistics write it."""
    return datetime.fromisoformat(text).astimezone(MOSCOW).strftime("%Y-%m-%dT%H:%M:%S")


def read_moscow(text: str) -> datetime:
    """A moment of a statistics request: without a zone it is Moscow's. ValueError if it is none."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=MOSCOW) if moment.tzinfo is None else moment
