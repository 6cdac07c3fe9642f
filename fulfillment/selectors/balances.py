"""How long the money at a supplier lasts: what it says that can be spent, against what was spent in the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, Sum

from core.models import Store
from fulfillment.models import SupplierBalance, SupplierOrder
from marketplaces.models import Connection
from marketplaces.services.abilities import supplies

#: Spending of this long says what a day costs; of a supplier who is new, of as long as it is known, a week at least.
SPAN, SHORTEST = timedelta(days=28), timedelta(days=7)
#: With less than this a person tops it up.
LASTS = timedelta(days=7)
CENT = Decimal("0.01")
BOUGHT = (SupplierOrder.State.PAID, SupplierOrder.State.RECEIVED)
WANTED = (SupplierOrder.State.ASKED, SupplierOrder.State.HELD, SupplierOrder.State.IN_DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One supplier. Money is None before it was read for the first time; `days` None where nothing is spent."""

    connection: Connection
    balance: SupplierBalance | None
    spent: Decimal
    per_day: Decimal
    days: int | None
    waiting: int

    @property
    def is_low(self) -> bool:
        """Whether it ends within a week, or purchases wait and nothing can be spent."""
        if self.balance is None or self.balance.to_spend is None:
            return False
        return (self.days is not None and self.days < LASTS.days) or (self.waiting > 0 and self.balance.to_spend <= 0)

    def figures(self) -> dict[str, Any]:
        """Plain values, for programs; exact numbers as text."""
        told = self.balance
        money = {name: getattr(told, name, None) for name in ("own", "credit", "to_spend")}
        return {
            "connection": str(self.connection.pk), "name": self.connection.name,
            **{name: None if value is None else str(value.quantize(CENT)) for name, value in money.items()},
            "currency": told.currency if told else "", "spent": str(self.spent), "per_day": str(self.per_day),
            "days": self.days, "waiting": self.waiting, "is_low": self.is_low,
            "read_at": told.read_at.isoformat() if told and told.read_at else None, "error": told.error if told else "",
        }  # fmt: skip


def forecasts(store: Store, now: datetime) -> list[Forecast]:
    """Of all suppliers of a store, by name; three queries however many there are."""
    shops = Connection.objects.filter(store=store).select_related("marketplace").order_by("name", "pk")
    return forecasts_of([shop for shop in shops if supplies(shop)], now)


def forecasts_of(shops: Sequence[Connection], now: datetime) -> list[Forecast]:
    """Of these suppliers."""
    kept = {row.connection_id: row for row in SupplierBalance.objects.filter(connection__in=shops)}
    spent = _spent(shops, kept, now)
    return [_forecast(shop, kept.get(shop.pk), spent.get(shop.pk, {}), now) for shop in shops]


def _spent(shops: Sequence[Connection], kept: dict[UUID, SupplierBalance], now: datetime) -> dict[UUID, dict[str, Any]]:
    """In the money of the balance alone: nobody here knows rates."""
    rows = SupplierOrder.objects.filter(connection__in=shops)
    bought = Q(state__in=BOUGHT, total_cost__isnull=False)
    mine = Q(pk__isnull=True)
    for connection, balance in kept.items():
        mine |= Q(connection=connection, currency=balance.currency)
    found = rows.order_by().values("connection_id").annotate(
        spent=Sum("total_cost", filter=bought & mine & Q(asked_at__gt=now - SPAN)),
        first=Min("asked_at", filter=bought & mine),
        waiting=Sum("quantity", filter=Q(state__in=WANTED)),
    )  # fmt: skip
    return {row["connection_id"]: dict(row) for row in found}


def _forecast(shop: Connection, balance: SupplierBalance | None, found: dict[str, Any], now: datetime) -> Forecast:
    spent, first = (found.get("spent") or Decimal(0)), found.get("first")
    known = min(SPAN, max(SHORTEST, now - first)) if first else SPAN
    per_day = spent * Decimal(86400) / Decimal(int(known.total_seconds()))
    left = max(Decimal(0), balance.to_spend) if balance and balance.to_spend is not None else None
    return Forecast(
        connection=shop, balance=balance, spent=spent.quantize(CENT), per_day=per_day.quantize(CENT),
        days=int(left / per_day) if left is not None and per_day > 0 else None, waiting=found.get("waiting") or 0,
    )  # fmt: skip
