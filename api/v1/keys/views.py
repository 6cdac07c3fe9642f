"""`/api/v1/keys/`: the key pool by SKU, in counts; keys come in and are revoked, none goes out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, Whole
from api.v1.keys.serializers import KeysTakenSerializer, LoadKeys, PoolSerializer, RevokeKeys, SupplierSerializer
from api.views import StoreViews
from core.errors import DomainError
from core.keyset import Key, Keyset
from fulfillment.selectors.balances import forecasts
from fulfillment.selectors.keys import counted, variants_with_keys
from fulfillment.services.keys import files, pool, withdrawing
from inventory.models import Variant

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

    @endpoint(answer=KeysTakenSerializer, body=LoadKeys, need="manage", errors=(422,))
    def load(self, request: Request) -> dict[str, Any]:
        """Take keys into the pool. Each line that is not taken has its reason; a key is taken once for ever."""
        loaded = pool.load(
            store=self.store, rows=self._rows(), variant=self._variant(self.given.get("sku", "")), by=str(self.user)
        )  # fmt: skip
        return _taken(loaded.added, loaded.refused)

    @endpoint(answer=KeysTakenSerializer, body=RevokeKeys, need="manage", errors=(422,))
    def revoke(self, request: Request) -> dict[str, Any]:
        """Give keys of the pool to nobody any more. One that belongs to an order is named with it: replace it there."""
        revoked = withdrawing.revoke_listed(
            store=self.store, rows=self._rows(), by=str(self.user), why=self.given["why"]
        )
        return _taken(revoked.done, revoked.refused)

    def _rows(self) -> Sequence[files.KeyRow]:
        return files.read(self.given["text"].encode(), zone=self.store.zone)

    def _variant(self, sku: str) -> Variant | None:
        if not sku:
            return None
        found = Variant.objects.filter(store=self.store, sku=sku).first()
        if found is None:
            raise DomainError(_("No product has this SKU: %s.") % sku, field="sku")
        return found


def _taken(done: int, refused: Sequence[tuple[int, str]]) -> dict[str, Any]:
    return {"done": done, "refused": [{"line": line, "problem": problem} for line, problem in refused]}
