"""Reads page after page: orders through three lists, and everything else that Ozon gives in pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from marketplaces.canonical.orders import Order
from marketplaces.canonical.returns import Return
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.pagination import Trail, by_cursor
from marketplaces.framework.reading import read_all
from marketplaces.framework.results import Page, RefusedItem

from . import cancellation
from .client import ORDERS_PER_PAGE, OzonClient
from .mapping import RFBS, depth_first, fbo_order, fbs_order
from .reading import Json, listed, mapping, page_of, rows, text, whole, whole_answer, written
from .returns import returned

#: `since` and `to` bound when a posting was placed and may span a year at most.
PLACED_WITHIN = timedelta(days=364)
PACKED_WITHIN = timedelta(days=180)

#: Ozon's own postings cannot be asked by change, so their recent past is read again each time.
FBO_LOOK_BACK = timedelta(days=30)

CHANGED, OPEN, FBO_LIST = "changed", "open", "fbo"
PHASES = (CHANGED, OPEN, FBO_LIST)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a walk stands: which list, Ozon's cursor in it, and the time it is about."""

    phase: str
    cursor: str
    since: datetime
    until: datetime

    def as_json(self) -> dict[str, str]:
        return {"phase": self.phase, "cursor": self.cursor}


def orders(
    client: OzonClient, *, since: datetime, until: datetime, resume: Mapping[str, Any] | None, currency: str
) -> Iterator[Page[Order]]:
    """What changed, then what is still open (changes that Ozon lists late), then Ozon's own; the last page is safe."""
    place: Place | None = _place(resume, since, until)
    given: dict[str, Json] = {}
    asked = cancellation.asked(client)
    trail = Trail("cursor")
    while place is not None:
        answer = page_of(_ask(client, place), "postings")
        read = fbo_order if place.phase == FBO_LIST else fbs_order
        found = [row for row in listed(answer.get("postings"), "postings") if _is_news(row, given)]
        items, refused = read_all(found, partial(read, currency=currency), "posting_number")
        page = Page(items=depth_first(_with_wishes(items, asked)), refused=refused)
        try:
            following = _after(place, answer, trail)
        except UnexpectedPayload:
            yield page  # what it holds is good, only the way on is not
            raise
        if following is None:
            page = _with_the_quiet(client, page, asked.keys() - given.keys(), currency)
        yield replace(
            page,
            cursor=following.as_json() if following else None,
            safe_until=None if following else place.until,
        )
        place = following


def _with_wishes(orders: Sequence[Order], asked: Mapping[str, int]) -> list[Order]:
    """Whose buyer asks to cancel is told by a list of its own; no other buyer asks."""
    return [replace(each, cancel_requested=True) if each.remote_id in asked else each for each in orders]


def _with_the_quiet(client: OzonClient, page: Page[Order], numbers: Iterable[str], currency: str) -> Page[Order]:
    """On its way, a posting whose buyer asks to cancel stands in no list of what changed: it is read by number."""
    items: list[Order] = []
    for number in sorted(numbers):
        try:
            posting = whole_answer(client.fbs_get(number))
        except NotFound:
            continue
        items += read_all([posting], partial(fbs_order, currency=currency), "posting_number")[0]
    wishes = [replace(each, cancel_requested=True) for each in items]
    return replace(page, items=[*page.items, *wishes])


def _is_news(row: Any, given: dict[str, Json]) -> bool:
    """False for a posting that this walk has given before in just this form: two of the lists overlap."""
    if not isinstance(row, Mapping):
        return True
    number = str(row.get("posting_number"))
    if given.get(number) == row:
        return False
    given[number] = row
    return True


def _place(resume: Mapping[str, Any] | None, since: datetime, until: datetime) -> Place:
    phase = text((resume or {}).get("phase"))
    if phase not in PHASES:
        return Place(phase=CHANGED, cursor="", since=since, until=until)
    return Place(phase=phase, cursor=text((resume or {}).get("cursor")), since=since, until=until)


def _ask(client: OzonClient, place: Place) -> Json:
    until = written(place.until)
    if place.phase == OPEN:
        filters = {
            "cutoff_from": written(place.until - PACKED_WITHIN), "cutoff_to": written(place.until + PACKED_WITHIN),
        }  # fmt: skip
        return client.fbs_unfulfilled(filters, place.cursor)
    if place.phase == FBO_LIST:
        begin = min(place.since, place.until - FBO_LOOK_BACK)
        return client.fbo_list({"since": written(max(begin, place.until - PLACED_WITHIN)), "to": until}, place.cursor)
    changed = {"from": written(place.since), "to": until}
    placed = {"since": written(place.until - PLACED_WITHIN), "to": until}
    return client.fbs_list({**placed, "last_changed_status_date": changed}, place.cursor)


