"""`/api/v1/connections/{id}/dispatches/`: read at the marketplace, confirmed there, and the act to print."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.v1.dispatches.serializers import ConfirmedSerializer, DispatchesSerializer, NameDispatch
from api.v1.supplies.serializers import SheetSerializer
from api.views import StoreViews
from marketplaces.models import Connection
from sync.dispatches import DispatchRow, act_of, confirm, dispatches_of

#: What a marketplace that is asked at once may come to.
ASKED = (409, 502, 503)


class Dispatches(StoreViews):
    """Orders that a marketplace has put together by itself, to be handed over to it at one time."""

    area, resource = "orders", "dispatches"

    @endpoint(answer=DispatchesSerializer, errors=ASKED)
    def list(self, request: Request, pk: UUID) -> dict[str, list[DispatchRow]]:
        """From yesterday to a week ahead, the soonest first. The marketplace is asked each time."""
        return {"dispatches": dispatches_of(self._shop(pk))}

    @endpoint(answer=ConfirmedSerializer, body=NameDispatch, need="write", errors=ASKED)
    def confirm(self, request: Request, pk: UUID) -> dict[str, bool]:
        """Say that it will be handed over. Twice is once; before its time the marketplace refuses, with the reason."""
        news = confirm(self._shop(pk), self.given["dispatch"], by=self.user)
        return {"confirmed": True, "before": not news}

    @endpoint(answer=SheetSerializer, body=NameDispatch, need="write", errors=ASKED)
    def act(self, request: Request, pk: UUID) -> bytes:
        """What both sides sign when it is handed over, as a PDF, once it is confirmed."""
        return act_of(self._shop(pk), self.given["dispatch"])

    def _shop(self, pk: UUID) -> Connection:
        return self.find(Connection.objects.select_related("marketplace", "store"), pk)
