"""A parcel as programs see it."""

from __future__ import annotations

from rest_framework import serializers

from api.moment import MomentField
from api.serializers import Strict
from api.v1.change import ChangeSerializer
from fulfillment.models import Shipment, ShipmentItem
from fulfillment.selectors.order_page import Parcel


class ParcelItemSerializer(serializers.Serializer[ShipmentItem]):
    """Units of one order line."""

    line = serializers.UUIDField(source="order_item_id")
    sku = serializers.CharField(source="order_item.product_sku")
    name = serializers.CharField(source="order_item.product_name")
    quantity = serializers.IntegerField()
    box = serializers.IntegerField(help_text="Box 1, 2 … of the parcel.")


class ShipmentSerializer(serializers.Serializer[Parcel]):
    """One parcel. `change` says how far its news to the marketplace has come; null where nobody is told."""

    id = serializers.UUIDField(source="shipment.id")
    order = serializers.UUIDField(source="shipment.order_id")
    order_number = serializers.CharField(source="shipment.order.number")
    posting = serializers.UUIDField(source="shipment.marketplace_order_id", allow_null=True)
    number = serializers.IntegerField(source="shipment.number", help_text="Parcel 1, 2 … of the order.")
    status = serializers.ChoiceField(source="shipment.status", choices=Shipment.Status.values)
    carrier = serializers.CharField(source="shipment.carrier")
    tracking_number = serializers.CharField(source="shipment.tracking_number")
    tracking_from = serializers.CharField(source="shipment.tracking_from", help_text="us or marketplace.")
    remote_id = serializers.CharField(source="shipment.parcel_remote_id", help_text="Their number of this parcel.")
    note = serializers.CharField(source="shipment.note")
    shipped_at = serializers.DateTimeField(source="shipment.shipped_at")
    shipped_by = serializers.SerializerMethodField()
    delivered_at = serializers.DateTimeField(source="shipment.delivered_at", allow_null=True)
    asks_arrival = serializers.BooleanField(
        source="is_told_of_arrival",
        help_text="Its marketplace asks what the buyer did; delivered/ and refused/ say it.",
    )
    arrival = ChangeSerializer(allow_null=True, help_text="How far that word has come; null: none was left.")
    items = ParcelItemSerializer(source="shipment.items.all", many=True)
    change = ChangeSerializer(allow_null=True)

    def get_shipped_by(self, parcel: Parcel) -> str:
        """The member who sent it; empty where the marketplace told of it."""
        return str(parcel.shipment.shipped_by or "")


class ShipmentQuery(Strict):
    """Which parcels."""

    order = serializers.UUIDField(required=False)
    connection = serializers.UUIDField(required=False)
    marketplace = serializers.SlugField(required=False, max_length=20, help_text="A marketplace's code.")
    status = serializers.ChoiceField(required=False, choices=Shipment.Status.values)
    tracking_number = serializers.CharField(required=False, max_length=100)
    since = MomentField(required=False, help_text="Left at this moment or later.")
    until = MomentField(required=False, help_text="Left before this moment.")


class TrackParcel(Strict):
    """How a parcel travels, where that is known after it left."""

    tracking_number = serializers.CharField(max_length=100)
    carrier = serializers.CharField(required=False, max_length=100, allow_blank=True, help_text="Left out: as it was.")


class ArrivedParcel(Strict):
    """What the buyer did with a parcel."""

    code = serializers.CharField(
        required=False, max_length=50, default="", allow_blank=True, trim_whitespace=True,
        help_text="What the buyer showed, where the marketplace gives buyers a code.",
    )  # fmt: skip
