"""Walks through orders by time and token, through listings by SKU; what is looked up by name.

An order list holds nothing that is younger than two minutes, and says itself up to when it holds everything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.canonical.products import Product
from marketplaces.framework.errors import NotFound, PermissionMissing, Rejected, UnexpectedPayload
from marketplaces.framework.pagination import Trail, by_cursor
from marketplaces.framework.results import Page, RefusedItem

from . import goods, mapping
from .client import LISTING_PAGE, NAMED, NAMED_STOCK, AmazonClient
from .reading import Json, find_moment, moment, page_of, read_all, text, whole, written
from .reading import mapping as object_of

#: They tell nothing younger, and refuse an end that is later; a little more, because their clock is read to the second.
AGE = timedelta(minutes=2)
SLACK = timedelta(seconds=5)
#: Orders are kept for two years.
FARTHEST = timedelta(days=729)
#: However many listings there are, so many can be paged through.
MOST_LISTINGS = 1000
LATER = "Amazon gave the same page of its list twice; try later."


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page of orders as it came: rows, the token of the next one, and up to when all changes are told."""

    rows: Sequence[Any]
    token: str
    told_until: datetime | None


#: Asks for a page: from when, until when ("" for the latest they tell), by which token.
Fetch = Callable[[str, str, str], RawPage]


@dataclass
class OrderWalk:
    """A walk through the orders that changed in a span. Its place is a token, good for a day and for this span only."""

    fetch: Fetch
    read: Callable[[Json], Order]
    id_name: str
    after: str
    before: str
    end: str  # up to when all changes are told, where their answers do not say
    until: datetime
    token: str = ""

    def pages(self) -> Iterator[Page[Order]]:
        trail, seen, resumed = Trail("nextToken"), set[str](), bool(self.token)
        while True:
            page = self._page(resumed=resumed)
            self.token, resumed = page.token, False
            names = {text(row.get(self.id_name)) for row in page.rows if isinstance(row, Mapping)}
            if self.token and names and names <= seen:
                raise UnexpectedPayload("nextToken", self.token, fix=LATER)
            seen |= names
            items, refused = read_all(page.rows, self.read, self.id_name)
            yield Page(
                items=sorted(items, key=lambda each: each.updated_at),
                refused=refused,
                cursor=self._place() if self.token else None,
                safe_until=None if self.token else min(page.told_until or moment(self.end, "end"), self.until),
            )
            if not self.token:
                return
            trail.follow(self.token)

    def _place(self) -> dict[str, str]:
        return {"token": self.token, "after": self.after, "before": self.before, "end": self.end}

    def _page(self, *, resumed: bool) -> RawPage:
        """A token that was kept too long is refused; then the span is read from its beginning."""
        try:
            return self.fetch(self.after, self.before, self.token)
        except Rejected:
            if not resumed:
                raise
            return self.fetch(self.after, self.before, "")


def orders(
    client: AmazonClient, *, since: datetime, until: datetime, now: datetime, resume: Mapping[str, Any] | None
) -> Iterator[Page[Order]]:
    """Orders changed in the span, whole, oldest change first."""

    def fetch(after: str, before: str, token: str) -> RawPage:
        answer = client.search_orders(after=after, before=before, token=token)
        following = object_of(answer.get("pagination"), "pagination").get("nextToken")
        told_until = find_moment(answer.get("lastUpdatedBefore"), "lastUpdatedBefore")
        return RawPage(page_of(answer, "orders"), text(following, "pagination.nextToken"), told_until)

    return walk(fetch, mapping.order, "orderId", since=since, until=until, now=now, resume=resume)


def walk(
    fetch: Fetch, read: Callable[[Json], Order], id_name: str, *, since: datetime, until: datetime, now: datetime,
    resume: Mapping[str, Any] | None,
) -> Iterator[Page[Order]]:  # fmt: skip
    """From the beginning, or where an earlier walk of the same kind was cut off."""
    after, latest = written(max(since, now - FARTHEST)), now - AGE
    before = "" if until > latest - SLACK else written(until)
    end = before or written(min(until, latest))
    held = {name: text((resume or {}).get(name), name) for name in ("token", "after", "before", "end")}
    if held["token"]:
        after, before, end = held["after"], held["before"], held["end"] or end
    return OrderWalk(fetch, read, id_name, after, before, end, until, held["token"]).pages()


def orders_by_number(client: AmazonClient, numbers: Sequence[str]) -> Page[Order]:
    """Named orders, one call each."""
    items: list[Order] = []
    refused: list[RefusedItem] = []
    for number in dict.fromkeys(numbers):
        try:
            row = client.get_order(number, operation="order_items")
        except NotFound:
            gone = NotFound(f"Amazon has no order {number} of this seller")
            refused.append(RefusedItem(remote_id=number, error=gone))
            continue
        read, odd = read_all([row], mapping.order, "orderId")
        items, refused = items + read, refused + odd
    return Page(items=items, refused=refused)


