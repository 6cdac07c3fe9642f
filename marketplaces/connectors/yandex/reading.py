"""What the Market writes in its own way: sums in an object, two date dialects, its own names of currencies."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import NO_PAGE, Json, listed, mapping, needed_text, read_all, rows, text, whole

__all__ = [
    "MOSCOW", "SELLS_IN", "Json", "currency_of", "find_moment", "find_money", "listed", "mapping", "needed_text",
    "next_token", "page_of", "read_all", "result_of", "rows", "text", "their_currency", "whole", "written",
]  # fmt: skip

#: Moments without an offset are Moscow's, which knows no summer time.
MOSCOW = timezone(timedelta(hours=3))
OLD_FORMS = ("%d-%m-%Y %H:%M:%S", "%d-%m-%Y")
#: Roubles go by the name that they had before 1998.
CURRENCIES: Mapping[str, str] = {"RUR": "RUB", "BYR": "BYN"}
#: In which prices may be told; its specification also lists many that no shop has.
SELLS_IN = frozenset({
    "RUB", "UZS", "KZT", "BYN", "AMD", "KGS", "AZN", "GEL", "TJS", "USD", "EUR", "CNY", "AED", "TRY",
})  # fmt: skip


def find_money(value: Any, path: str) -> Decimal | None:
    """An amount, plain or inside {value, currencyId}; None for null."""
    if isinstance(value, Mapping):
        return reading.find_money(value.get("value"), f"{path}.value")
    return reading.find_money(value, path)


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
