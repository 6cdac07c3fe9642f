"""A purchase from a supplier: the intent is written before the call (law 7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class SupplierOrder(Record):
    """`reference` is ours and unique: on doubt the supplier is asked by it before anything is bought again."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        PAID = "paid", _("Paid")
        RECEIVED = "received", _("Received")
        IN_DOUBT = "in_doubt", _("In doubt")
        FAILED = "failed", _("Refused")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="supplier_orders")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.PROTECT, related_name="+")
    order_item = models.ForeignKey("orders.OrderItem", on_delete=models.PROTECT, related_name="supplier_orders")
    reference = models.CharField(max_length=60)
    remote_id = models.CharField(max_length=100, blank=True)
    remote_product_id = models.CharField(max_length=100)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    unit_cost = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    total_cost = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "supplier_orders"
        constraints = [models.UniqueConstraint(fields=["reference"], name="one_purchase_per_reference")]

    def __str__(self) -> str:
        return self.reference
