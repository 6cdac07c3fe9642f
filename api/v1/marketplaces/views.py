"""`/api/v1/marketplaces/`: which kinds there are and what each needs."""

from __future__ import annotations

from django.http import Http404
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Whole
from api.v1.marketplaces.serializers import MarketplaceSerializer
from api.views import StoreViews
from marketplaces.framework import registry
from marketplaces.framework.base import Connector


class Marketplaces(StoreViews):
    """The same for every store."""

    area = "connections"
    resource = "marketplaces"

    @endpoint(answer=MarketplaceSerializer, paged=True)
    def list(self, request: Request) -> Whole:
        """All marketplaces, by name."""
        return Whole(registry.connectors())

    @endpoint(answer=MarketplaceSerializer)
    def retrieve(self, request: Request, code: str) -> type[Connector]:
        """One marketplace by its code."""
        try:
            return registry.connector_class(code)
        except LookupError:
            raise Http404 from None
