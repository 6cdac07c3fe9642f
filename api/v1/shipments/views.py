"""`/api/v1/shipments/`: what left, and what the buyer has."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.shipments.serializers import ArrivedParcel, ShipmentQuery, ShipmentSerializer, TrackParcel
from api.views import StoreViews
from fulfillment.selectors.order_page import Parcel
from fulfillment.selectors.shipments import parcels, shipments
from fulfillment.services.arrivals import arrived
from fulfillment.services.tracking import track

NEWEST = newest("shipped_at")


class Shipments(StoreViews):
    """Parcels of the store; an order's own address makes them."""

    area, resource = "orders", "shipments"

    @endpoint(answer=ShipmentSerializer, paged=True, query=ShipmentQuery)
    def list(self, request: Request) -> Listing:
        """Parcels, newest first."""
        return Listing(shipments(self.store, **self.asked), NEWEST, parcels)

    @endpoint(answer=ShipmentSerializer)
    def retrieve(self, request: Request, pk: UUID) -> Parcel:
        """One parcel with its units and its news."""
        return self._parcel(pk)

    @endpoint(answer=ShipmentSerializer, body=ArrivedParcel, need="write")
    def delivered(self, request: Request, pk: UUID) -> Parcel:
        """Say that the buyer has it. With the last parcel of an order the order is delivered.

        A marketplace that asks what the buyer did is told, and the parcel is delivered once that took the word.
        """
        return self._arrived(pk, taken=True)

    @endpoint(answer=ShipmentSerializer, body=ArrivedParcel, need="write")
    def refused(self, request: Request, pk: UUID) -> Parcel:
        """Tell a marketplace that asks what the buyer did that he did not take it."""
        return self._arrived(pk, taken=False)

    @endpoint(answer=ShipmentSerializer, body=TrackParcel, need="write")
    def tracking(self, request: Request, pk: UUID) -> Parcel:
        """Name its tracking number after it left, or another one; the marketplace is told again."""
        row = self.find(shipments(self.store), pk)
        carrier = self.given.get("carrier", row.carrier)
        track(shipment=row, carrier=carrier, tracking_number=self.given["tracking_number"], actor_label=str(self.user))
        return self._parcel(pk)

    def _arrived(self, pk: UUID, *, taken: bool) -> Parcel:
        row = self.find(shipments(self.store), pk)
        arrived(shipment=row, taken=taken, code=self.given["code"], actor=self.user, actor_label=str(self.user))
        return self._parcel(pk)

    def _parcel(self, pk: UUID) -> Parcel:
        return parcels([self.find(shipments(self.store), pk)])[0]
