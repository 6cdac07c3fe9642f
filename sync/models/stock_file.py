"""A file of stock that is put into a folder or onto a server of the merchant's, on a schedule."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import SecretField
from core.models import Record


class StockFile(Record):
    """Changed through `sync.stock_files` only.

    The server's key is kept at the first meeting; another one later is `key_found`, and nothing is put until a person
    has said that it is right. Secrets have no history.
    """

    class Where(models.TextChoices):
        FOLDER = "folder", _("A folder of this machine")
        SFTP = "sftp", _("A server, by SFTP")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey(
        "marketplaces.Connection", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text=_("What this shop is told; empty: what is available in the store."),
    )  # fmt: skip
    name = models.CharField(max_length=60, help_text=_("Of the file: stock.csv."))
    where = models.CharField(max_length=6, choices=Where.choices)
    folder = models.CharField(max_length=200, help_text=_("Below the store's own folder, or there."), blank=True)
    host = models.CharField(max_length=250, blank=True)
    port = models.PositiveIntegerField(default=22)
    username = models.CharField(max_length=100, blank=True)
    password = SecretField(blank=True, default="")
    private_key = SecretField(blank=True, default="")
    private_address = models.BooleanField(default=False, help_text=_("May lie in a private network."))
    host_key = models.CharField(max_length=100, blank=True, help_text=_("Fingerprint of the server, as first met."))
    key_found = models.CharField(max_length=100, blank=True, help_text=_("Another one that it showed since."))
    interval_minutes = models.PositiveIntegerField(default=60)
    is_active = models.BooleanField(default=True)
    due_at = models.DateTimeField()
    put_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0, help_text=_("Of the file that was put last."))
    units = models.BigIntegerField(default=0)
    held = models.CharField(max_length=250, blank=True, help_text=_("Why a newer file waits for a person."))
    error = models.CharField(max_length=250, blank=True)
    failures = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    STATE = ("due_at", "put_at", "rows", "units", "held", "error", "failures", "lease_until")
    history = HistoricalRecords(excluded_fields=["password", "private_key", *STATE])

    class Meta(Record.Meta):
        db_table = "stock_files"
        indexes = [models.Index(fields=["due_at"], condition=models.Q(is_active=True), name="stock_files_due")]

    def __str__(self) -> str:
        return self.name
