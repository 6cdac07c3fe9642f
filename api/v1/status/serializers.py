"""Measures against their limits."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marketplaces.models import Connection
from sync.health import ShopHealth

MEASURES = ["order_import_lag", "inventory_sync_lag", "fulfilment_queue", "error_rate", "key_success_rate"]


class MeasureSerializer(serializers.Serializer[Any]):
    """One number and its limit; null where there is nothing to measure."""

    value = serializers.FloatField(allow_null=True)
    limit = serializers.FloatField()
    alert = serializers.BooleanField()


class WaitingSerializer(serializers.Serializer[Any]):
    """News that waits to be sent, by kind."""

    stock = serializers.IntegerField()
    price = serializers.IntegerField()
    shipment = serializers.IntegerField()
    cancel = serializers.IntegerField()


class JobSerializer(serializers.Serializer[Any]):
    """One schedule and how its last run ended."""

    job_type = serializers.CharField()
    is_enabled = serializers.BooleanField()
    interval_minutes = serializers.IntegerField(allow_null=True)
    next_run_at = serializers.DateTimeField()
    last_run_at = serializers.DateTimeField(allow_null=True)
    last_run_status = serializers.CharField()
    failures = serializers.IntegerField(help_text="In a row.")


class ShopStatusSerializer(serializers.Serializer[ShopHealth]):
    """One shop."""

    connection = serializers.UUIDField(source="connection.pk")
    marketplace = serializers.CharField(source="connection.marketplace.code")
    name = serializers.CharField(source="connection.name")
    status = serializers.ChoiceField(source="connection.status", choices=Connection.Status.values)
    status_reason = serializers.CharField(source="connection.status_reason")
    healthy = serializers.BooleanField()
    alerts = serializers.ListField(child=serializers.ChoiceField(choices=MEASURES))
    orders_read_at = serializers.DateTimeField(source="connection.orders_read_at", allow_null=True)
    products_read_at = serializers.DateTimeField(source="connection.products_read_at", allow_null=True)
    stock_sent_at = serializers.DateTimeField(source="connection.stock_sent_at", allow_null=True)
    order_import_lag = MeasureSerializer(help_text="Seconds since orders were last read.")
    inventory_sync_lag = MeasureSerializer(help_text="Seconds since stock was last told.")
    fulfilment_queue = MeasureSerializer(help_text="Shipments and cancellations that wait to be sent.")
    error_rate = MeasureSerializer(help_text="Failed among the runs that ended in the last day.")
    key_success_rate = MeasureSerializer(
        help_text="Received among the keys that were to be bought in the last day; from below."
    )
    waiting = WaitingSerializer()
    runs = serializers.IntegerField(help_text="That ended in the last day.")
    failed_runs = serializers.IntegerField()
    last_error = serializers.CharField(help_text="Of the latest run, where it failed.")
    jobs = JobSerializer(many=True)


class HealthSerializer(serializers.Serializer[Any]):
    """Whether Orion answers; with a token also how the store's shops are."""

    status = serializers.ChoiceField(choices=["ok", "attention"])
    shops = serializers.IntegerField(required=False, help_text="Only with a token.")
    healthy_shops = serializers.IntegerField(required=False)
    alerts = serializers.ListField(child=serializers.CharField(), required=False)
    time = serializers.DateTimeField(help_text="Our clock.")
