"""An order of ours, from whichever channel."""

from datetime import UTC, datetime

from django.db import models
from django.db.models.functions import Coalesce, Upper
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record

#: Over, and still among the others.
TO_ARCHIVE = models.Q(
    archived_at__isnull=True, status__in=["shipped", "delivered", "fulfilled", "cancelled", "refunded"]
)
#: Still on somebody's desk: what the urgent views are made of.
ON_DESK = models.Q(
    archived_at__isnull=True,
    deleted_at__isnull=True,
    status__in=["pending", "confirmed", "processing", "ready_for_shipment", "unknown"],
)
#: An order without a deadline comes after all that have one.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Order(Record):
    """One row per order. Postings split from one another share it: `channel_order_id` is the root's remote id."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        CONFIRMED = "confirmed", _("Confirmed")
        PROCESSING = "processing", _("Processing")
        READY_FOR_SHIPMENT = "ready_for_shipment", _("Ready to ship")
        SHIPPED = "shipped", _("Shipped")
        DELIVERED = "delivered", _("Delivered")
        FULFILLED = "fulfilled", _("Fulfilled")
        CANCELLED = "cancelled", _("Cancelled")
        REFUNDED = "refunded", _("Refunded")
        PARTIALLY_REFUNDED = "partially_refunded", _("Part refunded")
        UNKNOWN = "unknown", _("Unknown status")

    class Scheme(models.TextChoices):
        SELLER = "seller", _("you ship")
        MARKETPLACE = "marketplace", _("the marketplace ships")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="orders")
    number = models.CharField(max_length=30, help_text=_("Ours: O-10471."))
    channel = models.CharField(max_length=20, help_text=_("The marketplace's code."))
    connection = models.ForeignKey(
        "marketplaces.Connection", null=True, on_delete=models.SET_NULL, related_name="orders"
    )
    channel_order_id = models.CharField(max_length=100)
    channel_order_url = models.CharField(max_length=500, blank=True)
    customer = models.ForeignKey(
        "orders.Customer", null=True, blank=True, on_delete=models.SET_NULL, related_name="orders"
    )
    customer_name = models.CharField(max_length=200, blank=True)
    customer_email = models.CharField(max_length=254, blank=True)
    customer_phone = models.CharField(max_length=40, blank=True)
    shipping_address = models.JSONField(default=dict, blank=True)
    billing_address = models.JSONField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    subtotal = models.DecimalField(max_digits=15, decimal_places=4)
    shipping_cost = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    tax_amount = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    discount_amount = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    cancelled_amount = models.DecimalField(
        max_digits=15, decimal_places=4, default=0, help_text=_("Taken off the sums told for cancelled units.")
    )
    total = models.DecimalField(
        max_digits=15, decimal_places=4, help_text=_("Without cancelled units; of an order cancelled whole as told.")
    )
    refunded_amount = models.DecimalField(
        max_digits=15,
        decimal_places=4,
        default=0,
        help_text=_("What its returns and its seller gave back to the buyer."),
    )
    refund_estimated = models.BooleanField(
        default=False, help_text=_("Some of it is the price of the goods: no refund was told.")
    )
    fees = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, help_text=_("As told, else by the shop’s fee rule.")
    )
    net_amount = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, help_text=_("The payout as told.")
    )
    fees_estimated = models.BooleanField(default=False, help_text=_("The fees are by the shop’s fee rule."))
    money_unbalanced = models.BooleanField(default=False, help_text=_("The sums told do not add up."))
    status = models.CharField(max_length=20, choices=Status.choices)
    scheme = models.CharField(max_length=12, choices=Scheme.choices, default=Scheme.SELLER)
    remote_scheme = models.CharField(max_length=30, blank=True, help_text=_("Their word: FBS, rFBS, FBO …"))
    requires_shipping = models.BooleanField(default=True)
    is_fully_digital = models.BooleanField(default=False)
    cancel_requested = models.BooleanField(default=False)
    cancel_reason = models.CharField(max_length=250, blank=True)
    ordered_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ship_by = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_reason = models.CharField(max_length=200, blank=True)
    shipping_method = models.CharField(max_length=150, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    carrier = models.CharField(max_length=100, blank=True)
    buyer_note = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    unlinked_lines = models.PositiveSmallIntegerField(default=0, help_text=_("Parked lines without a variant."))
    short_units = models.PositiveIntegerField(default=0)
    last_synced_at = models.DateTimeField(null=True, blank=True)
    sync_status = models.CharField(max_length=10, default="synced", help_text=_("synced, pending, error"))
    sync_error = models.TextField(blank=True)
    search_text = models.TextField(blank=True, editable=False, help_text=_("Everything an order is searched by."))
    archived_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, help_text=_("Since then it knows no buyer."))

    history = HistoricalRecords(excluded_fields=["search_text", "last_synced_at"])

    class Meta(Record.Meta):
        db_table = "orders"
        constraints = [
            models.UniqueConstraint(fields=["connection", "channel_order_id"], name="one_order_per_remote_order"),
            models.UniqueConstraint(fields=["store", "number"], name="one_order_per_number"),
        ]
        indexes = [
            models.Index(fields=["store", "status", "ship_by", "id"], name="orders_by_status"),
            models.Index(fields=["store", "-ordered_at", "-id"], name="orders_by_date"),
            models.Index(fields=["store", "connection", "-ordered_at", "-id"], name="orders_by_connection"),
            models.Index(fields=["store"], condition=models.Q(sync_status="error"), name="orders_in_trouble"),
            models.Index(fields=["ordered_at"], condition=TO_ARCHIVE, name="orders_to_archive"),
            models.Index(fields=["customer", "-ordered_at", "-id"], name="orders_of_customer"),
            models.Index(fields=["store", "channel", "-ordered_at", "-id"], name="orders_by_channel"),
            # One for each side of the archive: years of archived orders are not walked through to the first other one.
            models.Index(
                fields=["store", "updated_at", "id"],
                condition=models.Q(archived_at__isnull=True),
                name="orders_by_change",
            ),
            models.Index(
                fields=["store", "updated_at", "id"],
                condition=models.Q(archived_at__isnull=False),
                name="orders_archived_by_change",
            ),
            # Archived ones are the oldest: by date alone all the others would be walked past to find them.
            models.Index(
                fields=["store", "-ordered_at", "-id"],
                condition=models.Q(archived_at__isnull=False),
                name="orders_archived",
            ),
            # Who else of the same name waits: orders that may travel in one parcel.
            models.Index(models.F("store"), Upper("customer_name"), condition=ON_DESK, name="orders_on_desk_by_buyer"),
            # In the order of the list; what is included lets the counts of the views be read from the index alone.
            models.Index(
                models.F("store"),
                Coalesce("ship_by", models.Value(NEVER, models.DateTimeField())),
                models.F("total").desc(),
                models.F("id"),
                include=["status", "scheme", "ship_by", "held_at", "unlinked_lines"],
                condition=ON_DESK,
                name="orders_on_desk",
            ),
        ]

    def __str__(self) -> str:
        return self.number
