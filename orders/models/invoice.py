"""An invoice, or the credit note that takes one back: a document as it was issued, never changed after that."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record


class Invoice(Record):
    """Everything on the paper is kept in the row itself: who sold, who bought, each line. The database refuses changes.

    A credit note has the amounts of what it takes back with a minus, so that sums over documents are right.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT = "credit", _("Credit note")

    store = models.ForeignKey("core.Store", on_delete=models.PROTECT, related_name="invoices")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="invoices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    corrects = models.ForeignKey(
        "orders.Invoice", null=True, blank=True, on_delete=models.PROTECT, related_name="credits"
    )
    sequence = models.PositiveIntegerField(help_text=_("1, 2, 3 … of its kind, without a gap."))
    number = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    issued_on = models.DateField(help_text=_("The day in the store’s zone."))
    supplied_on = models.DateField(help_text=_("The day the goods left, else that of the order."))
    issued_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=250, blank=True)
    currency = models.CharField(max_length=3)
    net = models.DecimalField(max_digits=15, decimal_places=4)
    tax = models.DecimalField(max_digits=15, decimal_places=4)
    total = models.DecimalField(max_digits=15, decimal_places=4)
    seller = models.JSONField(help_text=_("As the settings said then."))
    buyer = models.JSONField(help_text=_("Name and address as the order said then."))
    lines = models.JSONField(help_text=_("What was sold: name, SKU, quantity, net, tax, total."))

    class Meta(Record.Meta):
        db_table = "invoices"
        constraints = [
            models.UniqueConstraint(fields=["store", "kind", "sequence"], name="invoices_are_numbered"),
            models.UniqueConstraint(fields=["store", "number"], name="one_invoice_per_number"),
            models.CheckConstraint(condition=models.Q(total=models.F("net") + models.F("tax")), name="invoices_add_up"),
            models.CheckConstraint(
                condition=models.Q(kind="invoice", corrects__isnull=True)
                | models.Q(kind="credit", corrects__isnull=False, total__lt=0),
                name="a_credit_note_takes_something_back",
            ),
        ]
        indexes = [
            models.Index(fields=["order"], name="invoices_of_order"),
            models.Index(fields=["store", "-issued_at", "-id"], name="invoices_by_time"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once only; the database says the same to whoever passes by here."""
        if not self._state.adding:
            raise TypeError("What was issued is not changed: take it back by a credit note.")
        super().save(*args, **kwargs)
