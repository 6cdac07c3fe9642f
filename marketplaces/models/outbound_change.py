"""The news that something at a marketplace may be stale: the sync queue."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class OutboundChange(Record):
    """Level-triggered, unique per (connection, kind, subject); due while wanted > sent; never deleted (law 4).

    Marking bumps `wanted_version` in the transaction of the truth. A push takes a lease, reads the latest truth, and
    stores the version it read in `sent_version`. `seen_version` follows when a read shows it there.
    """

    class Kind(models.TextChoices):
        STOCK = "stock", _("stock")  # subject: listing
        PRICE = "price", _("price")  # subject: listing
        PRODUCT = "product", _("product")  # what is offered, and what its card says; subject: offer
        ACCEPT = "accept", _("acceptance")  # of an order; subject: marketplace order
        SHIPMENT = "shipment", _("shipment")  # subject: shipment
        ARRIVAL = "arrival", _("arrival")  # that the buyer took a parcel of ours, or refused it; subject: shipment
        SUPPLY = "supply", _("supply")  # subject: supply
        DIGITAL = "digital", _("digital delivery")  # subject: marketplace order
        CANCEL = "cancel", _("cancellation")  # subject: marketplace order
        ANSWER = "answer", _("answer to the buyer")  # who wants to cancel; subject: marketplace order
        REFUND = "refund", _("refund")  # subject: order return
        MONEY_BACK = "money_back", _("money back")  # without a return; subject: order refund

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to send")
        ACCEPTED = "accepted", _("Accepted, not visible yet")
        SYNCED = "synced", _("Synced")
        RETRY = "retry", _("Trying again")
        REFUSED = "refused", _("Refused")
        PAUSED = "paused", _("Paused")  # waits for the connection
        HELD = "held", _("Held back")  # waits for a person (law 13)

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="outbound_changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject_id = models.UUIDField(help_text=_("Listing, offer, shipment, supply or marketplace order; no foreign key."))
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    urgent = models.BooleanField(default=False, help_text=_("Zero stock goes in its own lane, first."))
    wanted_version = models.PositiveBigIntegerField(default=1)
    sent_version = models.PositiveBigIntegerField(default=0)
    seen_version = models.PositiveBigIntegerField(default=0)
    wanted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(help_text=_("Not before; while accepted: when to look whether it is visible."))
    lease_owner = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    progress = models.JSONField(default=dict, blank=True, help_text=_("What an earlier try left behind."))
    last_sent = models.JSONField(default=dict, blank=True, help_text=_("What we told last."))
    error_kind = models.CharField(max_length=30, blank=True)
    error = models.TextField(blank=True)
    error_said = models.TextField(blank=True)
    error_fix = models.TextField(blank=True)
    request_id = models.CharField(max_length=120, blank=True)

    history = HistoricalRecords(
        excluded_fields=["lease_owner", "lease_until", "wanted_at", "due_at", "urgent", "progress"]
    )

    class Meta(Record.Meta):
        db_table = "outbound_changes"
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "subject_id"], name="one_change_per_subject"),
            models.CheckConstraint(
                condition=models.Q(sent_version__lte=models.F("wanted_version")), name="sent_not_past_wanted"
            ),
        ]
        indexes = [
            models.Index(
                fields=["connection", "kind", "due_at"],
                condition=models.Q(state__in=["waiting", "retry", "accepted"]),
                name="outbound_due",
            ),
            models.Index(fields=["subject_id"], name="outbound_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.state}"
