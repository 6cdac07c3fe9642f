"""Walks through shipments and orders. Nothing can be asked by change in the dialect "platform": it is read by state.

Cursors are places in a list, and places move when something leaves it. What is open is read whole each time, so who
slips between two pages is met by the next reading.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.canonical.returns import Return
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.pagination import MOST_PAGES, Trail
from marketplaces.framework.results import Page, RefusedItem

from . import mapping as shipments
from . import orders as seed
from . import returns as pieces
from .client import LetzshopClient
from .reading import Json, find_moment, mapping, moment, read_all, rows, text

UNCONFIRMED, CONFIRMED, DECLINED = "unconfirmed", "confirmed", "declined"
STATES = (UNCONFIRMED, CONFIRMED, DECLINED)
#: Pieces may come back so long after the order: confirmed shipments are read so far back, where they come newest first.
LOOK_BACK = timedelta(days=30)
#: How old an order of the dialect "seed" may be that is asked for by its number.
OLDEST = timedelta(days=180)
LATER = "Letzshop gave an empty page and promised more; try later."


# Platform ------------------------------------------------------------------------------------------------------------
def states(since: datetime, until: datetime) -> tuple[str, ...]:
    """Declined shipments change no more: once a day is enough, in the window that holds a midnight."""
    first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date()
    return STATES if first != last else STATES[:2]


def all_shipments(
    client: LetzshopClient, *, since: datetime, until: datetime, resume: Mapping[str, Any] | None
) -> Iterator[Page[Order]]:
    """New ones whole, then confirmed ones as far back as their pieces may change, then declined ones once a day."""
    wanted = states(since, until)
    state, after = _place(resume, wanted)
    trail = Trail("shipments.pageInfo.endCursor")
    for _ in range(MOST_PAGES):
        answer, errors = client.shipments(state, after)
        found, following = _page(answer, state, trail)
        if following and state != UNCONFIRMED and _is_old(found, since - LOOK_BACK):
            following = ""
        cursor = _next(state, following, wanted, trail)
        odd = _odd_nodes(errors)
        whole = [row for number, row in enumerate(found) if number not in odd]
        items, refused = read_all(whole, shipments.order, "id")
        refused += [_odd(found[number], number, said) for number, said in odd.items() if number < len(found)]
        items.sort(key=lambda each: each.updated_at)
        yield Page(items=items, refused=refused, cursor=cursor, safe_until=None if cursor else until)
        if cursor is None:
            return
        state, after = cursor["state"], cursor["after"]
    raise UnexpectedPayload("shipments.pageInfo.hasNextPage", f"{MOST_PAGES} pages")


def returned(client: LetzshopClient, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
    """Pieces that came back: they lie in confirmed shipments, which are read as far back as with orders."""
    trail, after = Trail("shipments.pageInfo.endCursor"), ""
    for _ in range(MOST_PAGES):
        answer, errors = client.shipments(CONFIRMED, after, operation="pull_returns")
        found, after = _page(answer, CONFIRMED, trail)
        if after and _is_old(found, since - LOOK_BACK):
            after = ""
        odd = _odd_nodes(errors)
        whole = [row for number, row in enumerate(found) if number not in odd]
        read, refused = read_all(whole, pieces.of_shipment, "id")
        items = [each for of_one in read for each in of_one]
        yield Page(items=items, refused=refused, safe_until=None if after else until)
        if not after:
            return
    raise UnexpectedPayload("shipments.pageInfo.hasNextPage", f"{MOST_PAGES} pages")


def _place(resume: Mapping[str, Any] | None, wanted: Sequence[str]) -> tuple[str, str]:
    held = resume or {}
    state = str(held.get("state") or wanted[0])
    return (state, str(held.get("after") or "")) if state in STATES else (wanted[0], "")


def _next(state: str, following: str, wanted: Sequence[str], trail: Trail) -> dict[str, str] | None:
    """Where to go on: in this list, or at the beginning of the next one."""
    if following:
        return {"state": state, "after": following}
    trail.start_anew()
    later = [each for each in wanted if STATES.index(each) > STATES.index(state)]
    return {"state": later[0], "after": ""} if later else None


def _page(answer: Json, state: str, trail: Trail) -> tuple[Sequence[Json], str]:
    """The shipments of a page and where the next one begins; a page of another state is another list than ours."""
    found = rows(answer.get("nodes"), "shipments.nodes")
    other = next((each for each in found if each.get("state") in STATES and each.get("state") != state), None)
    if other is not None:
        raise UnexpectedPayload(
            "shipments.nodes[].state",
            other.get("state"),
            fix="Letzshop gave another list than was asked for; try later.",
        )
    return found, _following(answer, found, "shipments", trail)


def _following(answer: Json, found: Sequence[Any], at: str, trail: Trail) -> str:
    info = mapping(answer.get("pageInfo"), f"{at}.pageInfo")
    if info.get("hasNextPage") is not True:
        return ""
    if not found:
        raise UnexpectedPayload(f"{at}.nodes", [], fix=LATER)
    return trail.follow(text(info.get("endCursor"), f"{at}.pageInfo.endCursor"))


def _is_old(found: Sequence[Json], horizon: datetime) -> bool:
    """Whether the list comes newest first and this page lies before the horizon; in any other order it goes on."""
    placed = [_placed(each) for each in found]
    known = [each for each in placed if each is not None]
    if len(known) < 2 or len(known) != len(placed):
        return False
    return known[0] > known[-1] and known == sorted(known, reverse=True) and known[0] < horizon


def _placed(row: Json) -> datetime | None:
    try:
        return find_moment(mapping(row.get("order"), "order").get("completedAt"), "order.completedAt")
    except UnexpectedPayload:
        return None


def _odd_nodes(errors: Sequence[Json]) -> dict[int, str]:
    """Which shipments of a page an error names; one that names no shipment spoils the page."""
    found: dict[int, str] = {}
    for each in errors:
        path, said = each.get("path"), text(each.get("message"))
        if not isinstance(path, list) or len(path) < 3 or path[1] not in ("nodes", "edges"):
            raise UnexpectedPayload("shipments", None, said=said, fix="Letzshop changed its API; report it.")
        found[int(path[2])] = said
    return found


def _odd(row: Json, number: int, said: str) -> RefusedItem:
    error = UnexpectedPayload(f"nodes[{number}]", None, said=said)
    return RefusedItem(remote_id=str(row.get("id") or ""), error=error, raw=row)


def find(client: LetzshopClient, number: str, *, order: Sequence[str], operation: str) -> Json | None:
    """A shipment, looked for in these states in this order; None where it is in none of them."""
    return next(iter(_search(client, {number}, order=order, operation=operation)), None)


def _search(client: LetzshopClient, wanted: Collection[str], *, order: Sequence[str], operation: str) -> Iterator[Json]:
    """The shipments with these ids, as they are met; there is no call for one by its id."""
    left = set(wanted)
    for state in order:
        trail, after = Trail("shipments.pageInfo.endCursor"), ""
        while left:
            answer, _ = client.shipments(state, after, operation=operation)
            found, after = _page(answer, state, trail)
            for row in found:
                if row.get("id") in left:
                    left.discard(row["id"])
                    yield row
            if not after:
                break


def shipments_by_number(client: LetzshopClient, numbers: Sequence[str]) -> Page[Order]:
    """Named shipments: all lists are looked through until the last of them is found."""
    wanted = dict.fromkeys(numbers)
    found = list(_search(client, wanted, order=STATES, operation="order_items"))
    return _named(wanted, found, shipments.order)


# Seed ----------------------------------------------------------------------------------------------------------------
def all_orders(
    client: LetzshopClient, *, since: datetime, until: datetime, resume: Mapping[str, Any] | None
) -> Iterator[Page[Order]]:
    """Orders changed since. Where the list comes oldest change first, the walk goes on by time and not by place."""
    held = resume or {}
    start = find_moment(held.get("since"), "since") or since
    for found, cursor in _order_pages(client, start, str(held.get("after") or ""), "pull_orders"):
        items, refused = read_all(found, seed.order, "id")
        items.sort(key=lambda each: each.updated_at)
        yield Page(items=items, refused=refused, cursor=cursor, safe_until=None if cursor else until)


def orders_by_number(client: LetzshopClient, numbers: Sequence[str], *, now: datetime) -> Page[Order]:
    """Named orders, out of all of the last half year: there is no call for one by its number."""
    wanted = dict.fromkeys(numbers)
    found: dict[str, Json] = {}
    for page, _ in _order_pages(client, now - OLDEST, "", "order_items"):
        found |= {str(row.get("id")): row for row in page if row.get("id") in wanted}
        if len(found) == len(wanted):
            break
    return _named(wanted, list(found.values()), seed.order)


def _order_pages(
    client: LetzshopClient, since: datetime, after: str, operation: str
) -> Iterator[tuple[Sequence[Json], dict[str, str] | None]]:
    trail = Trail("orders.pageInfo.endCursor")
    for _ in range(MOST_PAGES):
        answer = client.orders(since, after, operation=operation)
        edges = rows(answer.get("edges"), "orders.edges")
        found = [mapping(each.get("node"), "orders.edges[].node") for each in edges]
        following = _following(answer, found, "orders", trail)
        last = _last_change(found)
        if following and last is not None and last > since:
            since, after = last, ""
            trail.start_anew()
        else:
            after = following
        cursor = {"since": since.isoformat(), "after": after} if following else None
        yield found, cursor
        if cursor is None:
            return
    raise UnexpectedPayload("orders.pageInfo.hasNextPage", f"{MOST_PAGES} pages")


def _last_change(found: Sequence[Json]) -> datetime | None:
    """The newest change of a page that is sorted by it; None for any other."""
    try:
        moved = [moment(row.get("updatedAt"), "updatedAt") for row in found]
    except UnexpectedPayload:
        return None
    return moved[-1] if moved and moved == sorted(moved) else None


# -------------------------------------------------------------------------------------------------------------------
def _named(wanted: Mapping[str, Any], found: Sequence[Json], read: Callable[[Json], Order]) -> Page[Order]:
    items, refused = read_all(found, read, "id")
    met = {str(row.get("id")) for row in found}
    gone = [
        RefusedItem(remote_id=each, error=NotFound(f"Letzshop has no order {each}"))
        for each in wanted
        if each not in met
    ]
    return Page(items=items, refused=[*refused, *gone])
