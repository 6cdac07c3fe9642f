"""What is brought to a marketplace at one time: several of its orders, handed over together."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Supply(Record):
    """Filled order by order, then handed over. Its news to the marketplace is an OutboundChange of kind supply."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        LEAVING = "leaving", _("Being handed over")  # packed and gone here, not told there yet
        GONE = "gone", _("Handed over")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="supplies")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="supplies")
    name = models.CharField(max_length=100)
    remote_id = models.CharField(max_length=100, blank=True, help_text=_("Their number of it."))
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    gone_at = models.DateTimeField(null=True, blank=True, help_text=_("When its marketplace had it."))

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "supplies"
        verbose_name_plural = "supplies"
        constraints = [
            models.UniqueConstraint(fields=["connection", "name"], name="supplies_have_names_of_their_own"),
        ]
        indexes = [models.Index(fields=["store", "created_at"], name="supplies_by_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def remote_name(self) -> str:
        """What it is called there: with a part of its id, so that it is found again by its name alone."""
        return f"{self.name} · {self.pk.hex[:6]}"


class SuppliedOrder(Record):
    """One remote order of a supply; it lies in one at most."""

    supply = models.ForeignKey("fulfillment.Supply", on_delete=models.CASCADE, related_name="orders")
    marketplace_order = models.OneToOneField(
        "orders.MarketplaceOrder", on_delete=models.CASCADE, related_name="supplied"
    )
    put_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was in the supply there."))
    refused = models.TextField(blank=True, help_text=_("Why its marketplace does not take it into this supply."))
    leaves = models.BooleanField(default=False, help_text=_("Taken out here, and not yet there."))

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "supplied_orders"

    def __str__(self) -> str:
        return f"{self.marketplace_order_id} in {self.supply_id}"
