"""A key for programs: hashed, expiring, scoped, of one store."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models.base import Record


class ApiToken(Record):
    """Only the SHA-256 of the token is kept; the token itself is shown once."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="api_tokens")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, help_text=_("First characters, to recognise it by."))
    digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["digest", "last_used_at"])

    class Meta(Record.Meta):
        db_table = "api_tokens"
        constraints = [models.UniqueConstraint(fields=["digest"], name="one_token_per_digest")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
