"""Reads orders and returns page after page: by the time of their change, in windows of 30 days, or by number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.canonical.returns import Return
from marketplaces.framework.errors import DataProblem, NotFound, UnexpectedPayload
from marketplaces.framework.pagination import Trail, time_windows
from marketplaces.framework.results import Page, RefusedItem

from .client import ORDERS_PER_PAGE, YandexClient
from .fees import reports
from .mapping import DBS, yandex_order
from .reading import (
    MOSCOW,
    Json,
    find_moment,
    listed,
    mapping,
    next_token,
    page_of,
    read_all,
    result_of,
    text,
    written,
)  # fmt: skip
from .returns import returned
from .shops import Shop

#: Longer spans are refused.
LONGEST = timedelta(days=30)
#: Only then is there a buyer to ask for.
BUYER_STATUSES = frozenset({"PROCESSING", "DELIVERY", "PICKUP"})
#: Orders of other marketplaces that the Market only delivers: their own connections bring them.
SOLD_HERE = ("MARKET", "OTHER")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWalk:
    """One reading of [since, until]."""

    client: YandexClient
    shop: Shop
    since: datetime
    until: datetime

    def pages(self, resume: Mapping[str, Any] | None) -> Iterator[Page[Order]]:
        """Window after window; each is safe once its last page was given."""
        start, token = self._place(resume)
        windows = list(time_windows(start, self.until, LONGEST))
        for begin, end in windows:
            yield from self._window(begin, end, token)
            token = ""

    def _place(self, resume: Mapping[str, Any] | None) -> tuple[datetime, str]:
        begin = find_moment(text((resume or {}).get("window")), "cursor.window")
        if begin is None or not self.since <= begin < self.until:
            return self.since, ""
        return begin, text((resume or {}).get("token"))

    def _window(self, begin: datetime, end: datetime, token: str) -> Iterator[Page[Order]]:
        filters = _filters(self.shop) | {"dates": {"updateDateFrom": written(begin), "updateDateTo": written(end)}}
        trail = Trail("paging.nextPageToken")
        while True:
            answer = page_of(
                mapping(self.client.orders(self.shop.cabinet, filters, token, "pull_orders"), "answer"), "orders"
            )
            found = listed(answer.get("orders"), "orders")
            told = reports(self.client, self.shop, found, "pull_orders")
            items, refused = read_all(found, partial(read_order, self.client, "pull_orders", told), "orderId")
            token = next_token(answer)
            if not token:
                yield Page(items=items, refused=refused, cursor=self._after(end), safe_until=end)
                return
            try:
                trail.follow(token)
            except UnexpectedPayload:
                yield Page(items=items, refused=refused)  # what it holds is good, only the way on is not
                raise
            place = {"window": begin.isoformat(), "token": token}
            yield Page(items=items, refused=refused, cursor=place)

    def _after(self, end: datetime) -> dict[str, str] | None:
        return {"window": end.isoformat(), "token": ""} if end < self.until else None


def _filters(shop: Shop) -> dict[str, Any]:
    """This shop's real orders."""
    return {"campaignIds": [int(shop.number)], "fake": False, "sourcePlatforms": list(SOLD_HERE)}


def read_order(client: YandexClient, operation: str, told: Mapping[str, Json], row: Json) -> Order:
    """The order with what the Market billed, and with its buyer where we send it ourselves and he is still told."""
    report = told.get(text(row.get("orderId")))
    if text(row.get("programType")) != DBS or text(row.get("status")) not in BUYER_STATUSES:
        return yandex_order(row, report=report)
    try:
        buyer = result_of(client.buyer(text(row.get("campaignId")), text(row.get("orderId")), operation))
    except DataProblem:
        return yandex_order(row, report=report)  # he was told no more by the time we asked
    return yandex_order(row, buyer, report)


def find_rows(client: YandexClient, shop: Shop, numbers: Sequence[str], operation: str) -> dict[str, Json]:
    """The named orders as they are now; what is not there is left out."""
    found: dict[str, Json] = {}
    known = [number for number in dict.fromkeys(numbers) if number.isascii() and number.isdigit() and len(number) < 19]
    for start in range(0, len(known), ORDERS_PER_PAGE):
        named = [int(number) for number in known[start : start + ORDERS_PER_PAGE]]
        answer = mapping(client.orders(shop.cabinet, _filters(shop) | {"orderIds": named}, "", operation), "answer")
        for row in listed(page_of(answer, "orders").get("orders"), "orders"):
            if isinstance(row, Mapping):
                found[text(row.get("orderId"))] = row
    return found


def orders_by_number(client: YandexClient, shop: Shop, numbers: Sequence[str]) -> Page[Order]:
    """Whole orders; one that does not exist in this shop is refused."""
    found = find_rows(client, shop, numbers, "order_items")
    here = [found[number] for number in dict.fromkeys(numbers) if number in found]
    told = reports(client, shop, here, "order_items")
    items, refused = read_all(here, partial(read_order, client, "order_items", told), "orderId")
    gone = [number for number in dict.fromkeys(numbers) if number not in found]
    refused += [
        RefusedItem(remote_id=number, error=NotFound(f"The Market has no order {number} in this shop"))
        for number in gone
    ]
    return Page(items=items, refused=refused)


def returns(client: YandexClient, shop: Shop, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
    """Returns changed in the window. The filter knows whole days, taken as Moscow's."""
    days = [("fromDate", _day(since)), ("toDate", _day(until))]
    token, trail = "", Trail("result.paging.nextPageToken")
    while True:
        answer = page_of(result_of(client.returns(shop.number, days, token, "refund")), "returns")
        items, refused = read_all(listed(answer.get("returns"), "result.returns"), returned, "id")
        token = next_token(answer)
        yield Page(items=items, refused=refused, safe_until=None if token else until)
        if not token:
            return
        trail.follow(token)


def _day(moment: datetime) -> str:
    return moment.astimezone(MOSCOW).date().isoformat()
