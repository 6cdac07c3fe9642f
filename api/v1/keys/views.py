"""`/api/v1/keys/`: the key pool by SKU, in counts."""

from __future__ import annotations

import uuid

from django.utils import timezone
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, Whole
from api.v1.keys.serializers import PoolSerializer, SupplierSerializer
from api.views import StoreViews
from core.keyset import Key, Keyset
from fulfillment.selectors.balances import forecasts
from fulfillment.selectors.keys import counted, variants_with_keys

BY_SKU = Keyset((Key("sku", str), Key("id", uuid.UUID)))


class Keys(StoreViews):
    """Digital keys of the store."""

    area, resource = "stock", "keys"

    @endpoint(answer=PoolSerializer, paged=True)
    def list(self, request: Request) -> Listing:
        """The key pool by SKU: how many keys are left, reserved and handed over. No key is ever told."""
        return Listing(variants_with_keys(self.store).select_related("product"), BY_SKU, counted)

    @endpoint(answer=SupplierSerializer, paged=True, need="see_costs")
    def suppliers(self, request: Request) -> Whole:
        """What can be spent at each supplier of keys, what a day costs, and how many days it lasts."""
        return Whole([each.figures() for each in forecasts(self.store, timezone.now())])
