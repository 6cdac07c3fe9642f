"""A listing that shows something else than it was told."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record


class Drift(Record):
    """One row per listing and thing, opened again when it differs again. Written by `sync.drift` only."""

    class What(models.TextChoices):
        STOCK = "stock", _("Stock")
        PRICE = "price", _("Price")
        STATUS = "status", _("State")

    class Cause(models.TextChoices):
        EDITED = "edited", _("Changed at the marketplace")  # nothing of ours explains it
        REFUSED = "refused", _("Our number was refused there")
        PROMOTION = "promotion", _("A promotion there")  # ours is shown as the price before
        SALE = "sale", _("A sale may be under way")  # seen after the last whole read of orders began
        LATE = "late", _("An older number of ours arrived late")  # told within the last day, and since replaced

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a person")
        HEALING = "healing", _("Being told again")
        WATCHED = "watched", _("Watched")
        ACCEPTED = "accepted", _("Theirs accepted")
        OVER = "over", _("Over")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey("inventory.MarketplaceProduct", on_delete=models.CASCADE, related_name="drifts")
    what = models.CharField(max_length=6, choices=What.choices)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    ours = models.CharField(max_length=40, help_text=_("What it should show."))
    theirs = models.CharField(max_length=40, help_text=_("What it shows."))
    money = models.DecimalField(max_digits=15, decimal_places=4, default=Decimal(0), help_text=_("At risk."))
    currency = models.CharField(max_length=3, blank=True)
    units = models.PositiveIntegerField(
        default=0, db_default=0, help_text=_("So many are at risk, each for money / units.")
    )
    tries = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text=_("How often it was told again by itself since it was found.")
    )
    found_at = models.DateTimeField(help_text=_("When it was found this time."))
    seen_at = models.DateTimeField(help_text=_("When it was met last."))
    over_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True, help_text=_("Who chose; empty for the policy."))

    class Meta(Record.Meta):
        db_table = "drifts"
        verbose_name = _("drift")
        constraints = [models.UniqueConstraint(fields=["listing", "what"], name="one_drift_per_listing_and_thing")]
        indexes = [
            models.Index(fields=["store", "state", "-money", "id"], name="drifts_by_money"),
            models.Index(fields=["connection", "state"], name="drifts_of_connection"),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.theirs}, ours {self.ours}"
