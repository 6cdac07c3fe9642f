"""Parcels, keys and supplier orders for staff: looked at, with their history. No key is ever shown."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from core.admin import WatchedAdmin
from fulfillment.models import (
    JointOrder,
    JointParcel,
    KeyDelivery,
    Label,
    LicenseKey,
    Shipment,
    ShipmentItem,
    SuppliedOrder,
    SupplierBalance,
    SupplierOrder,
    Supply,
    UnitMark,
)


@admin.register(Shipment)
class ShipmentAdmin(WatchedAdmin):
    """Parcels."""

    list_display = ("__str__", "order", "created_at")
    list_select_related = ("order",)
    search_fields = ("order__number", "tracking_number")


@admin.register(ShipmentItem)
class ShipmentItemAdmin(WatchedAdmin):
    """What is in them."""

    list_display = ("__str__", "shipment", "quantity")
    list_select_related = ("shipment",)


@admin.register(JointParcel)
class JointParcelAdmin(WatchedAdmin):
    """Orders that are packed together."""

    list_display = ("__str__", "store", "carrier", "tracking_number", "shipped_at", "parted_at", "created_at")
    list_select_related = ("store",)
    search_fields = ("tracking_number", "orders__order__number")


@admin.register(JointOrder)
class JointOrderAdmin(WatchedAdmin):
    """Which orders those are."""

    list_display = ("order", "joint_parcel", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("order", "joint_parcel")


@admin.register(Supply)
class SupplyAdmin(WatchedAdmin):
    """What was handed over together."""

    list_display = ("__str__", "connection", "status", "remote_id", "handed_over_at")
    list_filter = ("status",)
    list_select_related = ("connection",)
    search_fields = ("name", "remote_id")


@admin.register(SuppliedOrder)
class SuppliedOrderAdmin(WatchedAdmin):
    """What lies in them."""

    list_display = ("marketplace_order", "supply", "put_at", "leaves")
    list_select_related = ("marketplace_order", "supply")
    search_fields = ("marketplace_order__marketplace_order_id",)


@admin.register(Label)
class LabelAdmin(WatchedAdmin):
    """Which labels are kept and how often they were printed; the buyer's address on them is not read here."""

    list_display = ("marketplace_order", "store", "fetched_at", "prints")
    list_select_related = ("marketplace_order", "store")
    search_fields = ("marketplace_order__marketplace_order_id",)
    exclude = ("content",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Without the files."""
        return super().get_queryset(request).defer("content")


@admin.register(LicenseKey)
class LicenseKeyAdmin(WatchedAdmin):
    """Which key went to whom; the key itself is not read from the database here."""

    list_display = ("fingerprint", "variant", "state", "order_item", "sent_at", "opened_at")
    list_filter = ("state",)
    list_select_related = ("variant", "order_item")
    search_fields = ("fingerprint", "variant__sku")
    exclude = ("key",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Without the keys, so that no error page can hold them either."""
        return super().get_queryset(request).defer("key")


@admin.register(SupplierBalance)
class SupplierBalanceAdmin(WatchedAdmin):
    """What can be spent at suppliers."""

    list_display = ("connection", "to_spend", "currency", "read_at", "error")
    list_select_related = ("connection",)
    search_fields = ("connection__name",)


@admin.register(SupplierOrder)
class SupplierOrderAdmin(WatchedAdmin):
    """What was bought from suppliers."""

    list_display = ("__str__", "store", "created_at")
    list_select_related = ("store",)


@admin.register(UnitMark)
class UnitMarkAdmin(WatchedAdmin):
    """Codes of single units."""

    list_display = ("__str__", "order_item", "code", "created_at")
    list_filter = ("kind",)
    list_select_related = ("order_item",)
    search_fields = ("code",)


@admin.register(KeyDelivery)
class KeyDeliveryAdmin(WatchedAdmin):
    """Which keys went to whom, and whether the link was opened."""

    list_display = ("order", "sent_to", "handed_over_by", "opened_at", "withdrawn_at", "created_at")
    list_select_related = ("order",)
    search_fields = ("order__number", "sent_to")
    exclude = ("opened_by",)
