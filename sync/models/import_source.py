"""A place that product feeds are fetched from by a schedule: an address, a folder here, a folder of an SFTP server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import SecretField
from core.models import Record

if TYPE_CHECKING:
    from sync.models.sync_log import MarketplaceSyncLog


class ImportSource(Record):
    """Changed through `sync.sources` only. One worker at a time fetches from a source (the lease).

    Addresses have no history: programs put keys into them. `seen` holds what was taken, so that nothing is taken twice.
    """

    class Kind(models.TextChoices):
        URL = "url", _("Web address")
        FOLDER = "folder", _("Folder here")
        SFTP = "sftp", _("SFTP folder")

    class Result(models.TextChoices):
        NEVER = "", _("Never fetched")
        BROUGHT = "brought", _("Brought in")
        NOTHING_NEW = "nothing_new", _("Nothing new")
        ASKS = "asks", _("Needs you")
        FAILED = "failed", _("Failed")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="import_sources")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    url = models.CharField(max_length=500, blank=True, help_text=_("Of a feed, or sftp://host:port/folder."))
    folder = models.CharField(max_length=60, blank=True, help_text=_("Below the folder that the operator has set."))
    pattern = models.CharField(max_length=60, blank=True, help_text=_("Which files of a folder, for example *.csv."))
    username = models.CharField(max_length=150, blank=True)
    password = SecretField(blank=True, default="")
    host_key = models.CharField(max_length=100, blank=True, help_text=_("The print of the server's key, first met."))
    interval_minutes = models.PositiveIntegerField(default=60)
    is_enabled = models.BooleanField(default=True)
    next_run_at = models.DateTimeField()
    seen = models.JSONField(default=dict, blank=True)
    last_result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    last_error = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text=_("In a row."))
    last_run = models.ForeignKey(
        "sync.MarketplaceSyncLog", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    history = HistoricalRecords(
        excluded_fields=[
            "url", "password", "next_run_at", "seen", "last_result", "last_error", "checked_at", "failures",
            "last_run", "lease_until",
        ]
    )  # fmt: skip

    class Meta(Record.Meta):
        db_table = "import_sources"
        verbose_name = _("import source")
        indexes = [models.Index(fields=["next_run_at"], condition=models.Q(is_enabled=True), name="sources_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def outcome(self) -> str:
        """What came of the last look and of its import: a file that was taken and is no feed brought nothing in."""
        return self.Result.FAILED if self._failed_run else self.last_result

    @property
    def outcome_word(self) -> str:
        """Of `outcome`, for people."""
        return str(self.Result(self.outcome).label)

    @property
    def said(self) -> str:
        """Why it did not come in, in a sentence; empty where nothing stood in its way."""
        run = self._failed_run
        return run.error_message if run else self.last_error

    @property
    def _failed_run(self) -> MarketplaceSyncLog | None:
        """The import of what was taken last, where it failed; what was looked for since is told by itself."""
        run = self.last_run if self.last_result in (self.Result.BROUGHT, self.Result.NOTHING_NEW) else None
        return run if run and run.status == run.Status.FAILED else None
