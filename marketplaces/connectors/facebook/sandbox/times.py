"""Times as Graph writes them: ISO 8601 with an offset, to the second."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def unix(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
