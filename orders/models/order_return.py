"""A return: what a buyer sends back, as the marketplace tells it, and what became of its goods here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class OrderReturn(Record):
    """One row per remote return (law 1). `order` is empty while the order it names has not been read."""

    class Status(models.TextChoices):
        """The words of `marketplaces.canonical.returns.ReturnStatus`."""

        REQUESTED = "requested", _("Asked for")
        ACCEPTED = "accepted", _("Accepted")
        DISPUTED = "disputed", _("Disputed")
        REFUNDED = "refunded", _("Refunded")
        CANCELLED = "cancelled", _("Taken back")
        CLOSED = "closed", _("Closed")
        UNKNOWN = "unknown", _("Unknown status")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="order_returns")
    order = models.ForeignKey("orders.Order", null=True, blank=True, on_delete=models.CASCADE, related_name="returns")
    marketplace_order = models.ForeignKey(
        "orders.MarketplaceOrder", null=True, blank=True, on_delete=models.CASCADE, related_name="returns"
    )
    remote_id = models.CharField(max_length=100)
    order_remote_id = models.CharField(max_length=100, help_text=_("The marketplace order it names."))
    status = models.CharField(max_length=20, choices=Status.choices)
    remote_status = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=250, blank=True)
    buyer_note = models.TextField(blank=True)
    refund_amount = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    refund_estimated = models.BooleanField(
        default=False, help_text=_("The amount is the price of the goods; the marketplace tells no refund.")
    )
    refund_given = models.BooleanField(default=False, help_text=_("The buyer has the money, or surely gets it."))
    currency = models.CharField(max_length=3, blank=True)
    needs_parcel = models.BooleanField(default=True)
    came_back = models.BooleanField(default=False, help_text=_("The goods are with us again."))
    tracking_number = models.CharField(max_length=100, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField()
    remote_updated_at = models.DateTimeField()
    raw = models.JSONField(default=dict, help_text=_("The data as received."))
    content_digest = models.CharField(max_length=64, blank=True)

    history = HistoricalRecords(excluded_fields=["raw", "content_digest"])

    class Meta(Record.Meta):
        db_table = "order_returns"
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="one_row_per_remote_return")]
        indexes = [
            models.Index(fields=["order"], name="returns_of_order"),
            models.Index(fields=["store", "status"], name="returns_by_status"),
            models.Index(
                fields=["connection", "order_remote_id"],
                condition=models.Q(order__isnull=True),
                name="returns_without_order",
            ),
        ]

    def __str__(self) -> str:
        return self.remote_id


class OrderReturnLine(Record):
    """Units of one thing that come back. What becomes of them is decided once, by a person."""

    class Decision(models.TextChoices):
        PUT_BACK = "put_back", _("Put back on the shelf")
        WRITTEN_OFF = "written_off", _("Written off")

    order_return = models.ForeignKey("orders.OrderReturn", on_delete=models.CASCADE, related_name="lines")
    order_item = models.ForeignKey(
        "orders.OrderItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="returned_lines"
    )
    position = models.PositiveSmallIntegerField(default=0)
    remote_product_id = models.CharField(max_length=100, blank=True)
    remote_variant_id = models.CharField(max_length=100, blank=True)
    sku = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=500, blank=True)
    quantity = models.PositiveIntegerField()
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    put_back_quantity = models.PositiveIntegerField(default=0)
    damaged_quantity = models.PositiveIntegerField(default=0, help_text=_("Here, and not to be sold."))
    lost_quantity = models.PositiveIntegerField(default=0, help_text=_("Not in the parcel, or thrown away."))
    condition = models.CharField(max_length=200, blank=True, help_text=_("How it looked, for whoever asks later."))
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "order_return_lines"
        constraints = [
            models.UniqueConstraint(fields=["order_return", "position"], name="one_row_per_returned_line"),
            models.CheckConstraint(
                condition=models.Q(put_back_quantity__lte=models.F("quantity")), name="not_more_put_back_than_returned"
            ),
            models.CheckConstraint(
                condition=models.Q(put_back_quantity=0) | models.Q(decision="put_back"), name="put_back_is_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title or self.sku}"
