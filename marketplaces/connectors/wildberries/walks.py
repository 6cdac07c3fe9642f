"""Reads orders: the new ones, then those of each month page by page, each page with its statuses from a second call."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from marketplaces.canonical.marks import MarkWish
from marketplaces.canonical.orders import Order
from marketplaces.framework.errors import ConnectorError, NotFound, UnexpectedPayload
from marketplaces.framework.pagination import Trail, time_windows
from marketplaces.framework.results import Page, RefusedItem

from . import marks
from .client import MARKS_PER_CALL, STATUSES_PER_CALL, Params, WildberriesClient
from .mapping import order
from .reading import Json, is_number, listed, page_of, read_all, rows, seconds, text, whole

#: Wildberries filters by when an order was made and never by when it changed: what may still change is read again.
LOOK_BACK = timedelta(days=45)
#: Older ones are in an archive that nothing changes any more.
KEPT = timedelta(days=90)
LONGEST_WINDOW = timedelta(days=30)
IN_SUPPLY = "confirm"
GONE_FIX = "It is not an order of this shop, or it is older than three months."


@dataclass(slots=True, kw_only=True)
class OrderWalk:
    """One walk. `given` are the orders that it gave: windows share the second at which they meet."""

    client: WildberriesClient
    since: datetime
    until: datetime
    given: set[str] = field(default_factory=set)
    #: The cursor of what is read after these orders; None where nothing is.
    following: Mapping[str, Any] | None = None

    def pages(self, resume: Mapping[str, Any] | None) -> Iterator[Page[Order]]:
        """By when they were made. New orders come with their richer row, and those that no window had come last."""
        new = {_number(row): row for row in new_rows(self.client, "pull_orders")}
        window, after = _place(resume)
        begin = max(min(self.since, self.until - LOOK_BACK), self.until - KEPT)
        for place, (start, end) in enumerate(time_windows(begin, self.until, LONGEST_WINDOW)):
            if place < window:
                continue
            first = after if place == window else 0
            for found, following in order_pages(self.client, start, end, "pull_orders", first=first):
                yield self._page([_richer(row, new) for row in found], {"window": place, "next": following})
        left = [row for number, row in new.items() if number not in self.given]
        yield self._page(left, self.following, safe_until=None if self.following else self.until)

    def _page(
        self, found: Sequence[Any], cursor: Mapping[str, Any] | None, *, safe_until: datetime | None = None
    ) -> Page[Order]:
        news = [row for row in found if not _number(row) or _number(row) not in self.given]
        self.given |= {_number(row) for row in news}
        items, refused = read_rows(self.client, news, "pull_orders")
        return Page(items=items, refused=refused, cursor=cursor, safe_until=safe_until)


def _place(resume: Mapping[str, Any] | None) -> tuple[int, int]:
    found = resume or {}
    return whole(found.get("window"), "window", default=0), whole(found.get("next"), "next", default=0)


def _richer(row: Any, new: Mapping[str, Json]) -> Any:
    more = new.get(_number(row))
    return {**row, **more} if more else row


def _number(row: Any) -> str:
    return str(row.get("id") or "") if isinstance(row, Mapping) else ""


def new_rows(client: WildberriesClient, operation: str) -> Sequence[Json]:
    """Everything that nobody has confirmed, in one answer."""
    return rows(page_of(client.new_orders(operation), "orders").get("orders"), "orders")


def order_pages(
    client: WildberriesClient, since: datetime, until: datetime, operation: str, *, first: int = 0
) -> Iterator[tuple[Sequence[Any], int]]:
    """Rows of a window and where the next page begins, until an empty page: a short one may be followed by more."""
    trail, after = Trail("next"), first
    while True:
        answer = page_of(client.orders(period(since, until), after, operation), "orders")
        found = listed(answer.get("orders"), "orders")
        if not found:
            return
        after = whole(answer.get("next"), "next", default=0)
        if not after:
            yield found, after
            return
        trail.follow(str(after))
        yield found, after


def period(since: datetime, until: datetime) -> Params:
    """Whole seconds, at most thirty days of them."""
    return [("dateFrom", seconds(since)), ("dateTo", seconds(until))]


def read_rows(client: WildberriesClient, found: Sequence[Any], operation: str) -> tuple[list[Order], list[RefusedItem]]:
    """Orders of these rows, each with what a second call tells of where it stands."""
    known = statuses(client, [int(_number(row)) for row in found if is_number(_number(row))], operation)
    lacking = lacking_marks(client, found, known, operation)
    return read_all(found, partial(_read, known=known, lacking=lacking), "id")


def lacking_marks(
    client: WildberriesClient, found: Collection[Any], known: Mapping[str, Json], operation: str
) -> dict[str, tuple[MarkWish, ...]]:
    """The codes that orders in a supply still need: their rows do not say so any more. Others need none."""
    asked = [
        int(number)
        for number, row in ((_number(row), row) for row in found)
        if marks.of_new(row) is None and text(known.get(number, {}).get("supplierStatus")) == IN_SUPPLY
    ]
    wishes: dict[str, tuple[MarkWish, ...]] = {}
    for start in range(0, len(asked), MARKS_PER_CALL):
        wishes |= marks.lacking(client.marks(asked[start : start + MARKS_PER_CALL], operation))
    return wishes


def _read(row: Json, known: Mapping[str, Json], lacking: Mapping[str, tuple[MarkWish, ...]]) -> Order:
    status = known.get(_number(row))
    if status is None:
        raise UnexpectedPayload("orders[].supplierStatus", None)
    return order(row, status, lacking.get(_number(row)))


def statuses(client: WildberriesClient, numbers: Sequence[int], operation: str) -> dict[str, Json]:
    """Where orders stand, by number; those that are not this shop's are not told."""
    found: dict[str, Json] = {}
    for start in range(0, len(numbers), STATUSES_PER_CALL):
        answer = page_of(client.statuses(numbers[start : start + STATUSES_PER_CALL], operation), "orders")
        found |= {text(row.get("id")): row for row in rows(answer.get("orders"), "orders")}
    return found


