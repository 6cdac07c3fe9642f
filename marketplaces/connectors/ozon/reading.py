"""Reads single values of Ozon's answers, tolerant of the two spellings of its documents, strict about the rest."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]
#: What to do about an answer that is no page of a list.
NO_PAGE = "Look whether the shop's address leads to the marketplace; what was stored before is safe."
#: The year of a time that was never set.
NEVER = 1


def text(value: Any, path: str = "") -> str:
    """Text or number as text (identifiers come as either); "" for null."""
    if value is None:
        return ""
    if isinstance(value, bool | Mapping | list):
        raise UnexpectedPayload(path, value)
    return str(value).strip()


def needed_text(value: Any, path: str) -> str:
    """Text that must be there."""
    found = text(value, path)
    if not found:
        raise UnexpectedPayload(path, value)
    return found


def find_money(value: Any, path: str) -> Decimal | None:
    """An amount, written as text, as a number or inside {amount, currency}; None for null and empty text."""
    if isinstance(value, Mapping):
        return find_money(value.get("amount"), f"{path}.amount")
    if value is None or value == "":
        return None
    if isinstance(value, bool | list):
        raise UnexpectedPayload(path, value)
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise UnexpectedPayload(path, value) from error
    if not amount.is_finite():
        raise UnexpectedPayload(path, value)
    return amount


def money(value: Any, path: str) -> Decimal:
    """An amount that must be there."""
    amount = find_money(value, path)
    if amount is None:
        raise UnexpectedPayload(path, value)
    return amount


def whole(value: Any, path: str, default: int | None = None) -> int:
    """A whole number, also as text; without a default it must be there."""
    if value in (None, "") and default is not None:
        return default
    amount = find_money(value, path) if not isinstance(value, Mapping) else None
    if amount is None or amount != amount.to_integral_value():
        raise UnexpectedPayload(path, value)
    return int(amount)


def find_moment(value: Any, path: str) -> datetime | None:
    """A time as UTC; None for null, empty text and the year 1: so Ozon says what has not happened yet."""
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.year == NEVER:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise UnexpectedPayload(path, value) from error


def written(moment: datetime) -> str:
    """A time as Ozon writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def mapping(value: Any, path: str) -> Json:
    """An object; empty for null."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnexpectedPayload(path, value)
    return value


def listed(value: Any, path: str) -> Sequence[Any]:
    """A list; empty for null."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnexpectedPayload(path, value)
    return value


def rows(value: Any, path: str) -> Sequence[Json]:
    """A list of objects; empty for null."""
    found = listed(value, path)
    for number, row in enumerate(found):
        if not isinstance(row, Mapping):
            raise UnexpectedPayload(f"{path}[{number}]", row)
    return found


def whole_answer(answer: Any) -> Json:
    """The answer's own object: some printed answers wrap it in `result`, the schema does not."""
    found = mapping(answer, "answer")
    inner = found.get("result")
    return inner if isinstance(inner, Mapping) else found


def page_of(answer: Any, name: str) -> Json:
    """One page of a list. An answer with neither the list nor any word about its place is none: nothing was read.

    Empty lists may be left out or null, so either the list's own name or one of the paging fields must be there.
    """
    found = whole_answer(answer)
    if not {name, "has_next", "cursor", "last_id", "total"} & found.keys():
        raise UnexpectedPayload(name, answer, fix=NO_PAGE)
    return found
