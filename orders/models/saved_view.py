"""A view of the order list that somebody keeps under a name."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Record


class SavedView(Record):
    """A named query string of the list: its own member's, or everybody's in the store where it is shared."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, help_text="View and filters, as they stand in the list's address.")
    is_shared = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "saved_views"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "owner", "name"],
                condition=models.Q(deleted_at__isnull=True),
                name="one_saved_view_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name
