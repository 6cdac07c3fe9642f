"""`/api/v1/orders/{id}/keys/`: how the keys of an order stand, and what its page does with them."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.endpoint import endpoint
from api.v1.keys.order_serializers import Decision, OrderKeysSerializer, Reason
from api.views import StoreViews
from core.errors import DomainError
from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.selectors.order_keys import OrderKeys, order_keys
from fulfillment.services.keys import delivering, purchases, withdrawing
from orders.models import Order


class OrderKeyViews(StoreViews):
    """Keys of one order. Each act is the page's own: the same service, the same history."""

    area, resource = "orders", "order_keys"

    @endpoint(answer=OrderKeysSerializer)
    def retrieve(self, request: Request, pk: UUID) -> OrderKeys:
        """The digital lines of an order, how each key stands, what was bought and what is left. No key is ever told."""
        return order_keys(self.find(Order, pk))

    @endpoint(answer=OrderKeysSerializer, body=Reason, need="manage", errors=(422,))
    def replace(self, request: Request, pk: UUID, key: UUID) -> OrderKeys:
        """Give the unit another key of the pool, handed over as the first was; the first is given to nobody.

        A key that was replaced before is refused, so that the same call twice takes one key.
        """
        order = self.find(Order, pk)
        row = self.find(LicenseKey.objects.filter(order_item__order=order).defer("key"), key)
        withdrawing.replace(row, by=str(self.user), why=self.given["why"])
        return order_keys(order)

    @endpoint(answer=OrderKeysSerializer, need="manage", errors=(422,))
    def hand_over(self, request: Request, pk: UUID) -> OrderKeys:
        """Say that you give the keys to the buyer yourself; where nothing is ready it is refused."""
        order = self.find(Order, pk)
        if delivering.hand_over(order.pk, by=str(self.user)) is None:
            raise DomainError(_("There is nothing to hand over: keys are missing, or it was done before."))
        return order_keys(order)

    @endpoint(answer=OrderKeysSerializer, need="write", errors=(422,))
    def send_again(self, request: Request, pk: UUID) -> OrderKeys:
        """Send the buyer a new link; older ones open nothing more."""
        order = self.find(Order, pk)
        delivering.send_again(order, by=str(self.user))
        return order_keys(order)

    @endpoint(answer=OrderKeysSerializer, body=Decision, need="manage", errors=(422,))
    def decide(self, request: Request, pk: UUID, purchase: UUID) -> OrderKeys:
        """Settle a purchase that waits for a person. What follows from it is done within seconds."""
        order = self.find(Order, pk)
        row = self.find(SupplierOrder.objects.filter(order_item__order=order), purchase)
        purchases.decide(row, what=self.given["do"], by=str(self.user))
        return order_keys(order)
