"""How many there are and how many are spoken for, per variant and location."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record

#: The upper ends of the bands of free units; the last band is above them all.
BANDS = (0, 5, 20, 100)


def band_of(units: int) -> int:
    """The band in which so many free units lie: 0 is nothing, the more the higher."""
    return sum(units > end for end in BANDS)


class Stock(Record):
    """Changed only by `inventory.services`; the ledger is its history (law 2).

    `free_band` is what `band_of` says of the free units, kept by the database: shelves that are nearly empty are found
    by an index that a sale seldom has to touch.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    variant = models.ForeignKey("inventory.Variant", on_delete=models.CASCADE, related_name="stock")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="stock")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    free_band = models.GeneratedField(
        expression=models.Case(
            *(
                models.When(on_hand__lte=models.F("reserved") + end, then=models.Value(band))
                for band, end in enumerate(BANDS)
            ),
            default=models.Value(len(BANDS)),
        ),
        output_field=models.SmallIntegerField(), db_persist=True,
    )  # fmt: skip

    class Meta(Record.Meta):
        db_table = "stock"
        verbose_name = verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["variant", "location"], name="one_stock_row_per_place"),
            models.CheckConstraint(
                condition=models.Q(reserved__gte=0) & models.Q(reserved__lte=models.F("on_hand")),
                name="stock_between_zero_and_on_hand",
            ),
        ]
        indexes = [models.Index(fields=["store", "free_band", "variant"], name="shelves_by_free_band")]

    def __str__(self) -> str:
        return f"{self.on_hand} − {self.reserved}"
