"""What waits for a person: one open row per cause, never one per order."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models.base import Record


class NeedsYou(Record):
    """Raised and settled through `core.services.needs_you` only. Sorted by money at risk, then deadline."""

    class Kind(models.TextChoices):
        REFUSED = "refused", _("Refused")  # the marketplace said no to this one thing
        SIGNED_OUT = "signed_out", _("Signed out")  # keys or grant died
        TOKEN_ENDS = "token_ends", _("Token ends")
        SHORT = "short", _("Short")  # an order line without stock
        DIFFERS = "differs", _("Differs")  # told and seen are not the same
        NOT_LINKED = "not_linked", _("Not linked")  # a line or listing without a variant
        UNKNOWN_STATUS = "unknown_status", _("Unknown status")
        IMPOSSIBLE_MOVE = "impossible_move", _("Impossible move")  # their status does not follow ours
        MONEY = "money", _("Money does not add up")
        UNREADABLE = "unreadable", _("Something we do not know")  # unexpected payload
        HELD_PUSH = "held_push", _("Held back")  # an empty, negative or mass-zero push
        CANCEL_ASKED = "cancel_asked", _("Buyer wants to cancel")
        RETURN = "return", _("Return")  # a buyer sends goods back: answer, then decide what becomes of them
        BALANCE = "balance", _("Money runs out")  # at a supplier, before keys cannot be bought
        LATE = "late", _("Late")  # a shop is read or told later than the documents' limits allow
        FORGED = "forged", _("Forged webhook")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="needs_you")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    cause_key = models.CharField(max_length=200, help_text=_("Names the cause; one open row per cause."))
    subject_type = models.CharField(max_length=40, blank=True, help_text=_("order, listing, connection, variant, run"))
    subject_id = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=250)
    tried = models.TextField(blank=True, help_text=_("What we tried."))
    said = models.TextField(blank=True, help_text=_("What the marketplace answered, in its own words."))
    cost = models.TextField(blank=True, help_text=_("What it costs to wait."))
    fix = models.TextField(blank=True, help_text=_("What to do."))
    reference = models.CharField(max_length=120, blank=True)
    money = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    times = models.PositiveIntegerField(default=1, help_text=_("How often the cause was met while open."))
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=150, blank=True)
    settled_how = models.CharField(max_length=250, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "needs_you"
        verbose_name = verbose_name_plural = _("needs you")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "cause_key"],
                condition=models.Q(settled_at__isnull=True),
                name="one_open_row_per_cause",
            )
        ]
        indexes = [
            models.Index(fields=["store", "kind"], condition=models.Q(settled_at__isnull=True), name="needs_you_open"),
            models.Index(fields=["subject_id"], name="needs_you_subject"),
            models.Index(fields=["created_at"], name="needs_you_by_raised"),
            models.Index(fields=["settled_at"], name="needs_you_by_settled"),
        ]

    def __str__(self) -> str:
        return self.title
