"""How far each reader of the news has read, and what it has dealt with already."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import Record


class NotificationCursor(Record):
    """`read_to`: everything stamped before it and not held up by a running transaction was read."""

    reader = models.CharField(max_length=60)
    read_to = models.DateTimeField()

    class Meta(Record.Meta):
        db_table = "notification_cursors"
        verbose_name = _("reader of the news")
        verbose_name_plural = _("readers of the news")
        constraints = [models.UniqueConstraint(fields=["reader"], name="one_cursor_per_reader")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.read_to}"


class NotificationReceipt(models.Model):
    """Windows overlap; an event that has a receipt is not told again. Kept a week longer than any window reaches."""

    id = models.BigAutoField(primary_key=True)
    reader = models.CharField(max_length=60)
    event_id = models.UUIDField()
    at = models.DateTimeField(help_text=_("When the event happened."))

    class Meta:
        db_table = "notification_receipts"
        verbose_name = _("receipt of news")
        verbose_name_plural = _("receipts of news")
        constraints = [models.UniqueConstraint(fields=["reader", "event_id"], name="an_event_is_dealt_with_once")]
        indexes = [models.Index(fields=["at"], name="receipts_by_age")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.event_id}"
