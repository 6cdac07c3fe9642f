"""Reads single values of Uzum's answers: three envelopes, two ways to write a moment, whole sums of money."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]
#: What to do about an answer that is no page of a list.
NO_PAGE = "Look whether the shop's address leads to the marketplace; what was stored before is safe."


def payload(answer: Any) -> Any:
    """What is inside the envelope, where there is one."""
    return answer["payload"] if isinstance(answer, Mapping) and "payload" in answer else answer


def text(value: Any, path: str = "") -> str:
    """Text or number as text (a barcode comes as either); "" for null."""
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
    """An amount in sums, None for null and empty text. Uzum writes no decimals; those it wrote would be kept."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | Mapping | list):
        raise UnexpectedPayload(path, value)
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise UnexpectedPayload(path, value) from error
    if not amount.is_finite():
        raise UnexpectedPayload(path, value)
    return amount


def whole(value: Any, path: str, default: int | None = None) -> int:
    """A whole number, also as text; without a default it must be there."""
    if value in (None, "") and default is not None:
        return default
    amount = find_money(value, path)
    if amount is None or amount != amount.to_integral_value():
        raise UnexpectedPayload(path, value)
    return int(amount)


def find_moment(value: Any, path: str) -> datetime | None:
    """A time as UTC: documented as ISO text, seen as milliseconds since 1970. None for null, empty text and zero."""
    if value is None or value == "" or value == 0:
        return None
    try:
        if isinstance(value, str) and not value.isdigit():
            moment = datetime.fromisoformat(value)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if isinstance(value, bool):
            raise TypeError
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise UnexpectedPayload(path, value) from error


def seconds(moment: datetime) -> str:
    """A time as filters want it; milliseconds would find nothing, and say nothing."""
    return str(int(moment.timestamp()))


def mapping(value: Any, path: str) -> Json:
    """An object; empty for null."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnexpectedPayload(path, value)
    return value


def rows(value: Any, path: str) -> Sequence[Json]:
    """A list of objects; empty for null."""
    found = listed(value, path)
    for number, row in enumerate(found):
        if not isinstance(row, Mapping):
            raise UnexpectedPayload(f"{path}[{number}]", row)
    return found


def listed(value: Any, path: str) -> Sequence[Any]:
    """A list; empty for null."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnexpectedPayload(path, value)
    return value


def page_of(answer: Any, name: str) -> Json:
    """One page of a list. An answer without the list's own name is none: nothing was read."""
    found = payload(answer)
    if not isinstance(found, Mapping) or name not in found:
        raise UnexpectedPayload(name, answer, fix=NO_PAGE)
    return found
