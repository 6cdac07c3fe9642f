"""The secrets of a connection, in a table of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import SecretField
from core.models import Record

SECRET_COLUMNS = ["api_key", "api_secret", "access_token", "refresh_token", "extra", "previous"]


class MarketplaceCredential(Record):
    """One row per connection. No encrypted column has a history column (law 11).

    `version` is the compare-and-set of token refreshes; the lease keeps a refresh single flight. `previous` holds the
    old values while two secrets are valid during a rotation.
    """

    connection = models.OneToOneField("marketplaces.Connection", on_delete=models.CASCADE, related_name="credential")
    marketplace = models.ForeignKey("marketplaces.Marketplace", on_delete=models.PROTECT, related_name="+")
    store_id_there = models.CharField(max_length=100, blank=True, db_column="store_id")
    store_name = models.CharField(max_length=100, blank=True)
    api_key = SecretField(blank=True, default="")
    api_secret = SecretField(blank=True, default="")
    access_token = SecretField(blank=True, default="")
    refresh_token = SecretField(blank=True, default="")
    extra = SecretField(blank=True, default="", help_text=_("JSON of the connector's other secret fields."))
    previous = SecretField(blank=True, default="", help_text=_("JSON of the values before a rotation."))
    previous_until = models.DateTimeField(null=True, blank=True)
    hints = models.JSONField(default=dict, blank=True, help_text=_("Field name to “…Q9”: the last characters."))
    credential_type = models.CharField(max_length=20, blank=True)
    token_expires_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_valid = models.BooleanField(default=True)
    last_validated_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    lease_owner = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=[*SECRET_COLUMNS, "hints", "lease_owner", "lease_until"])

    class Meta(Record.Meta):
        db_table = "marketplace_credentials"

    def __str__(self) -> str:
        return f"Keys of {self.connection_id}"
