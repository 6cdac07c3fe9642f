"""When a connection is read and told (F136, F137): the truth of schedules, claimed with SKIP LOCKED."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class ScheduledJob(Record):
    """Beat only wakes; what is due, and who claimed it, is said here. Jitter spreads the load (F144)."""

    store = models.ForeignKey(
        "core.Store", null=True, blank=True, on_delete=models.CASCADE, related_name="scheduled_jobs"
    )
    connection = models.ForeignKey(
        "marketplaces.Connection", null=True, blank=True, on_delete=models.CASCADE, related_name="scheduled_jobs"
    )
    job_type = models.CharField(max_length=20, help_text=_("orders, products, inventory, prices, fulfillment"))
    is_enabled = models.BooleanField(default=True)
    cron_expression = models.CharField(max_length=60, blank=True)
    interval_minutes = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    jitter_seconds = models.PositiveIntegerField(default=20)
    next_run_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_run_status = models.CharField(max_length=20, blank=True)
    last_run_duration_ms = models.PositiveIntegerField(null=True, blank=True)
    max_retries = models.PositiveSmallIntegerField(default=3)
    retry_delay_seconds = models.PositiveIntegerField(default=60)
    failures = models.PositiveSmallIntegerField(default=0, help_text=_("In a row."))
    lease_owner = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(
        excluded_fields=[
            "next_run_at",
            "last_run_at",
            "last_run_status",
            "last_run_duration_ms",
            "failures",
            "lease_owner",
            "lease_until",
        ]
    )

    class Meta(Record.Meta):
        db_table = "scheduled_jobs"
        constraints = [
            models.UniqueConstraint(fields=["connection", "job_type"], name="one_job_per_connection_and_type"),
        ]
        indexes = [models.Index(fields=["next_run_at"], condition=models.Q(is_enabled=True), name="jobs_due")]

    def __str__(self) -> str:
        return f"{self.job_type} every {self.interval_minutes} min"
