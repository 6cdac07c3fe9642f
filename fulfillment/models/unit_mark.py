"""Marking codes of single units, as they were scanned."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record
from marketplaces.canonical.marks import MarkKind

#: No two units in the world have the same one.
ONE_OF_A_KIND = (MarkKind.SGTIN.value, MarkKind.UIN.value, MarkKind.IMEI.value)


class UnitMark(Record):
    """One code of one unit of an order line. Units are counted from 1; parcels take them in that order."""

    class Kind(models.TextChoices):
        SGTIN = MarkKind.SGTIN.value, _("Marking code (Честный знак)")
        UIN = MarkKind.UIN.value, _("Jewellery number (УИН)")
        IMEI = MarkKind.IMEI.value, _("IMEI")
        GTIN = MarkKind.GTIN.value, _("GTIN")
        EXPIRATION = MarkKind.EXPIRATION.value, _("Good until")
        CUSTOMS = MarkKind.CUSTOMS.value, _("Customs declaration")
        RNPT = MarkKind.RNPT.value, _("Batch number (РНПТ)")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    order_item = models.ForeignKey("orders.OrderItem", on_delete=models.CASCADE, related_name="unit_marks")
    unit = models.PositiveIntegerField(help_text=_("Unit 1, 2 … of the line."))
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=135)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "unit_marks"
        constraints = [
            models.UniqueConstraint(fields=["order_item", "unit", "kind"], name="one_code_per_unit_and_kind"),
            models.UniqueConstraint(
                fields=["store", "kind", "code"], condition=models.Q(kind__in=ONE_OF_A_KIND),
                name="a_marked_unit_is_sold_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} of unit {self.unit}"
