"""JSON as the contract wants it read: no doubled names, no NaN, amounts and long numbers exact."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from .problems import Problem

MOST_BYTES = 1024 * 1024


def read(body: bytes) -> Any:
    """The parsed body. Raises Problem bad_json without a word of what stood there."""
    try:
        found = json.loads(
            body.decode("utf-8"), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
        _check_kept(found)
    except (ValueError, RecursionError) as error:
        raise Problem("bad_json", "It is torn, not UTF-8, has a name twice, or a number that is none.") from error
    return found


def _check_kept(found: Any) -> None:
    """No database keeps a NUL or half of a pair of surrogates: both can be written in JSON, neither is text."""
    text = json.dumps(found, ensure_ascii=False, default=str)
    text.encode("utf-8")  # a UnicodeEncodeError is a ValueError
    if re.search(r"(?<!\\)(?:\\\\)*\\u0000", text):
        raise ValueError("a NUL character")


def read_object(body: bytes) -> dict[str, Any]:
    found = read(body)
    if not isinstance(found, dict):
        raise Problem("validation_failed", errors=[("", "must be an object")])
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")
