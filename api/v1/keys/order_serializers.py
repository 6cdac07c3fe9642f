"""The keys of one order as programs see them: how each stands, never what it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers import MoneyField, Strict, amount_text
from fulfillment.models import KeyDelivery, LicenseKey, SupplierOrder
from fulfillment.selectors.key_costs import KeyCost, KeyCosts
from fulfillment.selectors.order_keys import KeyLine, OrderKeys
from fulfillment.services.keys.withdrawing import SHORTEST_REASON

WHY = "Kept with your name. A few words."


class Reason(Strict):
    """Why it is done."""

    why = serializers.CharField(min_length=SHORTEST_REASON, max_length=80, help_text=WHY)


class Decision(Strict):
    """What becomes of a purchase that waits for a person."""

    do = serializers.ChoiceField(
        choices=["retry", "agree", "drop", "again", "buy"],
        help_text="retry: ask there again; agree: buy at its price and region; drop: do not buy; again: it was not "
        "bought, buy it; buy: buy anew after one that was refused.",
    )


class KeySerializer(serializers.Serializer[LicenseKey]):
    """One key. `mark` tells it from others and says nothing about it."""

    id = serializers.UUIDField()
    mark = serializers.SerializerMethodField()
    position = serializers.IntegerField(allow_null=True, help_text="Of the line's units, from 1; null: replaced.")
    state = serializers.ChoiceField(choices=LicenseKey.State.values)
    bought = serializers.SerializerMethodField()
    expires_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)

    def get_mark(self, key: LicenseKey) -> str:
        return key.fingerprint[:6]

    def get_bought(self, key: LicenseKey) -> bool:
        return key.supplier_order_id is not None


class PurchaseSerializer(serializers.Serializer[SupplierOrder]):
    """What was asked of a supplier for the line."""

    id = serializers.UUIDField()
    connection = serializers.UUIDField(source="connection_id")
    reference = serializers.CharField(help_text="Ours; the supplier is asked by it.")
    quantity = serializers.IntegerField()
    state = serializers.ChoiceField(choices=SupplierOrder.State.values)
    total_cost = MoneyField()
    currency = serializers.CharField()
    error = serializers.CharField()


class KeyCostSerializer(serializers.Serializer[KeyCost]):
    """So many keys of one cost."""

    known = serializers.ChoiceField(
        choices=["billed", "kept", "today"],
        help_text="billed by the supplier; kept when the key was given to the line; or what the product costs today.",
    )
    count = serializers.IntegerField()
    each = MoneyField()
    currency = serializers.CharField()


class KeyCostsSerializer(serializers.Serializer[KeyCosts]):
    """What the keys cost and what is left, before fees of the channel."""

    terms = KeyCostSerializer(many=True)
    spent = serializers.SerializerMethodField()
    unknown = serializers.IntegerField(help_text="Keys whose cost nobody knows.")
    sold = MoneyField()
    margin = MoneyField(help_text="Null where a cost is not known, in another currency, or keys are missing.")
    currency = serializers.CharField(help_text="Of what was sold and of the margin.")

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_spent(self, costs: KeyCosts) -> dict[str, str]:
        """By currency."""
        return {currency: amount_text(Decimal(amount)) for currency, amount in costs.spent.items()}


class KeyLineSerializer(serializers.Serializer[KeyLine]):
    """A digital line."""

    line = serializers.UUIDField(source="item.pk")
    sku = serializers.CharField(source="item.product_sku")
    product_name = serializers.CharField(source="item.product_name")
    owed = serializers.IntegerField(help_text="Keys that belong to the line.")
    here = serializers.IntegerField(help_text="Keys that it has.")
    keys = KeySerializer(many=True)
    purchases = PurchaseSerializer(many=True)
    costs = serializers.SerializerMethodField()

    @extend_schema_field(KeyCostsSerializer(allow_null=True))
    def get_costs(self, line: KeyLine) -> Any:
        """Null for a packer, who sees no costs."""
        return KeyCostsSerializer(line.costs, context=self.context).data if self.context.get("sees_money") else None


class KeyDeliverySerializer(serializers.Serializer[KeyDelivery]):
    """Keys that were handed over: by a link that opens once, or by a person."""

    id = serializers.UUIDField()
    by_link = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)

    def get_by_link(self, delivery: KeyDelivery) -> bool:
        return bool(delivery.sent_to)


class OrderKeysSerializer(serializers.Serializer[OrderKeys]):
    """Everything about the keys of an order but the keys."""

    lines = KeyLineSerializer(many=True)
    deliveries = KeyDeliverySerializer(many=True)
    ready = serializers.BooleanField(help_text="Keys are there that were not handed over yet.")
