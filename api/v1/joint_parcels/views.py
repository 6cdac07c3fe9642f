"""`/api/v1/joint-parcels/`: several orders of one buyer in one parcel. The pages' services, one call each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.joint_parcels.serializers import (
    JointParcelSerializer,
    JointQuery,
    JointSuggestionsSerializer,
    PackTogether,
    ShipTogether,
    TakeOut,
)
from api.views import StoreViews
from fulfillment.models import JointParcel
from fulfillment.selectors.together import joint_parcels, suggestions
from fulfillment.services import together
from orders.models import Order

NEWEST = newest("created_at")


class JointParcels(StoreViews):
    """Orders that are packed together, and those that could be."""

    area, resource = "orders", "joint_parcels"

    @endpoint(answer=JointParcelSerializer, paged=True, query=JointQuery)
    def list(self, request: Request) -> Listing:
        """Joint parcels, newest first."""
        return Listing(joint_parcels(self.store, state=self.asked.get("state", "")), NEWEST)

    @endpoint(answer=JointParcelSerializer, body=PackTogether, status=201, need="write", errors=(404,))
    def create(self, request: Request) -> JointParcel:
        """Pack orders together. Those that are packed with others bring these along; the same again changes nothing.

        They go to one buyer at one address, are open, not held, and no marketplace makes their labels.
        """
        for pk in self.given["orders"]:
            self.find(Order, pk)
        made = together.pack_together(store=self.store, orders=self.given["orders"], actor_label=str(self.user))
        return self._whole(made.pk)

    @endpoint(answer=JointSuggestionsSerializer)
    def suggestions(self, request: Request) -> dict[str, Any]:
        """Orders that could leave in one parcel, the most urgent first."""
        return {"suggestions": suggestions(self.store)}

    @endpoint(answer=JointParcelSerializer)
    def retrieve(self, request: Request, pk: UUID) -> JointParcel:
        """One joint parcel with its orders."""
        return self._whole(pk)

    @endpoint(answer=JointParcelSerializer, body=ShipTogether, need="write")
    def ship(self, request: Request, pk: UUID) -> JointParcel:
        """Send all that is left of its orders in one parcel; each channel is told of its own order.

        All orders leave, or none. Sent before, nothing is sent again.
        """
        together.ship_together(
            parcel=self.find(JointParcel, pk), carrier=self.given["carrier"],
            tracking_number=self.given["tracking_number"],
            numbers={row["order"]: row["tracking_number"] for row in self.given.get("numbers", ())},
            actor=self.user, actor_label=str(self.user),
        )  # fmt: skip
        return self._whole(pk)

    @endpoint(answer=JointParcelSerializer, body=TakeOut, need="write")
    def take_out(self, request: Request, pk: UUID) -> JointParcel:
        """Let one of its orders travel alone again; with the last but one the others do, too."""
        order = self.find(Order, self.given["order"])
        together.take_out(parcel=self.find(JointParcel, pk), order=order, actor_label=str(self.user))
        return self._whole(pk)

    @endpoint(answer=JointParcelSerializer, need="write")
    def part(self, request: Request, pk: UUID) -> JointParcel:
        """Let each of its orders travel alone again."""
        together.part(parcel=self.find(JointParcel, pk), actor_label=str(self.user))
        return self._whole(pk)

    def _whole(self, pk: UUID) -> JointParcel:
        found: JointParcel = self.find(joint_parcels(self.store), pk)
        return found
