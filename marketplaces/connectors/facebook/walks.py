"""Walks by cursor through the catalogue and through former orders. A list ends where no next page is named."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.pagination import Trail
from marketplaces.framework.reading import NO_PAGE, Json, mapping, read_all, text, whole
from marketplaces.framework.results import Page, RefusedItem

from . import goods
from . import mapping as orders_mapping
from .client import PER_PAGE, PRICE_FIELDS, STOCK_FIELDS, FacebookClient

T = TypeVar("T")
#: Items that are asked for by number one by one; more are read from the whole list.
FEW = 10
#: Letters of SKUs in one address; beyond some eight thousand in all servers refuse it. Each has quotes and a comma.
LONGEST_ASKED, AROUND = 5000, 9


def pages(ask: Callable[[str], Json], *, start: str = "") -> Iterator[tuple[Sequence[Any], str, int | None]]:
    """Rows, the cursor of the page after them ("": none), and how many there are in all, where it is told."""
    trail, after = Trail("paging.cursors.after"), start
    if start:
        trail.follow(start)
    while True:
        answer = ask(after)
        found = answer.get("data")
        if not isinstance(found, list):
            raise UnexpectedPayload("data", found, fix=NO_PAGE)
        after = _following(answer)
        count = mapping(answer.get("summary"), "summary").get("total_count")
        total = None if count is None else whole(count, "summary.total_count")
        if after:
            trail.follow(after)
        yield found, after, total
        if not after:
            return


def _following(answer: Json) -> str:
    """A page may be short and still not the last; `next` says that more follows, the cursor from where."""
    paging = mapping(answer.get("paging"), "paging")
    if not paging.get("next"):
        return ""
    after = text(mapping(paging.get("cursors"), "paging.cursors").get("after"), "paging.cursors.after")
    if not after:
        raise UnexpectedPayload("paging.cursors.after", after)
    return after


def _cursor(after: str) -> dict[str, str] | None:
    return {"after": after} if after else None


def _start(resume: Mapping[str, Any] | None) -> str:
    return text((resume or {}).get("after"), "after")


# Catalogue ----------------------------------------------------------------------------------------------------------
def products(client: FacebookClient, *, resume: Mapping[str, Any] | None) -> Iterator[Page[Product]]:
    """All of them: the catalogue does not tell what changed since."""
    for found, after, total in pages(client.products, start=_start(resume)):
        items, refused = read_all(found, goods.product, "id")
        yield Page(items=items, refused=refused, cursor=_cursor(after), total=total)


def stock(client: FacebookClient, numbers: Sequence[str] | None) -> Iterator[Page[StockLevel]]:
    return _levels(client, numbers, STOCK_FIELDS, "pull_stock", goods.stock_level)


def prices(client: FacebookClient, numbers: Sequence[str] | None) -> Iterator[Page[PriceLevel]]:
    return _levels(client, numbers, PRICE_FIELDS, "pull_prices", goods.price_level)


def _levels(
    client: FacebookClient, numbers: Sequence[str] | None, fields: str, operation: str, read: Callable[[Json], T | None]
) -> Iterator[Page[T]]:
    if numbers is not None and len(numbers) <= FEW:
        named = [row for number in dict.fromkeys(numbers) for row in _one(client, number, fields, operation)]
        yield _page(named, read)
        return
    wanted = None if numbers is None else set(numbers)
    for found, after, _total in pages(partial(client.products, fields=fields, operation=operation)):
        kept = [each for each in found if wanted is None or (isinstance(each, Mapping) and each.get("id") in wanted)]
        yield _page(kept, read, after)


def _one(client: FacebookClient, number: str, fields: str, operation: str) -> list[Json]:
    try:
        return [client.item(number, fields=fields, operation=operation)]
    except NotFound:
        return []


def _page(found: Sequence[Any], read: Callable[[Json], T | None], after: str = "") -> Page[T]:
    items, refused = read_all(found, read, "id")
    return Page(items=[each for each in items if each is not None], refused=refused, cursor=_cursor(after))


def of_skus(client: FacebookClient, skus: Sequence[str], *, fields: str, operation: str) -> dict[str, Json]:
    """What stands in the catalogue under these SKUs."""
    found: dict[str, Json] = {}
    for part in _parts([sku for sku in dict.fromkeys(skus) if sku]):
        for row in client.products_of_skus(part, fields=fields, operation=operation):
            found[text(row.get("retailer_id"), "retailer_id")] = row
    return found


def _parts(skus: Sequence[str]) -> Iterator[list[str]]:
    """As many as one page and one address can hold."""
    part: list[str] = []
    length = 0
    for sku in skus:
        more = len(quote(sku)) + AROUND
        if part and (len(part) == PER_PAGE or length + more > LONGEST_ASKED):
            yield part
            part, length = [], 0
        part.append(sku)
        length += more
    if part:
        yield part


# Former orders ------------------------------------------------------------------------------------------------------
def orders(
    client: FacebookClient, *, since: datetime, until: datetime, resume: Mapping[str, Any] | None
) -> Iterator[Page[Order]]:
    """Orders changed in the window. Their list has no order by time, so each page is put into one."""
    for found, after, _total in pages(partial(client.orders, since, until), start=_start(resume)):
        items, refused = read_all(found, orders_mapping.order, "id")
        yield Page(
            items=sorted(items, key=lambda each: each.updated_at),
            refused=refused,
            cursor=_cursor(after),
            safe_until=None if after else until,
        )


def orders_by_number(client: FacebookClient, numbers: Sequence[str]) -> Page[Order]:
    """Named orders, one call each."""
    items: list[Order] = []
    refused: list[RefusedItem] = []
    for number in dict.fromkeys(numbers):
        try:
            row = client.order(number)
        except NotFound:
            refused.append(RefusedItem(remote_id=number, error=NotFound(f"Facebook has no order {number}")))
            continue
        read, odd = read_all([row], orders_mapping.order, "id")
        items, refused = items + read, refused + odd
    return Page(items=items, refused=refused)
