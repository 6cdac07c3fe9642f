"""A purchase from a supplier: the intent is written before the call (law 7)."""

from decimal import Decimal

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
        HELD = "held", _("Needs you")  # nothing was sent; a person agrees, tops up, or lets it be
        FAILED = "failed", _("Refused")  # surely nothing was bought, or the supplier gave it up

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
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when it may have been sent: from then on it is looked for.")
    )
    agreed = models.BooleanField(default=False, help_text=_("A person agreed to its price and region."))
    again = models.BooleanField(default=False, help_text=_("A person looked there: nothing was bought, send it again."))
    looks = models.PositiveIntegerField(default=0)
    next_look_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_owner = models.UUIDField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    history = HistoricalRecords(excluded_fields=["looks", "next_look_at", "lease_until", "lease_owner"])

    class Meta(Record.Meta):
        db_table = "supplier_orders"
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="one_purchase_per_reference"),
            models.UniqueConstraint(
                fields=["order_item"], condition=models.Q(state__in=["asked", "paid", "in_doubt", "held"]),
                name="one_open_purchase_per_line",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["connection", "sent_at"], name="purchases_by_sending"),
            models.Index(
                fields=["next_look_at"], condition=models.Q(state__in=["asked", "paid", "in_doubt"]),
                name="purchases_due",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def piece_cost(self) -> Decimal | None:
        """What one key came to: by its bill, else by the price it was bought at."""
        return self.total_cost / self.quantity if self.total_cost is not None and self.quantity else self.unit_cost
