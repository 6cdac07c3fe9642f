"""What a request may hold. Whatever does not fit is refused in the words of the service that was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marketplaces.sandbox.messages import Refused, Request

from . import answers

Refusal = Callable[[], Refused]


def bad_parameter() -> Refused:
    return answers.refuse("IncorrectParameter", 400)


def bad_body() -> Refused:
    return answers.refuse("IncorrectRequestBody", 400)


def whole(
    request: Request, name: str, *, least: int = 0, most: int = 2**63 - 1, refusal: Refusal = bad_parameter
) -> int | None:
    """A whole number of the query, None where it is not given."""
    text = request.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        raise refusal()
    return int(text)


def needed(
    request: Request, name: str, *, least: int = 0, most: int = 2**63 - 1, refusal: Refusal = bad_parameter
) -> int:
    """The same, but it must be there."""
    found = whole(request, name, least=least, most=most, refusal=refusal)
    if found is None:
        raise refusal()
    return found


def numbers(request: Request, name: str, most: int) -> list[int]:
    """A list of ids under this name in the body, one to `most` of them."""
    body = request.json
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, list) or not all(is_whole(each) for each in found):
        raise bad_body()
    if not 1 <= len(found) <= most:
        raise bad_parameter()
    return found


def path_number(request: Request, name: str) -> int:
    text = request.params[name]
    if not (text.isascii() and text.isdigit()):
        raise bad_parameter()
    return int(text)


def is_whole(value: Any) -> bool:
    """True is no number, although Python says so."""
    return isinstance(value, int) and not isinstance(value, bool)
