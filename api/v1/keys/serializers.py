"""The key pool as programs see it."""

from __future__ import annotations

from rest_framework import serializers

from fulfillment.selectors.keys import Pool


class PoolSerializer(serializers.Serializer[Pool]):
    """One SKU of keys: own ones by how they stand, and what suppliers have. No key is ever told."""

    variant_id = serializers.UUIDField()
    sku = serializers.CharField()
    title = serializers.CharField()
    pool = serializers.IntegerField(help_text="Own keys that belong to no order and have not ended.")
    reserved = serializers.IntegerField(help_text="Assigned to an order, not handed over yet.")
    gone = serializers.IntegerField(help_text="Handed over to buyers.")
    withdrawn = serializers.IntegerField(help_text="Replaced or revoked: given to nobody any more.")
    ends_first = serializers.DateTimeField(allow_null=True, help_text="When the first key of the pool ends.")
    handed_over_at = serializers.DateTimeField(allow_null=True, help_text="When one was handed over last.")
    bought_open = serializers.IntegerField(help_text="Purchases that are not settled yet.")
    at_supplier = serializers.IntegerField(allow_null=True, help_text="Null: no supplier is linked.")
