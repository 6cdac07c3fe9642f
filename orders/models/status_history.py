"""Every change of an order's status: from, to, who, why (F68)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatusHistory(models.Model):
    """Append-only. `changed_by` is system, person:<id> or marketplace:<code>."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="status_history")
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    changed_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=250, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "order_status_history"
        verbose_name = _("status change")
        verbose_name_plural = _("status history")
        indexes = [
            models.Index(fields=["order", "created_at"], name="status_history_of_order"),
            models.Index(fields=["created_at"], name="status_history_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
