"""How each shop is, in the measures of the owner's documents, against the limits that they set (F162 to F167)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum

from core.models import Store
from fulfillment.models import SupplierOrder
from marketplaces.models import Connection, OutboundChange
from sync.models import MarketplaceSyncLog, ScheduledJob

Status = MarketplaceSyncLog.Status
State = OutboundChange.State
Kind = OutboundChange.Kind
FULFILMENT = (
    Kind.ACCEPT,
    Kind.SUPPLY,
    Kind.SHIPMENT,
    Kind.ARRIVAL,
    Kind.DIGITAL,
    Kind.CANCEL,
    Kind.ANSWER,
    Kind.REFUND,
    Kind.MONEY_BACK,
)

#: Above these somebody should look.
MOST_ORDER_LAG = timedelta(minutes=15)
MOST_STOCK_LAG = timedelta(minutes=30)
MOST_QUEUED = 100
MOST_ERRORS = 0.05
#: Below this one: of the keys that were to be bought.
LEAST_KEYS = 0.95
#: The error rate looks at so much of the past.
WINDOW = timedelta(hours=24)
QUEUED = (State.WAITING, State.RETRY, State.PAUSED)
#: Purchases that came to an end, or to where only a person helps.
Buying = SupplierOrder.State
TRIED = (Buying.RECEIVED, Buying.FAILED, Buying.HELD, Buying.IN_DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number against its limit; None where there is nothing to measure (switched off, not read yet).

    `least`: the limit is one from below.
    """

    value: float | None
    limit: float
    least: bool = False

    @property
    def alert(self) -> bool:
        if self.value is None:
            return False
        return self.value < self.limit if self.least else self.value > self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopHealth:
    """One shop: its state, when it was last read and told, and its five measures."""

    connection: Connection
    order_import_lag: Measure  # seconds since orders were last read
    inventory_sync_lag: Measure  # seconds since stock was last told
    fulfilment_queue: Measure  # shipments and cancellations that wait to be sent
    error_rate: Measure  # failed runs among those that ended in the last day
    key_success_rate: Measure  # received among the purchases of keys of the last day; of suppliers only
    waiting: dict[str, int]  # by kind of news
    runs: int  # that ended in the last day
    failed_runs: int
    last_error: str
    jobs: Sequence[ScheduledJob]

    @property
    def alerts(self) -> list[str]:
        """Names of the measures beyond their limits; a shop that somebody paused alarms nobody."""
        if self.connection.status == Connection.Status.PAUSED:
            return []
        measures = {
            "order_import_lag": self.order_import_lag,
            "inventory_sync_lag": self.inventory_sync_lag,
            "fulfilment_queue": self.fulfilment_queue,
            "error_rate": self.error_rate,
            "key_success_rate": self.key_success_rate,
        }
        return [name for name, measure in measures.items() if measure.alert]

    @property
    def healthy(self) -> bool:
        """Works, which somebody has seen, and nothing is beyond its limit."""
        shop = self.connection
        return shop.status == Connection.Status.ACTIVE and not shop.is_untested and not self.alerts


def health_of(store: Store, now: datetime) -> list[ShopHealth]:
    """Every connected shop of a store, by name; six queries however many there are."""
    shops = list(
        Connection.objects.filter(store=store)
        .exclude(status=Connection.Status.DISCONNECTED)
        .select_related("marketplace")
        .order_by("name", "id")
    )
    waiting, ended, errors, jobs = _waiting(shops), _ended(shops, now), _last_errors(shops), _jobs(shops)
    bought = _bought(shops, now)
    return [
        _health(
            shop, now, waiting.get(shop.pk, {}), ended.get(shop.pk, (0, 0)), bought.get(shop.pk),
            errors.get(shop.pk, ""), jobs,
        )
        for shop in shops
    ]  # fmt: skip


