"""What a member is told: one unread row per cause, however often the cause is met."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.base import Record


class Notification(Record):
    """Written by `sync.news` from what happened. The words are in the member's language and for their role.

    While it is unread, the same cause counts on it and brings its words up to date; read, the cause opens a new one.
    It has no history: it is news of what has one.
    """

    class Mail(models.TextChoices):
        OFF = "off", _("no e-mail")
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("in the daily digest")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("core.Membership", on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20, help_text=_("A key of core.services.notifications.KINDS."))
    cause_key = models.CharField(max_length=250, help_text=_("Names the cause; one unread row per cause."))
    event_id = models.UUIDField(help_text=_("The newest event it tells of."))
    at = models.DateTimeField(default=timezone.now, help_text=_("When that happened."))
    title = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True, help_text=_("The page with the fix, from the root on."))
    times = models.PositiveIntegerField(default=1, help_text=_("How often the cause was met while unread."))
    in_page = models.BooleanField(default=True, help_text=_("Off: it is only mailed."))
    mail = models.CharField(max_length=8, choices=Mail.choices, default=Mail.OFF)
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True, help_text=_("Since when it needs nobody any more."))

    class Meta(Record.Meta):
        db_table = "notifications"
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "cause_key"],
                condition=models.Q(read_at__isnull=True),
                name="one_unread_notification_per_cause",
            )
        ]
        indexes = [
            models.Index(fields=["member", "-at", "-id"], name="notifications_of_member"),
            models.Index(fields=["member", "cause_key", "-at"], name="notifications_by_cause"),
            models.Index(
                fields=["member"],
                condition=models.Q(mail="daily", mailed_at__isnull=True),
                name="notifications_to_digest",
            ),
            models.Index(fields=["at"], name="notifications_by_age"),
        ]

    def __str__(self) -> str:
        return self.title
