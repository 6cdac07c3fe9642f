"""Walks over Shopee's lists: orders in windows of fifteen days, items by offset, returns by page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.canonical.products import Product
from marketplaces.canonical.returns import Return
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.shopee import catalogue, mapping, reading
from marketplaces.connectors.shopee.client import ShopeeClient
from marketplaces.framework.errors import ConnectorError, DataProblem, NotFound, UnexpectedPayload
from marketplaces.framework.pagination import Trail, time_windows
from marketplaces.framework.results import Page, RefusedItem

Json = Mapping[str, Any]
WINDOW = timedelta(days=15)
DETAILS = 50  # orders or items per detail call
A_FEW = 10
ROUNDS = 3  # how often the list of one window is read again until nothing new turns up


@dataclass(slots=True)
class OrderWalk:
    """Reads all orders changed in a span.

    An order that changes while its window is read leaves the window and pulls those behind it one place forward, past
    the page border. So a window of several pages is listed again until a whole round shows no order that was not read.
    """

    client: ShopeeClient
    end: int
    position: dict[str, Any]  # from, to, cursor, round
    seen: set[str] = field(default_factory=set)
    trail: Trail = field(default_factory=lambda: Trail("next_cursor"))
    fresh: bool = False  # did this round show an order that was not read before?

    @classmethod
    def start(cls, client: ShopeeClient, *, since: datetime, until: datetime, cursor: Json | None) -> "OrderWalk":
        begin, end = int(since.timestamp()), int(until.timestamp())
        return cls(client, end, {**_window(begin, end), **(cursor or {})})

    def pages(self) -> Iterator[Page[Order]]:
        while True:
            listed = self.client.get_order_list(
                time_from=self.position["from"], time_to=self.position["to"], cursor=self.position["cursor"]
            )
            numbers = [
                reading.needed_text(row, "order_sn")
                for row in reading.page(listed, "order_list", "more", "next_cursor")
            ]
            unread = [number for number in dict.fromkeys(numbers) if number not in self.seen]
            self.seen.update(unread)
            self.fresh = self.fresh or bool(unread)
            orders, refused = read_orders(self.client, unread)
            page = Page(items=orders, refused=refused)
            try:
                finished = self._advance(listed)
            except UnexpectedPayload:
                yield page  # what it holds is good, only the way on is not
                raise
            yield replace(
                page,
                cursor=dict(self.position) if self.position else None,
                safe_until=datetime.fromtimestamp(finished, UTC) if finished is not None else None,
            )
            if not self.position:
                return

    def _advance(self, listed: Json) -> int | None:
        """Move on: next page, another round, next window or the end. Returns the end of a window that is done."""
        if listed.get("more"):
            following = self.trail.follow(reading.text(listed, "next_cursor"))
            self.position = {**self.position, "cursor": following}
            return None
        self.trail.start_anew()
        if self.position["cursor"] and self.fresh and self.position["round"] < ROUNDS:
            self.position = {**self.position, "cursor": "", "round": self.position["round"] + 1}
            self.fresh = False
            return None
        return self._next_window()

    def _next_window(self) -> int:
        done: int = self.position["to"]
        self.seen, self.fresh = set(), False
        if done >= self.end:
            self.position = {}
        else:
            self.position = _window(done, self.end)
        return done


def _window(begin: int, end: int) -> dict[str, Any]:
    """The first page of the window that begins here; the next one begins with this one's last second."""
    return {"from": begin, "to": min(begin + int(WINDOW.total_seconds()), end), "cursor": "", "round": 1}


def read_orders(client: ShopeeClient, numbers: Sequence[str]) -> tuple[list[Order], list[RefusedItem]]:
    """Details of these orders, oldest change first; what is missing or unreadable is refused by itself."""
    orders: list[Order] = []
    refused: list[RefusedItem] = []
    for chunk in chunks(numbers):
        found, failed = _details(client, chunk)
        refused += failed
        for number, raw in found.items():
            try:
                orders.append(mapping.order(raw))
            except UnexpectedPayload as error:
                refused.append(RefusedItem(remote_id=number, error=error, raw=raw))
    return sorted(orders, key=lambda each: each.updated_at), refused


def _details(client: ShopeeClient, numbers: Sequence[str]) -> tuple[dict[str, Json], list[RefusedItem]]:
    """Raw orders by number."""
    return _one_by_one_on_failure(
        numbers,
        fetch=lambda some: reading.rows(client.get_order_detail(some), "order_list"),
        name=lambda row: reading.needed_text(row, "order_sn"),
        what="order",
    )


def _one_by_one_on_failure(
    ids: Sequence[str], *, fetch: Callable[[Sequence[str]], Sequence[Json]], name: Callable[[Json], str], what: str
) -> tuple[dict[str, Json], list[RefusedItem]]:
    """Rows by id. One bad id may fail the whole call: then each is asked for alone. What is missing is refused."""
    try:
        found = {name(row): row for row in fetch(ids)}
    except DataProblem as error:
        if len(ids) == 1:
            return {}, [RefusedItem(remote_id=ids[0], error=error)]
        parts = [_one_by_one_on_failure([each], fetch=fetch, name=name, what=what) for each in ids]
        return {k: v for good, _ in parts for k, v in good.items()}, [each for _, bad in parts for each in bad]
    missing = [each for each in ids if each not in found]
    return found, [RefusedItem(remote_id=each, error=_gone(f"{what} {each}")) for each in missing]


