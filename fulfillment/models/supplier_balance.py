"""What can be spent at a supplier of keys, as it said last."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class SupplierBalance(Record):
    """One row for each supplier; the moments of its readings are no news to anybody.

    `free` and `share` are written by `supplier_money_moved` alone, under the lock of this row.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.OneToOneField(
        "marketplaces.Connection", on_delete=models.CASCADE, related_name="supplier_balance"
    )
    own = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    credit = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    to_spend = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, help_text=_("Own money and credit together.")
    )
    currency = models.CharField(max_length=3, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text=_("When the supplier said so."))
    free = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text=_("Not spent since, and lacked by no open order; below zero where they lack more."),
    )  # fmt: skip
    share = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, help_text=_("What each product may promise of it.")
    )
    error = models.TextField(blank=True, help_text=_("Why it could not be read the last time."))
    next_read_at = models.DateTimeField()

    history = HistoricalRecords(excluded_fields=["read_at", "next_read_at", "free", "share"])

    class Meta(Record.Meta):
        db_table = "supplier_balances"

    def __str__(self) -> str:
        return f"{self.to_spend} {self.currency}"
