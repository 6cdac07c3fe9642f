"""Walks over Lazada's lists: orders by the time of their last change, products by offset, returns by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from marketplaces.canonical.orders import Order
from marketplaces.canonical.products import Product
from marketplaces.canonical.returns import Return
from marketplaces.connectors.lazada import catalogue, mapping, reading, returns
from marketplaces.connectors.lazada.client import ITEMS_OF, ORDERS, PRODUCTS, RETURNS, LazadaClient
from marketplaces.framework.errors import DataProblem, NotFound, UnexpectedPayload
from marketplaces.framework.pagination import MOST_PAGES
from marketplaces.framework.reading import read_all
from marketplaces.framework.results import Page, RefusedItem

T = TypeVar("T")
Json = Mapping[str, Any]
SECOND = timedelta(seconds=1)
LAST_OFFSET = {"orders": 5000, "products": 10_000}
#: Before this there was no Lazada.
BEGINNING = datetime(2012, 1, 1, tzinfo=UTC)
IDLE = 2  # pages in a row that show nothing new: the list stands still


@dataclass(slots=True)
class OrderWalk:
    """Reads all orders changed in a span, oldest change first.

    The place in the list is a moment, not a row: an order that changes while we read leaves its place and would pull
    the next one over a page's border. A full page is followed by the list from the second before its last change on;
    only where a page does not get further in time (many orders of one second) it is paged by offset.
    """

    client: LazadaClient
    until: datetime
    position: dict[str, Any]  # after, offset, total
    seen: set[str] = field(default_factory=set)
    idle: int = 0

    @classmethod
    def start(cls, client: LazadaClient, *, since: datetime, until: datetime, cursor: Json | None) -> "OrderWalk":
        position = {"after": since.astimezone(UTC).isoformat(timespec="seconds"), "offset": 0, "total": None}
        return cls(client, until.astimezone(UTC), {**position, **(cursor or {})})

    def pages(self) -> Iterator[Page[Order]]:
        while True:
            after, offset = datetime.fromisoformat(self.position["after"]), self.position["offset"]
            answer = self.client.get_orders(after=after, before=self.until, offset=offset)
            rows = reading.page(answer, "orders", "count", "countTotal")
            if self.position["total"] is None:
                self.position["total"] = reading.whole(answer, "countTotal", default=len(rows))
            unread = self._unread(rows)
            items, refused = read_rows(self.client, unread, operation="pull_orders")
            more = len(rows) >= ORDERS
            total = self.position["total"]
            if not more:
                yield Page(items=items, refused=refused, safe_until=self.until, total=total)
                return
            stuck = self._advance(rows, after, offset, fresh=bool(unread))
            yield Page(items=items, refused=refused, cursor=dict(self.position), total=total)
            if stuck is not None:  # what the page held is good, only the way on is not
                raise stuck

    def _unread(self, rows: Sequence[Json]) -> list[Json]:
        """Rows that were not read as they stand now: one that changed meanwhile is read once more."""
        found = {f"{reading.text(row, 'order_id')} {reading.text(row, 'updated_at')}": row for row in rows}
        unread = {state: row for state, row in found.items() if state not in self.seen}
        self.seen.update(unread)
        return list(unread.values())

    def _advance(self, rows: Sequence[Json], after: datetime, offset: int, *, fresh: bool) -> UnexpectedPayload | None:
        """On in time where the page got further, else on by offset. Returns what is wrong with a list that stands."""
        self.idle = 0 if fresh else self.idle + 1
        last = reading.moment(rows[-1], "updated_at") - SECOND
        if last > after:
            self.position |= {"after": last.isoformat(timespec="seconds"), "offset": 0}
        else:
            self.position["offset"] = offset + len(rows)
        if self.idle >= IDLE:
            return UnexpectedPayload(
                "data.orders", "the same orders again", fix="Their list does not move on; try later."
            )
        if self.position["offset"] > LAST_OFFSET["orders"]:
            return UnexpectedPayload(
                "data.countTotal", f"more than {LAST_OFFSET['orders']} orders of one second", fix="Try later."
            )
        return None


def read_rows(client: LazadaClient, rows: Sequence[Json], *, operation: str) -> tuple[list[Order], list[RefusedItem]]:
    """Orders of these rows with their items, oldest change first; one that cannot be read is refused alone."""
    items: dict[str, Sequence[Json]] = {}
    numbers = [number for row in rows if (number := reading.text(row, "order_id")).isdecimal()]
    for chunk in chunks(numbers, ITEMS_OF):
        items |= _items(client, chunk, operation)

    def read(row: Json) -> Order:
        return mapping.order(row, items.get(reading.identity(row, "order_id"), ()))

    orders, refused = read_all(rows, read, "order_id")
    return sorted(orders, key=lambda each: each.updated_at), refused


def _items(client: LazadaClient, numbers: Sequence[str], operation: str) -> dict[str, Sequence[Json]]:
    rows = client.get_items(numbers, operation=operation)
    return {reading.identity(row, "order_id"): reading.rows(row, "order_items") for row in rows}


def orders_by_number(client: LazadaClient, numbers: Sequence[str]) -> Page[Order]:
    """Whole orders; a number that is not there is refused with NotFound."""
    rows: list[Json] = []
    refused: list[RefusedItem] = []
    for number in dict.fromkeys(numbers):
        if not number.isdecimal():
            refused.append(RefusedItem(remote_id=number, error=_gone(f"order {number}")))
            continue
        try:
            rows.append(client.get_order(number))
        except (DataProblem, UnexpectedPayload) as error:
            refused.append(RefusedItem(remote_id=number, error=error))
    orders, unreadable = read_rows(client, rows, operation="order_items")
    return Page(items=orders, refused=[*refused, *unreadable])


@dataclass(slots=True)
class ProductWalk:
    """Reads all products, or those changed since.

    The list has no order of its own and ends at ten thousand: a span that holds more is cut in halves by the time of
    creation (or change), until each is small enough.
    """

    client: LazadaClient
    operation: str
    currency: str
    position: dict[str, Any]  # by, spans, offset, end
    seen: set[str] = field(default_factory=set)

    @classmethod
    def start(
        cls, client: LazadaClient, *, since: datetime | None, now: datetime, cursor: Json | None, operation: str,
        currency: str,
    ) -> "ProductWalk":  # fmt: skip
        by, begin = ("update", since) if since else ("create", BEGINNING)
        end = now.astimezone(UTC).replace(microsecond=0) + SECOND
        spans = [[begin.astimezone(UTC).isoformat(timespec="seconds"), end.isoformat()]]
        position = {"by": by, "spans": spans, "offset": 0, "end": end.isoformat()}
        return cls(client, operation, currency, {**position, **(cursor or {})})

    def pages(self) -> Iterator[Page[Product]]:
        for _ in range(MOST_PAGES):
            begin, end = self.position["spans"][0]
            by, offset = self.position["by"], self.position["offset"]
            params = [(f"{by}_after", begin), (f"{by}_before", end)]
            answer = self.client.get_products(params=params, offset=offset, operation=self.operation)
            rows = reading.page(answer, "products", "total_products")
            total = reading.whole(answer, "total_products", default=len(rows))
            if not offset and total > LAST_OFFSET["products"] and self._halve(begin, end):
                continue
            items, refused, fresh = self._read(rows)
            stuck = self._advance(len(rows), total, offset, fresh)
            more = bool(self.position["spans"])
            yield Page(
                items=items,
                refused=refused,
                cursor=dict(self.position) if more else None,
                safe_until=None if more else datetime.fromisoformat(self.position["end"]),
            )
            if stuck is not None:
                raise stuck
            if not more:
                return

    def _halve(self, begin: str, end: str) -> bool:
        """Two spans in place of one; False when it is a second long already."""
        first, last = datetime.fromisoformat(begin), datetime.fromisoformat(end)
        middle = (first + (last - first) / 2).replace(microsecond=0)
        if middle <= first:
            return False
        half = middle.isoformat()
        self.position["spans"] = [[begin, half], [half, end], *self.position["spans"][1:]]
        return True

    def _read(self, rows: Sequence[Json]) -> tuple[list[Product], list[RefusedItem], bool]:
        unread = [row for row in rows if reading.text(row, "item_id") not in self.seen]
        self.seen.update(reading.text(row, "item_id") for row in unread)
        items, refused = read_products(unread, currency=self.currency)
        return items, refused, bool(unread)

    def _advance(self, count: int, total: int, offset: int, fresh: bool) -> UnexpectedPayload | None:
        """On by offset, or with the next span. Returns what is wrong with a list that stands."""
        following = offset + count
        if following >= total or following > LAST_OFFSET["products"]:
            self.position |= {"spans": self.position["spans"][1:], "offset": 0}
            return None
        self.position["offset"] = following
        if count and (fresh or count < PRODUCTS):
            return None
        return UnexpectedPayload("data.products", count, fix="Their list does not move on; try later.")


def read_products(rows: Sequence[Json], *, currency: str) -> tuple[list[Product], list[RefusedItem]]:
    return read_all(rows, partial(catalogue.product, currency=currency), "item_id")


def named_products(
    client: LazadaClient, ids: Sequence[str], *, operation: str, currency: str
) -> Iterator[Page[Product]]:
    """These products, each by a call of its own."""
    for number in dict.fromkeys(ids):
        try:
            items = [catalogue.product(client.get_product(number, operation=operation), currency=currency)]
            refused: list[RefusedItem] = []
        except (DataProblem, UnexpectedPayload) as error:
            items, refused = [], [RefusedItem(remote_id=number, error=error)]
        yield Page(items=items, refused=refused)


def return_pages(
    client: LazadaClient, *, since: datetime, until: datetime, country: Callable[[], str]
) -> Iterator[Page[Return]]:
    """Returns changed in the span. Requests to cancel stand in the same list; the order itself tells those."""
    begin, end = (int(moment.timestamp() * 1000) for moment in (since, until))
    seen: set[str] = set()
    for number in range(1, MOST_PAGES):
        answer = client.get_returns(page=number, since=begin, until=end)
        rows = reading.page(answer, "items", "total")
        items, refused, fresh = _returns(rows, seen, country())
        more = number * RETURNS < reading.whole(answer, "total", default=0)
        yield Page(items=items, refused=refused, safe_until=None if more else until)
        if not more:
            return
        if not fresh:
            raise UnexpectedPayload("result.items", len(rows), fix="Their list does not move on; try later.")


def _returns(rows: Sequence[Json], seen: set[str], country: str) -> tuple[list[Return], list[RefusedItem], bool]:
    unread = {number: row for row in rows if (number := reading.text(row, "reverse_order_id")) not in seen}
    seen.update(unread)
    back = [row for row in unread.values() if reading.text(row, "request_type") != returns.CANCELLATION]
    items, refused = read_all(back, partial(returns.read, country=country), "reverse_order_id")
    return items, refused, bool(unread)


def chunks(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _gone(what: str) -> NotFound:
    return NotFound(f"Lazada has no {what} for this shop", fix="Look it up in Lazada Seller Center.")
