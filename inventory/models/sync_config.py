"""How a connection is told about stock (F94)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class InventorySyncConfig(Record):
    """One row per connection. told = max(0, on hand − reserved − buffer); below the threshold a channel hears 0.

    Without a buffer or threshold of its own, that of the store speaks; a listing's own speaks before both.

    Shops with a share below 100 % take their parts of one and the same stock, first those of lower `priority`: together
    they are never told more than is there.
    """

    class Strategy(models.TextChoices):
        REAL_TIME = "real_time", _("at once")
        SCHEDULED = "scheduled", _("on schedule")
        MANUAL = "manual", _("only by hand")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.OneToOneField("marketplaces.Connection", on_delete=models.CASCADE, related_name="stock_rule")
    is_enabled = models.BooleanField(default=True)
    strategy = models.CharField(max_length=10, choices=Strategy.choices, default=Strategy.REAL_TIME)
    interval_minutes = models.PositiveIntegerField(default=15)
    safety_stock = models.PositiveIntegerField(_("buffer"), null=True, blank=True)
    out_of_stock_threshold = models.PositiveIntegerField(null=True, blank=True)
    share_percent = models.PositiveSmallIntegerField(default=100, db_default=100)
    priority = models.PositiveSmallIntegerField(default=100, db_default=100)
    send_zero = models.BooleanField(default=True)
    heal_stock = models.BooleanField(
        default=True, db_default=True, help_text=_("A number changed there is told again by itself.")
    )
    heal_price = models.BooleanField(
        default=False, db_default=False, help_text=_("A price changed there is told again by itself.")
    )
    heal_status = models.BooleanField(
        default=False, db_default=False, help_text=_("What was sent from here and taken off sale there is sent again.")
    )

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "inventory_sync_configs"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share_percent__gte=1, share_percent__lte=100), name="a_share_is_1_to_100"
            )
        ]

    def __str__(self) -> str:
        return f"{self.connection_id}: buffer {self.safety_stock}"
