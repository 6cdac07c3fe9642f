"""Orders by the API before 2026: a list, lines by a call for each order, people by a token of their own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.framework.errors import NotFound, PermissionMissing
from marketplaces.framework.pagination import by_cursor
from marketplaces.framework.results import Page, RefusedItem

from . import legacy_mapping, walks
from .client import AmazonClient
from .reading import Json, find_moment, page_of, read_all, rows, text

VERSION = "v0"
ID = "AmazonOrderId"


def orders(
    client: AmazonClient, *, since: datetime, until: datetime, now: datetime, resume: Mapping[str, Any] | None
) -> Iterator[Page[Order]]:
    """Orders changed in the span, each with its lines."""

    def fetch(after: str, before: str, token: str) -> walks.RawPage:
        restricted = _restricted(client, operation="pull_orders")
        payload = client.get_old_orders(after=after, before=before, token=token, restricted=restricted)
        found = [_with_lines(client, row, operation="pull_orders") for row in page_of(payload, "Orders")]
        told_until = find_moment(payload.get("LastUpdatedBefore"), "LastUpdatedBefore")
        return walks.RawPage(found, text(payload.get("NextToken"), "NextToken"), told_until)

    return walks.walk(fetch, legacy_mapping.order, ID, since=since, until=until, now=now, resume=resume)


def orders_by_number(client: AmazonClient, numbers: Sequence[str]) -> Page[Order]:
    """Named orders, two calls each."""
    items: list[Order] = []
    refused: list[RefusedItem] = []
    restricted = _restricted(client, operation="order_items") if numbers else ""
    for number in dict.fromkeys(numbers):
        try:
            row = client.get_old_order(number, restricted=restricted)
        except NotFound:
            gone = NotFound(f"Amazon has no order {number} of this seller")
            refused.append(RefusedItem(remote_id=number, error=gone))
            continue
        whole = _with_lines(client, row, operation="order_items")
        read, odd = read_all([whole], legacy_mapping.order, ID)
        items, refused = items + read, refused + odd
    return Page(items=items, refused=refused)


def _restricted(client: AmazonClient, *, operation: str) -> str:
    """A new token for each page: it lives an hour. An application without the role reads orders without names."""
    try:
        return client.create_restricted_token(operation=operation)
    except PermissionMissing:
        return ""


def _with_lines(client: AmazonClient, row: Any, *, operation: str) -> Any:
    """The order and its lines in one; what is no order is left to the reader of the page."""
    number = text(row.get(ID)) if isinstance(row, Mapping) else ""
    return {**row, "OrderItems": _lines(client, number, operation=operation)} if number else row


def _lines(client: AmazonClient, number: str, *, operation: str) -> list[Json]:
    def fetch(cursor: str) -> tuple[Sequence[Json], str]:
        payload = client.get_old_items(number, operation=operation, token=cursor)
        return rows(payload.get("OrderItems"), "payload.OrderItems"), text(payload.get("NextToken"), "NextToken")

    return [line for page in by_cursor(fetch, path="payload.NextToken") for line in page]
