"""`/api/marketplace/…`: the documents' calls, each handed to what `/api/v1/` does."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request

from api.aliases import bodies, shapes
from api.aliases.caller import Alias, Named
from api.endpoint import endpoint
from api.errors import Problem
from api.v1.connections.views import Connections
from marketplaces.framework import registry
from marketplaces.models import Connection
from orders.selectors.order_list import Filters, filtered
from orders.selectors.standing import with_columns
from sync.asking import ask_all, ask_named
from sync.health import health_of
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, SyncType


class Platforms(Alias):
    """Which kinds there are."""

    area, resource = "connections", "marketplace_platforms"

    @endpoint(answer=shapes.PlatformsShape, query=Named, errors=(404,))
    def list(self, request: Request) -> dict[str, Any]:
        """All platforms a shop can be connected on."""
        return {"platforms": registry.connectors()}


class Shops(Alias, Connections):
    """The user's connections."""

    resource = "marketplace_connections"

    @endpoint(answer=shapes.ConnectionsShape, query=Named, errors=(404,))
    def list(self, request: Request) -> dict[str, Any]:
        """All connections of the token's store, by name."""
        return {"connections": self._shops().order_by("name", "id")}

    @endpoint(
        answer=shapes.ConnectedShape, body=bodies.ConnectShop, status=201, need="manage_connections", errors=(404,)
    )
    def create(self, request: Request) -> dict[str, Any]:
        """Connect a shop. Its keys are tested first; when they are refused nothing is saved."""
        kind = self._kind(self.given["platformCode"])
        asked = {
            "marketplace": kind.code, "name": self.given.get("shopName", ""), "sandbox": self.given["sandbox"],
            "credentials": bodies.credentials_of(kind, self.given), "test": True,
        }  # fmt: skip
        try:
            return self.connected_with(asked)
        except Problem as refused:
            raise _in_their_words(refused, bodies.fields_of(kind)) from None

    def _kind(self, code: str) -> Any:
        try:
            return super()._kind(code)
        except Problem as unknown:
            raise _in_their_words(unknown, {"platformCode": "marketplace"}) from None


class Syncs(Alias):
    """Runs that are asked for by hand."""

    area, resource = "syncs", "marketplace_sync"

    @endpoint(answer=shapes.SyncsShape, body=bodies.SyncOne, status=202, need="write", errors=(404,))
    def orders(self, request: Request) -> dict[str, Any]:
        """Read the orders of one shop."""
        return self._asked(SyncType.ORDERS)

    @endpoint(answer=shapes.SyncsShape, body=bodies.SyncSome, status=202, need="write", errors=(404,))
    def products(self, request: Request) -> dict[str, Any]:
        """Read the products of one shop, of a platform, or of all that can."""
        return self._asked(SyncType.PRODUCTS)

    @endpoint(answer=shapes.SyncsShape, body=bodies.SyncSome, status=202, need="write", errors=(404,))
    def inventory(self, request: Request) -> dict[str, Any]:
        """Send the stock that changed to one shop, to a platform's, or to all that can."""
        return self._asked(SyncType.INVENTORY)

    def _asked(self, kind: str) -> dict[str, list[MarketplaceSyncLog]]:
        shops = Connection.objects.filter(store=self.store).select_related("marketplace").order_by("name", "id")
        if code := self.given.get("platformCode"):
            shops = shops.filter(marketplace__code=code)
        one = self.given.get("connectionId")
        asked = ask_named if one else ask_all
        named = [self.find(shops, one)] if one else list(shops)
        options = {"full": True} if self.given.get("full") else {}
        return {"syncs": asked(connections=named, sync_type=kind, by=self.user, options=options, cause="api")}


class Orders(Alias):
    """Orders of every channel in one form."""

    area, resource = "orders", "marketplace_orders"

    @endpoint(answer=shapes.OrdersShape, query=bodies.OrderQuery, errors=(404,))
    def list(self, request: Request) -> dict[str, Any]:
        """Orders, newest first, of all platforms or one."""
        code = self.asked.get("platformCode") or self.asked.get("platform") or ""
        rows = filtered(self.store, "all", Filters(marketplace=code), timezone.now())
        return _piece("orders", with_columns(rows).prefetch_related("items").order_by("-ordered_at", "-id"), self.asked)


class Webhooks(Alias):
    """What marketplaces pushed to us."""

    area, resource = "webhooks", "marketplace_webhooks"

    @endpoint(answer=shapes.WebhooksShape, query=bodies.PageQuery, errors=(404,))
    def list(self, request: Request) -> dict[str, Any]:
        """Pushes that were believed, newest first."""
        rows = MarketplaceWebhook.objects.filter(store=self.store).select_related("connection__marketplace")
        return _piece("webhooks", rows.order_by("-received_at", "-id"), self.asked)


class Status(Alias):
    """How the integrations are."""

    area, resource = "syncs", "marketplace_status"

    @endpoint(answer=shapes.StatusShape, query=Named, errors=(404,))
    def list(self, request: Request) -> dict[str, Any]:
        """Every connected shop: its state and its measures."""
        shops = health_of(self.store, timezone.now())
        return {"status": "ok" if all(shop.healthy for shop in shops) else "attention", "connections": shops}


def _piece(name: str, rows: QuerySet[Any], asked: dict[str, Any]) -> dict[str, Any]:
    """One row more is read than is given, to know whether there are more."""
    limit, offset = asked["limit"], asked["offset"]
    found = list(rows[offset : offset + limit + 1])
    return {name: found[:limit], "limit": limit, "offset": offset, "hasMore": len(found) > limit}


def _in_their_words(refused: Problem, names: dict[str, str]) -> Problem:
    """The same problem about the fields as the documents call them."""
    theirs = {f"credentials.{field}": name for name, field in names.items()}
    theirs |= {field: name for name, field in names.items()}
    errors = [{**error, "field": theirs.get(error["field"], error["field"])} for error in refused.errors]
    return Problem(refused.status, refused.slug, refused.detail, errors=errors, headers=refused.headers, **refused.more)
