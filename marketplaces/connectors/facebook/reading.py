"""What only Meta writes in its way: Unix seconds."""

from datetime import UTC, datetime
from typing import Any


def find_seconds(value: Any) -> datetime | None:
    """A moment in Unix seconds; None where there is none that can be."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
