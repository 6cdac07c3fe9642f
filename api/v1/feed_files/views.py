"""`/api/v1/connections/<id>/feeds/`: the files' address, when they were written, a new address; the page's services."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.endpoint import endpoint
from api.v1.feed_files.serializers import FeedFilesSerializer
from api.views import StoreViews
from core.errors import DomainError
from marketplaces.models import Connection
from sync.feed_files import addresses, rendering
from sync.feed_files.kinds import files_of
from sync.models import Publication


class FeedFiles(StoreViews):
    """The files of one shop."""

    area, resource, tag = "connections", "feed_files", "connections"

    @endpoint(answer=FeedFilesSerializer, need="see_addresses")
    def retrieve(self, request: Request, pk: UUID) -> Publication:
        """Where a shop's files are fetched, when they were written and fetched, and why newer ones wait."""
        return _row(self.find(_shops(), pk))

    @endpoint(answer=FeedFilesSerializer, need="manage_connections")
    def rotate(self, request: Request, pk: UUID) -> Publication:
        """Give the files a new address. The old one leads nowhere from now on: enter the new one there."""
        shop = self._publishing(pk)
        addresses.exchange(shop)
        return _row(shop)

    @endpoint(need="manage_connections", errors=(422,))
    def withdraw(self, request: Request, pk: UUID) -> None:
        """Let the files have no address at all. They stay where they are put into a folder."""
        addresses.withdraw(self._publishing(pk))

    @endpoint(answer=FeedFilesSerializer, need="manage_connections")
    def write(self, request: Request, pk: UUID) -> Publication:
        """Write the files anew, also where fewer rows made them wait. An empty one replaces none."""
        shop = self._publishing(pk)
        found = rendering.render(shop, anyway=True)
        if found is None:
            raise DomainError(_("Nothing is published while neither stock nor prices are sent."))
        if found.held:
            raise DomainError(found.held)
        return _row(shop)

    def _publishing(self, pk: UUID) -> Connection:
        shop: Connection = self.find(_shops(), pk)
        if shop.status == Connection.Status.DISCONNECTED:
            raise DomainError(_("%(shop)s is disconnected. Reconnect it with its keys.") % {"shop": shop.name})
        if files_of(shop) is None:
            raise DomainError(_("%(shop)s takes no files: it is told by calls.") % {"shop": shop.marketplace.name})
        return shop


def _shops() -> QuerySet[Connection]:
    return Connection.objects.select_related("marketplace", "store")


def _row(shop: Connection) -> Publication:
    """What is kept of the files; of a shop that never published, that nothing was."""
    return addresses.find(shop) or Publication(connection=shop)
