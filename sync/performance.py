"""How well the syncing went in a range of days, shop by shop: runs, refusals, waiting, calls (F133)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q, Sum
from django.db.models.functions import Coalesce

from core.models import Store
from core.period import Period
from marketplaces.models import ApiCall, Connection, OutboundChange
from orders.selectors.import_lag import Lag, import_lag
from sync.models import MarketplaceSyncLog
from sync.stock_lag import StockLag, stock_lag

State = OutboundChange.State
Status = MarketplaceSyncLog.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Runs that were begun, and what became of the records they carried."""

    runs: int = 0
    failed: int = 0
    records: int = 0
    refused: int = 0
    took: timedelta | None = None

    @property
    def error_rate(self) -> Decimal | None:
        """Refused records of all that were dealt with."""
        return Decimal(self.refused) / self.records if self.records else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Calls to the marketplace: how many, how many failed, how long an answer took, how long its limit held us."""

    calls: int = 0
    failed: int = 0
    took: timedelta | None = None
    waited: timedelta | None = None

    @property
    def error_rate(self) -> Decimal | None:
        """Failed calls of all."""
        return Decimal(self.failed) / self.calls if self.calls else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What should be at the marketplace by now: how many things, and since when the oldest waits."""

    changes: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """One shop. `lag` is missing where no order was placed since it was connected, `stock` where no number was told."""

    shop: Connection
    runs: Runs = field(default_factory=Runs)
    calls: Calls = field(default_factory=Calls)
    waiting: Waiting = field(default_factory=Waiting)
    lag: Lag | None = None
    stock: StockLag | None = None


def performance(store: Store, period: Period) -> Sequence[Performance]:
    """Every shop by name: six statements, however many there are."""
    shops = list(Connection.objects.filter(store=store).select_related("marketplace").order_by("name"))
    runs, calls, waiting = _runs(store, period), _calls(shops, period), _waiting(shops)
    lags, told = import_lag(store, period), stock_lag(store, period)
    return [
        Performance(
            shop=shop,
            runs=runs.get(shop.pk, Runs()),
            calls=calls.get(shop.pk, Calls()),
            waiting=waiting.get(shop.pk, Waiting()),
            lag=lags.get(shop.pk),
            stock=told.get(shop.pk),
        )
        for shop in shops
    ]


def _runs(store: Store, period: Period) -> Mapping[UUID, Runs]:
    rows: Any = (
        MarketplaceSyncLog.objects.filter(store=store, created_at__gte=period.start, created_at__lt=period.end)
        .order_by()
        .values("connection_id")
        .annotate(
            runs=Count("pk"),
            failed=Count("pk", filter=Q(status=Status.FAILED)),
            records=Coalesce(Sum("processed_records"), 0),
            refused=Coalesce(Sum("failed_records"), 0),
            took=Avg(ExpressionWrapper(F("end_time") - F("start_time"), output_field=DurationField())),
        )
    )
    return {row.pop("connection_id"): Runs(**row) for row in rows}


def _calls(shops: Sequence[Connection], period: Period) -> Mapping[UUID, Calls]:
    rows: Any = (
        ApiCall.objects.filter(connection__in=shops, at__gte=period.start, at__lt=period.end)
        .order_by()
        .values("connection_id")
        .annotate(
            calls=Count("pk"), failed=Count("pk", filter=~Q(outcome="ok")), took=Avg("duration_ms"),
            waited=Avg("waited_ms"),
        )
    )  # fmt: skip
    return {
        row["connection_id"]: Calls(
            calls=row["calls"],
            failed=row["failed"],
            took=timedelta(milliseconds=float(row["took"])),
            waited=timedelta(milliseconds=float(row["waited"])),
        )
        for row in rows
    }


def _waiting(shops: Sequence[Connection]) -> Mapping[UUID, Waiting]:
    rows: Any = (
        OutboundChange.objects.filter(connection__in=shops, state__in=[State.WAITING, State.RETRY])
        .order_by()
        .values("connection_id")
        .annotate(changes=Count("pk"), since=Min("wanted_at"))
    )
    return {row.pop("connection_id"): Waiting(**row) for row in rows}
