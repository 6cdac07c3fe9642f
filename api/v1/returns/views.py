"""`/api/v1/returns/`: what buyers send back, as the marketplaces tell it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.returns.serializers import Decide, PutBack, ReturnQuery, ReturnSerializer, WriteOff
from api.views import StoreViews
from inventory.models import Location
from orders.models import OrderReturn, OrderReturnLine
from orders.selectors.return_list import return_list
from orders.services.returns import shelf

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

    @endpoint(answer=ReturnSerializer, body=Decide, need="count_stock")
    def decide(self, request: Request, pk: UUID) -> OrderReturn:
        """Say what each unit of a line is: to be sold again, damaged, or lost. Decided once.

        What can be sold again goes on the shelf, with its row in the ledger; the rest changes no stock.
        """
        given, place = self.given, self.given.get("location")
        found = shelf.Found(sellable=given["sellable"], damaged=given["damaged"], lost=given["lost"])
        shelf.decide(
            line=self._line(pk), found=found, condition=given["condition"],
            location=self.find(Location, place) if place else None, actor=self.user, actor_label=str(self.user),
        )  # fmt: skip
        return self.find(return_list(self.store), pk)

    @endpoint(answer=ReturnSerializer, body=PutBack, need="count_stock")
    def put_back(self, request: Request, pk: UUID) -> OrderReturn:
        """Put units of a line that came back on the shelf again. Decided once."""
        line, place = self._line(pk), self.given.get("location")
        shelf.put_back(
            line=line, quantity=self.given["quantity"], location=self.find(Location, place) if place else None,
            actor=self.user, actor_label=str(self.user),
        )  # fmt: skip
        return self.find(return_list(self.store), pk)

    @endpoint(answer=ReturnSerializer, body=WriteOff, need="count_stock")
    def write_off(self, request: Request, pk: UUID) -> OrderReturn:
        """Say that nothing of a line can be sold again. No stock changes. Decided once."""
        shelf.write_off(line=self._line(pk), actor=self.user, actor_label=str(self.user))
        return self.find(return_list(self.store), pk)

    def _line(self, pk: UUID) -> OrderReturnLine:
        found = self.find(OrderReturn, pk).lines.filter(pk=self.given["line"]).first()
        if found is None:
            raise Http404
        return found
