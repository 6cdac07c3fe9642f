"""A parcel."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Shipment(Record):
    """One parcel of one remote order. Its news to the marketplace is an OutboundChange of kind shipment."""

    class Status(models.TextChoices):
        READY = "ready", _("Ready")
        HANDED_OVER = "handed_over", _("Handed over")
        ON_THE_WAY = "on_the_way", _("On the way")
        DELIVERED = "delivered", _("Delivered")
        RETURNED = "returned", _("Returned")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="shipments")
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="shipments")
    marketplace_order = models.ForeignKey(
        "orders.MarketplaceOrder", null=True, blank=True, on_delete=models.SET_NULL, related_name="shipments"
    )
    supply = models.ForeignKey(
        "fulfillment.Supply", null=True, blank=True, on_delete=models.SET_NULL, related_name="shipments",
        help_text=_("What it was handed over with."),
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(help_text=_("Parcel 1, 2 … of the order."))
    request_key = models.CharField(
        max_length=64, help_text=_("Of the form that made it: pressing twice makes one parcel.")
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.HANDED_OVER)
    carrier = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    tracking_from = models.CharField(max_length=12, default="us", help_text=_("us or marketplace"))
    parcel_remote_id = models.CharField(max_length=100, blank=True)
    shipped_at = models.DateTimeField()
    shipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "shipments"
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="parcels_are_numbered"),
            models.UniqueConstraint(fields=["order", "request_key"], name="one_parcel_per_press"),
        ]
        indexes = [models.Index(fields=["created_at"], name="parcels_by_time")]

    def __str__(self) -> str:
        return f"{self.order_id} parcel {self.number}"


class ShipmentItem(Record):
    """Units of one order line in a parcel, or in one of its boxes."""

    shipment = models.ForeignKey("fulfillment.Shipment", on_delete=models.CASCADE, related_name="items")
    order_item = models.ForeignKey("orders.OrderItem", on_delete=models.CASCADE, related_name="shipment_items")
    quantity = models.PositiveIntegerField()
    box = models.PositiveSmallIntegerField(default=1, help_text=_("Box 1, 2 … of the parcel."))

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "shipment_items"
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_item", "box"], name="one_row_per_line_and_box"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="a_parcel_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.order_item_id}"
