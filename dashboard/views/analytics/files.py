"""Analytics as files: the rows as they are shown, and every order behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Store
from core.period import Period
from dashboard.access import membership_of, needing, store_of
from dashboard.context import region_of
from dashboard.csv_file import csv_file
from dashboard.views.analytics.blocks import MOST_ROWS, name_of, share_of
from dashboard.views.analytics.page import asked_well, by_words, range_of
from orders.selectors.sales import sales
from orders.selectors.sold_orders import sold_orders
from orders.selectors.sums import Block, Sums


@needing("see_money")
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """Exactly the rows of the table, with their foot; amounts unrounded, with a point."""
    store = store_of(request)
    form = range_of(request, store)
    if not asked_well(form):
        return HttpResponse(str(_("These days are not a range.")), status=422, content_type="text/plain; charset=utf-8")
    region, by = region_of(membership_of(request)), form.by
    found = sales(store, form.period, by, most=MOST_ROWS)

    def lines() -> Iterator[Sequence[Any]]:
        yield [
            _("Currency"), by_words()[by], _("Units") if by == "product" else _("Orders"),
            _("Before refunds"), _("Refunds"), _("Sales"), _("Fees"), _("Of them estimated"),
            _("Orders without fees yet"), _("Fee share"), _("Net"),
            _("Share of net"), _("Average"),
        ]  # fmt: skip
        for block in found.blocks:
            for row in block.rows:
                yield _line(block, name_of(row, by, region), row.sums, by == "product")
            yield _line(block, _("All"), block.sums, by == "product")

    return _file(lines(), f"analytics-{by}", form.period)


@needing("see_money")
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """One line for every order that is counted, and for every one that is left out, with the reason."""
    store = store_of(request)
    form = range_of(request, store)
    if not asked_well(form):
        return HttpResponse(str(_("These days are not a range.")), status=422, content_type="text/plain; charset=utf-8")
    return _file(_orders(store, form.period), "orders", form.period)


def _line(block: Block, name: str, sums: Sums, by_product: bool) -> Sequence[Any]:
    count = sums.units if by_product else sums.orders
    average = sums.sales / count if count else None
    return [
        block.currency, name, count, sums.gross, sums.refunds, sums.sales, sums.fees_told, sums.estimated_fees,
        sums.untold, _share(sums.fee_share), sums.net, _share(share_of(sums.net, block.sums.net)), _rounded(average),
    ]  # fmt: skip


def _share(share: Any) -> Any:
    return None if share is None else round(share, 6)


def _rounded(amount: Any) -> Any:
    return None if amount is None else round(amount, 4)


def _orders(store: Store, period: Period) -> Iterator[Sequence[Any]]:
    yield [
        _("Order"), _("Marketplace"), _("Connection"), _("Number there"), _("Placed"), _("Status"), _("Country"),
        _("Currency"), _("Cancelled units"), _("Total"), _("Refund"), _("Refund estimated"), _("Fees"),
        _("Fees estimated"), _("Net"), _("Counted as"),
    ]  # fmt: skip
    for order in sold_orders(store, period):
        net = order["total"] - order["refund"] - (order["fee"] or 0)
        yield [
            order["number"], order["channel"], order["connection__name"], order["channel_order_id"],
            order["ordered_at"].astimezone(store.zone).isoformat(timespec="seconds"), order["status"],
            order["country"], order["currency"], order["cancelled_amount"], order["total"], order["refund"],
            _("yes") if order["refund"] and order["refund_estimated"] else "", order["fee"],
            _("yes") if order["fees_estimated"] else "", net, order["standing"],
        ]  # fmt: skip


def _file(lines: Iterable[Sequence[Any]], name: str, period: Period) -> HttpResponse:
    return csv_file(lines, f"{name}-{period.first}-{period.last}")
