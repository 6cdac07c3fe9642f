"""`/api/v1/imports/`: bring feeds in, follow them, let held ones go on; the pages' own services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.imports import serializers as shapes
from api.views import StoreViews
from core.errors import DomainError
from inventory.services.feed.columns import FIELDS
from sync import column_maps, uploads
from sync.asking import ask_import, ask_to_go_on
from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.retrying import retry_all

NEWEST = newest("created_at")


class Imports(StoreViews):
    """Runs that bring feeds in. They are in `syncs/` too, as any other run."""

    area, resource = "catalogue", "imports"

    @endpoint(answer=shapes.ImportSerializer, paged=True)
    def list(self, request: Request) -> Listing:
        """Imports, newest first."""
        return Listing(self._runs(), NEWEST)

    @endpoint(answer=shapes.ImportSerializer)
    def retrieve(self, request: Request, pk: UUID) -> MarketplaceSyncLog:
        """One import: how far, what it came to, why it is held."""
        return self._run(pk)

    @endpoint(answer=shapes.ImportSerializer, body=shapes.NewImport, status=202, need="manage", errors=(422,))
    def create(self, request: Request) -> MarketplaceSyncLog:
        """Bring a feed in: CSV, TSV, a workbook or JSON, also packed. It starts in a moment.

        Where its columns have foreign names, say in `columns` what they are; `look/` guesses them. What would change
        too many prices is held, unless it is approved at once.
        """
        data = self.given["data"]
        plan = column_maps.plan(store=self.store, data=data)
        columns = plan.chosen
        if "columns" in self.given:
            given = self.given["columns"]
            columns = column_maps.save(store=self.store, heads=plan.heads, chosen=given, by=str(self.user))
        elif plan.asks:
            guessed = ", ".join(f"{column.head} → {column.guess}" for column in plan.columns if column.guess)
            raise DomainError(f"Say in columns what its columns are. Guessed: {guessed or 'nothing'}.", field="columns")
        ticket = uploads.keep(store=self.store, name=self.given["name"], data=data, columns=columns)
        run = ask_import(
            store=self.store, ticket=ticket, by=self.user, cause="api", approved=self.given["approve"]
        )  # fmt: skip
        return self._run(run.pk)

    @endpoint(answer=shapes.LookedAtSerializer, body=shapes.Feed, need="manage", errors=(422,))
    def look(self, request: Request) -> dict[str, Any]:
        """What the columns of a file are taken for, with values of each. Nothing is kept."""
        plan = column_maps.plan(store=self.store, data=self.given["data"])
        columns = [
            {"head": column.head, "samples": list(column.samples), "field": field, "why": column.why}
            for column, field in plan.drawn
        ]
        return {"asks": plan.asks, "columns": columns, "fields": list(FIELDS)}

    @endpoint(answer=shapes.RefusedRowSerializer, paged=True, need="manage")
    def rows(self, request: Request, pk: UUID) -> Listing:
        """The rows that did not come in, as the file has them, each with its line and reason."""
        return Listing(SyncLogItem.objects.filter(sync_log=self._run(pk)), NEWEST)

    @endpoint(answer=shapes.ImportSerializer, status=202, need="manage", errors=(422,))
    def retry(self, request: Request, pk: UUID) -> MarketplaceSyncLog:
        """Try its refused rows again, in an import of their own."""
        return self._run(retry_all(self._run(pk), by=self.user).pk)

    @endpoint(answer=shapes.ImportSerializer, status=202, need="manage", errors=(422,))
    def go_on(self, request: Request, pk: UUID) -> MarketplaceSyncLog:
        """Let one go on that is held or ended early, behind its last stored row, whatever it changes."""
        ask_to_go_on(self._run(pk), by=self.user)
        return self._run(pk)

    @endpoint(answer=shapes.ImportSerializer, need="manage", errors=(422,))
    def drop(self, request: Request, pk: UUID) -> MarketplaceSyncLog:
        """Never bring the rest of it in. What is stored stays."""
        uploads.drop(self._run(pk), by=self.user)
        return self._run(pk)

    def _runs(self) -> Any:
        runs = MarketplaceSyncLog.objects.filter(store=self.store, sync_type=SyncType.IMPORT)
        return runs.select_related("marketplace")

    def _run(self, pk: UUID) -> MarketplaceSyncLog:
        run: MarketplaceSyncLog = self.find(self._runs(), pk)
        return run
