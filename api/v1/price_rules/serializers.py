"""A price rule as programs see it, and as they set one."""

from __future__ import annotations

from decimal import Decimal

from rest_framework import serializers

from api.serializers import MoneyField, Strict
from inventory.models import PriceRule


class PriceRuleSerializer(serializers.Serializer[PriceRule]):
    """The rule that names most counts: connection and supplier, connection, supplier, then the store's own."""

    id = serializers.UUIDField()
    connection = serializers.UUIDField(source="connection_id", allow_null=True, help_text="Null: every shop.")
    supplier = serializers.UUIDField(source="supplier_id", allow_null=True, help_text="Null: bought anywhere.")
    markup_percent = serializers.DecimalField(
        max_digits=9, decimal_places=4, allow_null=True, help_text="Over the cost; null: prices are only guarded."
    )
    markup_fixed = MoneyField(help_text="Added after it, in the cost's currency.")
    rounding = serializers.ChoiceField(choices=PriceRule.Rounding.values)
    min_margin_percent = serializers.DecimalField(max_digits=7, decimal_places=4, help_text="Of the price.")
    below = serializers.ChoiceField(choices=PriceRule.Below.values, help_text="What becomes of one that does not pay.")
    jump_percent = serializers.DecimalField(
        max_digits=7, decimal_places=4, allow_null=True, help_text="A made price that moves by more is held."
    )
    set_by = serializers.CharField()
    updated_at = serializers.DateTimeField()


class NewPriceRule(Strict):
    """Sets the rule of its scope; what is not named is as nobody had said it."""

    connection = serializers.UUIDField(required=False, allow_null=True)
    supplier = serializers.UUIDField(required=False, allow_null=True)
    markup_percent = serializers.DecimalField(max_digits=9, decimal_places=4, required=False, allow_null=True)
    markup_fixed = serializers.DecimalField(max_digits=15, decimal_places=4, default=Decimal(0))
    rounding = serializers.ChoiceField(choices=PriceRule.Rounding.values, default=PriceRule.Rounding.EXACT.value)
    min_margin_percent = serializers.DecimalField(
        max_digits=7, decimal_places=4, default=Decimal(0), min_value=0, max_value=99
    )
    below = serializers.ChoiceField(choices=PriceRule.Below.values, default=PriceRule.Below.HOLD.value)
    jump_percent = serializers.DecimalField(
        max_digits=7, decimal_places=4, required=False, allow_null=True, min_value=0, max_value=900
    )
