"""Reads orders to the door: the new ones, the finished ones page by page, and those between that no list holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from marketplaces.canonical.marks import MarkWish
from marketplaces.canonical.orders import KeptOrder, Order
from marketplaces.framework.errors import DataProblem, NotFound, UnexpectedPayload
from marketplaces.framework.pagination import Trail, time_windows
from marketplaces.framework.results import Page, RefusedItem

from ..reading import Json, is_number, listed, mapping, page_of, read_all, rows, text, whole
from ..walks import GONE_FIX, KEPT, LONGEST_WINDOW, LOOK_BACK, period
from . import mapping as words
from .client import DoorClient
from .marks import wishes
from .standing import number_of, statuses
from .ways import DBW, WAYS, Way, find_way

#: Seller's words for orders that are still to be packed, and for those whose buyer still waits.
TO_PACK = frozenset({"new", "confirm"})
OPEN = TO_PACK | {"deliver", "complete"}
#: While it is packed and on its way Wildberries tells who fetches it.
FETCHED = frozenset({"confirm", "complete"})
#: The calls that tell more of an order take so many.
ASKED_AT_ONCE = 1000


@dataclass(slots=True, kw_only=True)
class DoorWalk:
    """One walk through the orders of a way. `given` are those that it gave."""

    client: DoorClient
    way: Way
    since: datetime
    until: datetime
    given: set[str] = field(default_factory=set)

    def pages(self, resume: Mapping[str, Any] | None, *, last: Mapping[str, Any] | None) -> Iterator[Page[Order]]:
        """The finished ones by when they were made, then the new ones; `last` is the cursor behind all of them."""
        at = resume or {}
        window, after = whole(at.get("window"), "window", default=0), whole(at.get("next"), "next", default=0)
        # Which of an order's moments the list goes by is not told; by when it was made it has to reach back furthest.
        begin = max(min(self.since, self.until - LOOK_BACK), self.until - KEPT)
        for place, (start, end) in enumerate(time_windows(begin, self.until, LONGEST_WINDOW)):
            if place < window:
                continue
            for found, following in self._done(start, end, after if place == window else 0):
                yield self._page(found, {"way": self.way.name, "window": place, "next": following})
        new = rows(page_of(self.client.door_new(self.way, "pull_orders"), "orders").get("orders"), "orders")
        yield self._page(new, last, safe_until=None if last else self.until)

    def _done(self, since: datetime, until: datetime, first: int) -> Iterator[tuple[Sequence[Any], int]]:
        """Until an empty page, as with the other orders."""
        trail, after = Trail("next"), first
        while True:
            answer = page_of(self.client.door_done(self.way, period(since, until), after, "pull_orders"), "orders")
            found = listed(answer.get("orders"), "orders")
            if not found:
                return
            after = whole(answer.get("next"), "next", default=0)
            yield found, after
            if not after:
                return
            trail.follow(str(after))

    def _page(
        self, found: Sequence[Any], cursor: Mapping[str, Any] | None, *, safe_until: datetime | None = None
    ) -> Page[Order]:
        news = [row for row in found if _number(row) not in self.given or not _number(row)]
        self.given |= {_number(row) for row in news}
        known = statuses(self.client, self.way, _numbers(news), "pull_orders")
        items, refused = read(self.client, self.way, news, known, "pull_orders")
        return Page(items=items, refused=refused, cursor=cursor, safe_until=safe_until)


def follow(client: DoorClient, kept: Sequence[KeptOrder], operation: str) -> Page[Order]:
    """How orders stand now that are in no list: their rows are those of the last reading."""
    items, refused = list[Order](), list[RefusedItem]()
    for way in WAYS.values():
        mine = {each.remote_id: each.raw for each in kept if find_way(each.remote_scheme) is way}
        known = statuses(client, way, [int(number) for number in mine if is_number(number)], operation) if mine else {}
        found, unread = read(client, way, [mine[number] for number in known if number in mine], known, operation)
        items += found
        refused += unread
        refused += [_gone(number, raw) for number, raw in mine.items() if number not in known]
    return Page(items=items, refused=refused)


def _gone(number: str, raw: Mapping[str, Any]) -> RefusedItem:
    return RefusedItem(
        remote_id=number, error=NotFound(f"Wildberries has no order {number}", fix=GONE_FIX), raw=raw
    )  # fmt: skip


def read(
    client: DoorClient, way: Way, found: Sequence[Any], known: Mapping[str, Json], operation: str
) -> tuple[list[Order], list[RefusedItem]]:
    """Orders of these rows, each with where it stands and, while it is open, who waits for it and what it lacks."""
    open_ones = [row for row in found if isinstance(row, Mapping) and _step(known, row) in OPEN]
    more = _told_beside(client, way, open_ones, known, operation)
    to_pack = [row for row in open_ones if _step(known, row) in TO_PACK]
    lacking = wishes(client, way, to_pack, operation)
    return read_all(found, partial(_read, way=way, known=known, more=more, lacking=lacking), "id")


def _read(
    row: Json, *, way: Way, known: Mapping[str, Json], more: Mapping[str, Mapping[str, Any]],
    lacking: Mapping[str, tuple[MarkWish, ...]],
) -> Order:  # fmt: skip
    number = _number(row)
    if number not in known:
        raise UnexpectedPayload("orders[].supplierStatus", None)
    return words.order(way, {**row, **more.get(number, {})}, known[number], lacking.get(number, ()))


def _told_beside(
    client: DoorClient, way: Way, found: Sequence[Json], known: Mapping[str, Json], operation: str
) -> dict[str, dict[str, Any]]:
    """When the buyer wants it, who he is and who fetches it; what Wildberries does not tell (yet) is left out."""
    more: dict[str, dict[str, Any]] = {_number(row): {} for row in found}
    numbers = _numbers(found)
    fetched = _numbers([row for row in found if _step(known, row) in FETCHED]) if way is DBW else []
    for name, asked, call in (
        (words.DATE, numbers, client.delivery_dates),
        (words.BUYER, numbers, client.buyers),
        (words.COURIER, fetched, client.couriers),
    ):
        for start in range(0, len(asked), ASKED_AT_ONCE):
            try:
                answer = page_of(call(way, asked[start : start + ASKED_AT_ONCE], operation), "orders")
            except DataProblem:
                # One of them is not to be told of any more: no order is left unread for that.
                continue
            for row in rows(answer.get("orders"), "orders"):
                more.setdefault(number_of(row), {})[name] = _contacts(row) if name == words.COURIER else dict(row)
    return more


def _contacts(row: Json) -> Mapping[str, Any]:
    """Empty until a courier was chosen."""
    return mapping(mapping(row.get("courierInfo") or {}, "courierInfo").get("contacts") or {}, "courierInfo.contacts")


def _step(known: Mapping[str, Json], row: Mapping[str, Any]) -> str:
    return text(known.get(_number(row), {}).get("supplierStatus"))


def _number(row: Any) -> str:
    return str(row.get("id") or "") if isinstance(row, Mapping) else ""


def _numbers(found: Sequence[Any]) -> list[int]:
    return [int(number) for number in map(_number, found) if is_number(number)]
