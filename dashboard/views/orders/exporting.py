"""Orders as a file: the rows of a view, or those that are ticked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Store
from dashboard import status
from dashboard.access import membership_of, sees_money, store_of, store_page
from dashboard.csv_file import csv_file
from dashboard.views.orders.asked import asked_for
from dashboard.views.orders.rows import place
from marketplaces.models import Connection
from orders.models import Order
from orders.selectors.order_list import by_urgency, filtered
from orders.selectors.standing import with_columns

#: A spreadsheet ends here, too.
MOST = 1_000_000
COLUMNS = (
    "number", "connection__marketplace__name", "channel", "connection__name", "channel_order_id", "ordered_at",
    "ship_by", "shipped_at", "status", "customer_name", "shipping_address", "carrier", "tracking_number", "tags",
)  # fmt: skip
MONEY = (
    "currency", "subtotal", "shipping_cost", "discount_amount", "tax_amount", "cancelled_amount", "total", "refund",
    "fee", "fees_estimated", "net",
)  # fmt: skip


@store_page
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it."""
    store = store_of(request)
    shops = list(Connection.objects.filter(store=store).select_related("marketplace"))
    asked = asked_for(request, shops)
    rows = by_urgency(filtered(store, asked.view, asked.filters, timezone.now()))
    return orders_file(rows, store, money=sees_money(membership_of(request)))


def orders_file(rows: QuerySet[Order], store: Store, *, money: bool) -> HttpResponse:
    """One line an order, times in the store's zone; without `money` no amount is in it, and never a phone number."""
    return csv_file(_lines(rows, store, money), f"orders-{timezone.now().astimezone(store.zone):%Y-%m-%d-%H%M}")


def _lines(rows: QuerySet[Order], store: Store, money: bool) -> Iterator[Sequence[Any]]:
    yield _head(money)
    columns = (*COLUMNS, *MONEY) if money else COLUMNS
    for row in with_columns(rows).values(*columns)[:MOST].iterator(chunk_size=2000):
        yield _line(row, store, money)


def _head(money: bool) -> list[str]:
    head = [
        _("Order"), _("Marketplace"), _("Connection"), _("Number there"), _("Placed"), _("Ship by"), _("Shipped"),
        _("Status"), _("Buyer"), _("Place"), _("Carrier"), _("Tracking number"), _("Tags"),
    ]  # fmt: skip
    sums = [
        _("Currency"), _("Items"), _("Shipping"), _("Discount"), _("Tax"), _("Cancelled units"), _("Total"),
        _("Refund"), _("Fees"), _("Fees estimated"), _("Net"),
    ]  # fmt: skip
    return [*head, *sums] if money else head


def _line(row: dict[str, Any], store: Store, money: bool) -> list[Any]:
    def at(name: str) -> str:
        return row[name].astimezone(store.zone).isoformat(timespec="minutes") if row[name] else ""

    line = [
        row["number"], row["connection__marketplace__name"] or row["channel"].title(), row["connection__name"],
        row["channel_order_id"], at("ordered_at"), at("ship_by"), at("shipped_at"),
        str(status.look("order", row["status"]).word), row["customer_name"], place(row["shipping_address"]),
        row["carrier"], row["tracking_number"], ", ".join(row["tags"]),
    ]  # fmt: skip
    if not money:
        return line
    row["fees_estimated"] = _("yes") if row["fees_estimated"] else ""
    return [*line, *(row[name] for name in MONEY)]
