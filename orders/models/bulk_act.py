"""One thing done to many orders: which, by whom, how far it is, and which refused."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record


class BulkAct(Record):
    """A run, not a truth: what it does to an order is in that order's own history.

    `done` counts the orders behind it, refused ones among them, and is written with each of them in one transaction.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        IN_PROGRESS = "in_progress", _("Running")
        COMPLETED = "completed", _("Done")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=20)
    request_key = models.CharField(max_length=64, help_text=_("Of the form that asked: pressing twice is one act."))
    options = models.JSONField(default=dict, blank=True)
    order_ids = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, blank=True, help_text=_("Order, number and reason of each."))
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        db_table = "bulk_acts"
        constraints = [models.UniqueConstraint(fields=["store", "request_key"], name="one_bulk_act_per_press")]
        indexes = [
            models.Index(fields=["created_at"], condition=~models.Q(status="completed"), name="bulk_acts_to_carry_out")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.done} of {len(self.order_ids)}"

    @property
    def total(self) -> int:
        """How many orders it is about."""
        return len(self.order_ids)

    @property
    def succeeded(self) -> int:
        """How many took it."""
        return self.done - len(self.refused)
