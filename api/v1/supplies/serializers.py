"""A supply as programs see it."""

from __future__ import annotations

import base64
from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from api.v1.change import ChangeSerializer
from fulfillment.models import SuppliedOrder, Supply
from fulfillment.selectors.supplies import SupplyRow


class SuppliedOrderSerializer(serializers.Serializer[SuppliedOrder]):
    """One order of a supply."""

    posting = serializers.UUIDField(source="marketplace_order_id", help_text="By this it is put in and taken out.")
    order = serializers.UUIDField(source="marketplace_order.order_id")
    order_number = serializers.CharField(source="marketplace_order.order.number")
    remote_id = serializers.CharField(source="marketplace_order.marketplace_order_id")
    put_at = serializers.DateTimeField(allow_null=True, help_text="When it was in the supply there; null: not yet.")
    refused = serializers.CharField(help_text="Why the marketplace does not take it into this supply.")
    leaves = serializers.BooleanField(help_text="Taken out here, and not yet there.")


class SupplySerializer(serializers.Serializer[SupplyRow]):
    """Orders that go in one trip. `change` says how far its news to the marketplace has come."""

    id = serializers.UUIDField(source="supply.id")
    connection = serializers.UUIDField(source="supply.connection_id")
    name = serializers.CharField(source="supply.name")
    status = serializers.ChoiceField(source="supply.status", choices=Supply.Status.values)
    remote_id = serializers.CharField(source="supply.remote_id", help_text="Their number; empty until made there.")
    orders_count = serializers.IntegerField(source="units")
    created_at = serializers.DateTimeField(source="supply.created_at")
    handed_over_at = serializers.DateTimeField(source="supply.handed_over_at", allow_null=True)
    gone_at = serializers.DateTimeField(source="supply.gone_at", allow_null=True, help_text="When they had it.")
    change = ChangeSerializer(allow_null=True)


class SupplyDetailSerializer(SupplySerializer):
    """With its orders."""

    orders = SuppliedOrderSerializer(many=True)


class FilledSerializer(serializers.Serializer[Any]):
    """What came of putting orders in."""

    put = serializers.ListField(child=serializers.CharField(), help_text="Numbers of the orders that are in now.")
    refused = serializers.DictField(child=serializers.CharField(), help_text="Why not, by posting, code or number.")
    supply = SupplyDetailSerializer()


class OpenSupply(Strict):
    """A new supply."""

    connection = serializers.UUIDField()
    name = serializers.CharField(required=False, max_length=100, default="", allow_blank=True)


class FillSupply(Strict):
    """What is put in."""

    postings = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=1000)
    codes = serializers.ListField(
        child=serializers.CharField(max_length=100), required=False, default=list, max_length=200,
        help_text="As scanned: order numbers, SKUs or barcodes.",
    )  # fmt: skip


class EmptySupply(Strict):
    """What is taken out."""

    postings = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=1000)


class SupplyQuery(Strict):
    """Which supplies."""

    connection = serializers.UUIDField(required=False)
    status = serializers.ChoiceField(required=False, choices=Supply.Status.values)


class SheetSerializer(serializers.Serializer[bytes]):
    """A file to print."""

    media_type = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()

    def get_media_type(self, sheet: bytes) -> str:
        """What `content` is; always application/pdf."""
        return "application/pdf"

    def get_content(self, sheet: bytes) -> str:
        """The file in base64."""
        return base64.b64encode(sheet).decode()