def product_pages(
    client: ShopeeClient, *, since: datetime | None, now: datetime, cursor: Json | None, operation: str
) -> Iterator[Page[Product]]:
    """All items, or those changed since; models are read only of items that have some."""
    began = int(now.timestamp())
    position: dict[str, Any] = {"offset": 0, "from": int(since.timestamp()) if since else None, "to": began}
    position |= cursor or {}
    while True:
        listed = client.get_item_list(
            offset=position["offset"], updated_from=position["from"], updated_to=position["to"], operation=operation
        )
        products, refused = read_listed(
            client, reading.page(listed, "item", "total_count", "has_next_page"), operation=operation
        )
        following = reading.whole(listed, "next_offset", default=0)
        more = bool(listed.get("has_next_page"))
        if more and following <= position["offset"]:
            raise UnexpectedPayload("next_offset", following)
        position = {**position, "offset": following}
        yield Page(
            items=products,
            refused=refused,
            cursor=dict(position) if more else None,
            safe_until=None if more else datetime.fromtimestamp(position["to"], UTC),
            total=reading.whole(listed, "total_count", default=0),
        )
        if not more:
            return


def first_products(client: ShopeeClient, *, operation: str) -> list[Product]:
    """A few items: enough to see at which locations this shop keeps its goods."""
    listed = client.get_item_list(offset=0, updated_from=None, updated_to=None, operation=operation)
    return read_listed(
        client, reading.page(listed, "item", "total_count", "has_next_page")[:A_FEW], operation=operation
    )[0]


def read_listed(
    client: ShopeeClient, listed: Sequence[Json], *, operation: str
) -> tuple[list[Product], list[RefusedItem]]:
    """The items of one list page. Deleted ones stay in the list for a while after their details are gone."""
    deleted = {
        str(reading.whole(row, "item_id"))
        for row in listed
        if catalogue.ITEM_STATUS.get(reading.text(row, "item_status")) is ListingStatus.DELETED
    }
    ids = [str(reading.whole(row, "item_id")) for row in listed]
    products, refused = read_products(client, list(dict.fromkeys(ids)), operation=operation)
    return products, [each for each in refused if each.remote_id not in deleted or not isinstance(each.error, NotFound)]


def read_products(
    client: ShopeeClient, ids: Sequence[str], *, operation: str
) -> tuple[list[Product], list[RefusedItem]]:
    """These items with their models; one bad item never costs the others."""
    products: list[Product] = []
    refused: list[RefusedItem] = []
    for chunk in chunks(ids):
        found, failed = _base_infos(client, chunk, operation)
        refused += failed
        for item_id, raw in found.items():
            try:
                models = client.get_model_list(item_id, operation=operation) if catalogue.has_models(raw) else None
                products.append(catalogue.product(raw, models))
            except (DataProblem, UnexpectedPayload) as error:
                refused.append(RefusedItem(remote_id=item_id, error=error, raw=raw))
    return products, refused


def _base_infos(client: ShopeeClient, ids: Sequence[str], operation: str) -> tuple[dict[str, Json], list[RefusedItem]]:
    """Raw items by id; as with orders, one bad id may fail the whole call."""
    return _one_by_one_on_failure(
        ids,
        fetch=lambda some: reading.rows(client.get_item_base_info(some, operation=operation), "item_list"),
        name=lambda row: str(reading.whole(row, "item_id")),
        what="item",
    )


def return_pages(client: ShopeeClient, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
    """Returns changed in the span. Pages count from 0; a server that counts from 1 gives the first twice: harmless."""
    for start, stop in time_windows(since, until, WINDOW):
        seen: set[str] = set()
        number, more = 0, True
        while more:
            listed = client.get_return_list(
                page_no=number, time_from=int(start.timestamp()), time_to=int(stop.timestamp())
            )
            rows = reading.page(listed, "return", "more")
            more, number = bool(listed.get("more")) and bool(rows), number + 1
            items, refused = _returns(row for row in rows if reading.text(row, "return_sn") not in seen)
            seen.update(reading.text(row, "return_sn") for row in rows)
            yield Page(items=items, refused=refused, safe_until=None if more else stop)


def _returns(rows: Iterable[Json]) -> tuple[list[Return], list[RefusedItem]]:
    items: list[Return] = []
    refused: list[RefusedItem] = []
    for row in rows:
        try:
            items.append(mapping.order_return(row))
        except UnexpectedPayload as error:
            refused.append(RefusedItem(remote_id=reading.text(row, "return_sn"), error=error, raw=row))
    return items, refused


def chunks(values: Sequence[str], size: int = DETAILS) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _gone(what: str) -> ConnectorError:
    return NotFound(f"Shopee has no {what} for this shop", fix="Look it up in Shopee Seller Centre.")
