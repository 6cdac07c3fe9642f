"""An address of the merchant's own that is told what happened in a store."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import SecretField
from core.models import Record


class WebhookEndpoint(Record):
    """Changed through `sync.outgoing.endpoints` only.

    The address and the secrets have no history: programs put keys into addresses. One worker at a time speaks to an
    endpoint (the lease); after a failure nobody does until `rest_until`.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="webhook_endpoints")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list, help_text=_("The kinds of news it wants."))
    is_active = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=250, blank=True, help_text=_("Why we switched it off."))
    secret = SecretField()
    previous_secret = SecretField(blank=True, default="")
    previous_until = models.DateTimeField(null=True, blank=True, help_text=_("Both secrets sign until then."))
    active_since = models.DateTimeField(help_text=_("What happened before is not told."))
    failures = models.PositiveIntegerField(default=0, help_text=_("Failed tries since the last one that arrived."))
    failing_since = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True, help_text=_("When something arrived last."))
    lease_owner = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    history = HistoricalRecords(
        excluded_fields=[
            "url", "secret", "previous_secret", "failures", "failing_since", "rest_until", "arrived_at", "lease_owner",
            "lease_until",
        ]
    )  # fmt: skip

    class Meta(Record.Meta):
        db_table = "webhook_endpoints"
        verbose_name = _("webhook endpoint")

    def __str__(self) -> str:
        return self.name
