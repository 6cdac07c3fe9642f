"""`/api/v1/returns/`: what buyers send back, as the marketplaces tell it."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.returns.serializers import ReturnQuery, ReturnSerializer
from api.views import StoreViews
from orders.models import OrderReturn
from orders.selectors.return_list import return_list

NEWEST = newest("requested_at")


class Returns(StoreViews):
    """Returns of the store's orders."""

    area, resource = "orders", "returns"

    @endpoint(answer=ReturnSerializer, paged=True, query=ReturnQuery)
    def list(self, request: Request) -> Listing:
        """Returns, newest first."""
        return Listing(return_list(self.store, **self.asked), NEWEST)

    @endpoint(answer=ReturnSerializer)
    def retrieve(self, request: Request, pk: UUID) -> OrderReturn:
        """One return with its lines and what became of them."""
        return self.find(return_list(self.store), pk)
