"""A kind of marketplace, with its admin-managed API settings (F1, F2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Marketplace(Record):
    """One row per connector folder. `code` has no choices: marketplace 14 needs no migration."""

    name = models.CharField(max_length=100)
    code = models.CharField(max_length=20)
    description = models.TextField(blank=True)
    api_base_url = models.CharField(max_length=255, help_text=_("Empty: the connector's own."), blank=True)
    api_version = models.CharField(max_length=20, blank=True)
    auth_type = models.CharField(max_length=20, blank=True, help_text=_("api_key, oauth2 or bearer"))
    rate_limit = models.CharField(max_length=200, blank=True, help_text=_("As documented, in words."))
    documentation_url = models.CharField(max_length=255, blank=True)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "marketplaces"
        constraints = [models.UniqueConstraint(fields=["code"], name="one_marketplace_per_code")]

    def __str__(self) -> str:
        return self.name
