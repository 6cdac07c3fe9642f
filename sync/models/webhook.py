"""A push that came in: stored before it is answered, processed later by the same pull."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record


class MarketplaceWebhook(Record):
    """A duplicate gets its 2xx and no second row; a refused one leaves only a counter (`WebhookTally`)."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        PROCESSING = "processing", _("Working on it")
        DONE = "done", _("Done")
        FAILED = "failed", _("Refused")

    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="webhooks")
    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    event_key = models.CharField(max_length=250)
    topic = models.CharField(max_length=10)
    kind = models.CharField(max_length=60)
    remote_ids = models.JSONField(default=list)
    body = models.TextField(help_text=_("As received, secrets redacted."))
    source_ip = models.GenericIPAddressField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    received_at = models.DateTimeField()
    duplicates = models.PositiveIntegerField(default=0)
    lease_owner = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta(Record.Meta):
        db_table = "marketplace_webhooks"
        constraints = [models.UniqueConstraint(fields=["connection", "event_key"], name="one_row_per_event")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(status="received"), name="webhooks_due"),
            models.Index(fields=["store", "-received_at"], name="webhooks_of_store"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_key}"


class WebhookTally(models.Model):
    """How many pushes were refused, per connection, day and reason."""

    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    reason = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "webhook_tallies"
        verbose_name = _("webhook tally")
        verbose_name_plural = _("webhook tallies")
        constraints = [
            models.UniqueConstraint(fields=["connection", "day", "reason"], name="one_tally_per_day_and_reason")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}: {self.count}"
