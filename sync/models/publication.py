"""The files that a connection publishes, and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record


class Publication(Record):
    """Changed through `sync.feed_files` only. The files lie in the data folder; the age of a file says what it holds.

    `token` is the unguessable part of their address, empty while that is withdrawn.
    """

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.OneToOneField("marketplaces.Connection", on_delete=models.CASCADE, related_name="publication")
    token = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    rendered_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0, help_text=_("Of the file with the most rows."))
    held = models.CharField(max_length=250, blank=True, help_text=_("Why newer files wait for a person."))
    fetched_at = models.DateTimeField(null=True, blank=True)
    fetched_name = models.CharField(max_length=100, blank=True)
    folder = models.CharField(max_length=60, blank=True, help_text=_("Also put there; empty for nowhere."))
    put_at = models.DateTimeField(null=True, blank=True)
    put_error = models.CharField(max_length=250, blank=True)

    class Meta(Record.Meta):
        db_table = "publications"
        verbose_name = _("publication")

    def __str__(self) -> str:
        return str(self.connection_id)
