"""What is answered to an act on an order, where it is not the order itself."""

from __future__ import annotations

import base64
from typing import Any

from rest_framework import serializers

from api.v1.orders.serializers import OrderDetailSerializer
from api.v1.shipments.serializers import ShipmentSerializer
from fulfillment.models import Label
from orders.models import Order


class ShippedSerializer(serializers.Serializer[Any]):
    """The parcels that left, and the order as it is now."""

    shipments = ShipmentSerializer(many=True)
    order = OrderDetailSerializer()


class CancelReasonSerializer(serializers.Serializer[Any]):
    """One reason of the marketplace's own list."""

    code = serializers.CharField()
    title = serializers.CharField()
    needs_message = serializers.BooleanField(help_text="It must be explained.")


class CancelReasonsErrorSerializer(serializers.Serializer[Any]):
    """Why nothing can be chosen just now."""

    kind = serializers.CharField()
    message = serializers.SerializerMethodField()
    said = serializers.CharField(help_text="The marketplace's own words.")
    fix = serializers.CharField()

    def get_message(self, error: Exception) -> str:
        """What was tried and what came back."""
        return str(error)


class CancelReasonsSerializer(serializers.Serializer[Any]):
    """What may be chosen; or the error that says why nothing can be."""

    reasons = CancelReasonSerializer(source="found", many=True)
    error = CancelReasonsErrorSerializer(allow_null=True)


class SentAgainSerializer(serializers.Serializer[Any]):
    """How many parcels and cancellations go out again."""

    sent_again = serializers.IntegerField()


class NotesSerializer(serializers.Serializer[Order]):
    """What the team keeps on an order."""

    notes = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())


class PhoneSerializer(serializers.Serializer[Any]):
    """The buyer's number."""

    phone = serializers.CharField()


class LabelSerializer(serializers.Serializer[Label]):
    """A label to print."""

    id = serializers.UUIDField()
    posting = serializers.UUIDField(source="marketplace_order_id")
    fetched_at = serializers.DateTimeField(help_text="When the marketplace gave it.")
    prints = serializers.IntegerField(help_text="How often it was printed, this time included.")
    media_type = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()

    def get_media_type(self, label: Label) -> str:
        """What `content` is; always application/pdf."""
        return "application/pdf"

    def get_content(self, label: Label) -> str:
        """The file in base64. It shows the buyer's name and address."""
        return base64.b64encode(bytes(label.content)).decode()
