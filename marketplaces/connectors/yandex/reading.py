"""Reads single values of the Market's answers: exact numbers, two date dialects, its own names of currencies."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplaces.framework.errors import UnexpectedPayload

Json = Mapping[str, Any]
#: What to do about an answer that is no page of a list.
NO_PAGE = "Look whether the shop's address leads to the marketplace; what was stored before is safe."
#: Moments without an offset are Moscow's, which knows no summer time.
MOSCOW = timezone(timedelta(hours=3))
OLD_FORMS = ("%d-%m-%Y %H:%M:%S", "%d-%m-%Y")
#: Roubles go by the name that they had before 1998.
CURRENCIES: Mapping[str, str] = {"RUR": "RUB", "BYR": "BYN"}
#: In which prices may be told; its specification also lists many that no shop has.
SELLS_IN = frozenset({
    "RUB", "UZS", "KZT", "BYN", "AMD", "KGS", "AZN", "GEL", "TJS", "USD", "EUR", "CNY", "AED", "TRY",
})  # fmt: skip


def text(value: Any, path: str = "") -> str:
    """Text or number as text; "" for null."""
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
    """An amount, plain or inside {value, currencyId}; None for null."""
    if isinstance(value, Mapping):
        return find_money(value.get("value"), f"{path}.value")
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


def whole(value: Any, path: str, default: int | None = None) -> int:
    """A whole number; without a default it must be there."""
    if value in (None, "") and default is not None:
        return default
    amount = find_money(value, path) if not isinstance(value, Mapping) else None
    if amount is None or amount != amount.to_integral_value():
        raise UnexpectedPayload(path, value)
    return int(amount)


def currency_of(value: Any) -> str:
    """The currency of an amount in the common letters; "" where it tells none."""
    told = text(value.get("currencyId")) if isinstance(value, Mapping) else text(value)
    return CURRENCIES.get(told, told)


def their_currency(currency: str) -> str:
    """The Market's letters for a currency."""
    return "RUR" if currency == "RUB" else currency


def find_moment(value: Any, path: str) -> datetime | None:
    """A time as UTC, written as ISO or as day-month-year; None for null."""
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = _old(value, path)
    return (moment if moment.tzinfo else moment.replace(tzinfo=MOSCOW)).astimezone(UTC)


def _old(value: Any, path: str) -> datetime:
    for form in OLD_FORMS:
        try:
            return datetime.strptime(value, form).replace(tzinfo=MOSCOW)
        except (TypeError, ValueError):
            continue
    raise UnexpectedPayload(path, value)


def written(moment: datetime) -> str:
    """A time as the Market takes it, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


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


def result_of(answer: Any) -> Json:
    """What stands in `result`."""
    return mapping(mapping(answer, "answer").get("result"), "result")


def page_of(holder: Json, name: str) -> Json:
    """One page of a list. An answer with neither the list nor a word about paging is none: nothing was read."""
    if not {name, "paging"} & holder.keys():
        raise UnexpectedPayload(name, holder, fix=NO_PAGE)
    return holder


def next_token(holder: Json) -> str:
    """The token of the next page; "" on the last one."""
    return text(mapping(holder.get("paging"), "paging").get("nextPageToken"), "paging.nextPageToken")