def first_listings(client: AmazonClient, *, operation: str, since: str = "") -> tuple[Json, bool]:
    """The first page, and whether all of them can be reached by turning pages."""
    answer = client.search_listings(operation=operation, since=since)
    return answer, whole(answer.get("numberOfResults"), "numberOfResults") <= MOST_LISTINGS


def listings(
    client: AmazonClient, *, operation: str, first: Json | None = None, since: str = "", token: str = ""
) -> Iterator[tuple[Sequence[Any], str]]:
    """Pages of listings, each with the token of the next one."""
    held = [first] if first is not None else []

    def fetch(cursor: str) -> tuple[tuple[Sequence[Any], str], str]:
        answer = held.pop() if held else client.search_listings(operation=operation, since=since, token=cursor)
        following = text(object_of(answer.get("pagination"), "pagination").get("nextToken"), "pagination.nextToken")
        return (page_of(answer, "items"), following), following

    return by_cursor(fetch, start=token, path="pagination.nextToken")


def products(
    client: AmazonClient, pages: Iterator[tuple[Sequence[Any], str]], *, since: str = ""
) -> Iterator[Page[Product]]:
    """Listings as products. What lies of them at Amazon is read once, when the first of that kind comes."""
    theirs: goods.Theirs = None
    asked = False
    for found, token in pages:
        if not asked and any(map(_lies_at_amazon, found)):
            theirs, asked = find_units(client), True
        yield _page(client, found, theirs, cursor={"token": token, "since": since} if token else None)


def _page(
    client: AmazonClient, found: Sequence[Any], theirs: goods.Theirs, *, cursor: Mapping[str, Any] | None = None
) -> Page[Product]:
    items, refused = read_all(found, lambda row: goods.product(row, place=client.place, theirs=theirs), "sku")
    return Page(items=items, refused=refused, cursor=cursor)


def _lies_at_amazon(row: Any) -> bool:
    """An odd row is left to its reader."""
    try:
        return isinstance(row, Mapping) and goods.is_theirs(row)
    except UnexpectedPayload:
        return False


def _units_of(client: AmazonClient, items: Sequence[Json]) -> goods.Theirs:
    """What lies at Amazon of these listings; nothing is asked where none of them is of that kind."""
    skus = [text(each.get("sku")) for each in items if _lies_at_amazon(each)]
    named = [sku for sku in skus if sku and "," not in sku]
    return find_units(client, named) if named else None


def find_units(client: AmazonClient, skus: Sequence[str] = ()) -> goods.Theirs:
    """What lies at Amazon, of all or of the named. None for an application without the role: products matter more.

    Pages are turned at once, for their tokens live half a minute.
    """
    starts = range(0, max(1, len(skus)), NAMED_STOCK)
    try:
        pages = (_units(client, skus[start : start + NAMED_STOCK]) for start in starts)
        return {sku: units for page in pages for sku, units in page.items()}
    except PermissionMissing:
        return None


def _units(client: AmazonClient, skus: Sequence[str]) -> dict[str, int]:
    def fetch(cursor: str) -> tuple[dict[str, int], str]:
        answer = client.inventory(operation="pull_stock", skus=skus, token=cursor)
        following = object_of(answer.get("pagination"), "pagination").get("nextToken")
        return goods.units_at_amazon(answer), text(following, "pagination.nextToken")

    return {sku: units for page in by_cursor(fetch, path="pagination.nextToken") for sku, units in page.items()}


def listings_by_sku(
    client: AmazonClient, skus: Sequence[str], *, operation: str, short: bool = False
) -> dict[str, Json]:
    """Listings that are there, by SKU: twenty in a call, those with a comma in their name alone."""
    wanted = list(dict.fromkeys(skus))
    plain = [sku for sku in wanted if "," not in sku]
    found: dict[str, Json] = {}
    for start in range(0, len(plain), NAMED):
        for item in client.named_listings(plain[start : start + NAMED], operation=operation, short=short):
            found[text(item.get("sku"), "items[].sku")] = item
    for sku in (each for each in wanted if "," in each):
        try:
            found[sku] = client.get_listing(sku, operation=operation)
        except NotFound:
            continue
    return {sku: found[sku] for sku in wanted if sku in found}


def named_products(client: AmazonClient, skus: Sequence[str], *, operation: str) -> Iterator[Page[Product]]:
    """The same as products, some at a time; one that is not there is left out."""
    wanted = list(dict.fromkeys(skus))
    for start in range(0, len(wanted), LISTING_PAGE):
        found = listings_by_sku(client, wanted[start : start + LISTING_PAGE], operation=operation)
        items = list(found.values())
        yield _page(client, items, _units_of(client, items))