def orders_by_number(client: WildberriesClient, numbers: Collection[str], *, now: datetime) -> Page[Order]:
    """Named orders. No call gives one by its number: statuses tell which there are, the lists hold their rows."""
    asked = list(dict.fromkeys(numbers))
    known = statuses(client, [int(number) for number in asked if is_number(number)], "order_items")
    found = find_rows(client, "id", known.keys(), now=now, operation="order_items")
    lacking = lacking_marks(client, list(found.values()), known, "order_items")
    items: list[Order] = []
    refused: list[RefusedItem] = []
    for number in asked:
        try:
            items.append(_named(number, found, known, lacking))
        except ConnectorError as error:
            refused.append(RefusedItem(remote_id=number, error=error, raw=found.get(number, {})))
    return Page(items=items, refused=refused)


def _named(
    number: str, found: Mapping[str, Json], known: Mapping[str, Json], lacking: Mapping[str, tuple[MarkWish, ...]]
) -> Order:
    if number not in found:
        raise NotFound(f"Wildberries has no order {number}", fix=GONE_FIX)
    return order(found[number], known[number], lacking.get(number))


def find_rows(
    client: WildberriesClient, name: str, wanted: Collection[str], *, now: datetime, operation: str
) -> dict[str, Json]:
    """Rows whose field holds one of these texts: the new ones first, then month by month back in time."""
    found: dict[str, Json] = {}
    if wanted:
        _collect(new_rows(client, operation), name, wanted, found)
    windows = list(time_windows(now - KEPT, now + timedelta(seconds=1), LONGEST_WINDOW))
    for start, end in reversed(windows):
        if len(found) == len(wanted):
            break
        for page, _following in order_pages(client, start, end, operation):
            _collect(page, name, wanted, found)
            if len(found) == len(wanted):
                break
    return found


def _collect(page: Sequence[Any], name: str, wanted: Collection[str], found: dict[str, Json]) -> None:
    for row in page:
        if isinstance(row, Mapping) and str(row.get(name)) in wanted:
            found.setdefault(str(row.get(name)), row)
