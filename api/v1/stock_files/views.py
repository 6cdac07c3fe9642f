"""`/api/v1/stock-files/`: files of stock that are put into folders and onto servers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.stock_files import serializers as shapes
from api.views import StoreViews
from core.errors import DomainError
from core.tenancy import get_for_store
from marketplaces.models import Connection
from sync.models import StockFile
from sync.stock_files import keeping, putting

NEWEST = newest("created_at")


class StockFiles(StoreViews):
    """Files of stock; their servers are seen by who manages connections."""

    area, resource = "stock", "stock_files"

    @endpoint(answer=shapes.StockFileSerializer, paged=True, need="see_addresses")
    def list(self, request: Request) -> Listing:
        """The files of the store, newest first."""
        return Listing(StockFile.objects.filter(store=self.store), NEWEST)

    @endpoint(answer=shapes.StockFileSerializer, need="see_addresses")
    def retrieve(self, request: Request, pk: UUID) -> StockFile:
        """One file."""
        return self.find(StockFile, pk)

    @endpoint(
        answer=shapes.StockFileSerializer, body=shapes.NewStockFile, status=201, need="manage_connections",
        errors=(422,),
    )  # fmt: skip
    def create(self, request: Request) -> StockFile:
        """Make a file. It is put within a minute, then at every turn."""
        return keeping.make(store=self.store, by=str(self.user), **self._wanted())

    @endpoint(
        answer=shapes.StockFileSerializer, body=shapes.ChangedStockFile, need="manage_connections", errors=(422,)
    )  # fmt: skip
    def change(self, request: Request, pk: UUID) -> StockFile:
        """Change what is named. At another server its key is met anew."""
        return keeping.change(self.find(StockFile, pk), by=str(self.user), **self._wanted())

    @endpoint(status=204, need="manage_connections")
    def remove(self, request: Request, pk: UUID) -> None:
        """Put it no more. The file that is there stays there."""
        keeping.remove(self.find(StockFile.objects.select_related("store"), pk), by=str(self.user))

    @endpoint(answer=shapes.PutSerializer, body=shapes.PutStockFile, need="manage_connections", errors=(422,))
    def put_now(self, request: Request, pk: UUID) -> putting.Outcome:
        """Put it now. The answer says whether it was put, and if not why."""
        outcome = putting.put_now(self.find(StockFile, pk).pk, anyway=self.given["anyway"])
        if outcome is None:
            raise DomainError(_("It is being put just now. Look again in a moment."))
        return outcome

    @endpoint(answer=shapes.StockFileSerializer, need="manage_connections", errors=(422,))
    def accept_key(self, request: Request, pk: UUID) -> StockFile:
        """Say that the server's new key is right. It is put at the next turn."""
        return keeping.accept_key(self.find(StockFile, pk), by=str(self.user))

    def _wanted(self) -> dict[str, Any]:
        given = dict(self.given)
        if pk := given.get("connection"):
            given["connection"] = get_for_store(Connection.objects.all(), self.store, pk=pk)
        return given
