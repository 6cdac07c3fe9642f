"""`/api/v1/syncs/`: start runs, follow them, stop them; `/api/v1/sync-logs/` reads the same rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.scopes import refuse_role
from api.v1.syncs import serializers as shapes
from api.views import StoreViews
from core.tenancy import get_for_store
from marketplaces.models import Connection
from sync import runs
from sync.asking import ask_all, ask_named
from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.retrying import retry_all

NEWEST = newest("created_at")
FILTERS = {
    "connection": "connection", "marketplace": "marketplace__code", "sync_type": "sync_type", "status": "status",
    "cause": "cause", "since": "created_at__gte", "until": "created_at__lt",
}  # fmt: skip


class SyncLogs(StoreViews):
    """What ran, and what became of each record."""

    area, resource = "syncs", "sync_logs"

    @endpoint(answer=shapes.RunSerializer, paged=True, query=shapes.RunQuery)
    def list(self, request: Request) -> Listing:
        """Runs, newest first."""
        wanted = {FILTERS[name]: text for name, text in self.asked.items() if name in FILTERS}
        return Listing(self._runs().filter(**wanted), NEWEST)

    @endpoint(answer=shapes.RunDetailSerializer)
    def retrieve(self, request: Request, pk: UUID) -> MarketplaceSyncLog:
        """One run: phase, counts, percent, what it said, why it failed."""
        return self._run(pk)

    @endpoint(answer=shapes.ItemSerializer, paged=True, query=shapes.ItemQuery)
    def items(self, request: Request, pk: UUID) -> Listing:
        """The records of a run that were refused or parked, newest first."""
        rows = SyncLogItem.objects.filter(sync_log=self._run(pk))
        wanted = {name: self.asked[name] for name in ("outcome",) if name in self.asked}
        return Listing(rows.filter(**wanted), NEWEST)

    def _runs(self) -> Any:
        return MarketplaceSyncLog.objects.filter(store=self.store).select_related("marketplace")

    def _run(self, pk: UUID) -> MarketplaceSyncLog:
        run: MarketplaceSyncLog = self.find(self._runs().select_related("connection"), pk)
        return run


class Syncs(SyncLogs):
    """The same rows, and what can be done to them."""

    resource = "syncs"

    @endpoint(answer=shapes.StartedSerializer, body=shapes.StartSync, status=202, need="write", errors=(404,))
    def create(self, request: Request) -> dict[str, Any]:
        """Ask for runs: of one shop, of several, of a marketplace or of all.

        They start in a moment; one that already waits for the same thing is given instead of a second one. Shops that
        are named must all be able to; of a marketplace or of all, those that can are asked.
        """
        if self.given["create_missing"]:
            refuse_role(self.access, "manage")
        named = self._named()
        asked = ask_named if named else ask_all
        found = asked(
            connections=named or list(self._shops()),
            sync_type=self.given["sync_type"],
            by=self.user,
            options=_options(self.given),
            cause="api",
        )
        return {"runs": found}

    @endpoint(answer=shapes.RunDetailSerializer, need="write")
    def stop(self, request: Request, pk: UUID) -> MarketplaceSyncLog:
        """Stop after the page or batch in hand. What is stored stays."""
        runs.request_stop(self._run(pk))
        return self._run(pk)

    @endpoint(answer=shapes.RunSerializer, status=202, need="write")
    def retry(self, request: Request, pk: UUID) -> MarketplaceSyncLog:
        """Try every refused record again that a repeat can help, in one new run."""
        run = self._run(pk)
        if run.sync_type == SyncType.IMPORT:
            refuse_role(self.access, "manage")
        return self._run(retry_all(run, by=self.user).pk)

    def _named(self) -> list[Connection]:
        ids = [self.given["connection"]] if "connection" in self.given else self.given.get("connections", [])
        mine = Connection.objects.select_related("marketplace")
        return [get_for_store(mine, self.store, pk=pk) for pk in dict.fromkeys(ids)]

    def _shops(self) -> Any:
        shops = Connection.objects.filter(store=self.store).select_related("marketplace").order_by("name", "id")
        code = self.given.get("marketplace")
        return shops.filter(marketplace__code=code) if code else shops


def _options(given: dict[str, Any]) -> dict[str, Any]:
    """What the run is asked, in its own words; what was not asked is not named, so that equal runs join."""
    options: dict[str, Any] = {name: True for name in ("full", "create_missing") if given[name]}
    if "since" in given:
        options["since"] = given["since"].isoformat()
    return options
