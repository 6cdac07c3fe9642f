"""Reads orders: one list per status, because Uzum gives one status at a time, then the sales that no list has."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.reading import read_all
from marketplaces.framework.results import Page, RefusedItem

from .client import ORDERS_PER_PAGE, SALES_PER_PAGE, Params, UzumClient
from .mapping import STATUSES as IN_LIFE_ORDER
from .mapping import seller_order
from .reading import Json, listed, page_of, payload, seconds, text, whole
from .sales import STATUSES as SALE_STATUSES
from .sales import by_order, uzum_order

#: Uzum filters by when an order was placed, not by when it changed: what may still change is read whole, what has
#: ended is read again for this long after it was placed.
LOOK_BACK = timedelta(days=30)
STATUSES = tuple(IN_LIFE_ORDER)
ENDED = frozenset({"COMPLETED", "CANCELED", "RETURNED"})
#: The place in a walk after the last list.
SALES = "sales"
MOST_PAGES = 10_000
AGAIN = "The marketplace gave the same page twice; try later."


@dataclass(slots=True, kw_only=True)
class OrderWalk:
    """One walk. `ours` fills with the orders that the seller sends: every other sale is Uzum's to send."""

    client: UzumClient
    shop: str
    since: datetime
    until: datetime
    ours: set[str] = field(default_factory=set)

    def pages(self, resume: Mapping[str, Any] | None) -> Iterator[Page[Order]]:
        """The lists in the order of an order's life, so that one that moves on meanwhile is met again."""
        status, first = _place(resume)
        ahead = STATUSES[STATUSES.index(status) :] if status != SALES else ()
        for place, each in enumerate(ahead):
            yield from self._list(each, first if place == 0 else 0)
        for each in STATUSES[: len(STATUSES) - len(ahead)]:
            yield from self._only_numbers(each)
        yield from self._sales()

    def _list(self, status: str, first: int) -> Iterator[Page[Order]]:
        given: set[str] = set()
        for number, rows in self._rows(status, first):
            news = [row for row in rows if _number(row) not in given or not _number(row)]
            given |= {_number(row) for row in rows}
            items, refused = read_all(news, seller_order, "id")
            cursor = {"status": status, "page": number}
            yield Page(items=items, refused=refused, cursor=cursor)
        self.ours |= given

    def _only_numbers(self, status: str) -> Iterator[Page[Order]]:
        """What an earlier part of this walk gave is not given again, but has to be known; a page says we are alive."""
        for _page, rows in self._rows(status, 0):
            self.ours |= {_number(row) for row in rows}
            yield Page(items=(), cursor={"status": SALES})

    def _rows(self, status: str, first: int) -> Iterator[tuple[int, Sequence[Any]]]:
        """Pages of a list; twice where it held more than was met, for orders that leave it move the others up."""
        seen: set[str] = set()
        several = False
        for page, rows in self._once(status, first):
            seen |= {_number(row) for row in rows}
            several = several or page > first
            yield page, rows
        if several and first == 0 and status not in ENDED:
            told = payload(self.client.orders_count(self.shop, status, self._period(status)))
            if isinstance(told, int) and told > len(seen):
                yield from self._once(status, 0)

    def _once(self, status: str, first: int) -> Iterator[tuple[int, Sequence[Any]]]:
        period, seen = self._period(status), set[str]()
        for page in range(first, first + MOST_PAGES):
            answer = page_of(self.client.orders(self.shop, status, period, page), "orders")
            rows = listed(answer.get("orders"), "payload.orders")
            _check_status(rows, status)
            numbers = {_number(row) for row in rows}
            if rows and numbers <= seen:
                raise UnexpectedPayload("payload.orders", f"page {page}", fix=AGAIN)
            seen |= numbers
            yield page, rows
            more = whole(answer.get("totalAmount"), "payload.totalAmount", default=0) > len(seen)
            if not rows or (len(rows) < ORDERS_PER_PAGE and not (more and first == 0)):
                return

    def _period(self, status: str) -> Params:
        if status not in ENDED:
            return ()
        return period(min(self.since, self.until - LOOK_BACK), self.until)

    def _sales(self) -> Iterator[Page[Order]]:
        """All rows first: those of one order may stand on two pages. Empty pages on the way say that we are alive."""
        rows: list[Json] = []
        begin = min(self.since, self.until - LOOK_BACK)
        for page in sale_pages(self.client, self.shop, begin, self.until, "pull_orders"):
            rows += page
            yield Page(items=(), cursor={"status": SALES})
        orders = list(by_order(rows, self.ours).items())
        for start in range(0, len(orders), SALES_PER_PAGE):
            items, refused = read_sales(orders[start : start + SALES_PER_PAGE])
            yield Page(items=items, refused=refused, cursor={"status": SALES})
        yield Page(items=(), safe_until=self.until)


