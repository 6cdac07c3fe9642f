"""Feeds of JSON: an array of objects, one object a line, or one object that holds the array."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from core.errors import DomainError
from inventory.services.feed.table import BROKEN, FeedFile, Naming, number_text

BLANK = re.compile(r"[ \t\r\n\ufeff]*")
LONGEST_NUMBER = 60
MONEY = ({"value", "currency"}, {"amount", "currency"})
#: The line, what stands there, and what makes it unreadable.
Found = tuple[int, dict[str, Any], str]


def is_json(text: str) -> bool:
    """By its first sign: no header of columns begins with a bracket."""
    return text.lstrip(" \t\r\n\ufeff").startswith(("{", "["))


def read_json(text: str, naming: Naming) -> FeedFile:
    """Read the objects. Raises DomainError, with a sentence, for what is no feed at all."""
    try:
        found = list(islice(_found(text), naming.most))
    except RecursionError:
        raise DomainError("This JSON is nested too deep for a feed. Nothing was changed.") from None
    heads = list(dict.fromkeys(head for _number, item, _problem in found for head in item))
    shown = [BROKEN.sub("", head).replace("\0", "") for head in heads]
    columns = naming.columns(shown) if found else ()
    names = dict(zip(heads, columns, strict=True))
    feed = FeedFile("json", "", columns, tuple(shown))
    for number, item, problem in found:
        cells = {names[head]: _text(value) for head, value in item.items()}
        feed.add(number, {"id": "", "title": ""} | cells if item else {}, problem)
    return feed


def _found(text: str) -> Iterator[Found]:
    """Each object with the line it begins at, and what makes it unreadable."""
    start = _past_blanks(text, 0)
    if text[start] == "[":
        yield from _array(text, start, alone=True)
        return
    try:
        whole, end = DECODER.raw_decode(text, start)
    except ValueError:
        whole, end = {}, 0
    if _past_blanks(text, end) == len(text) and (place := _held_array(text, whole)):
        yield from _array(text, place, alone=False)
    else:
        yield from _lines(text)


def _held_array(text: str, whole: Mapping[str, Any]) -> int:
    """Where the one list of objects begins that an object is wrapped around; 0 for an object that is a product."""
    lists = [name for name, value in whole.items() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if len(lists) != 1 or not set(whole).isdisjoint(("id", "title")):
        return 0
    opened = re.search(re.escape(json.dumps(lists[0], ensure_ascii=False)) + r"\s*:\s*\[", text)
    return opened.end() - 1 if opened else 0


def _array(text: str, start: int, *, alone: bool) -> Iterator[Found]:
    """One after the other, so that each has its line. One that breaks off is no feed: what is missing is unknown."""
    place, number, counted = _past_blanks(text, start + 1), 1, 0
    while text[place : place + 1] != "]":
        number, counted = number + text.count("\n", counted, place), place
        try:
            item, end = DECODER.raw_decode(text, place)
        except ValueError:
            raise _broken(number) from None
        yield _one(number, item)
        place = _past_blanks(text, end)
        if text[place : place + 1] == ",":
            place = _past_blanks(text, place + 1)
        elif text[place : place + 1] != "]":
            raise _broken(number)
    if alone and _past_blanks(text, place + 1) != len(text):
        raise _broken(number)


def _broken(number: int) -> DomainError:
    return DomainError(
        f"This JSON breaks off or is damaged near line {number:,}. Export it again. Nothing was changed."
    )


def _lines(text: str) -> Iterator[Found]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not (line := line.strip(" \t\r\ufeff")):
            continue
        try:
            item, end = DECODER.raw_decode(line)
        except ValueError:
            yield number, {}, "it is no JSON object"
            continue
        yield _one(number, item) if end == len(line) else (number, {}, "it holds more than one JSON object")


def _one(number: int, item: Any) -> Found:
    return (number, item, "") if isinstance(item, dict) else (number, {}, "it is no JSON object")


def _past_blanks(text: str, place: int) -> int:
    found = BLANK.match(text, place)
    return found.end() if found else place


def _text(value: Any) -> str:
    """As the cell of a table would have it; of a price with its own currency both."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list) and not any(isinstance(each, (list, dict)) for each in value):
        return ",".join(_text(each) for each in value)
    if isinstance(value, dict) and set(value) in MONEY:
        amount = value.get("value", value.get("amount"))
        return f"{_text(amount)} {_text(value['currency'])}"
    return json.dumps(value, ensure_ascii=False, default=str).replace("\\u0000", "")


def _number(text: str) -> Decimal | str:
    """Exact, never through a float; one that is too long for any number of ours stays the text it was."""
    return Decimal(text) if len(text) <= LONGEST_NUMBER else text


def _no_number(text: str) -> str:
    """NaN and Infinity, which some programs write: a cell that says so is refused where a number is wanted."""
    return text


DECODER = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=_no_number)
