"""A store's own words for a mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models.base import Record


class EmailTemplate(Record):
    """Subject and text with placeholders in braces, per language; without a row the text that came with Orion holds."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="email_templates")
    kind = models.CharField(max_length=20, help_text=_("notification, digest, order_confirmation or keys"))
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField(max_length=20_000)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "email_templates"
        verbose_name = _("e-mail template")
        verbose_name_plural = _("e-mail templates")
        constraints = [
            models.UniqueConstraint(fields=["store", "kind", "language"], name="one_template_per_kind_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"
