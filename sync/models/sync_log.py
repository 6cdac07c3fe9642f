"""A run and what became of each of its records (F160)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record


class SyncType(models.TextChoices):
    """What a run carries."""

    ORDERS = "orders", _("Orders")
    PRODUCTS = "products", _("Products")
    INVENTORY = "inventory", _("Stock")
    PRICES = "prices", _("Prices")
    FULFILLMENT = "fulfillment", _("Shipments")
    PRODUCTS_OUT = "products_out", _("Products out")
    IMPORT = "import", _("Product feed")


class MarketplaceSyncLog(Record):
    """Records balance: total = created + updated + unchanged + parked + failed, checked by the database once it ended.

    `processed_records` are those that were dealt with, whatever became of them. A run never overlaps another of the
    same connection and type: the partial unique constraint says so.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        IN_PROGRESS = "in_progress", _("Running")
        COMPLETED = "completed", _("Done")
        PARTIALLY_COMPLETED = "partially_completed", _("Partly done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    class Phase(models.TextChoices):
        DOWNLOADING = "downloading", _("Downloading")
        PARSING = "parsing", _("Reading")
        UPSERTING = "upserting", _("Storing")
        CHECKING = "checking", _("Checking")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="sync_logs")
    connection = models.ForeignKey(
        "marketplaces.Connection", null=True, blank=True, on_delete=models.CASCADE, related_name="sync_logs"
    )
    marketplace = models.ForeignKey(
        "marketplaces.Marketplace", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sync_type = models.CharField(max_length=12, choices=SyncType.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PENDING)
    phase = models.CharField(max_length=12, choices=Phase.choices, blank=True)
    cause = models.CharField(max_length=10, default="button", help_text=_("button, command, schedule, webhook, api"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    options = models.JSONField(default=dict, blank=True, help_text=_("full, since, create_missing, remote ids …"))
    expected_records = models.PositiveIntegerField(null=True, blank=True, help_text=_("Where the marketplace tells."))
    total_records = models.PositiveIntegerField(default=0)
    processed_records = models.PositiveIntegerField(default=0)
    failed_records = models.PositiveIntegerField(default=0)
    created_records = models.PositiveIntegerField(default=0)
    updated_records = models.PositiveIntegerField(default=0)
    unchanged_records = models.PositiveIntegerField(default=0)
    parked_records = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    start_time = models.DateTimeField(null=True, blank=True)
    end_time = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    lease_owner = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    stop_requested = models.BooleanField(default=False)
    error_kind = models.CharField(max_length=30, blank=True)
    error_message = models.TextField(blank=True)
    error_said = models.TextField(blank=True)
    error_fix = models.TextField(blank=True)
    messages = models.JSONField(default=list, blank=True, help_text=_("Lines of the log: [time, text]."))

    class Meta(Record.Meta):
        db_table = "marketplace_sync_logs"
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "sync_type"],
                condition=models.Q(status="in_progress"),
                name="a_run_never_overlaps_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    processed_records=models.F("created_records")
                    + models.F("updated_records")
                    + models.F("unchanged_records")
                    + models.F("parked_records")
                    + models.F("failed_records")
                ),
                name="records_balance",
            ),
        ]
        indexes = [
            models.Index(fields=["store", "-created_at", "-id"], name="runs_of_store"),
            models.Index(fields=["connection", "sync_type", "-created_at"], name="runs_of_connection"),
            # The few that failed or were stopped, among a year of others.
            models.Index(fields=["store", "status", "-created_at", "-id"], name="runs_by_state"),
            models.Index(fields=["end_time"], name="runs_by_end"),
            models.Index(
                fields=["status"], condition=models.Q(status__in=["pending", "in_progress"]), name="open_runs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sync_type} {self.status}"


class SyncLogItem(models.Model):
    """One record of a run that was refused or parked, with its reason."""

    class Outcome(models.TextChoices):
        REFUSED = "refused", _("Refused")
        PARKED = "parked", _("Parked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sync_log = models.ForeignKey("sync.MarketplaceSyncLog", on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=200, help_text=_("Their number or SKU."))
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    kind = models.CharField(max_length=30, blank=True)
    reason = models.TextField()
    said = models.TextField(blank=True)
    fix = models.TextField(blank=True)
    can_retry = models.BooleanField(default=False)
    subject_id = models.UUIDField(null=True, blank=True)
    raw = models.JSONField(default=dict, blank=True)
    retried_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sync_log_items"
        indexes = [models.Index(fields=["sync_log", "outcome"], name="items_of_run")]

    def __str__(self) -> str:
        return f"{self.item}: {self.reason}"
