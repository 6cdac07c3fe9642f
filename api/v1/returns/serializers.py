"""A return as programs see it. A packer sees no money."""

from __future__ import annotations

from rest_framework import serializers

from api.moment import MomentField
from api.serializers import MoneyField, Strict
from inventory.services.stock import LARGEST
from orders.models import OrderReturn
from orders.models.order_return import OrderReturnLine


class ReturnLineSerializer(serializers.Serializer[OrderReturnLine]):
    """Units of one thing that come back, and what became of them here."""

    id = serializers.UUIDField()
    line = serializers.UUIDField(source="order_item_id", allow_null=True, help_text="The order line.")
    sku = serializers.CharField()
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    decision = serializers.ChoiceField(choices=["", *OrderReturnLine.Decision.values], help_text="Empty until decided.")
    put_back_quantity = serializers.IntegerField(help_text="To be sold again, on the shelf.")
    damaged_quantity = serializers.IntegerField(help_text="Here, and not to be sold.")
    lost_quantity = serializers.IntegerField(help_text="Not in the parcel, or thrown away.")
    condition = serializers.CharField(help_text="How it looked.")
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField()


class ReturnSerializer(serializers.Serializer[OrderReturn]):
    """One return of an order, or of a part of one, as the marketplace tells it."""

    id = serializers.UUIDField()
    order = serializers.UUIDField(source="order_id", allow_null=True, help_text="Null while the order was not read.")
    order_number = serializers.CharField(source="order.number", default="")
    connection = serializers.UUIDField(source="connection_id")
    marketplace = serializers.CharField(source="connection.marketplace.code")
    remote_id = serializers.CharField()
    status = serializers.ChoiceField(choices=OrderReturn.Status.values)
    remote_status = serializers.CharField(help_text="Their word.")
    reason = serializers.CharField()
    buyer_note = serializers.CharField()
    refund_amount = MoneyField(help_text="Null where the marketplace tells none.")
    refund_estimated = serializers.BooleanField(help_text="The amount is only the price of the goods.")
    refund_given = serializers.BooleanField(help_text="The buyer has the money, or surely gets it.")
    currency = serializers.CharField()
    needs_parcel = serializers.BooleanField()
    came_back = serializers.BooleanField(help_text="The goods are with us again.")
    tracking_number = serializers.CharField()
    answer_by = serializers.DateTimeField(allow_null=True)
    lines = ReturnLineSerializer(source="lines.all", many=True)
    requested_at = serializers.DateTimeField()
    remote_updated_at = serializers.DateTimeField()


class Decide(Strict):
    """What each unit of a line is; together all of the line."""

    line = serializers.UUIDField(help_text="The return's line.")
    sellable = serializers.IntegerField(required=False, default=0, min_value=0, max_value=LARGEST)
    damaged = serializers.IntegerField(required=False, default=0, min_value=0, max_value=LARGEST)
    lost = serializers.IntegerField(required=False, default=0, min_value=0, max_value=LARGEST)
    condition = serializers.CharField(required=False, default="", max_length=200, allow_blank=True)
    location = serializers.UUIDField(required=False, help_text="Where they left from unless named.")


class PutBack(Strict):
    """Units of one line that can be sold again; the rest of the line is lost."""

    line = serializers.UUIDField(help_text="The return's line.")
    quantity = serializers.IntegerField(min_value=1, max_value=LARGEST)
    location = serializers.UUIDField(required=False, help_text="Where they left from unless named.")


class WriteOff(Strict):
    """A line of which nothing can be sold again."""

    line = serializers.UUIDField(help_text="The return's line.")


class ReturnQuery(Strict):
    """Which returns."""

    order = serializers.UUIDField(required=False)
    connection = serializers.UUIDField(required=False)
    marketplace = serializers.SlugField(required=False, max_length=20, help_text="A marketplace's code.")
    status = serializers.ChoiceField(required=False, choices=OrderReturn.Status.values)
    came_back = serializers.BooleanField(required=False)
    refund_given = serializers.BooleanField(required=False)
    since = MomentField(required=False, help_text="Asked for at this moment or later.")
    until = MomentField(required=False, help_text="Asked for before this moment.")
