"""Money that the seller gives back of an order without a return: what was wished, and what became of it there."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class OrderRefund(Record):
    """One wish of a person; its news to the marketplace is an OutboundChange of kind money_back."""

    class Status(models.TextChoices):
        ASKED = "asked", _("On its way to the marketplace")
        TAKEN = "taken", _("Accepted there")
        GIVEN = "given", _("The buyer has the money")
        REFUSED = "refused", _("Refused")

    #: The money is gone, or surely will be.
    COUNTED = (Status.TAKEN, Status.GIVEN)
    #: It counts against what can still be given back; one that was refused can be tried again as long as it is open.
    STANDING = (Status.ASKED, *COUNTED)

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="refunds_given")
    marketplace_order = models.ForeignKey(
        "orders.MarketplaceOrder", on_delete=models.CASCADE, related_name="refunds_given"
    )
    request_key = models.CharField(
        max_length=64, help_text=_("Of the form that asked: pressing twice gives the money back once.")
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    amount = models.DecimalField(max_digits=15, decimal_places=4)
    shipping_amount = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=100, help_text=_("The marketplace’s own code."))
    reason_title = models.CharField(max_length=250, blank=True)
    message = models.CharField(max_length=250, blank=True)
    asked_by = models.CharField(max_length=150, blank=True)
    remote_id = models.CharField(max_length=100, blank=True)
    remote_status = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "order_refunds"
        constraints = [
            models.UniqueConstraint(fields=["order", "request_key"], name="one_refund_per_press"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="a_refund_gives_something"),
            models.CheckConstraint(
                condition=models.Q(shipping_amount__gte=0, shipping_amount__lte=models.F("amount")),
                name="shipping_is_part_of_the_refund",
            ),
        ]
        indexes = [models.Index(fields=["order"], name="refunds_of_order")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class OrderRefundLine(Record):
    """What of a refund is for one line; `quantity` 0 is a part of its price and not that of whole units."""

    order_refund = models.ForeignKey("orders.OrderRefund", on_delete=models.CASCADE, related_name="lines")
    order_item = models.ForeignKey("orders.OrderItem", on_delete=models.CASCADE, related_name="refunded_lines")
    quantity = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=15, decimal_places=4)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "order_refund_lines"
        constraints = [
            models.UniqueConstraint(fields=["order_refund", "order_item"], name="one_row_per_refunded_line"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="a_refunded_line_gives_something"),
        ]

    def __str__(self) -> str:
        return str(self.amount)