def _place(resume: Mapping[str, Any] | None) -> tuple[str, int]:
    """Where an earlier part of the walk ended; one page back, for the list may have moved up meanwhile."""
    status = text((resume or {}).get("status"))
    if status == SALES:
        return SALES, 0
    if status not in STATUSES:
        return STATUSES[0], 0
    return status, max(0, whole((resume or {}).get("page"), "page", default=0) - 1)


def _check_status(rows: Sequence[Any], asked: str) -> None:
    """Uzum falls back to new orders where it does not take a status: such a page is another list than was asked for.

    An order that moved on between their filter and their reading is further along, never behind.
    """
    words = [text(row.get("status")) for row in rows if isinstance(row, Mapping)]
    behind = [word for word in words if word in STATUSES and STATUSES.index(word) < STATUSES.index(asked)]
    if behind and len(behind) == len(words):
        raise UnexpectedPayload(
            "payload.orders[].status", behind[0], fix=f"Orders with {asked} were asked for; try later."
        )


def _number(row: Any) -> str:
    return str(row.get("id") or "") if isinstance(row, Mapping) else ""


def period(since: datetime, until: datetime) -> Params:
    """Seconds: milliseconds find nothing."""
    return [("dateFrom", seconds(since)), ("dateTo", seconds(until))]


def sale_pages(
    client: UzumClient, shop: str, since: datetime, until: datetime, operation: str
) -> Iterator[Sequence[Json]]:
    """Rows of sales, page by page.

    Whether all statuses have to be named or none may be, the sources disagree: where none gives nothing, all are named.
    """
    statuses: Sequence[str] = ()
    seen: set[str] = set()
    page = 0
    while page < MOST_PAGES:
        answer = page_of(client.sales(shop, statuses, period(since, until), page, operation), "orderItems")
        rows = [row for row in listed(answer.get("orderItems"), "orderItems") if isinstance(row, Mapping)]
        if not rows and page == 0 and not statuses:
            statuses = tuple(SALE_STATUSES)
            continue
        numbers = {_number(row) for row in rows}
        if rows and numbers <= seen:
            raise UnexpectedPayload("orderItems", f"page {page}", fix=AGAIN)
        seen |= numbers
        yield rows
        page += 1
        if not rows or (
            len(rows) < SALES_PER_PAGE and len(seen) >= whole(answer.get("totalElements"), "totalElements", default=0)
        ):
            return


def read_sales(found: Sequence[tuple[str, list[Json]]]) -> tuple[list[Order], list[RefusedItem]]:
    """The same for orders that are made of sales."""
    items: list[Order] = []
    refused: list[RefusedItem] = []
    for number, rows in found:
        try:
            items.append(uzum_order(rows))
        except UnexpectedPayload as error:
            refused.append(RefusedItem(remote_id=number, error=error, raw={"orderItems": rows}))
    return items, refused


def orders_by_number(client: UzumClient, shop: str, numbers: Collection[str], *, now: datetime) -> Page[Order]:
    """Named orders; what is not among those that the seller sends is looked for among the sales of the last weeks."""
    found: list[Any] = []
    elsewhere: list[str] = []
    for number in dict.fromkeys(numbers):
        order = find_order(client, number)
        if order is None:
            elsewhere.append(number)
        else:
            found.append(order)
    items, refused = read_all(found, seller_order, "id")
    sold, odd = _sold(client, shop, elsewhere, now)
    there = {order.remote_id for order in sold} | {item.remote_id for item in odd}
    gone = [
        RefusedItem(remote_id=number, error=NotFound(f"Uzum has no order {number}"))
        for number in elsewhere
        if number not in there
    ]
    return Page(items=items + sold, refused=refused + odd + gone)


def find_order(client: UzumClient, number: str) -> Json | None:
    """The order as it stands; what is no number of Uzum's need not be asked for."""
    if not (number.isascii() and number.isdigit()):
        return None
    try:
        answer = payload(client.order(number))
    except NotFound:
        return None
    return answer if isinstance(answer, Mapping) else None


def _sold(
    client: UzumClient, shop: str, numbers: Sequence[str], now: datetime
) -> tuple[list[Order], list[RefusedItem]]:
    wanted = {number for number in numbers if number.isascii() and number.isdigit()}
    if not wanted:
        return [], []
    pages = sale_pages(client, shop, now - LOOK_BACK, now, "order_items")
    rows = [row for page in pages for row in page if text(row.get("orderId")) in wanted]
    return read_sales(list(by_order(rows, ()).items()))
