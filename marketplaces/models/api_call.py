"""One row per HTTP exchange with a marketplace; its failed rows are the owner's API error log (F161)."""

import uuid

from django.db import models


class ApiCall(models.Model):
    """Redacted: no body, no header, no query value."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(
        "marketplaces.Connection", null=True, on_delete=models.CASCADE, related_name="calls", db_constraint=False
    )
    run_id = models.UUIDField(null=True, blank=True)
    operation = models.CharField(max_length=40)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=250)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=30, default="ok")
    said = models.TextField(blank=True)
    request_id = models.CharField(max_length=120, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    duration_ms = models.PositiveIntegerField(default=0)
    waited_ms = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "api_calls"
        indexes = [
            models.Index(fields=["connection", "-at"], name="api_calls_recent"),
            models.Index(fields=["run_id"], name="api_calls_run", condition=models.Q(run_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.http_status}"
