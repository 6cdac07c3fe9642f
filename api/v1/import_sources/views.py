"""`/api/v1/import-sources/`: where product feeds are fetched from; the pages' own services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.import_sources import serializers as shapes
from api.views import StoreViews
from core.errors import DomainError
from sync.asking import ask_to_fetch
from sync.models import ImportSource
from sync.sources import fetching, keeping
from sync.sources.found import SourceError

NEWEST = newest("created_at")


class ImportSources(StoreViews):
    """Addresses may hold keys, so managers alone see them."""

    area, resource = "catalogue", "import_sources"

    @endpoint(answer=shapes.SourceSerializer, paged=True, need="see_addresses")
    def list(self, request: Request) -> Listing:
        """The sources of the store, newest first."""
        return Listing(ImportSource.objects.filter(store=self.store).select_related("last_run"), NEWEST)

    @endpoint(answer=shapes.SourceSerializer, need="see_addresses")
    def retrieve(self, request: Request, pk: UUID) -> ImportSource:
        """One source and how it went last."""
        return self._one(pk)

    @endpoint(answer=shapes.SourceSerializer, body=shapes.NewSource, status=201, need="manage_connections")
    def create(self, request: Request) -> ImportSource:
        """Fetch feeds from another place, at once and then by its interval."""
        made = keeping.make(store=self.store, by=str(self.user), **self.given)
        ask_to_fetch(made)
        return self._one(made.pk)

    @endpoint(answer=shapes.SourceSerializer, body=shapes.ChangedSource, need="manage_connections", errors=(422,))
    def change(self, request: Request, pk: UUID) -> ImportSource:
        """Change what is named, pause or resume it. A new address needs its password again."""
        keeping.change(self._one(pk), by=str(self.user), **self.given)
        return self._one(pk)

    @endpoint(need="manage_connections")
    def remove(self, request: Request, pk: UUID) -> None:
        """Fetch nothing more from it. What it brought stays."""
        keeping.remove(self._one(pk), by=str(self.user))

    @endpoint(answer=shapes.LookedForSerializer, need="manage_connections", errors=(422,))
    def test(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Look whether it answers and what is new there; nothing is kept."""
        try:
            found = fetching.look(self._one(pk))
        except SourceError as failed:
            raise DomainError(str(failed)) from None
        return {
            "is_new": found is not None,
            "name": found.name if found else "",
            "bytes": len(found.data) if found else 0,
        }

    @endpoint(answer=shapes.SourceSerializer, status=202, need="manage_connections")
    def fetch(self, request: Request, pk: UUID) -> ImportSource:
        """Fetch from it in a moment, whenever its time would come."""
        ask_to_fetch(self._one(pk))
        return self._one(pk)

    def _one(self, pk: UUID) -> ImportSource:
        row: ImportSource = self.find(ImportSource.objects.select_related("store"), pk)
        return row
