"""What a bundle is made of."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Record


class BundlePart(Record):
    """So many units of a part are in each unit of a bundle. Changed only by `inventory.services.bundles`."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    bundle = models.ForeignKey("inventory.Variant", on_delete=models.CASCADE, related_name="parts")
    part = models.ForeignKey("inventory.Variant", on_delete=models.RESTRICT, related_name="bundles")
    quantity = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "bundle_parts"
        constraints = [
            models.UniqueConstraint(fields=["bundle", "part"], name="one_row_per_part"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="a_part_is_in_it"),
            models.CheckConstraint(condition=~models.Q(bundle=models.F("part")), name="a_bundle_is_not_its_own_part"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.part_id}"
