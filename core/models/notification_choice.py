"""What a member wants to be told, where, and when not."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models.base import Record
from core.models.notification import Notification


class NotificationChoice(Record):
    """One kind of news for one member; without a row the default of the kind and of the member's role holds."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("core.Membership", on_delete=models.CASCADE, related_name="notification_choices")
    kind = models.CharField(max_length=20)
    in_page = models.BooleanField(default=True)
    mail = models.CharField(max_length=8, choices=Notification.Mail.choices, default=Notification.Mail.OFF)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "notification_choices"
        verbose_name = _("notification choice")
        verbose_name_plural = _("notification choices")
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="one_choice_per_member_and_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mail}"


class NotificationHours(Record):
    """When mail may come, in the store's time zone. `quiet_from` = `quiet_to`, or either empty, is never quiet."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    member = models.OneToOneField("core.Membership", on_delete=models.CASCADE, related_name="notification_hours")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    digest = models.BooleanField(default=True, help_text=_("Off: stopped, by the member or by the link in a digest."))
    digest_at = models.TimeField(default=datetime.time(8, 0))

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "notification_hours"
        verbose_name = verbose_name_plural = _("notification hours")

    def __str__(self) -> str:
        return f"{self.quiet_from or '–'} to {self.quiet_to or '–'}"
