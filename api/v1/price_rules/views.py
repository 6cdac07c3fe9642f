"""`/api/v1/price-rules/`: how prices come of costs, and what holds a price back."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing
from api.v1.price_rules import serializers as shapes
from api.views import StoreViews
from core.keyset import Key, Keyset
from core.tenancy import get_for_store
from inventory.models import PriceRule
from inventory.services.price_rules import remove_price_rule, set_price_rule
from marketplaces.models import Connection

OLDEST = Keyset((Key("created_at", datetime.fromisoformat), Key("id", uuid.UUID)))


class PriceRules(StoreViews):
    """The price rules of the store."""

    area, resource = "catalogue", "price_rules"

    @endpoint(answer=shapes.PriceRuleSerializer, paged=True, money=True)
    def list(self, request: Request) -> Listing:
        """Every rule that counts."""
        return Listing(PriceRule.objects.filter(store=self.store), OLDEST)

    @endpoint(
        answer=shapes.PriceRuleSerializer, body=shapes.NewPriceRule, status=201, need="manage", money=True,
        errors=(404, 422),
    )  # fmt: skip
    def create(self, request: Request) -> PriceRule:
        """Set the rule of a scope, in place of the one it had. Listings it concerns hear their price again."""
        given = dict(self.given)
        scope = {name: self._shop(given.pop(name, None)) for name in ("connection", "supplier")}
        rule, _told = set_price_rule(store=self.store, by=str(self.user), **scope, **given)
        return rule

    @endpoint(status=204, need="manage", money=True)
    def remove(self, request: Request, pk: UUID) -> None:
        """Let it count no more."""
        remove_price_rule(rule=self.find(PriceRule, pk), by=str(self.user))

    def _shop(self, pk: UUID | None) -> Connection | None:
        return get_for_store(Connection.objects.select_related("marketplace"), self.store, pk=pk) if pk else None
