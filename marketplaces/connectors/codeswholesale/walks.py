"""The price list, read page by page from one token to the next; what is left out of a whole pass is gone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from marketplaces.canonical.products import Product
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.pagination import Trail
from marketplaces.framework.reading import NO_PAGE, Json, find_moment, read_all, text, written
from marketplaces.framework.results import Page

from . import goods
from .client import PER_CALL, V3, CodesWholesaleClient

T = TypeVar("T")
Wishes = Mapping[str, frozenset[str]]


def pages(
    client: CodesWholesaleClient, *, since: datetime | None = None, start: str = "", operation: str
) -> Iterator[tuple[Sequence[Any], str]]:
    """Rows and the token of the page after them ("": none). A list that comes round again is noticed."""
    trail, place = Trail("continuationToken"), start
    if start:
        trail.follow(start)
    while True:
        answer = client.products(place, since=since, operation=operation)
        found = answer.get("items")
        if not isinstance(found, list):
            raise UnexpectedPayload("items", type(found).__name__, fix=NO_PAGE)
        place = text(answer.get("continuationToken"), "continuationToken") if client.version == V3 else ""
        if place:
            trail.follow(place)
        yield found, place
        if not place:
            return


def products(
    client: CodesWholesaleClient,
    *,
    since: datetime | None,
    resume: Mapping[str, Any] | None,
    now: datetime,
    wishes: Wishes,
    language: str,
) -> Iterator[Page[Product]]:
    """All, or those changed since. The walk is good until the moment at which its first page was asked for."""
    held = resume or {}
    began = find_moment(held.get("began"), "began") or now
    since = find_moment(held.get("since"), "since") if held else since
    start, asked = text(held.get("token"), "token"), {"began": written(began), "since": written(since) if since else ""}
    read = partial(described, client, language)
    for found, place in _changed(client, since, start) if since and not start else _all(client, since, start):
        items, refused = read_all([row for row in found if goods.fits(row, wishes)], read, "productId")
        cursor = {"token": place, **asked} if place else None
        yield Page(items=items, refused=refused, cursor=cursor, safe_until=None if place else began)


def _all(client: CodesWholesaleClient, since: datetime | None, start: str) -> Iterator[tuple[Sequence[Any], str]]:
    return pages(client, since=since, start=start, operation="pull_products")


def _changed(client: CodesWholesaleClient, since: datetime, start: str) -> Iterator[tuple[Sequence[Any], str]]:
    """“Nothing found” is a good answer to “what is new?”, and to nothing else."""
    walk = _all(client, since, start)
    first: tuple[Sequence[Any], str] = ((), "")
    with suppress(NotFound):
        first = next(walk)
    yield first
    yield from walk


def described(client: CodesWholesaleClient, language: str, row: Json) -> Product:
    if not language:
        return goods.product(row)
    try:
        texts = client.description(text(row.get("productId"), "productId"), language, operation="pull_products")
    except NotFound:
        return goods.product(row)
    return goods.product(row, texts, language=language)


def levels(
    client: CodesWholesaleClient,
    numbers: Sequence[str] | None,
    read: Callable[[Json], T | None],
    *,
    wishes: Wishes,
    operation: str,
) -> Iterator[Page[T]]:
    """Stock or costs, of all or of the named products; of what is not on the list nothing is told."""
    if numbers is not None:
        yield _page(list(of_numbers(client, numbers, operation=operation)), read)
        return
    for found, place in pages(client, operation=operation):
        yield _page([row for row in found if goods.fits(row, wishes)], read, place)


def of_numbers(client: CodesWholesaleClient, numbers: Sequence[str], *, operation: str) -> Iterator[Any]:
    """Their rows: some dozen in a call, or one by one where the version knows no such question."""
    wanted = list(dict.fromkeys(filter(None, numbers)))
    if client.version != V3:
        for number in wanted:
            yield from _one(client, number, operation)
        return
    for first in range(0, len(wanted), PER_CALL):
        yield from _some(client, wanted[first : first + PER_CALL], operation)


def _one(client: CodesWholesaleClient, number: str, operation: str) -> list[Json]:
    try:
        return [client.product(number, operation=operation)]
    except NotFound:
        return []


def _some(client: CodesWholesaleClient, numbers: Sequence[str], operation: str) -> Iterator[Any]:
    """However their answer is cut into pages; rows that were not asked for are left out."""
    trail, place, asked = Trail("continuationToken"), "", {each.lower() for each in numbers}
    while True:
        try:
            answer = client.products(place, numbers=numbers, operation=operation)
        except NotFound:
            return
        found = answer.get("items")
        if not isinstance(found, list):
            raise UnexpectedPayload("items", type(found).__name__, fix=NO_PAGE)
        yield from (row for row in found if not isinstance(row, Mapping) or _number(row) in asked)
        place = text(answer.get("continuationToken"), "continuationToken")
        if not place:
            return
        trail.follow(place)


def _number(row: Json) -> str:
    return str(row.get("productId") or "").lower()


def _page(found: Sequence[Any], read: Callable[[Json], T | None], place: str = "") -> Page[T]:
    items, refused = read_all(found, read, "productId")
    return Page(
        items=[each for each in items if each is not None], refused=refused, cursor={"token": place} if place else None
    )
