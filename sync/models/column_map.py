"""What the columns of a foreign feed are, as somebody said it once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class ColumnMap(Record):
    """Changed through `sync.column_maps` only. Feeds of a source with the same heads are not asked about again."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=36, help_text=_("“file”, or the id of the source that the feeds come from."))
    heads = models.CharField(max_length=64, help_text=_("The print of all heads of the file."))
    columns = models.JSONField(default=dict, help_text=_("By the key of each head: its field, or nothing."))
    said_by = models.CharField(max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "column_maps"
        verbose_name = _("column map")
        constraints = [
            models.UniqueConstraint(fields=["store", "source", "heads"], name="one_map_per_source_and_heads"),
        ]

    def __str__(self) -> str:
        return ", ".join(f"{head} → {field}" for head, field in self.columns.items() if field)[:200]
