"""`/health/marketplace-integrations`: per platform when orders, products and stock last went, and if it answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from api.aliases.bodies import HealthQuery
from api.aliases.caller import Alias
from api.endpoint import endpoint
from marketplaces.models import Connection
from sync.health import Measure, ShopHealth, health_of

OFF, OK, LATE = "off", "ok", "late"


class LastSyncShape(serializers.Serializer[Any]):
    """When it last went, at the shop where that is longest ago."""

    status = serializers.ChoiceField(choices=[OK, LATE, OFF])
    last_sync_at = serializers.DateTimeField(allow_null=True)
    lag_seconds = serializers.FloatField(allow_null=True)
    limit_seconds = serializers.FloatField(allow_null=True, help_text="Beyond it somebody should look.")


class IntegrationShape(serializers.Serializer[Any]):
    """One platform."""

    order_import = LastSyncShape()
    catalog_sync = LastSyncShape()
    inventory_sync = LastSyncShape()
    api_status = serializers.CharField(help_text="ok, or why a shop does not work: paused, login_expired …")


class IntegrationsShape(serializers.Serializer[Any]):
    """Platforms by their codes."""

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {code: IntegrationShape(one, context=self.context).data for code, one in found.items()}


class Integrations(Alias):
    """The health of the store's platforms."""

    area, resource = "syncs", "marketplace_integrations"

    @endpoint(answer=IntegrationsShape, query=HealthQuery, errors=(404,))
    def retrieve(self, request: Request) -> dict[str, Any]:
        """Per connected platform: the last order import, catalog sync and inventory sync, and how its API answers."""
        if self.asked.get("store_id", str(self.store.pk)).strip().lower() not in (str(self.store.pk), self.store.slug):
            raise Http404
        now = timezone.now()
        by_code: dict[str, list[ShopHealth]] = {}
        for shop in health_of(self.store, now):
            by_code.setdefault(shop.connection.marketplace.code, []).append(shop)
        return {code: _integration(shops, now) for code, shops in sorted(by_code.items())}


def _integration(shops: list[ShopHealth], now: datetime) -> dict[str, Any]:
    connections = [shop.connection for shop in shops]
    return {
        "order_import": _last(
            [each.orders_read_at for each in connections if each.orders_in], [shop.order_import_lag for shop in shops]
        ),
        "catalog_sync": _last_of_products([each.products_read_at for each in connections if each.products_in], now),
        "inventory_sync": _last(
            [each.stock_sent_at for each in connections if each.stock_out], [shop.inventory_sync_lag for shop in shops]
        ),
        "api_status": next((_answers(each) for each in connections if _answers(each) != OK), OK),
    }


def _answers(shop: Connection) -> str:
    return OK if shop.status == Connection.Status.ACTIVE else str(shop.status_kind or shop.status)


def _last(moments: list[datetime | None], measures: Iterable[Measure]) -> dict[str, Any]:
    told = [measure for measure in measures if measure.value is not None]
    worst = max(told, key=lambda measure: measure.value or 0, default=None)
    late = worst is not None and worst.alert
    return {
        "status": OFF if not moments else LATE if late else OK,
        "last_sync_at": _oldest(moments),
        "lag_seconds": worst.value if worst else None,
        "limit_seconds": worst.limit if worst else None,
    }


def _last_of_products(moments: list[datetime | None], now: datetime) -> dict[str, Any]:
    """The documents set no limit for products."""
    oldest = _oldest(moments)
    lag = round(max(0.0, (now - oldest).total_seconds()), 1) if oldest else None
    return {"status": OK if moments else OFF, "last_sync_at": oldest, "lag_seconds": lag, "limit_seconds": None}


def _oldest(moments: list[datetime | None]) -> datetime | None:
    """None where one has never been."""
    known = [moment for moment in moments if moment is not None]
    return min(known) if known and len(known) == len(moments) else None
