"""`/api/v1/health/` for whoever watches the machine, `/api/v1/status/` for whoever watches the shops."""

from __future__ import annotations

from typing import Any

from django.db import connection as database
from django.utils import timezone
from rest_framework.request import Request

from api.auth import Access
from api.endpoint import endpoint
from api.pagination import Whole
from api.scopes import refuse_scope
from api.v1.status.serializers import HealthSerializer, ShopStatusSerializer
from api.views import StoreViews
from sync.health import health_of


class Health(StoreViews):
    """Answers everybody, and a token more."""

    area, resource = "syncs", "health"

    @endpoint(answer=HealthSerializer, public=True, errors=(403,))
    def retrieve(self, request: Request) -> dict[str, Any]:
        """Whether Orion and its database answer.

        With a token that has the scope `syncs:read` it also says how many shops are well and what is above its limit.
        """
        now = timezone.now()
        with database.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not isinstance(request.auth, Access):
            return {"status": "ok", "time": now}
        refuse_scope(request.auth, "syncs:read")
        shops = health_of(self.store, now)
        alerts = [f"{shop.connection.name}: {name}" for shop in shops for name in shop.alerts]
        healthy = sum(shop.healthy for shop in shops)
        status = "ok" if healthy == len(shops) else "attention"
        return {"status": status, "shops": len(shops), "healthy_shops": healthy, "alerts": alerts, "time": now}


class Status(StoreViews):
    """The store's shops and their measures."""

    area, resource = "syncs", "status"

    @endpoint(answer=ShopStatusSerializer, paged=True)
    def list(self, request: Request) -> Whole:
        """Every connected shop: last read, lags, queue and error rate against their limits."""
        return Whole(health_of(self.store, timezone.now()))
