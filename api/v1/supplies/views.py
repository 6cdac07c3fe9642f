"""`/api/v1/supplies/`: opened, filled, emptied, handed over and printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.supplies.serializers import (
    EmptySupply,
    FilledSerializer,
    FillSupply,
    OpenSupply,
    SheetSerializer,
    SupplyDetailSerializer,
    SupplyQuery,
    SupplySerializer,
)
from api.views import StoreViews
from fulfillment.models import SuppliedOrder, Supply
from fulfillment.selectors.supplies import SupplyRow, inside, supplies, with_news
from fulfillment.services.supplies import hand_over, open_supply, put_in, take_out
from marketplaces.models import Connection
from sync.supply_sheets import code_sheet, stickers


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSupply(SupplyRow):
    """With what lies in it."""

    orders: list[SuppliedOrder]


class Supplies(StoreViews):
    """Several orders that a marketplace gets in one trip."""

    area, resource = "orders", "supplies"

    @endpoint(answer=SupplySerializer, paged=True, query=SupplyQuery)
    def list(self, request: Request) -> Listing:
        """Supplies, newest first."""
        wanted = {name: self.asked[name] for name in ("connection", "status") if name in self.asked}
        return Listing(supplies(self.store).filter(**wanted), newest("created_at"), with_news)

    @endpoint(answer=SupplyDetailSerializer, body=OpenSupply, status=201, need="write", errors=(404,))
    def create(self, request: Request) -> WholeSupply:
        """Open an empty supply at a shop that takes them."""
        shop = self.find(Connection.objects.select_related("marketplace"), self.given["connection"])
        made = open_supply(store=self.store, connection=shop, name=self.given["name"], actor=self.user)
        return self._whole(made.pk)

    @endpoint(answer=SupplyDetailSerializer)
    def retrieve(self, request: Request, pk: UUID) -> WholeSupply:
        """One supply with its orders and its news."""
        return self._whole(pk)

    @endpoint(answer=FilledSerializer, body=FillSupply, need="write")
    def fill(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Put orders in, by posting or by what was scanned. Each is answered alone; a pending one is accepted by it."""
        added = put_in(
            supply=self._found(pk), orders=self.given["postings"], codes=self.given["codes"], actor=self.user,
            actor_label=str(self.user),
        )  # fmt: skip
        return {"put": added.put, "refused": added.refused, "supply": self._whole(pk)}

    @endpoint(answer=SupplyDetailSerializer, body=EmptySupply, need="write")
    def take_out(self, request: Request, pk: UUID) -> WholeSupply:
        """Take orders out of an open supply."""
        take_out(supply=self._found(pk), orders=self.given["postings"])
        return self._whole(pk)

    @endpoint(answer=SupplyDetailSerializer, need="write")
    def hand_over(self, request: Request, pk: UUID) -> WholeSupply:
        """All that is in it leaves, stock included; the marketplace is told. Twice is once.

        An order that the marketplace does not have in the supply yet keeps all of them here, with the reason.
        """
        hand_over(supply=self._found(pk), actor=self.user, actor_label=str(self.user))
        return self._whole(pk)

    @endpoint(answer=SheetSerializer, need="write", errors=(502, 503))
    def labels(self, request: Request, pk: UUID) -> bytes:
        """The labels of all its orders as one PDF. Each answer counts as a printing and is audited."""
        return stickers(self._found(pk), by=self.user)

    @endpoint(answer=SheetSerializer, need="write", errors=(502, 503))
    def code(self, request: Request, pk: UUID) -> bytes:
        """The code that is scanned when it arrives, as a PDF, once it was handed over there."""
        return code_sheet(self._found(pk), by=self.user)

    def _found(self, pk: UUID) -> Supply:
        return self.find(supplies(self.store).select_related("store"), pk)

    def _whole(self, pk: UUID) -> WholeSupply:
        (row,) = with_news([self._found(pk)])
        return WholeSupply(supply=row.supply, units=row.units, change=row.change, orders=inside(row.supply))
