"""What is kept back at every shop of a store that says nothing else."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class StoreStockRule(Record):
    """At most one row a store. A shop's own buffer or threshold speaks before it, and a listing's before both."""

    store = models.OneToOneField("core.Store", on_delete=models.CASCADE, related_name="stock_rule")
    buffer = models.PositiveIntegerField(_("buffer"), default=0)
    threshold = models.PositiveIntegerField(_("sold out from"), default=0)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "store_stock_rules"

    def __str__(self) -> str:
        return f"{self.store_id}: buffer {self.buffer}"
