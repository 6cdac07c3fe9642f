"""How a member likes the order list of a store to look."""

from django.conf import settings
from django.db import models

from core.models import Record


class DeskSetting(Record):
    """Taste, not truth: it has no history. An empty `hidden_columns` shows everything."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hidden_columns = models.JSONField(default=list, blank=True)

    class Meta(Record.Meta):
        db_table = "desk_settings"
        constraints = [models.UniqueConstraint(fields=["store", "user"], name="one_desk_setting_per_member")]

    def __str__(self) -> str:
        return f"{self.user_id} hides {len(self.hidden_columns)}"
