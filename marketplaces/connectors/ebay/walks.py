"""Walks through orders by rows and through items by pages: two lists that call two different things an offset.

Orders come without a promised order. The window is left open at its end wherever it reaches the present, so that an
order that changes while it is read stays inside; a closed window that loses orders is stepped back by as many.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.canonical.products import Product
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.pagination import MOST_PAGES
from marketplaces.framework.results import Page, RefusedItem

from . import goods, mapping
from .client import BULK, EbayClient
from .errors import row_error
from .reading import Json, page_of, read_all, text, whole, written

#: They refuse a beginning that is further back.
FARTHEST = timedelta(days=729)
#: A window that ends within this span of now is left open.
PRESENT = timedelta(hours=1)
LATER = "eBay gave the same place in its list twice; try later."


def condition(since: datetime, until: datetime, now: datetime) -> str:
    """The filter of the walk; a moment in the future is refused there."""
    first = max(since, now - FARTHEST)
    last = "" if until >= now - PRESENT else written(until)
    return f"lastmodifieddate:[{written(first)}..{last}]"


@dataclass
class OrderWalk:
    """A walk through the orders of a window. Its place is the row to go on from and how many rows there were."""

    client: EbayClient
    since: datetime
    until: datetime
    now: datetime
    offset: int = 0
    total: int | None = None
    went_back: bool = False

    def pages(self) -> Iterator[Page[Order]]:
        wanted, seen = condition(self.since, self.until, self.now), set[str]()
        for _ in range(MOST_PAGES):
            answer = self.client.get_orders(condition=wanted, offset=self.offset)
            found = self._rows(answer)
            names = {_number(row, "orderId") for row in found}
            back, left = self.went_back, self._left(answer)
            if names and names <= seen and not left and not back:
                raise UnexpectedPayload("offset", self.offset, fix=LATER)
            seen |= names
            more = self._move_on(answer, len(found), left)
            items, refused = read_all(found, mapping.order, "orderId")
            yield Page(
                items=sorted(items, key=lambda each: each.updated_at),
                refused=refused,
                cursor={"offset": self.offset, "total": self.total} if more else None,
                safe_until=None if more else self.until,
                total=self.total,
            )
            if not more:
                return
        raise UnexpectedPayload("next", f"{MOST_PAGES} pages")

    def _rows(self, answer: Json) -> Sequence[Any]:
        found = page_of(answer, "orders")
        place = answer.get("offset")
        if place is not None and whole(place, "offset") != self.offset:
            raise UnexpectedPayload("offset", place, fix=LATER)
        return found

    def _left(self, answer: Json) -> int:
        """How many rows have gone since the page before."""
        before, now = self.total, whole(answer.get("total"), "total", -1)
        self.total = now if now >= 0 else before
        return 0 if before is None or now < 0 else max(0, before - now)

    def _move_on(self, answer: Json, count: int, left: int) -> bool:
        """To the next page, which only `next` promises: a page may be short because an order could not be told."""
        self.went_back = bool(left and self.offset)
        if self.went_back:
            self.offset = max(0, self.offset - left)
            return True
        if not answer.get("next"):
            return False
        step = whole(answer.get("limit"), "limit", count)
        if step <= 0:
            raise UnexpectedPayload("next", answer.get("next"), fix="eBay promised more and gave no page size.")
        self.offset += step
        return True


def orders(
    client: EbayClient, *, since: datetime, until: datetime, now: datetime, resume: Mapping[str, Any] | None
) -> Iterator[Page[Order]]:
    """Orders changed in the window, whole."""
    held = resume or {}
    total = held.get("total")
    offset = whole(held.get("offset"), "offset", 0)
    return OrderWalk(client, since, until, now, offset, total if isinstance(total, int) else None).pages()


def orders_by_number(client: EbayClient, numbers: Sequence[str]) -> Page[Order]:
    """Named orders, one call each: the list would leave out who asked to cancel, and why."""
    items: list[Order] = []
    refused: list[RefusedItem] = []
    for number in dict.fromkeys(numbers):
        try:
            row = client.get_order(number, operation="order_items")
        except NotFound:
            refused.append(RefusedItem(remote_id=number, error=NotFound(f"eBay has no order {number} for this shop")))
            continue
        read, odd = read_all([row], mapping.order, "orderId")
        items, refused = items + read, refused + odd
    return Page(items=items, refused=refused)


def products(
    client: EbayClient, *, marketplace: str, operation: str, resume: Mapping[str, Any] | None = None
) -> Iterator[Page[Product]]:
    """All items with their offers. Offers are given for one SKU at a time, so each item costs a call."""
    page, seen = whole((resume or {}).get("page"), "page", 0), set[str]()
    for _ in range(MOST_PAGES):
        answer = client.get_inventory_items(page=page, operation=operation)
        found = page_of(answer, "inventoryItems")
        names = {_number(row, "sku") for row in found}
        if names and names <= seen:
            raise UnexpectedPayload("next", answer.get("next"), fix=LATER)
        seen |= names
        page, more = page + 1, bool(answer.get("next"))
        items, refused = _with_offers(client, found, marketplace=marketplace, operation=operation)
        yield Page(items=items, refused=refused, cursor={"page": page} if more else None)
        if not more:
            return
    raise UnexpectedPayload("next", f"{MOST_PAGES} pages")


def products_by_sku(
    client: EbayClient, skus: Sequence[str], *, marketplace: str, operation: str
) -> Iterator[Page[Product]]:
    """Named items; one that is not there is refused alone."""
    wanted = list(dict.fromkeys(skus))
    for start in range(0, len(wanted), BULK):
        found, gone = items_by_sku(client, wanted[start : start + BULK], operation=operation)
        items, refused = _with_offers(client, list(found.values()), marketplace=marketplace, operation=operation)
        yield Page(items=items, refused=[*gone, *refused])


def items_by_sku(
    client: EbayClient, skus: Sequence[str], *, operation: str
) -> tuple[dict[str, Json], list[RefusedItem]]:
    """Inventory items as they stand, at most 25 of them."""
    found: dict[str, Json] = {}
    refused: list[RefusedItem] = []
    for row in client.bulk_get_inventory_items(skus, operation=operation) if skus else ():
        sku, error, item = text(row.get("sku"), "responses[].sku"), row_error(row), row.get("inventoryItem")
        if error is not None or not isinstance(item, Mapping):
            refused.append(RefusedItem(remote_id=sku, error=error or UnexpectedPayload("inventoryItem", item)))
        else:
            found[sku] = {**item, "sku": text(item.get("sku")) or sku}
    return found, refused


def offers_of(client: EbayClient, sku: str, *, marketplace: str, operation: str) -> list[Json]:
    """What is offered of a SKU: a SKU without offers is answered as if it were unknown."""
    try:
        return goods.offers_of(sku, client.get_offers(sku, marketplace=marketplace, operation=operation))
    except NotFound:
        return []


def _number(row: Any, name: str) -> str:
    """What a row is called; one that is none is left to `read_all`."""
    return str(row.get(name) or "") if isinstance(row, Mapping) else repr(row)


def _with_offers(
    client: EbayClient, found: Sequence[Any], *, marketplace: str, operation: str
) -> tuple[list[Product], list[RefusedItem]]:
    def read(item: Json) -> Product:
        sku = text(item.get("sku"), "sku")
        return goods.product(item, offers_of(client, sku, marketplace=marketplace, operation=operation))

    return read_all(found, read, "sku")
