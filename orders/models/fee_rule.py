"""What a shop's marketplace is expected to keep of an order until it tells (F71)."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class FeeRule(Record):
    """Rows are only added: an order keeps the rule that was in force on the day it was placed.

    Without a percentage nothing is estimated from that day on. `fixed` is in `currency`; orders in another one are
    estimated only where nothing is fixed, because nothing is ever converted.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="fee_rules")
    percent = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True, help_text=_("Of what the buyer pays.")
    )
    fixed = models.DecimalField(max_digits=15, decimal_places=4, default=0, help_text=_("Per order."))
    currency = models.CharField(max_length=3)
    starts_on = models.DateField(help_text=_("Orders placed on this day, as the store lives it, or later."))
    made_by = models.CharField(max_length=150, blank=True)

    # What it changes of orders that are there is a run: how far it is stands here, and nobody audits it.
    orders_to_look_at = models.PositiveIntegerField(default=0)
    orders_looked_at = models.PositiveIntegerField(default=0)
    orders_estimated = models.PositiveIntegerField(default=0, help_text=_("Whose estimate is another by it."))
    estimated_at = models.DateTimeField(null=True, blank=True, help_text=_("When the last of them was done."))
    last_placed_at = models.DateTimeField(null=True, blank=True)
    last_id = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    PROGRESS = ("orders_looked_at", "orders_estimated", "estimated_at", "last_placed_at", "last_id")
    history = HistoricalRecords(excluded_fields=[*PROGRESS, "orders_to_look_at", "lease_until"])

    class Meta(Record.Meta):
        db_table = "fee_rules"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__gte=0, percent__lte=100),
                name="fee_percent_of_a_whole",
            ),
            models.CheckConstraint(condition=models.Q(fixed__gte=0), name="fixed_fee_not_below_zero"),
        ]
        indexes = [
            models.Index(fields=["connection", "-starts_on", "-created_at"], name="fee_rules_in_force"),
            models.Index(
                fields=["created_at"], condition=models.Q(estimated_at__isnull=True), name="fee_rules_to_carry_out"
            ),
        ]

    @property
    def share(self) -> Decimal | None:
        """The percentage as a share of one."""
        return None if self.percent is None else self.percent / 100

    def __str__(self) -> str:
        return f"{self.connection_id}: {self.percent} % + {self.fixed} {self.currency}"
