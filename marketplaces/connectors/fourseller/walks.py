"""Walks through orders and products by offset: what moves while it is read is not lost, and no list is endless.

An offset counts places, and the places move when something leaves the list: an order that changes while its window is
read is not in it any more. The total of each answer tells by how much, and the walk steps back as far.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from marketplaces.canonical.orders import Order
from marketplaces.canonical.products import Product
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.pagination import MOST_PAGES
from marketplaces.framework.reading import NO_PAGE, Json, mapping, read_all, rows, whole
from marketplaces.framework.results import Page, RefusedItem

from .client import PER_PAGE, FourSellerClient
from .goods import product
from .mapping import order

T = TypeVar("T")
LATER = "4Seller gave the same place in its list twice; try later."


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, where to go on (None: this was the last), and how many there are where it tells."""

    rows: Sequence[Any]
    following: int | None
    total: int | None


def pages(ask: Callable[[int], Json], *, start: int = 0, total: int | None = None) -> Iterator[Listed]:
    """All pages from an offset on; `total` is what an earlier part of the walk was told."""
    offset, known, seen = start, total, set[str]()
    for _ in range(MOST_PAGES):
        answer = ask(offset)
        if "data" not in answer:
            raise UnexpectedPayload("data", None, fix=NO_PAGE)
        found = _list(answer["data"])
        now = _total(answer, offset)
        left = 0 if known is None or now is None else max(0, known - now)
        known = now if now is not None else known
        following = _following(offset, found, known, left)
        names = {str(row.get("id") if isinstance(row, Mapping) else row) for row in found}
        if names and names <= seen and not left:
            raise UnexpectedPayload("pagination.offset", offset, fix=LATER)
        seen |= names
        yield Listed(found, following, known)
        if following is None:
            return
        offset = following
    raise UnexpectedPayload("pagination.total", f"{MOST_PAGES} pages")


def _following(offset: int, found: Sequence[Any], total: int | None, left: int) -> int | None:
    """Where the next page begins; further back by as many as have left the list since the page before."""
    end = offset + len(found)
    if left and offset:
        return max(0, offset - left)
    if total is None:
        return end if len(found) >= PER_PAGE else None
    if end >= total:
        return None
    if not found:
        raise UnexpectedPayload("data", [], fix="4Seller gave an empty page and promised more; try later.")
    return end


def _total(answer: Json, offset: int) -> int | None:
    """How many there are in all; an answer for another place than the one asked for is a list that does not move."""
    pagination = mapping(answer.get("pagination"), "pagination")
    place = pagination.get("offset")
    if place is not None and whole(place, "pagination.offset") != offset:
        raise UnexpectedPayload("pagination.offset", place, fix=LATER)
    return None if pagination.get("total") is None else whole(pagination["total"], "pagination.total")


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise UnexpectedPayload("data", value, fix=NO_PAGE)
    return value


def orders(
    client: FourSellerClient, *, since: datetime, until: datetime, resume: Mapping[str, Any] | None, currency: str
) -> Iterator[Page[Order]]:
    """Orders changed in the window; their list has no order of its own, so each page is put into one."""
    start, total = _place(resume)
    for listed in pages(partial(client.orders, since, until), start=start, total=total):
        items, refused = read_all(listed.rows, partial(order, currency=currency), "id")
        yield Page(
            items=sorted(items, key=lambda each: each.updated_at),
            refused=refused,
            cursor=_cursor(listed),
            safe_until=until if listed.following is None else None,
            total=listed.total,
        )


def orders_by_number(client: FourSellerClient, numbers: Sequence[str], *, currency: str) -> Page[Order]:
    """Named orders, one call each."""
    items: list[Order] = []
    refused: list[RefusedItem] = []
    for number in dict.fromkeys(numbers):
        try:
            row = client.order(number)
        except NotFound:
            error = NotFound(f"4Seller has no order {number}")
            refused.append(RefusedItem(remote_id=number, error=error))
            continue
        read, odd = read_all([row], partial(order, currency=currency), "id")
        items, refused = items + read, refused + odd
    return Page(items=items, refused=refused)


def products(
    client: FourSellerClient,
    *,
    since: datetime | None,
    resume: Mapping[str, Any] | None,
    currency: str,
    operation: str = "pull_products",
) -> Iterator[Page[Product]]:
    """All products, or those changed since, deleted ones among them."""
    start, total = _place(resume)
    ask = partial(client.products, since=since, operation=operation)
    for listed in pages(ask, start=start, total=total):
        items, refused = read_all(listed.rows, partial(product, currency=currency), "id")
        yield Page(items=items, refused=refused, cursor=_cursor(listed), total=listed.total)


def _place(resume: Mapping[str, Any] | None) -> tuple[int, int | None]:
    held = resume or {}
    total = held.get("total")
    return whole(held.get("offset"), "offset", 0), int(total) if isinstance(total, int) else None


def _cursor(listed: Listed) -> dict[str, Any] | None:
    return None if listed.following is None else {"offset": listed.following, "total": listed.total}


def all_rows(client: FourSellerClient, *, since: datetime | None, operation: str) -> Iterator[Json]:
    """The products' own rows, for who writes them again."""
    for listed in pages(partial(client.products, since=since, operation=operation)):
        yield from rows(list(listed.rows), "data")