def _health(
    shop: Connection,
    now: datetime,
    waiting: dict[str, int],
    ended: tuple[int, int],
    bought: float | None,
    error: str,
    jobs: dict[uuid.UUID, list[ScheduledJob]],
) -> ShopHealth:
    runs, failed = ended
    orders_at = (shop.orders_read_at or shop.created_at) if shop.orders_in else None
    stock_at = shop.stock_sent_at if shop.stock_out else None
    queued = sum(waiting.get(kind, 0) for kind in FULFILMENT)
    return ShopHealth(
        connection=shop,
        order_import_lag=Measure(value=_age(orders_at, now), limit=MOST_ORDER_LAG.total_seconds()),
        inventory_sync_lag=Measure(value=_age(stock_at, now), limit=MOST_STOCK_LAG.total_seconds()),
        fulfilment_queue=Measure(value=queued, limit=MOST_QUEUED),
        error_rate=Measure(value=round(failed / runs, 4) if runs else None, limit=MOST_ERRORS),
        key_success_rate=Measure(value=bought, limit=LEAST_KEYS, least=True),
        waiting={kind: waiting.get(kind, 0) for kind in Kind.values},
        runs=runs,
        failed_runs=failed,
        last_error=error,
        jobs=jobs.get(shop.pk, []),
    )


def _age(moment: datetime | None, now: datetime) -> float | None:
    return round(max(0.0, (now - moment).total_seconds()), 1) if moment else None


def _waiting(shops: Sequence[Connection]) -> dict[uuid.UUID, dict[str, int]]:
    rows = OutboundChange.objects.filter(connection__in=shops, state__in=QUEUED).order_by()
    found: dict[uuid.UUID, dict[str, int]] = {}
    for row in rows.values("connection_id", "kind").annotate(n=Count("pk")):
        found.setdefault(row["connection_id"], {})[row["kind"]] = row["n"]
    return found


def _ended(shops: Sequence[Connection], now: datetime) -> dict[uuid.UUID, tuple[int, int]]:
    """(ended, failed) of the last day; what a person stopped is neither."""
    ended = MarketplaceSyncLog.objects.filter(
        connection__in=shops,
        created_at__gt=now - WINDOW,
        status__in=[Status.COMPLETED, Status.PARTIALLY_COMPLETED, Status.FAILED],
    ).order_by()
    rows: Any = ended.values("connection_id").annotate(n=Count("pk"), bad=Count("pk", filter=Q(status=Status.FAILED)))
    return {row["connection_id"]: (row["n"], row["bad"]) for row in rows}


def _bought(shops: Sequence[Connection], now: datetime) -> dict[uuid.UUID, float]:
    """The share that came, of the keys that were to be bought in the last day and wait for nothing but a person."""
    tried = SupplierOrder.objects.filter(connection__in=shops, state__in=TRIED, asked_at__gt=now - WINDOW).order_by()
    rows: Any = tried.values("connection_id").annotate(
        n=Sum("quantity"), came=Sum("quantity", filter=Q(state=Buying.RECEIVED), default=0)
    )
    return {row["connection_id"]: round(row["came"] / row["n"], 4) for row in rows if row["n"]}


def _last_errors(shops: Sequence[Connection]) -> dict[uuid.UUID, str]:
    """What the latest run of a shop said, where the latest one failed."""
    latest = (
        MarketplaceSyncLog.objects.filter(connection__in=shops, end_time__isnull=False)
        .order_by("connection_id", "-created_at")
        .distinct("connection_id")
        .values_list("connection_id", "status", "error_message")
    )
    return {pk: message for pk, status, message in latest if pk and status == Status.FAILED}


def _jobs(shops: Sequence[Connection]) -> dict[uuid.UUID, list[ScheduledJob]]:
    found: dict[uuid.UUID, list[ScheduledJob]] = {}
    for job in ScheduledJob.objects.filter(connection__in=shops).order_by("job_type"):
        if job.connection_id is not None:
            found.setdefault(job.connection_id, []).append(job)
    return found
