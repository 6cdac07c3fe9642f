"""How many there are and how many are spoken for, per variant and location."""

from django.db import models

from core.models import Record


class Stock(Record):
    """Changed only by `inventory.services`; the ledger is its history (law 2)."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    variant = models.ForeignKey("inventory.Variant", on_delete=models.CASCADE, related_name="stock")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="stock")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)

    class Meta(Record.Meta):
        db_table = "stock"
        constraints = [
            models.UniqueConstraint(fields=["variant", "location"], name="one_stock_row_per_place"),
            models.CheckConstraint(
                condition=models.Q(reserved__gte=0) & models.Q(reserved__lte=models.F("on_hand")),
                name="stock_between_zero_and_on_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} − {self.reserved}"
