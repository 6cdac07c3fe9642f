"""What a listing and its product last agreed on, field by field, and who decides when both have moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Field(models.TextChoices):
    """The fields that both sides keep."""

    TITLE = "title", _("Title")
    DESCRIPTION = "description", _("Description")
    PRICE = "price", _("Price")


class Decides(models.TextChoices):
    """Whose word counts when both sides have changed a field."""

    ASK = "ask", _("Ask me")
    OURS = "ours", _("Orion decides")
    THEIRS = "theirs", _("The channel decides")


class Agreement(Record):
    """One field of a listing: the pair last agreed on, and both sides as they are now.

    A pair, because two sides may agree to differ. `base_…` moves when both say the same, when what we sent was taken,
    or when a person settles it.
    """

    class State(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        OURS = "ours", _("Changed here")
        THEIRS = "theirs", _("Changed there")
        BOTH = "both", _("Both changed")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey("inventory.MarketplaceProduct", on_delete=models.CASCADE, related_name="agreements")
    field = models.CharField(max_length=12, choices=Field.choices)
    base_ours = models.TextField(blank=True)
    base_theirs = models.TextField(blank=True)
    ours = models.TextField(blank=True)
    theirs = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.AGREED)
    ours_at = models.DateTimeField(null=True, blank=True, help_text=_("When our change was first seen."))
    theirs_at = models.DateTimeField(null=True, blank=True, help_text=_("When theirs was first seen."))
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=150, blank=True, help_text=_("A person; empty: by itself."))
    decides = models.CharField(
        max_length=6, choices=Decides.choices, blank=True, help_text=_("Empty: as its shop says.")
    )

    history = HistoricalRecords(excluded_fields=["ours", "theirs"])

    class Meta(Record.Meta):
        db_table = "listing_agreements"
        constraints = [models.UniqueConstraint(fields=["listing", "field"], name="one_agreement_per_field")]
        indexes = [
            models.Index(fields=["store", "listing"], condition=models.Q(state="both"), name="agreements_both"),
            models.Index(fields=["listing"], condition=models.Q(state="theirs"), name="agreements_theirs"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.state}"


class FieldOwner(Record):
    """Whose word counts for a field at one shop, unless a listing says otherwise; without a row a person is asked."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="field_owners")
    field = models.CharField(max_length=12, choices=Field.choices)
    decides = models.CharField(max_length=6, choices=Decides.choices, default=Decides.ASK)
    set_by = models.CharField(max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "field_owners"
        constraints = [models.UniqueConstraint(fields=["connection", "field"], name="one_owner_per_field")]

    def __str__(self) -> str:
        return f"{self.field}: {self.decides}"
