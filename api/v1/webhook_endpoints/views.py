"""`/api/v1/webhooks/endpoints/` and `/api/v1/webhooks/deliveries/`: who is told what, and how it went."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.webhook_endpoints import serializers as shapes
from api.views import StoreViews
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.outgoing import endpoints

NEWEST = newest("created_at")


class Endpoints(StoreViews):
    """Addresses of the merchant's own; as good as keys, so managers alone see them."""

    area, resource = "webhooks", "webhook_endpoints"

    @endpoint(answer=shapes.EndpointSerializer, paged=True, need="see_addresses")
    def list(self, request: Request) -> Listing:
        """The endpoints of the store, newest first."""
        return Listing(WebhookEndpoint.objects.filter(store=self.store), NEWEST)

    @endpoint(answer=shapes.EndpointSerializer, need="see_addresses")
    def retrieve(self, request: Request, pk: UUID) -> WebhookEndpoint:
        """One endpoint."""
        return self._one(pk)

    @endpoint(answer=shapes.MadeSerializer, body=shapes.NewEndpoint, status=201, need="manage_connections")
    def create(self, request: Request) -> endpoints.Made:
        """Make an endpoint. It is told what happens from now on; the secret is answered this once."""
        return endpoints.make(store=self.store, by=str(self.user), **self.given)

    @endpoint(answer=shapes.EndpointSerializer, body=shapes.ChangedEndpoint, need="manage_connections", errors=(422,))
    def change(self, request: Request, pk: UUID) -> WebhookEndpoint:
        """Change what is named. Switched on again it is told from then on."""
        return endpoints.change(self._one(pk), by=str(self.user), **self.given)

    @endpoint(need="manage_connections")
    def remove(self, request: Request, pk: UUID) -> None:
        """Tell it nothing more. Its log stays for two weeks."""
        endpoints.remove(self._one(pk), by=str(self.user))

    @endpoint(answer=shapes.MadeSerializer, need="manage_connections")
    def rotate(self, request: Request, pk: UUID) -> endpoints.Made:
        """Exchange the secret. The one before signs beside it for a day."""
        return endpoints.rotate(self._one(pk), by=str(self.user))

    @endpoint(answer=shapes.DeliverySerializer, status=202, need="manage_connections")
    def ping(self, request: Request, pk: UUID) -> WebhookDelivery:
        """Send a harmless event within seconds; its delivery says how that went."""
        return endpoints.ping(self._one(pk))

    @endpoint(answer=shapes.ResentSerializer, status=202, need="manage_connections")
    def resend(self, request: Request, pk: UUID) -> dict[str, int]:
        """Send everything again that was given up in the last two weeks, under the same ids."""
        return {"sent_again": endpoints.send_all_again(self._one(pk))}

    def _one(self, pk: UUID) -> WebhookEndpoint:
        return self.find(WebhookEndpoint.objects.select_related("store"), pk)


class Deliveries(StoreViews):
    """The log."""

    area, resource = "webhooks", "webhook_deliveries"

    @endpoint(answer=shapes.DeliverySerializer, paged=True, query=shapes.DeliveryQuery, need="see_addresses")
    def list(self, request: Request) -> Listing:
        """What was sent or waits, newest first."""
        wanted = {name: self.asked[name] for name in ("endpoint", "state", "kind") if name in self.asked}
        return Listing(WebhookDelivery.objects.filter(store=self.store, **wanted), NEWEST)

    @endpoint(answer=shapes.DeliveryDetailSerializer, need="see_addresses")
    def retrieve(self, request: Request, pk: UUID) -> WebhookDelivery:
        """One delivery: what was sent, and every try with its answer."""
        return self.find(WebhookDelivery, pk)

    @endpoint(answer=shapes.DeliverySerializer, status=202, need="manage_connections")
    def resend(self, request: Request, pk: UUID) -> WebhookDelivery:
        """Send it again under the same id, delivered or not."""
        endpoints.send_again([self.find(WebhookDelivery, pk)])
        return self.find(WebhookDelivery, pk)
