"""A mail to be sent: the database says which, by whom it is claimed, how often it was tried and when it is next due."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import Record


class OutgoingMail(Record):
    """Its words are made when it is sent, from how things are then; `key` makes it one of a kind.

    A mail to a member tells everything that is to be told then; `mailed_at` of a notification is set with `sending`.

    `leased` was claimed and nothing was said to the mail server yet: when the lease runs out, another worker goes on.
    `sending` was handed to the mail server: when the lease runs out, nobody knows whether it took it. It becomes
    `doubt` and is not sent again, because a buyer would rather miss a mail than get it twice.
    """

    class Kind(models.TextChoices):
        NOTIFICATION = "notification", _("Notification")
        DIGEST = "digest", _("Daily digest")
        ORDER_CONFIRMATION = "order_confirmation", _("Order confirmation")
        KEYS = "keys", _("Keys")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        LEASED = "leased", _("Taken up")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("Not needed any more")
        DOUBT = "doubt", _("Perhaps sent")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=120)
    member = models.ForeignKey("core.Membership", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    order_id = models.UUIDField(null=True, blank=True, help_text=_("No foreign key: orders are above."))
    to = models.CharField(max_length=254, blank=True, help_text=_("Of a buyer; a member's is read when it is sent."))
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    lease_owner = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(max_length=250, blank=True, help_text=_("As it was sent."))
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta(Record.Meta):
        db_table = "outgoing_mails"
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        constraints = [models.UniqueConstraint(fields=["store", "key"], name="one_mail_per_key")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "leased", "sending"]),
                name="mails_due",
            ),
            models.Index(fields=["member", "kind"], condition=models.Q(state="waiting"), name="mails_of_member"),
            models.Index(fields=["created_at"], name="mails_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
