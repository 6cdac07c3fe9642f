"""What a request says: parameters come in the query or as form fields, numbers and lists as text."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from marketplaces.sandbox.messages import Request

from .envelope import Refused

FORM = "application/x-www-form-urlencoded"


def pool(request: Request) -> list[tuple[str, str]]:
    """All parameters, wherever they stand; a JSON body is nothing that Lazada reads."""
    pairs = list(request.pairs)
    if request.headers.get("Content-Type", "").split(";")[0].strip() == FORM:
        pairs += parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    return pairs


def given(request: Request) -> dict[str, str]:
    """By name; empty ones count as not given."""
    return {name: value for name, value in pool(request) if value}


def needed(request: Request, name: str) -> str:
    """Raises MissingParameter."""
    value = given(request).get(name, "")
    if not value:
        raise Refused("MissingParameter", f"The input parameter “{name}” that is mandatory is not supplied.")
    return value


def number(request: Request, name: str, *, code: str, least: int = 0, most: int = 10**18, default: int = -1) -> int:
    """A whole number between two bounds; refused with `code` otherwise."""
    text = given(request).get(name, "")
    if not text and default >= 0:
        return default
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        raise Refused(code, f"E{int(code):03d}: “{name}” is not valid. It must be between {least} and {most}.")
    return int(text)


def identity(request: Request, name: str) -> int:
    """An id that must be there."""
    text = needed(request, name)
    if not (text.isascii() and text.isdigit()):
        raise Refused("InvalidParameter", f"The parameter “{name}” is no number.")
    return int(text)


def json_text(request: Request, name: str) -> Any:
    """A parameter that holds JSON."""
    text = needed(request, name)
    try:
        return json.loads(text)
    except ValueError:
        raise Refused("InvalidParameter", f"The parameter “{name}” is no JSON.") from None


def ids(request: Request, name: str, *, most: int) -> list[int]:
    """A JSON list of ids, as numbers or as text."""
    found = json_text(request, name)
    if not isinstance(found, list) or not found or not all(str(each).isdigit() for each in found):
        raise Refused("InvalidParameter", f"The parameter “{name}” is a JSON list of ids.")
    if len(found) > most:
        raise Refused("InvalidParameter", f"The parameter “{name}” takes {most} ids at most.")
    return [int(each) for each in found]


def moment(request: Request, name: str, *, code: str = "17") -> float | None:
    """ISO 8601 with an offset, as seconds; None where it is not given."""
    text = given(request).get(name, "")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or "T" not in text:
        raise Refused(code, f"E{int(code):03d}: “{name}” must be ISO 8601 with an offset, not “{text}”.")
    return found.timestamp()
