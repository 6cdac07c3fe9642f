"""What Uzum writes in its own way: three envelopes, and moments as ISO text or as milliseconds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import Json, find_money, listed, mapping, needed_text, rows, text, whole

__all__ = [
    "Json", "find_moment", "find_money", "listed", "mapping", "needed_text", "page_of", "payload", "rows", "seconds",
    "text", "whole",
]  # fmt: skip


def payload(answer: Any) -> Any:
    """What is inside the envelope, where there is one."""
    return answer["payload"] if isinstance(answer, Mapping) and "payload" in answer else answer


def find_moment(value: Any, path: str) -> datetime | None:
    """A time as UTC: documented as ISO text, seen as milliseconds since 1970. None for null, empty text and zero."""
    if isinstance(value, str) and not value.isdigit():
        return reading.find_moment(value, path)
    milliseconds = whole(value, path, default=0)
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
    except (ValueError, OverflowError, OSError) as error:
        raise UnexpectedPayload(path, value) from error


def seconds(moment: datetime) -> str:
    """A time as filters want it; milliseconds would find nothing, and say nothing."""
    return str(int(moment.timestamp()))


def page_of(answer: Any, name: str) -> Json:
    """One page of a list. An answer without the list's own name is none: nothing was read."""
    found = payload(answer)
    if not isinstance(found, Mapping) or name not in found:
        raise UnexpectedPayload(name, answer, fix=reading.NO_PAGE)
    return found