def _after(place: Place, answer: Json, trail: Trail) -> Place | None:
    """The next page of this list, else the beginning of the next list, else nothing."""
    cursor, phase = _next_cursor(answer, trail), place.phase
    if not cursor:
        later = PHASES[PHASES.index(phase) + 1 :]
        if not later:
            return None
        phase = later[0]
    return Place(phase=phase, cursor=cursor, since=place.since, until=place.until)


def _next_cursor(answer: Json, trail: Trail) -> str:
    """Ozon's cursor where it says that more follows; one that comes again would go round for ever."""
    if not answer.get("has_next"):
        trail.start_anew()
        return ""
    return trail.follow(text(answer.get("cursor"), "cursor"))


def goods(ask: Callable[[str], Json], *, size: int, start: str = "") -> Iterator[tuple[Json, str]]:
    """Answers of a product list, each with the cursor of the next one; a short page is the last.

    Unless their own total says that more follow: then it was only cut shorter than asked for.
    """
    seen, empty = 0, 0

    def fetch(cursor: str) -> tuple[tuple[Json, str], str]:
        nonlocal seen, empty
        answer = page_of(ask(cursor), "items")
        here = len(rows(answer.get("items"), "items"))
        seen, empty = seen + here, 0 if here else empty + 1
        following = text(answer.get("cursor"), "cursor") or text(answer.get("last_id"), "last_id")
        more = seen < whole(answer.get("total"), "total", default=0) and empty < 2 and following != cursor
        if here < size and not more:
            following = ""
        return (answer, following), following

    return by_cursor(fetch, start=start, path="cursor")


def orders_by_number(client: OzonClient, numbers: Sequence[str], *, now: datetime, currency: str) -> Page[Order]:
    """Named postings, whole; what is not among the seller's own is looked for among those that Ozon sends."""
    items: list[Order] = []
    refused: list[RefusedItem] = []
    elsewhere: list[str] = []
    waiting, asked = list(dict.fromkeys(numbers)), set(numbers)
    for number in waiting:
        try:
            posting = whole_answer(client.fbs_get(number))
        except NotFound:
            if number in numbers:
                elsewhere.append(number)
            continue
        parts = [part for part in _parts(posting) if part not in asked]
        waiting.extend(parts)  # read with it, so that the units of a split are seen on both sides at once
        asked.update(parts)
        read, odd = read_all([posting], partial(fbs_order, currency=currency), "posting_number")
        items, refused = items + read, refused + odd
    found, odd = _fbo_by_number(client, elsewhere, now, currency)
    missing = {*elsewhere} - {order.remote_id for order in found} - {item.remote_id for item in odd}
    gone = [
        RefusedItem(remote_id=number, error=NotFound(f"Ozon has no posting {number}")) for number in sorted(missing)
    ]
    own = [order.remote_id for order in items if order.remote_scheme == RFBS]
    wishes = cancellation.asked(client, own) if own else {}
    return Page(items=depth_first(_with_wishes(items, wishes) + found), refused=refused + odd + gone)


def _parts(posting: Json) -> list[str]:
    """Numbers of the postings that it was split into, as the single read names them."""
    related = mapping(posting.get("related_postings"), "related_postings")
    return [text(number) for number in listed(related.get("related_posting_numbers"), "related_posting_numbers")]


def _fbo_by_number(
    client: OzonClient, numbers: Sequence[str], now: datetime, currency: str
) -> tuple[list[Order], list[RefusedItem]]:
    items: list[Order] = []
    refused: list[RefusedItem] = []
    for start in range(0, len(numbers), ORDERS_PER_PAGE):
        wanted = {"posting_numbers": list(numbers[start : start + ORDERS_PER_PAGE])}
        answer = client.fbo_list(wanted | {"since": written(now - PLACED_WITHIN), "to": written(now)}, "")
        postings = listed(page_of(answer, "postings").get("postings"), "postings")
        read, odd = read_all(postings, partial(fbo_order, currency=currency), "posting_number")
        items, refused = items + read, refused + odd
    return items, refused


def returns(client: OzonClient, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
    """Returns whose state changed in the window."""
    last_id = 0
    while True:
        answer = page_of(client.returns(since, until, last_id), "returns")
        found = rows(answer.get("returns"), "returns")
        items, refused = read_all(found, returned, "id")
        more = answer.get("has_next") is True and bool(found)
        yield Page(items=items, refused=refused, safe_until=None if more else until)
        if not more:
            return
        following = whole(found[-1].get("id"), "returns[].id")
        if following == last_id:
            raise UnexpectedPayload("returns[].id", following)
        last_id = following
