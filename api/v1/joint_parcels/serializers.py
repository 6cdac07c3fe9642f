"""A joint parcel as programs see it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from fulfillment.models import JointOrder, JointParcel
from fulfillment.selectors.together import Suggestion
from fulfillment.services.together import MOST
from orders.models import Order


class JointOrderSerializer(serializers.Serializer[JointOrder]):
    """An order in it."""

    order = serializers.UUIDField(source="order_id")
    order_number = serializers.CharField(source="order.number")
    status = serializers.ChoiceField(source="order.status", choices=Order.Status.values)
    state = serializers.ChoiceField(choices=JointOrder.State.values)


class JointParcelSerializer(serializers.Serializer[JointParcel]):
    """Orders of one buyer that are packed together. `orders` leaves out what was taken out."""

    id = serializers.UUIDField()
    orders = JointOrderSerializer(source="orders.all", many=True)
    made_by = serializers.CharField()
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    created_at = serializers.DateTimeField()
    shipped_at = serializers.DateTimeField(allow_null=True)
    parted_at = serializers.DateTimeField(allow_null=True, help_text="Since when its orders travel alone again.")


class SuggestedOrderSerializer(serializers.Serializer[Order]):
    """An order that could go along."""

    order = serializers.UUIDField(source="pk")
    order_number = serializers.CharField(source="number")
    marketplace = serializers.CharField(source="channel")
    ship_by = serializers.DateTimeField(allow_null=True)


class JointSuggestionSerializer(serializers.Serializer[Suggestion]):
    """Orders of one buyer to one address, the nearest deadline first."""

    orders = SuggestedOrderSerializer(many=True)


class JointSuggestionsSerializer(serializers.Serializer[dict[str, Any]]):
    """The most urgent first."""

    suggestions = JointSuggestionSerializer(many=True)


class JointQuery(Strict):
    """Which joint parcels."""

    state = serializers.ChoiceField(
        required=False, choices=["packed", "shipped", "parted"], help_text="Left out: all of them."
    )


class PackTogether(Strict):
    """Orders that go to one buyer at one address."""

    orders = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST)


class TakeOut(Strict):
    """An order that travels alone again."""

    order = serializers.UUIDField()


class OwnNumber(Strict):
    """Another tracking number for the channel of one order."""

    order = serializers.UUIDField()
    tracking_number = serializers.CharField(max_length=100)


class ShipTogether(Strict):
    """How the parcel travels. `numbers` are for channels that are told another one."""

    carrier = serializers.CharField(required=False, max_length=100, allow_blank=True, default="")
    tracking_number = serializers.CharField(required=False, max_length=100, allow_blank=True, default="")
    numbers = OwnNumber(many=True, required=False)
