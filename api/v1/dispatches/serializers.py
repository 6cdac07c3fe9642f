"""A dispatch as programs see it."""

from __future__ import annotations

from rest_framework import serializers

from api.serializers import Strict
from marketplaces.canonical.dispatches import DispatchStatus
from orders.models import MarketplaceOrder
from sync.dispatches import DispatchRow


class DispatchedOrderSerializer(serializers.Serializer[MarketplaceOrder]):
    """One order of it that has been read here."""

    posting = serializers.UUIDField(source="id")
    order = serializers.UUIDField(source="order_id")
    order_number = serializers.CharField(source="order.number")
    remote_id = serializers.CharField(source="marketplace_order_id")


class DispatchSerializer(serializers.Serializer[DispatchRow]):
    """Orders that go in one trip, as their marketplace has put them together; read there, kept nowhere here."""

    remote_id = serializers.CharField(source="dispatch.remote_id", help_text="By this it is confirmed.")
    status = serializers.ChoiceField(source="dispatch.status", choices=[each.value for each in DispatchStatus])
    remote_status = serializers.CharField(source="dispatch.remote_status")
    starts_at = serializers.DateTimeField(source="dispatch.starts_at")
    ends_at = serializers.DateTimeField(source="dispatch.ends_at")
    brought = serializers.BooleanField(source="dispatch.brought", help_text="You bring it; else it is fetched.")
    place = serializers.CharField(source="dispatch.place")
    planned = serializers.IntegerField(source="dispatch.planned", help_text="Orders that it shall hold.")
    counted = serializers.IntegerField(source="dispatch.counted", help_text="Orders that arrived.")
    orders = DispatchedOrderSerializer(many=True)


class DispatchesSerializer(serializers.Serializer[dict[str, list[DispatchRow]]]):
    """All of these days; no pages, they are few."""

    dispatches = DispatchSerializer(many=True)


class NameDispatch(Strict):
    """Which one."""

    dispatch = serializers.RegexField(r"^[A-Za-z0-9]{1,40}$", help_text="Its `remote_id`.")


class ConfirmedSerializer(serializers.Serializer[dict[str, bool]]):
    """What came of it."""

    confirmed = serializers.BooleanField(help_text="Always true.")
    before = serializers.BooleanField(help_text="It had been confirmed before.")
