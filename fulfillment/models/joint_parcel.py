"""Several orders of one buyer that leave in one parcel; each channel keeps its own order and is told by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class JointParcel(Record):
    """What is packed together. When it leaves, each of its orders gets a parcel of its own with this number."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="joint_parcels")
    made_by = models.CharField(max_length=150, blank=True)
    carrier = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    parted_at = models.DateTimeField(null=True, blank=True, help_text=_("Its orders travel alone again."))

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "joint_parcels"
        indexes = [
            models.Index(
                fields=["store", "created_at", "id"],
                condition=models.Q(shipped_at__isnull=True, parted_at__isnull=True),
                name="joint_parcels_to_pack",
            )
        ]

    def __str__(self) -> str:
        return f"Packed together by {self.made_by or 'nobody'}"


class JointOrder(Record):
    """An order in it. One that was taken out, or has left, may be packed together with others again."""

    class State(models.TextChoices):
        PACKED = "packed", _("Packed together")
        SHIPPED = "shipped", _("Left together")
        OUT = "out", _("Taken out")

    joint_parcel = models.ForeignKey("fulfillment.JointParcel", on_delete=models.CASCADE, related_name="orders")
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="joint_orders")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PACKED)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "joint_orders"
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(state="packed"), name="an_order_is_packed_in_one_parcel"
            )
        ]
        indexes = [models.Index(fields=["joint_parcel"], name="orders_of_joint_parcel")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"
