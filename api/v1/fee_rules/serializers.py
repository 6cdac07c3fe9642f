"""A fee rule as programs see it, and a new one as they say it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from api.serializers import MoneyField, Strict
from core.money import is_currency
from orders.models import FeeRule


class FeeRuleSerializer(serializers.Serializer[FeeRule]):
    """Fees of orders placed from a day on are estimated so, until the marketplace tells them or a later rule begins."""

    id = serializers.UUIDField()
    percent = serializers.DecimalField(
        max_digits=7, decimal_places=4, allow_null=True, help_text="Of the total; null estimates nothing."
    )
    fixed = MoneyField(help_text="Per order; an order in another currency is estimated only where this is 0.")
    currency = serializers.CharField(help_text="Of what is fixed.")
    starts_on = serializers.DateField(help_text="Orders placed on this day, as the store lives it, or later.")
    made_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    orders_to_look_at = serializers.IntegerField(help_text="Orders it may concern that were there when it was made.")
    orders_looked_at = serializers.IntegerField(help_text="How far that is.")
    orders_estimated = serializers.IntegerField(help_text="Of them, those whose estimate is another now.")
    estimated_at = serializers.DateTimeField(
        allow_null=True, help_text="When the last of them was done; null while it goes on in the background."
    )


class FeeRuleSetSerializer(serializers.Serializer[Any]):
    """The new rule, and what it changed."""

    rule = FeeRuleSerializer()
    orders_estimated = serializers.IntegerField(
        help_text="Orders whose estimate is another by now; `rule.estimated_at` says whether that is all."
    )


class NewFeeRule(Strict):
    """A rule that counts from a day on; the store's today unless named."""

    percent = serializers.DecimalField(
        max_digits=7, decimal_places=4, min_value=0, max_value=100, allow_null=True,
        help_text="Of the total; null estimates nothing from that day on.",
    )  # fmt: skip
    fixed = serializers.DecimalField(max_digits=13, decimal_places=4, min_value=0, default=Decimal(0))
    currency = serializers.CharField(required=False, help_text="Of what is fixed; the store's unless named.")
    starts_on = serializers.DateField(required=False)

    def validate_currency(self, code: str) -> str:
        """One that people pay in."""
        if not is_currency(code):
            raise serializers.ValidationError(f"“{code[:10]}” is no currency. Name one such as EUR.")
        return code
