"""`/api/v1/connections/<id>/fee-rules/`: read a shop's fee rules and let a new one count from a day on."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing
from api.v1.fee_rules import serializers as shapes
from api.views import StoreViews
from core.keyset import Key, Keyset
from marketplaces.models import Connection
from orders.models import FeeRule
from sync.asking import ask_fee_rule

LATEST = Keyset(
    (
        Key("starts_on", date.fromisoformat, descending=True),
        Key("created_at", datetime.fromisoformat, descending=True),
        Key("id", uuid.UUID, descending=True),
    )
)


class FeeRules(StoreViews):
    """The fee rules of a shop."""

    area, resource = "connections", "fee_rules"

    @endpoint(answer=shapes.FeeRuleSerializer, paged=True, money=True)
    def list(self, request: Request, pk: UUID) -> Listing:
        """Every rule a shop ever had, the one that begins last first."""
        return Listing(FeeRule.objects.filter(store=self.store, connection=self.find(Connection, pk)), LATEST)

    @endpoint(answer=shapes.FeeRuleSetSerializer, body=shapes.NewFeeRule, status=201, need="manage", money=True)
    def create(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Let a rule count for orders placed on a day or later.

        Orders placed before it keep their estimate. Of those placed since, fees that the marketplace did not tell are
        estimated anew: at once while that takes a second, else in the background, and the rule says how far that is.
        """
        shop = self.find(Connection.objects.select_related("store"), pk)
        rule = ask_fee_rule(connection=shop, by=str(self.user), **self.given)
        return {"rule": rule, "orders_estimated": rule.orders_estimated}
