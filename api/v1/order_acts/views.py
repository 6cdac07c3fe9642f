"""`/api/v1/orders/acts/`: one act on many orders, as the order list does it."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.core.exceptions import PermissionDenied
from rest_framework.request import Request

from api.endpoint import endpoint
from api.v1.order_acts.bodies import KINDS, MANAGED, NewOrderAct, options_of
from api.v1.order_acts.serializers import OrderActSerializer
from api.views import StoreViews
from core import roles
from orders.models import BulkAct
from sync.asking import ask_on_orders


class OrderActs(StoreViews):
    """Acts on many orders of the store."""

    area, resource, tag = "orders", "order_acts", "orders"

    @endpoint(answer=OrderActSerializer, body=NewOrderAct, status=201, need="write")
    def create(self, request: Request) -> BulkAct:
        """Do one thing to up to 5,000 orders, each with its own answer.

        What takes no longer than a second is done when this answers; the rest goes on, and the act's own address says
        how far it is. With an Idempotency-Key the same request is the same act, also when its first answer was lost.
        """
        if self.given["act"] in MANAGED and not roles.may(self.membership, "manage"):
            raise PermissionDenied(roles.refusal("manage"))
        return ask_on_orders(
            store=self.store, by=self.user, kind=KINDS[self.given["act"]], order_ids=self.given["orders"],
            request_key=hashlib.sha256(self.request_key().encode()).hexdigest(), options=options_of(self.given),
        )  # fmt: skip

    @endpoint(answer=OrderActSerializer)
    def retrieve(self, request: Request, pk: UUID) -> BulkAct:
        """How far an act is, and what became of each order."""
        return self.find(BulkAct, pk)
