"""`/api/v1/analytics/`: the figures of the pages, by the same selectors. Packers see none of it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Whole
from api.v1.analytics.serializers import (
    PerformanceSerializer,
    RangeQuery,
    SalesQuery,
    SalesSerializer,
    TheirFiguresSerializer,
)
from api.views import StoreViews
from core.period import Period, last_days
from orders.selectors.sales import sales
from orders.selectors.sums import Block
from orders.selectors.theirs import their_figures
from sync.performance import performance

USUAL = 30


class Analytics(StoreViews):
    """Figures of a range of days."""

    area = resource = "analytics"

    @endpoint(answer=SalesSerializer, query=SalesQuery, money=True)
    def sales(self, request: Request) -> dict[str, Any]:
        """Orders, sales, refunds, fees and net, one block per currency, beside the range before.

        Everything belongs to the day its order was placed on. Nothing is converted.
        """
        found = sales(self.store, self._period(), self.asked["by"], most=self.asked["groups"])
        blocks = [_with_days(block, found.period) for block in found.blocks]
        return {
            "period": found.period, "before": found.before, "by": found.by, "practice": found.practice,
            "blocks": blocks,
        }  # fmt: skip

    @endpoint(answer=TheirFiguresSerializer, paged=True, query=RangeQuery, money=True)
    def marketplaces(self, request: Request) -> Whole:
        """What marketplaces count by themselves of each listing, beside the orders that came in here.

        Days are theirs. A number that is null was not told to this shop.
        """
        shops = their_figures(self.store, self._period())
        return Whole([{"shop": shop, "row": row} for shop in shops for row in shop.rows])

    @endpoint(answer=PerformanceSerializer, paged=True, query=RangeQuery, money=True)
    def syncs(self, request: Request) -> Whole:
        """How reliably and how quickly each shop was read and told."""
        return Whole(performance(self.store, self._period()))

    def _period(self) -> Period:
        zone = self.store.zone
        if "since" in self.asked:
            return Period(self.asked["since"], self.asked["until"], zone)
        return last_days(USUAL, timezone.localdate(timezone=zone), zone)


def _with_days(block: Block, period: Period) -> dict[str, Any]:
    bars = [{"day": day, "sums": sums} for day, sums in zip(period.slots(), block.bars, strict=True)]
    return {
        "currency": block.currency, "sums": block.sums, "before": block.before, "left": block.left,
        "rows": block.rows, "bars": bars,
    }  # fmt: skip
