"""`/api/v1/keys/`: the key pool by SKU, in counts."""

from __future__ import annotations

import uuid

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing
from api.v1.keys.serializers import PoolSerializer
from api.views import StoreViews
from core.keyset import Key, Keyset
from fulfillment.selectors.keys import counted, variants_with_keys

BY_SKU = Keyset((Key("sku", str), Key("id", uuid.UUID)))


class Keys(StoreViews):
    """Digital keys of the store."""

    area, resource = "stock", "keys"

    @endpoint(answer=PoolSerializer, paged=True)
    def list(self, request: Request) -> Listing:
        """The key pool by SKU: how many keys are left, reserved and handed over. No key is ever told."""
        return Listing(variants_with_keys(self.store).select_related("product"), BY_SKU, counted)
