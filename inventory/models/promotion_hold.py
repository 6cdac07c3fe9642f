"""Units kept for one shop's promotion."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Record


class PromotionHold(Record):
    """`left` of `quantity` are told to this shop alone until the end; it falls with what the shop sells of them.

    Nothing is reserved: whoever ordered is served first, and a hold shapes only what channels are told.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="promotion_holds")
    variant = models.ForeignKey("inventory.Variant", on_delete=models.CASCADE, related_name="promotion_holds")
    quantity = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "promotion_holds"
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "connection"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_hold_per_shop",
            ),
            models.CheckConstraint(condition=models.Q(left__lte=models.F("quantity")), name="no_more_left_than_held"),
        ]
        indexes = [models.Index(fields=["until"], condition=models.Q(ended_at__isnull=True), name="holds_that_end")]

    def __str__(self) -> str:
        return f"{self.left} of {self.quantity} until {self.until:%Y-%m-%d}"
