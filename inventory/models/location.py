"""Where goods are, and what a marketplace calls that place."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Record


class Location(Record):
    """A place of ours with goods in it. A store has exactly one default."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=30)
    is_default = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "locations"
        constraints = [
            models.UniqueConstraint(fields=["store", "code"], name="one_location_per_code"),
            models.UniqueConstraint(fields=["store"], condition=models.Q(is_default=True), name="one_default_location"),
        ]

    def __str__(self) -> str:
        return self.name


class ConnectionLocation(Record):
    """Their warehouse id, and which of our locations it is told about; unmapped (no location) is told nothing."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="warehouses")
    location = models.ForeignKey(
        "inventory.Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    remote_id = models.CharField(max_length=60, blank=True)
    remote_name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "connection_locations"
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="one_row_per_remote_warehouse")]

    def __str__(self) -> str:
        return f"{self.remote_name or self.remote_id} → {self.location_id}"
