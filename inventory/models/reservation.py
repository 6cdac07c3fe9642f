"""Units held for an order line at a location."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Record


class Reservation(Record):
    """One row per line, part and location. `asked` is what is still open: it falls with shipment and cancellation.

    `granted` is in `stock.reserved`; `short` is the named shortage. Closed when asked is 0. A bundle's line has a row
    per part, and keeps the recipe it was taken in with: the bundle may be made of something else by now.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    variant = models.ForeignKey("inventory.Variant", on_delete=models.PROTECT, related_name="reservations")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="reservations")
    order_item_id = models.UUIDField(help_text="The order line; no foreign key, orders are above inventory.")
    asked = models.PositiveIntegerField()
    granted = models.PositiveIntegerField(default=0)
    short = models.PositiveIntegerField(default=0)
    consumed = models.PositiveIntegerField(default=0, help_text="Units that left with a parcel.")
    per_unit = models.PositiveIntegerField(
        default=1, db_default=1, help_text="Of a bundle: how many of this part each unit of the line holds."
    )

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "reservations"
        constraints = [
            models.UniqueConstraint(
                fields=["order_item_id", "variant", "location"], name="one_reservation_per_line_part_place"
            ),
            models.CheckConstraint(
                condition=models.Q(asked=models.F("granted") + models.F("short")), name="asked_is_granted_plus_short"
            ),
            models.CheckConstraint(condition=models.Q(per_unit__gte=1), name="a_unit_holds_something"),
        ]
        indexes = [
            models.Index(fields=["variant", "location"], condition=models.Q(asked__gt=0), name="open_reservations"),
            models.Index(fields=["variant"], condition=models.Q(short__gt=0), name="shortages"),
        ]

    def __str__(self) -> str:
        return f"{self.granted} of {self.asked}"
