"""`/api/v1/webhooks/received/`: what was pushed to us, and reading again what it named."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.webhooks_received import serializers as shapes
from api.views import StoreViews
from sync.models import MarketplaceWebhook
from sync.webhooks import replay

NEWEST = newest("received_at")
FILTERS = {
    "connection": "connection", "marketplace": "connection__marketplace__code", "topic": "topic", "status": "status",
    "since": "received_at__gte", "until": "received_at__lt",
}  # fmt: skip


class Received(StoreViews):
    """Pushes that were believed; refused ones leave only a number."""

    area, resource = "webhooks", "webhooks_received"

    @endpoint(answer=shapes.ReceivedSerializer, paged=True, query=shapes.ReceivedQuery)
    def list(self, request: Request) -> Listing:
        """Pushes, newest first."""
        wanted = {FILTERS[name]: text for name, text in self.asked.items() if name in FILTERS}
        return Listing(self._messages().filter(**wanted), NEWEST)

    @endpoint(answer=shapes.ReceivedDetailSerializer)
    def retrieve(self, request: Request, pk: UUID) -> MarketplaceWebhook:
        """One push with its body, secrets hidden."""
        return self._message(pk)

    @endpoint(answer=shapes.ReceivedSerializer, status=202, need="write")
    def replay(self, request: Request, pk: UUID) -> MarketplaceWebhook:
        """Read again what it named. Harmless however often: it is the same read as by poll."""
        replay(self._message(pk))
        return self._message(pk)

    def _messages(self) -> Any:
        return MarketplaceWebhook.objects.filter(store=self.store).select_related("connection__marketplace")

    def _message(self, pk: UUID) -> MarketplaceWebhook:
        message: MarketplaceWebhook = self.find(self._messages(), pk)
        return message
